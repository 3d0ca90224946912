"""The photograph on the identity card of a recruiter's case, offered to the match with their live face.

No second copy of it is made: the worker cuts it out of the evidence while it reads a film, and keeps numbers
alone. So it is erased with the card, and whatever erases the card erases it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from verifier.checks.faces import card_match
from verifier.domain.case import Case
from verifier.domain.evidence import Evidence, EvidenceKind
from verifier.domain.face_session import FaceSession, Purpose, Recruiter
from verifier.domain.finding import Finding
from verifier.domain.paper import PaperReading
from verifier.domain.places import Box, Frame
from verifier.domain.policy import NO_PAPER
from verifier.usecases.evaluation import current
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.storing import storage_errors

SESSIONS_MAX: Final = 20  # of one recruiter that are looked through, the newest
WHOLE: Final = Frame(0, 0)  # of a card on which no photograph was placed


@dataclass(frozen=True, slots=True)
class CardPlace:
    """Where the photograph is: on which evidence, on what page of it; None where nobody placed it."""

    evidence: Evidence
    frame: Frame
    portrait: Box | None


@dataclass(frozen=True, slots=True)
class Card:
    """The card's file, and where its photograph is; without bytes where none was placed."""

    data: bytes = field(repr=False)
    media_type: str
    frame: Frame
    portrait: Box | None


def card_place(tx: Transaction, session: FaceSession) -> CardPlace | None:
    """The card to compare this session's face with; None where there is none, or it may be another's.

    It is compared at the enrolment, and where it came later, from the next session on.
    """
    found = _cards(tx, session)
    if not found or _shared(tx, session):
        return None
    return max(found, key=lambda one: one.portrait is not None)


def card_of_several(tx: Transaction, session: FaceSession) -> bool:
    """Whether there is a card that is not compared, for it may be another's of the case's recruiters."""
    return bool(_cards(tx, session)) and _shared(tx, session)


@dataclass(frozen=True, slots=True)
class CardMatch:
    """What a film of one of the case's recruiters said of the card: a finding of the check card_match."""

    recruiter_id: str
    session_id: str
    at: datetime
    finding: Finding


def card_matches(tx: Transaction, case: Case) -> Iterator[CardMatch]:
    """What the films of the case's recruiters said of its card, recruiter by recruiter, the newest first."""
    for recruiter in tx.recruiters.of_case(case.tenant_id, case.id):
        sessions = tx.face_sessions.page(
            case.tenant_id, recruiter_id=recruiter.id, state=None, before=None, limit=SESSIONS_MAX
        )
        for session in sessions:
            for decision, findings in reversed(tx.face_decisions.of_session(case.tenant_id, session.id)):
                for one in findings:
                    if one.check == card_match.NAME and one.code != NO_PAPER:
                        yield CardMatch(recruiter.id, session.id, decision.decided_at, one)


def card_of(ports: Ports, tenant_id: str, place: CardPlace) -> Card:
    """The bytes. Raises EvidenceDamaged, StorageUnavailable."""
    data = b""
    if place.portrait is not None:
        with storage_errors():
            data = ports.blobs.get(tenant_id, place.evidence.sha256)
    return Card(data, place.evidence.media_type, place.frame, place.portrait)


def _cards(tx: Transaction, session: FaceSession) -> tuple[CardPlace, ...]:
    recruiter = tx.recruiters.get(session.tenant_id, session.recruiter_id)
    return tuple(_places(tx, session, recruiter)) if recruiter else ()


def _places(tx: Transaction, session: FaceSession, recruiter: Recruiter) -> Iterator[CardPlace]:
    if recruiter.case_id is None:
        return
    place = (session.tenant_id, recruiter.case_id)
    since = tx.face_templates.enrolled_at(session.tenant_id, recruiter.id)
    readings = tx.readings.of_case(*place)
    pages = {one.evidence_id: one.body for one in readings if isinstance(one.body, PaperReading)}
    for item in current(tx.evidence.of_case(*place), tx.document_requests.of_case(*place)):
        late = since is not None and item.added_at > since
        if item.kind is EvidenceKind.AGENT_IDENTITY and (session.purpose is Purpose.ENROL or late):
            page = pages.get(item.id)
            yield CardPlace(item, page.frame if page else WHOLE, page.portrait if page else None)


def _shared(tx: Transaction, session: FaceSession) -> bool:
    recruiter = tx.recruiters.get(session.tenant_id, session.recruiter_id)
    if recruiter is None or recruiter.case_id is None:
        return False
    return len(tx.recruiters.of_case(session.tenant_id, recruiter.case_id)) > 1
