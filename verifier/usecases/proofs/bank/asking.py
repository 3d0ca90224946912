"""Choosing a way: where we are to pay to, or that the firm will pay us."""

from dataclasses import dataclass, field
from datetime import datetime

from verifier.domain.audit import Action, Actor
from verifier.domain.bank import BankAccount, NoAccount, account, account_name
from verifier.domain.bank_proof import BankWay, Payment, PaymentState, random_amount
from verifier.domain.bank_reference import new_reference
from verifier.domain.errors import FieldError, Invalid
from verifier.domain.money import Money
from verifier.domain.proof import Proof, ProofKind
from verifier.domain.proof_errors import BankUnavailable, EmployerUnnamed, PaymentsUsedUp, PaymentUnderWay
from verifier.usecases import identifiers
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.bank.terms import bank_terms
from verifier.usecases.proofs.identity import identity_of
from verifier.usecases.proofs.settling import employer_of, running, wait
from verifier.usecases.proofs.telling import audit_proof

HOLDER_MAX = 140  # characters of a name in a payment message


@dataclass(frozen=True, slots=True)
class EnteredAccount:
    """What the applicant typed; the holder is not theirs to say, it is the employer."""

    number: str = field(repr=False)
    bank: str = field(repr=False)
    cnaps: str | None = field(default=None, repr=False)


def ask_us_to_pay(
    ports: Ports, tenant_id: str, proof_id: str, entered: EnteredAccount, *, actor: Actor
) -> Payment:
    """We send a random amount to this account, in the employer's name; again, after a bank sent it back.

    Raises NotFound, ProofOver, BankUnavailable, EmployerUnnamed, PaymentUnderWay, PaymentsUsedUp, Invalid.
    """
    now, terms = ports.clock.now(), bank_terms(ports.proof_policy)
    with ports.transaction() as tx:
        asked = _asked(ports, tx, tenant_id, proof_id)
        theirs = _entered(asked.payee, entered)
        if tx.payments.count_ours(tenant_id, asked.proof.employer_id, now - terms.span) >= terms.payments:
            raise PaymentsUsedUp
        payment = _payment(asked, BankWay.WE_PAY, ports.bank.ordered(), random_amount(), theirs)
        tx.payments.add(payment)
        if payment.state is PaymentState.ORDERED:
            wait(tx, asked.proof, actor, now)
        _audited(tx, asked.proof, payment, actor, now)
    return payment


def ask_to_be_paid(ports: Ports, tenant_id: str, proof_id: str, *, actor: Actor) -> Payment:
    """The firm pays us an amount that the page states, under a reference.

    Raises NotFound, ProofOver, BankUnavailable, EmployerUnnamed, PaymentUnderWay.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        asked = _asked(ports, tx, tenant_id, proof_id)
        amount = random_amount(bank_terms(ports.proof_policy).stated)
        payment = _payment(asked, BankWay.THEY_PAY, PaymentState.AWAITED, amount)
        tx.payments.add(payment)
        wait(tx, asked.proof, actor, now)
        _audited(tx, asked.proof, payment, actor, now)
    return payment


@dataclass(frozen=True, slots=True)
class _Asked:
    """The proof that a payment is asked for, in whose name, until when, and after which payment of its."""

    proof: Proof
    payee: str = field(repr=False)
    at: datetime
    due_at: datetime
    last: Payment | None


def _asked(ports: Ports, tx: Transaction, tenant_id: str, proof_id: str) -> _Asked:
    """No payment of the proof is under way: none was asked for, or the last came back."""
    if ports.bank.account() is None:
        raise BankUnavailable
    now = ports.clock.now()
    proof = running(tx, tenant_id, proof_id, ProofKind.BANK_PAYMENT, now)
    last = next(iter(tx.payments.of_proof(tenant_id, proof_id)), None)
    if last is not None and last.state is not PaymentState.RETURNED:
        raise PaymentUnderWay
    name = identity_of(tx, employer_of(tx, proof)).name
    if not name or not account_name(name):
        raise EmployerUnnamed
    due_at = min(now + bank_terms(ports.proof_policy).days, proof.expires_at)
    return _Asked(proof, name.strip()[:HOLDER_MAX], now, due_at, last)


def _entered(holder: str, entered: EnteredAccount) -> BankAccount:
    try:
        return account(holder=holder, number=entered.number, bank=entered.bank, cnaps=entered.cnaps)
    except NoAccount as error:
        raise Invalid(errors=[FieldError(f"/account/{error.part}", error.detail)]) from None


def _payment(
    asked: _Asked, way: BankWay, state: PaymentState, amount: Money, theirs: BankAccount | None = None
) -> Payment:
    return Payment(
        id=identifiers.following("bpy", asked.at, asked.last.id if asked.last else None),
        tenant_id=asked.proof.tenant_id,
        employer_id=asked.proof.employer_id,
        proof_id=asked.proof.id,
        way=way,
        state=state,
        reference=new_reference(),
        made_at=asked.at,
        due_at=asked.due_at,
        payee=asked.payee,
        amount=amount,
        account=theirs,
    )


def _audited(tx: Transaction, proof: Proof, payment: Payment, actor: Actor, now: datetime) -> None:
    told = {"payment_id": payment.id, "way": payment.way.value}
    audit_proof(tx, proof, actor, now, Action.PAYMENT_ASKED, told)
