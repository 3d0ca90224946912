"""Which screen a visit shows. The session's state says it all; nothing is remembered here."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from verifier.domain.face_session import SessionState
from verifier.usecases.faces.visits import Visit


class Screen(StrEnum):
    """Each is a template of this name."""

    CONSENT = "consent"
    LOCKED = "locked"  # too many attempts before: only the ways to a person
    SPENT = "spent"  # this session takes no more films, and the last one was not finished
    CAMERA = "camera"
    ANALYSING = "analysing"
    VERIFIED = "verified"
    REVIEW = "review"
    REJECTED = "rejected"
    EXPIRED = "expired"
    ELSEWHERE = "elsewhere"  # the link belongs to another browser


_OF_STATE: Final[Mapping[str, Screen]] = MappingProxyType(
    {
        SessionState.WAITING: Screen.CONSENT,
        SessionState.ACTIVE: Screen.CAMERA,
        SessionState.ANALYSING: Screen.ANALYSING,
        SessionState.VERIFIED: Screen.VERIFIED,
        SessionState.REVIEW: Screen.REVIEW,
        SessionState.REJECTED: Screen.REJECTED,
        SessionState.EXPIRED: Screen.EXPIRED,
    }
)


def screen_of(visit: Visit) -> Screen:
    """The one screen on which this browser finds itself."""
    if visit.elsewhere:
        return Screen.ELSEWHERE
    screen = _OF_STATE[visit.state]
    if visit.session.locked and screen in (Screen.CONSENT, Screen.CAMERA):
        return Screen.LOCKED
    if screen is Screen.CAMERA and not visit.attempts_left:
        return Screen.SPENT
    return screen


def may_withdraw(visit: Visit) -> bool:
    """Whether there is a consent of this browser that could be withdrawn."""
    return visit.tied and visit.session.consent is not None
