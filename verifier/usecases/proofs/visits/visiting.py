"""What an agent does at a visit of theirs: read the order, send answers, photographs and the signature.

A telephone sends when it can: in any order, and again when no answer came. So every item has an identifier
of the device's, and sending one twice changes nothing. The device's clock is compared with ours each time.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.errors import FieldError, Invalid, LimitReached, NotFound
from verifier.domain.proof import ProofKind, ProofState
from verifier.domain.proof_errors import VisitCancelled, VisitItemConflict, VisitOver
from verifier.domain.staff import StaffMember
from verifier.domain.visit import (
    NAME_MAX,
    NOTE_MAX,
    PAD,
    POINTS_MAX,
    STROKES_MAX,
    Answered,
    ChecklistItem,
    Countersignature,
    Fix,
    NoPlace,
    Photo,
    Report,
    Strokes,
    Visit,
)
from verifier.intake import visiting
from verifier.usecases import storing
from verifier.usecases.audit import record, record_before_giving, unrecorded
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.settling import running
from verifier.usecases.texts import must_be_plain, must_say

LISTED: Final = 50
NUMBER_MAX: Final = 10_000
SKEW_MAX: Final = timedelta(days=20)  # kept; a clock that is further off is as wrong
PHOTO_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # a UUID, as browsers make them
DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """A photograph as the page sent it, by the device's clock throughout; nothing is believed."""

    id: str
    item: ChecklistItem
    number: int
    taken_at: datetime
    sent_at: datetime
    where: Fix | NoPlace
    nonce: str
    jpeg: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenedVisit:
    """An order with what has arrived, and how its proof stands."""

    report: Report
    state: ProofState

    @property
    def cancelled(self) -> bool:
        return is_cancelled(self.report.visit, self.state)


def acting(agent: StaffMember) -> Actor:
    return Actor(ActorKind.AGENT, agent.id)


def my_visits(ports: Ports, agent: StaffMember) -> Sequence[tuple[Visit, ProofState]]:
    """The agent's own with how their proofs stand, the latest appointment first."""
    now = ports.clock.now()
    with ports.view() as tx:
        theirs = tx.visits.of_agent(agent.id, tenants=agent.tenants, limit=LISTED)
        proofs = [tx.proofs.get(visit.tenant_id, visit.proof_id) for visit in theirs]
    return [(visit, proof.state_at(now)) for visit, proof in zip(theirs, proofs, strict=True) if proof]


def is_cancelled(visit: Visit, state: ProofState) -> bool:
    """Whether a reviewer ended it before it was sent in; nothing else leaves it unproven by then."""
    return visit.open and state is ProofState.UNPROVEN


def read_visit(ports: Ports, agent: StaffMember, proof_id: str) -> OpenedVisit:
    """An order of theirs with what has arrived; that they read it is recorded. Raises NotFound."""
    now = ports.clock.now()
    with ports.view() as tx:
        visit = mine(tx, agent, proof_id)
        report = tx.visits.report(visit)
        proof = tx.proofs.get(visit.tenant_id, proof_id)
        assert proof is not None, "a visit names its proof by a foreign key"
        deed = Deed(Action.VISIT_READ, acting(agent), proof_id, {"employer_id": visit.employer_id})
        new = unrecorded(tx, visit.tenant_id, deed, now)
    record_before_giving(ports, visit.tenant_id, new)
    return OpenedVisit(report, proof.state_at(now))


def mine(tx: Transaction, agent: StaffMember, proof_id: str) -> Visit:
    """The agent's own visit; anybody else's is not there. Raises NotFound."""
    visit = tx.visits.find(proof_id, agent_id=agent.id, tenants=agent.tenants)
    if visit is None:
        raise NotFound
    return visit


def send_answer(ports: Ports, agent: StaffMember, proof_id: str, given: Answered) -> None:
    """Keep the answer if it is the newest to its item. Raises NotFound, VisitOver, ProofOver, Invalid."""
    must_be_plain({"/note": given.note}, NOTE_MAX, lines=True)
    now = ports.clock.now()
    with ports.transaction() as tx:
        visit = taking(tx, agent, proof_id, now)
        if tx.visits.answer(visit, given):
            told = {"item": given.item.value, "answer": given.answer.value}
            note(tx, agent, visit, Action.VISIT_ANSWERED, told, now)


def send_photo(ports: Ports, agent: StaffMember, proof_id: str, sent: SentPhoto) -> Photo:
    """Keep a photograph, sealed and unchanged. The same again is what was kept.

    Raises NotFound, VisitOver, ProofOver, VisitItemConflict, LimitReached, Invalid, StorageUnavailable, or
    why the intake refuses the file.
    """
    limits = ports.proof_policy.terms(ProofKind.FIELD_VISIT).limits
    with ports.view() as tx:
        visit = mine(tx, agent, proof_id)
        kept = _kept(tx, visit, sent)
    if kept is not None:
        return kept
    _must_fit(visit, sent)
    look = visiting.look_of(sent.jpeg, int(limits["photo_bytes_max"]))
    (sha256,) = storing.put(ports, visit.tenant_id, [sent.jpeg])
    now = ports.clock.now()
    photo = _photo(sent, sha256, look, now)
    with ports.transaction() as tx:
        visit = taking(tx, agent, proof_id, now)
        kept = _kept(tx, visit, sent)
        if kept is not None:
            return kept
        if len(tx.visits.report(visit).photos) >= limits["photos_max"]:
            raise LimitReached
        tx.visits.add_photo(visit, photo)
        storing.name(tx, visit.tenant_id, [sha256])
        told = {"item": photo.item.value, "photo_id": photo.id, "sha256": sha256}
        note(tx, agent, visit, Action.VISIT_PHOTO_ADDED, told, now)
    return photo


