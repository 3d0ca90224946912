"""Choosing a way: where we are to pay to, or that the firm will pay us."""

from dataclasses import dataclass, field

from verifier.domain.audit import Action, Actor
from verifier.domain.bank import BankAccount, NoAccount, account, account_name
from verifier.domain.bank_proof import BankWay, Payment, PaymentState, random_amount
from verifier.domain.bank_reference import new_reference
from verifier.domain.errors import (
    BankUnavailable,
    EmployerUnnamed,
    FieldError,
    Invalid,
    PaymentsUsedUp,
    PaymentUnderWay,
)
from verifier.domain.money import Money
from verifier.domain.proof import Proof, ProofKind
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
    _must_have_bank(ports)
    now, terms = ports.clock.now(), bank_terms(ports.proof_policy)
    with ports.transaction() as tx:
        proof = running(tx, tenant_id, proof_id, ProofKind.BANK_PAYMENT, now)
        _must_be_free(tx, proof)
        name = _employer_name(tx, proof)
        theirs = _entered(name, entered)
        paid = tx.payments.count_ours(tenant_id, proof.employer_id, now - terms.span)
        if paid >= terms.payments:
            raise PaymentsUsedUp
        state = ports.bank.ordered()
        payment = _payment(ports, proof, BankWay.WE_PAY, state, name, random_amount(), theirs)
        tx.payments.add(payment)
        if state is PaymentState.ORDERED:
            wait(tx, proof, actor, now)
        _audited(tx, proof, payment, actor, ports)
    return payment


def ask_to_be_paid(ports: Ports, tenant_id: str, proof_id: str, *, actor: Actor) -> Payment:
    """The firm pays us an amount that the page states, under a reference.

    Raises NotFound, ProofOver, BankUnavailable, EmployerUnnamed, PaymentUnderWay.
    """
    _must_have_bank(ports)
    now = ports.clock.now()
    with ports.transaction() as tx:
        proof = running(tx, tenant_id, proof_id, ProofKind.BANK_PAYMENT, now)
        _must_be_free(tx, proof)
        amount = random_amount(bank_terms(ports.proof_policy).stated)
        name = _employer_name(tx, proof)
        payment = _payment(ports, proof, BankWay.THEY_PAY, PaymentState.AWAITED, name, amount, None)
        tx.payments.add(payment)
        wait(tx, proof, actor, now)
        _audited(tx, proof, payment, actor, ports)
    return payment


def _must_have_bank(ports: Ports) -> None:
    if ports.bank.account() is None:
        raise BankUnavailable


def _must_be_free(tx: Transaction, proof: Proof) -> None:
    """No payment of the proof is under way: none was asked for, or the last came back."""
    last = next(iter(tx.payments.of_proof(proof.tenant_id, proof.id)), None)
    if last is not None and last.state is not PaymentState.RETURNED:
        raise PaymentUnderWay


def _employer_name(tx: Transaction, proof: Proof) -> str:
    name = identity_of(tx, employer_of(tx, proof)).name
    if not name or not account_name(name):
        raise EmployerUnnamed
    return name.strip()[:HOLDER_MAX]


def _entered(holder: str, entered: EnteredAccount) -> BankAccount:
    try:
        return account(holder=holder, number=entered.number, bank=entered.bank, cnaps=entered.cnaps)
    except NoAccount as error:
        raise Invalid(errors=[FieldError(f"/account/{error.part}", error.detail)]) from None


def _payment(  # noqa: PLR0913, PLR0917  each is a part of a payment
    ports: Ports,
    proof: Proof,
    way: BankWay,
    state: PaymentState,
    payee: str,
    amount: Money,
    theirs: BankAccount | None,
) -> Payment:
    now = ports.clock.now()
    return Payment(
        id=identifiers.new("bpy", now),
        tenant_id=proof.tenant_id,
        employer_id=proof.employer_id,
        proof_id=proof.id,
        way=way,
        state=state,
        reference=new_reference(),
        made_at=now,
        due_at=min(now + bank_terms(ports.proof_policy).days, proof.expires_at),
        payee=payee,
        amount=amount,
        account=theirs,
    )


def _audited(tx: Transaction, proof: Proof, payment: Payment, actor: Actor, ports: Ports) -> None:
    told = {"payment_id": payment.id, "way": payment.way.value}
    audit_proof(tx, proof, actor, ports.clock.now(), Action.PAYMENT_ASKED, told)
