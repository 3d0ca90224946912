"""The applicant names the amount that arrived; with the last of the wrong ones the proof is over."""

from dataclasses import dataclass

from verifier.checks.proofs.bank_amount import NAME, Code
from verifier.domain.audit import Action, Actor
from verifier.domain.bank_proof import ON_ITS_WAY, RANDOM_MAX, RANDOM_MIN, Payment, PaymentState
from verifier.domain.check import Judgement, finding_of
from verifier.domain.errors import FieldError, Invalid
from verifier.domain.finding import Finding, Outcome
from verifier.domain.money import Money, NoMoney, money
from verifier.domain.proof import Proof, ProofKind
from verifier.domain.proof_errors import PaymentNotSent, ProofOver
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.bank.judging import judged
from verifier.usecases.proofs.bank.terms import bank_terms
from verifier.usecases.proofs.settling import give_up, running
from verifier.usecases.proofs.telling import audit_proof


@dataclass(frozen=True, slots=True)
class Named:
    """What came of an amount that was named."""

    right: bool
    tries_left: int
    proof: Proof


def name_amount(ports: Ports, tenant_id: str, proof_id: str, text: str, *, actor: Actor) -> Named:
    """Name the amount. What cannot be one costs no try.

    Raises NotFound, ProofOver, PaymentNotSent, Invalid.
    """
    amount = _read(text)
    now, tries = ports.clock.now(), bank_terms(ports.proof_policy).tries
    with ports.transaction() as tx:
        proof = running(tx, tenant_id, proof_id, ProofKind.BANK_PAYMENT, now)
        payment = next(iter(tx.payments.of_proof(tenant_id, proof_id)), None)
        if payment is None or payment.state not in ON_ITS_WAY:
            raise PaymentNotSent
        if now >= payment.due_at:
            raise ProofOver
        if payment.is_amount(amount):
            right = payment.named(now)
            tx.payments.keep(right)
            return Named(right=True, tries_left=tries - right.wrong, proof=judged(ports, tx, proof, right))
        missed = payment.missed(tries)
        tx.payments.keep(missed)
        after = _missed(ports, tx, proof, missed, actor)
    return Named(right=False, tries_left=tries - missed.wrong, proof=after)


def _missed(ports: Ports, tx: Transaction, proof: Proof, payment: Payment, actor: Actor) -> Proof:
    now = ports.clock.now()
    if payment.state is PaymentState.GIVEN_UP:
        return give_up(ports, tx, proof, (_wrong(payment.wrong),), now)
    told = {"payment_id": payment.id, "wrong": str(payment.wrong)}
    audit_proof(tx, proof, actor, now, Action.PAYMENT_MISNAMED, told)
    return proof


def _read(text: str) -> Money:
    try:
        amount = money(text)
    except NoMoney:
        raise Invalid(errors=[FieldError("/amount", "An amount in yuan like 0.37")]) from None
    if not RANDOM_MIN <= amount.fen <= RANDOM_MAX:
        raise Invalid(errors=[FieldError("/amount", "The amount is between 0.01 and 0.99 yuan")])
    return amount


def _wrong(count: int) -> Finding:
    judgement = Judgement(
        Outcome.FAIL, Code.WRONG, f"Amounts that were named and are not it: {count}.", count
    )
    return finding_of(NAME, judgement)