def send_countersignature(
    ports: Ports, agent: StaffMember, proof_id: str, signature: Countersignature
) -> None:
    """Keep what the firm said, unless a newer word of it is there. Raises NotFound, VisitOver, Invalid, …"""
    must_be_signed(signature)
    now = ports.clock.now()
    with ports.transaction() as tx:
        visit = taking(tx, agent, proof_id, now)
        before = tx.visits.report(visit).countersignature
        if before is None or before.signed_at < signature.signed_at:
            tx.visits.countersign(visit, signature)
            told = {"refused": str(signature.refused).lower(), "report": signature.report}
            note(tx, agent, visit, Action.VISIT_COUNTERSIGNED, told, now)


def taking(tx: Transaction, agent: StaffMember, proof_id: str, now: datetime) -> Visit:
    """The visit, its employer held, while it still takes something.

    Raises NotFound, VisitOver, VisitCancelled, ProofOver.
    """
    known = mine(tx, agent, proof_id)
    if not known.open:
        raise VisitOver
    proof = tx.proofs.get(known.tenant_id, proof_id)
    if proof is not None and is_cancelled(known, proof.state):
        raise VisitCancelled
    running(tx, known.tenant_id, proof_id, ProofKind.FIELD_VISIT, now)
    visit = mine(tx, agent, proof_id)  # again, now that nobody else changes it
    if not visit.open:
        raise VisitOver
    return visit


def note(
    tx: Transaction, agent: StaffMember, visit: Visit, action: Action, told: Mapping[str, str], now: datetime
) -> None:
    """Record a deed of the agent's, last of all."""
    record(tx, visit.tenant_id, Deed(action, acting(agent), visit.proof_id, told), now=now)


def strokes_of(found: object) -> Strokes:
    """A drawn signature as the page sends it: lists of points on the pad. Raises Invalid."""
    if not isinstance(found, list) or len(found) > STROKES_MAX:
        raise _unsigned("At most some tens of strokes")
    strokes = tuple(tuple(_point(point) for point in _listed(stroke)) for stroke in found)
    if sum(map(len, strokes)) > POINTS_MAX:
        raise _unsigned("Too many points")
    return strokes


def _listed(stroke: object) -> list[object]:
    if not isinstance(stroke, list) or not stroke:
        raise _unsigned("A stroke is a list of points")
    return stroke


def _point(point: object) -> tuple[int, int]:
    if not isinstance(point, list) or [type(one) for one in point] != [int, int]:
        raise _unsigned("A point is two whole numbers")
    x, y = point
    if not (0 <= x <= PAD[0] and 0 <= y <= PAD[1]):
        raise _unsigned("A point lies on the pad")
    return x, y


def _unsigned(words: str) -> Invalid:
    return Invalid(errors=[FieldError("/strokes", words)])


def must_be_signed(signature: Countersignature) -> None:
    """Raises Invalid for a signature without a name, or of no report."""
    must_be_plain({"/words": signature.words}, NOTE_MAX, lines=True)
    names = {"/signer": signature.signer, "/role": signature.role}
    if signature.refused:
        must_be_plain(names, NAME_MAX)
    else:
        must_say(names, NAME_MAX)
    if not DIGEST.fullmatch(signature.report):
        raise Invalid(errors=[FieldError("/report", "Must be a SHA-256 in hexadecimal")])


def _kept(tx: Transaction, visit: Visit, sent: SentPhoto) -> Photo | None:
    """What is kept under this identifier. Raises VisitItemConflict where that is something else."""
    kept = tx.visits.photo(visit, sent.id)
    if kept is not None and kept.sha256 != storing.name_of(sent.jpeg):
        raise VisitItemConflict
    return kept


def _must_fit(visit: Visit, sent: SentPhoto) -> None:
    wrong = []
    if not PHOTO_ID.fullmatch(sent.id):
        wrong.append(FieldError("/id", "Must be a UUID in small letters"))
    if sent.nonce != visit.nonce:
        wrong.append(FieldError("/nonce", "Is another visit's"))
    if not 1 <= sent.number <= NUMBER_MAX:
        wrong.append(FieldError("/number", "Counts from 1"))
    if wrong:
        raise Invalid(errors=wrong)


def _photo(sent: SentPhoto, sha256: str, look: bytes, now: datetime) -> Photo:
    skew = max(-SKEW_MAX, min(SKEW_MAX, now - sent.sent_at))
    return Photo(
        id=sent.id,
        item=sent.item,
        number=sent.number,
        taken_at=sent.taken_at,
        received_at=now,
        skew=skew,
        where=sent.where,
        sha256=sha256,
        size=len(sent.jpeg),
        look=look,
    )
