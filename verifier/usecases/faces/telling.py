"""What sites are told of face sessions: identifiers and states alone, in the transaction of what is told."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from verifier.domain.event import EventType
from verifier.domain.face_decision import FaceDecision
from verifier.domain.face_session import FaceSession, SessionState
from verifier.usecases.events import tell
from verifier.usecases.ports import Transaction

KINDS: Final[Mapping[SessionState, EventType]] = MappingProxyType(
    {
        SessionState.VERIFIED: EventType.FACE_VERIFIED,
        SessionState.REVIEW: EventType.FACE_REVIEW,
        SessionState.REJECTED: EventType.FACE_REJECTED,
        SessionState.EXPIRED: EventType.FACE_EXPIRED,
    }
)
"""The states that a site is told of; the others are steps on the way."""


def tell_session(
    tx: Transaction, session: FaceSession, now: datetime, decision: FaceDecision | None = None
) -> None:
    """Tell of the session's state, if it is one that is told, and of the decision that led to it."""
    kind = KINDS.get(session.state)
    if kind is None:
        return
    told = {
        "session_id": session.id,
        "recruiter_id": session.recruiter_id,
        "url": f"/v1/face-sessions/{session.id}",
        "purpose": session.purpose.value,
        "state": session.state.value,
    }
    if decision is not None:
        told |= {"decision_id": decision.id, "policy_version": decision.policy_version}
    tell(tx, session.tenant_id, kind, subject=session.id, told=told, now=now)


def tell_withdrawn(tx: Transaction, tenant_id: str, recruiter_id: str, now: datetime) -> None:
    told = {"recruiter_id": recruiter_id, "url": f"/v1/recruiters/{recruiter_id}", "state": "withdrawn"}
    tell(tx, tenant_id, EventType.FACE_WITHDRAWN, subject=recruiter_id, told=told, now=now)
