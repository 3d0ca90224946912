"""Events: what happened to a tenant's case, told to the site's programs in identifiers and states alone.

An event may be sent over the internet and kept by whoever receives it. So it holds nothing that an applicant
typed, that a page shows, or that a site wrote: who wants more asks for it with a key, at `url`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from verifier.domain.case import CaseState

IDENTIFIER = re.compile(r"[A-Za-z0-9_.:/-]{1,100}")


class EventType(StrEnum):
    """The closed set. A new kind of event is a line here and a call of `tell` where it comes about."""

    CASE_SUBMITTED = "case.submitted"
    CASE_VERIFIED = "case.verified"
    CASE_ESCALATED = "case.escalated"
    CASE_REJECTED = "case.rejected"
    CASE_RETURNED = "case.returned"
    FACE_VERIFIED = "face_session.verified"
    FACE_REVIEW = "face_session.review"
    FACE_REJECTED = "face_session.rejected"
    FACE_EXPIRED = "face_session.expired"
    FACE_WITHDRAWN = "face.withdrawn"
    EMPLOYER_CHANGED = "employer.changed"
    PROOF_CHANGED = "proof.changed"
    READ_STOPPED = "resume.read_stopped"
    GRANT_WITHDRAWN = "resume.grant_withdrawn"
    COMPLAINT_MADE = "resume.complaint_made"
    WEBHOOK_TEST = "webhook.test"


CHOSEN = tuple(kind for kind in EventType if kind is not EventType.WEBHOOK_TEST)
"""What an endpoint may be told of; a test is sent to the endpoint that is tested, whatever it chose."""

DECIDED: Mapping[CaseState, EventType] = MappingProxyType(
    {
        CaseState.VERIFIED: EventType.CASE_VERIFIED,
        CaseState.ESCALATED: EventType.CASE_ESCALATED,
        CaseState.REJECTED: EventType.CASE_REJECTED,
    }
)


@dataclass(frozen=True, slots=True)
class Event:
    """`id` sorts in the order in which a tenant's events were committed; `subject` is what it happened to."""

    id: str
    tenant_id: str
    type: EventType
    occurred_at: datetime
    subject: str
    told: Mapping[str, str]

    def __post_init__(self) -> None:
        """Refuse what is no identifier, address or state of ours: a name, say, that got in by mistake."""
        if not all(IDENTIFIER.fullmatch(value) for value in self.told.values()):
            raise ValueError("an event tells identifiers and states alone")


def members(event: Event) -> dict[str, object]:
    """The event on the wire, the same in the log and in a webhook; names as in Standard Webhooks."""
    return {
        "id": event.id,
        "type": event.type.value,
        "timestamp": event.occurred_at.isoformat(),
        "data": dict(event.told),
    }
