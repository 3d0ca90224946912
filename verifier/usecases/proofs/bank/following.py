"""What follows from rows of statements that belong to payments: sent, returned, credited, and the proofs.

Each row once: whoever follows it up says so first, in the same transaction. A batch of rows is read at once,
followed up one by one in memory, and written at once; nobody else changes any of it meanwhile, for all of its
employers are held before anything is read. What is killed in between leaves the batch as it was.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from itertools import count, groupby

from verifier.checks.proofs.bank_amount import NAME, Code
from verifier.domain.audit import Action
from verifier.domain.bank_proof import ON_ITS_WAY, BankWay, Payment, PaymentState, ReturnReason, SeenPayment
from verifier.domain.check import Judgement, finding_of
from verifier.domain.finding import Finding, Outcome
from verifier.domain.proof import RUNNING, Proof, ProofState
from verifier.domain.statement import Direction
from verifier.usecases.audit import OPERATOR
from verifier.usecases.bank_ports import Matched
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.bank.judging import Known, OtherSide, judgement, known
from verifier.usecases.proofs.settling import Change, given_up, moved, write
from verifier.usecases.proofs.telling import Record

JUDGED = (ProofState.PROVEN, ProofState.REVIEW)
BATCH = 500  # rows in one transaction, each of which holds an employer


class Followed(StrEnum):
    """What became of a row."""

    SENT = "sent"
    RETURNED = "returned"
    PROVEN = "proven"
    REVIEW = "review"
    ALREADY = "already_credited"
    PROOF_OVER = "proof_over"
    NOTHING = "nothing_to_do"


def follow_up(ports: Ports, most: int | None = None) -> Counter[Followed]:
    """Rows that were not followed up yet, whoever noted them: all, or some batches of them."""
    counts: Counter[Followed] = Counter()
    for number in count():
        done = [] if number == most else _some(ports)
        if not done:
            break
        counts.update(done)
    return counts


def _some(ports: Ports) -> list[Followed]:
    with ports.view() as tx:
        rows = tx.statement_entries.unsettled(BATCH)
    if not rows:
        return []
    now = ports.clock.now()
    with ports.transaction() as tx:
        mine = _taken(tx, rows)
        by_tenant = {tenant: list(some) for tenant, some in groupby(mine, key=lambda row: row.tenant_id)}
        batches = {tenant_id: _read(tx, tenant_id, some, now) for tenant_id, some in by_tenant.items()}
        # Somebody else had them all: what they left is looked for anew.
        done = [_follow(ports, batches[row.tenant_id], row) for row in mine] or [Followed.NOTHING]
        for batch in batches.values():
            tx.payments.keep(*batch.changed.values())
            batch.known.keep(tx, now)
        write(tx, [change for batch in batches.values() for change in batch.changes], now)
    return done


def _taken(tx: Transaction, rows: Sequence[Matched]) -> Sequence[Matched]:
    """Those that nobody followed up meanwhile, by tenant and employer; all of their employers are held."""
    in_order = sorted(rows, key=lambda row: (row.tenant_id, row.employer_id, row.entry_id))
    for tenant_id, some in groupby(in_order, key=lambda row: row.tenant_id):
        tx.employers.hold_all(tenant_id, sorted({row.employer_id for row in some}))
    mine = frozenset(tx.statement_entries.settle([row.entry_id for row in in_order]))
    return [row for row in in_order if row.entry_id in mine]


@dataclass(slots=True)
class _Batch:
    """One tenant's proofs and payments that rows are about, as they are by now, and what is to be written."""

    now: datetime
    proofs: dict[str, Proof]
    payments: dict[str, Payment]
    known: Known
    changed: dict[str, Payment] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)

    def keep(self, payment: Payment) -> None:
        self.payments[payment.id] = self.changed[payment.id] = payment

    def change(self, change: Change) -> Proof:
        self.changes.append(change)
        self.proofs[change.proof.id] = change.proof
        return change.proof


def _read(tx: Transaction, tenant_id: str, rows: Sequence[Matched], now: datetime) -> _Batch:
    return _Batch(
        now,
        dict(tx.proofs.some(tenant_id, {row.proof_id for row in rows})),
        dict(tx.payments.hold(tenant_id, {row.payment_id for row in rows})),
        known(tx, tenant_id, [OtherSide(row.employer_id, row.row.number) for row in rows]),
    )


