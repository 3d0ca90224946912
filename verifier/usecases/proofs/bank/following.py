"""What follows from a row of a statement that belongs to a payment: sent, returned, credited, and the proof.

Each row once: whoever follows it up says so first, in the same transaction. Rows are taken in the order of
their employers, all of which are held before anything is settled, for settling holds their tenants.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from itertools import count

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
from verifier.usecases.proofs.bank.judging import judged
from verifier.usecases.proofs.settling import give_up, held, reopen
from verifier.usecases.proofs.telling import audit_proof, tell_proof

JUDGED = (ProofState.PROVEN, ProofState.REVIEW)
CHUNK = 50  # rows in one transaction, each of which holds an employer


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
    """Rows that were not followed up yet, whoever noted them: all, or some chunks of them."""
    counts: Counter[Followed] = Counter()
    for number in count():
        done = [] if number == most else _some(ports)
        if not done:
            break
        counts.update(done)
    return counts


def _some(ports: Ports) -> list[Followed]:
    with ports.view() as tx:
        rows = tx.statement_entries.unsettled(CHUNK)
    if not rows:
        return []
    with ports.transaction() as tx:
        proofs = _held(tx, rows)
        mine = [row for row in rows if tx.statement_entries.settle(row.entry_id)]
        # Somebody else had them all: what they left is looked for anew.
        return [_follow(ports, tx, row, proofs) for row in mine] or [Followed.NOTHING]


def _held(tx: Transaction, rows: Sequence[Matched]) -> dict[str, Proof]:
    in_order = sorted(rows, key=lambda row: (row.tenant_id, row.employer_id))
    return {row.proof_id: held(tx, row.tenant_id, row.proof_id) for row in in_order}


def _follow(ports: Ports, tx: Transaction, row: Matched, proofs: dict[str, Proof]) -> Followed:
    payment = tx.payments.get(row.tenant_id, row.payment_id)
    if payment is None:  # erased meanwhile
        return Followed.NOTHING
    proof = proofs[row.proof_id]
    now = ports.clock.now()
    if payment.way is BankWay.THEY_PAY:
        proofs[row.proof_id], followed = _they_paid(ports, tx, (proof, payment), row)
    elif row.row.direction is Direction.OUT:
        proofs[row.proof_id], followed = _we_paid(tx, (proof, payment), row, now)
    else:
        proofs[row.proof_id], followed = _came_back(ports, tx, (proof, payment), row)
    return followed


def _they_paid(
    ports: Ports, tx: Transaction, whose: tuple[Proof, Payment], row: Matched
) -> tuple[Proof, Followed]:
    proof, payment = whose
    if row.row.direction is Direction.OUT:
        return proof, Followed.NOTHING  # we paid it back
    if payment.state is not PaymentState.AWAITED:
        return proof, Followed.ALREADY
    seen = SeenPayment(row.row.name, row.row.number, row.row.amount, row.row.booked_on, row.by_reference)
    credited = payment.credited(seen)
    tx.payments.keep(credited)
    # Not by the clock: the bank's day says whether it came in time, not when somebody got to its row.
    if proof.state not in RUNNING:
        return proof, Followed.PROOF_OVER
    after = judged(ports, tx, proof, credited)
    return after, Followed.PROVEN if after.state is ProofState.PROVEN else Followed.REVIEW


def _we_paid(
    tx: Transaction, whose: tuple[Proof, Payment], row: Matched, now: datetime
) -> tuple[Proof, Followed]:
    """Another amount under the same reference is the bank's fee."""
    proof, payment = whose
    waits = payment.state in (PaymentState.ORDERED, PaymentState.EXPORTED)
    if not waits or not payment.is_amount(row.row.amount):
        return proof, Followed.NOTHING
    tx.payments.keep(payment.sent(row.row.booked_on))
    if proof.state_at(now) not in RUNNING:
        return proof, Followed.PROOF_OVER
    return reopen(tx, proof, OPERATOR, now), Followed.SENT


def _came_back(
    ports: Ports, tx: Transaction, whose: tuple[Proof, Payment], row: Matched
) -> tuple[Proof, Followed]:
    """Another account may be entered. Whoever named an amount that never arrived has guessed it.

    Where the bank does not call it a return, a firm may have been so kind as to send it back: of one that
    named the amount a person judges that.
    """
    proof, payment = whose
    now, why = ports.clock.now(), row.row.returned
    if payment.state is PaymentState.RETURNED or not (why or payment.is_amount(row.row.amount)):
        return proof, Followed.NOTHING
    back = payment.returned(why or ReturnReason.OTHER)
    if payment.state is PaymentState.NAMED and proof.state in JUDGED:
        if why is None:
            return _doubted(tx, proof, back, now), Followed.REVIEW
        tx.payments.keep(back)
        return give_up(ports, tx, proof, (_returned(back, Outcome.FAIL),), now), Followed.RETURNED
    tx.payments.keep(back)
    if payment.state in (*ON_ITS_WAY, PaymentState.ORDERED) and proof.state_at(now) in RUNNING:
        proof = reopen(tx, proof, OPERATOR, now)
    told = {"payment_id": payment.id, "reason": (back.reason or ReturnReason.OTHER).value}
    audit_proof(tx, proof, OPERATOR, now, Action.PAYMENT_RETURNED, told)
    return proof, Followed.RETURNED


def _doubted(tx: Transaction, proof: Proof, back: Payment, now: datetime) -> Proof:
    """Proven no more, until a person has looked; the payment stays as it was named."""
    findings = (*proof.findings, _returned(back, Outcome.CONCERN))
    open_again = replace(proof, settled_at=None, valid_until=None, decided_by=None, findings=findings)
    waiting = open_again.moved(ProofState.REVIEW)
    tx.proofs.keep(waiting)
    tell_proof(tx, waiting, now)
    audit_proof(tx, waiting, OPERATOR, now)
    return waiting


def _returned(payment: Payment, outcome: Outcome) -> Finding:
    reason = payment.reason.value if payment.reason else None
    judgement = Judgement(outcome, Code.RETURNED, "The money of our payment came back.", reason)
    return finding_of(NAME, judgement)
