"""What bank payments prove, once named or seen: facts for the checks, and the accounts for the links.

An account makes an employer known only when money showed that it is theirs: else whoever types a stranger's
number would be tied to the stranger.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from verifier.checks.proofs import judge_proof
from verifier.domain.account_traits import TraitKind, comparable_value
from verifier.domain.bank_proof import BankFacts, BankWay, Payment
from verifier.domain.proof import Proof, ProofKind
from verifier.usecases.evaluation import CHINA
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.identity import Identity, identities_of
from verifier.usecases.proofs.settling import Change, concluded, write

AccountTrait: TypeAlias = tuple[TraitKind, str]


@dataclass(frozen=True, slots=True)
class OtherSide:
    """The account, by its number, that an employer's payment went to or came from."""

    employer_id: str
    number: str = field(repr=False)


@dataclass(slots=True)
class Known:
    """What is known of some employers of a tenant: what was declared of them, who else has their accounts.

    Read at once. Whoever is judged is known by their account to who is judged next, as if written between.
    """

    tenant_id: str
    identities: Mapping[str, Identity]
    owners: dict[AccountTrait, set[str]]
    new: dict[str, set[AccountTrait]] = field(default_factory=dict)

    def add(self, employer_id: str, number: str) -> None:
        if trait := _trait(number):
            self.owners.setdefault(trait, set()).add(employer_id)
            self.new.setdefault(employer_id, set()).add(trait)

    def others(self, employer_id: str, number: str) -> int:
        """How many other employers of the site are known by this account."""
        trait = _trait(number)
        return len(self.owners.get(trait, set()) - {employer_id}) if trait else 0

    def keep(self, tx: Transaction, now: datetime) -> None:
        """Write by what employers became known."""
        known_by = {employer_id: frozenset(traits) for employer_id, traits in self.new.items()}
        tx.account_traits.keep_all(self.tenant_id, known_by, now)


def known(tx: Transaction, tenant_id: str, sides: Sequence[OtherSide]) -> Known:
    """Read it of these, whose employers are held."""
    employers = tx.employers.some(tenant_id, {one.employer_id for one in sides})
    marks = {
        tx.account_traits.mark(tenant_id, *trait): trait for one in sides if (trait := _trait(one.number))
    }
    owners = tx.account_traits.owners(tenant_id, list(marks)) if marks else {}
    return Known(
        tenant_id,
        identities_of(tx, tenant_id, list(employers.values())),
        {marks[mark]: set(ids) for mark, ids in owners.items()},
    )


def judged(ports: Ports, tx: Transaction, proof: Proof, payment: Payment) -> Proof:
    """Settle the proof by what came of its payment, in the caller's transaction, and last in it."""
    now = ports.clock.now()
    of_it = known(tx, proof.tenant_id, [other_side(payment)])
    change = judgement(ports, of_it, proof, payment, now)
    of_it.keep(tx, now)
    write(tx, [change], now)
    return change.proof


def judgement(ports: Ports, of_it: Known, proof: Proof, payment: Payment, now: datetime) -> Change:
    """What becomes of the proof; `of_it` is known by the account from then on."""
    number = other_side(payment).number
    others = of_it.others(proof.employer_id, number) if number else None
    of_it.add(proof.employer_id, number)
    facts = _facts(of_it.identities[proof.employer_id], payment, others)
    findings = judge_proof(ProofKind.BANK_PAYMENT, facts, ports.proof_policy)
    return concluded(ports.proof_policy, proof, findings, now)


def other_side(payment: Payment) -> OtherSide:
    """The number is empty where nothing is known of it yet, or the bank shows none."""
    if payment.way is BankWay.THEY_PAY:
        return OtherSide(payment.employer_id, payment.seen.number if payment.seen else "")
    return OtherSide(payment.employer_id, payment.account.number if payment.account else "")


def _facts(identity: Identity, payment: Payment, others: int | None) -> BankFacts:
    name, named_at = _holder(payment)
    return BankFacts(
        way=payment.way,
        employer=identity.name,
        name=name,
        number=other_side(payment).number or None,
        asked=payment.amount,
        paid=payment.seen.amount if payment.seen else (payment.amount if payment.named_at else None),
        by_reference=payment.seen.by_reference if payment.seen else True,
        from_day=_day(payment.made_at),
        until_day=_day(payment.due_at),
        day=_day(named_at) if named_at else (payment.seen.booked_on if payment.seen else None),
        others=others,
        declared=identity.bank_account,
    )


def _holder(payment: Payment) -> tuple[str | None, datetime | None]:
    """Of the other account, and when the amount was named."""
    if payment.way is BankWay.THEY_PAY:
        return (payment.seen.name or None if payment.seen else None), None
    return (payment.account.holder, payment.named_at) if payment.account else (None, None)


def _trait(number: str) -> AccountTrait | None:
    value = comparable_value(TraitKind.BANK_ACCOUNT, number)
    return (TraitKind.BANK_ACCOUNT, value) if value else None


def _day(moment: datetime) -> date:
    """As the bank counts its days."""
    return moment.astimezone(CHINA).date()