def _follow(ports: Ports, batch: _Batch, row: Matched) -> Followed:
    payment, proof = batch.payments.get(row.payment_id), batch.proofs.get(row.proof_id)
    if payment is None or proof is None:  # erased meanwhile
        return Followed.NOTHING
    if payment.way is BankWay.THEY_PAY:
        return _they_paid(ports, batch, (proof, payment), row)
    if row.row.direction is Direction.OUT:
        return _we_paid(batch, (proof, payment), row)
    return _came_back(ports, batch, (proof, payment), row)


def _they_paid(ports: Ports, batch: _Batch, whose: tuple[Proof, Payment], row: Matched) -> Followed:
    proof, payment = whose
    if row.row.direction is Direction.OUT:
        return Followed.NOTHING  # we paid it back
    if payment.state is not PaymentState.AWAITED:
        return Followed.ALREADY
    seen = SeenPayment(row.row.name, row.row.number, row.row.amount, row.row.booked_on, row.by_reference)
    credited = payment.credited(seen)
    batch.keep(credited)
    # Not by the clock: the bank's day says whether it came in time, not when somebody got to its row.
    if proof.state not in RUNNING:
        return Followed.PROOF_OVER
    after = batch.change(judgement(ports, batch.known, proof, credited, batch.now))
    return Followed.PROVEN if after.state is ProofState.PROVEN else Followed.REVIEW


def _we_paid(batch: _Batch, whose: tuple[Proof, Payment], row: Matched) -> Followed:
    """Another amount under the same reference is the bank's fee."""
    proof, payment = whose
    waits = payment.state in (PaymentState.ORDERED, PaymentState.EXPORTED)
    if not waits or not payment.is_amount(row.row.amount):
        return Followed.NOTHING
    batch.keep(payment.sent(row.row.booked_on))
    if proof.state_at(batch.now) not in RUNNING:
        return Followed.PROOF_OVER
    _reopen(batch, proof)
    return Followed.SENT


def _came_back(ports: Ports, batch: _Batch, whose: tuple[Proof, Payment], row: Matched) -> Followed:
    """Another account may be entered. Whoever named an amount that never arrived has guessed it.

    Where the bank does not call it a return, a firm may have been so kind as to send it back: of one that
    named the amount a person judges that.
    """
    proof, payment = whose
    why = row.row.returned
    if payment.state is PaymentState.RETURNED or not (why or payment.is_amount(row.row.amount)):
        return Followed.NOTHING
    back = payment.returned(why or ReturnReason.OTHER)
    guessed = payment.state is PaymentState.NAMED and proof.state in JUDGED
    if guessed and why is None:
        batch.change(_doubted(proof, back))
        return Followed.REVIEW
    batch.keep(back)
    if guessed:
        found = (_returned(back, Outcome.FAIL),)
        batch.change(given_up(ports.proof_policy, proof, found, batch.now))
        return Followed.RETURNED
    if payment.state in (*ON_ITS_WAY, PaymentState.ORDERED) and proof.state_at(batch.now) in RUNNING:
        proof = _reopen(batch, proof)
    told = {"payment_id": payment.id, "reason": (back.reason or ReturnReason.OTHER).value}
    batch.change(Change(Record(proof, OPERATOR, Action.PAYMENT_RETURNED, told), moved=False))
    return Followed.RETURNED


def _reopen(batch: _Batch, proof: Proof) -> Proof:
    change = moved(proof, ProofState.OPEN, OPERATOR)
    return batch.change(change) if change else proof


def _doubted(proof: Proof, back: Payment) -> Change:
    """Proven no more, until a person has looked; the payment stays as it was named."""
    findings = (*proof.findings, _returned(back, Outcome.CONCERN))
    open_again = replace(proof, settled_at=None, valid_until=None, decided_by=None, findings=findings)
    return Change(Record(open_again.moved(ProofState.REVIEW), OPERATOR))


def _returned(payment: Payment, outcome: Outcome) -> Finding:
    reason = payment.reason.value if payment.reason else None
    judgement = Judgement(outcome, Code.RETURNED, "The money of our payment came back.", reason)
    return finding_of(NAME, judgement)
