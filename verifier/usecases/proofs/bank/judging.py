"""What a bank payment proves, once it is named or seen: facts for the checks, and the account for the links.

An account makes an employer known only when money showed that it is theirs: else whoever types a stranger's
number would be tied to the stranger.
"""

from datetime import date, datetime

from verifier.checks.proofs import judge_proof
from verifier.domain.account_traits import TraitKind, comparable_value
from verifier.domain.bank_proof import BankFacts, BankWay, Payment
from verifier.domain.proof import Proof, ProofKind
from verifier.usecases.evaluation import CHINA
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.identity import identity_of
from verifier.usecases.proofs.settling import conclude, employer_of


def judged(ports: Ports, tx: Transaction, proof: Proof, payment: Payment) -> Proof:
    """Settle the proof by what came of its payment, in the caller's transaction, and last in it."""
    now = ports.clock.now()
    facts = _facts(tx, proof, payment)
    if facts.number:
        known_by = frozenset(_traits(facts.number))
        tx.account_traits.keep(proof.tenant_id, proof.employer_id, known_by, now)
    findings = judge_proof(ProofKind.BANK_PAYMENT, facts, ports.proof_policy)
    return conclude(ports, tx, proof, findings, now)


def _facts(tx: Transaction, proof: Proof, payment: Payment) -> BankFacts:
    identity = identity_of(tx, employer_of(tx, proof))
    name, number, day = _other_side(payment)
    return BankFacts(
        way=payment.way,
        employer=identity.name,
        name=name,
        number=number,
        asked=payment.amount,
        paid=payment.seen.amount if payment.seen else (payment.amount if payment.named_at else None),
        by_reference=payment.seen.by_reference if payment.seen else True,
        from_day=_day(payment.made_at),
        until_day=_day(payment.due_at),
        day=_day(day) if day else (payment.seen.booked_on if payment.seen else None),
        others=_others(tx, proof, number) if number else None,
        declared=identity.bank_account,
    )


def _other_side(payment: Payment) -> tuple[str | None, str | None, datetime | None]:
    """Holder and number of the other account, and when the amount was named."""
    if payment.way is BankWay.THEY_PAY:
        seen = payment.seen
        return (seen.name or None, seen.number or None, None) if seen else (None, None, None)
    account = payment.account
    return (account.holder, account.number, payment.named_at) if account else (None, None, None)


def _others(tx: Transaction, proof: Proof, number: str) -> int:
    """How many other employers of the site are known by this account."""
    owners: set[str] = set()
    for kind, value in _traits(number):
        owners.update(
            tx.account_traits.owners(proof.tenant_id, tx.account_traits.mark(proof.tenant_id, kind, value))
        )
    return len(owners - {proof.employer_id})


def _traits(number: str) -> tuple[tuple[TraitKind, str], ...]:
    value = comparable_value(TraitKind.BANK_ACCOUNT, number)
    return ((TraitKind.BANK_ACCOUNT, value),) if value else ()


def _day(moment: datetime) -> date:
    """As the bank counts its days."""
    return moment.astimezone(CHINA).date()
