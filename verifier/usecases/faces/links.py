"""The link of a session and the browser that it is tied to: two secrets, each kept as a hash only.

How both are made and kept is in `usecases.tokens`. No function here changes anything.
"""

import secrets
from datetime import datetime

from verifier.domain.errors import LinkUnknown, LinkUsed, SessionOver
from verifier.domain.face_session import OPEN_STATES, FaceSession
from verifier.usecases.ports import Transaction
from verifier.usecases.tokens import hashed


def followed(tx: Transaction, token: str) -> FaceSession:
    """The session that the link leads to. Raises LinkUnknown."""
    session = tx.face_sessions.by_token(hashed(token))
    if session is None:
        raise LinkUnknown
    return session


def held(tx: Transaction, token: str) -> FaceSession:
    """The same, its recruiter held, so that nobody else changes it until the transaction ends."""
    session = followed(tx, token)
    return held_again(tx, session.tenant_id, session.id, session.recruiter_id)


def held_again(tx: Transaction, tenant_id: str, session_id: str, recruiter_id: str) -> FaceSession:
    """A session as it is once its recruiter is held."""
    tx.recruiters.hold(tenant_id, recruiter_id)
    session = tx.face_sessions.get(tenant_id, session_id)
    assert session is not None, "sessions are never deleted"
    return session


def is_tied(tx: Transaction, session: FaceSession, browser: str | None) -> bool | None:
    """Whether the session is tied to this browser; None when it is tied to none."""
    tie = tx.face_sessions.browser_of(session.id)
    if tie is None:
        return None
    return browser is not None and secrets.compare_digest(tie, hashed(browser))


def must_not_be_elsewhere(tx: Transaction, session: FaceSession, browser: str | None) -> bool:
    """Whether the session is tied to this browser, or as yet to none. Raises LinkUsed."""
    tied = is_tied(tx, session, browser)
    if tied is False:
        raise LinkUsed
    return tied is True


def must_be_open(session: FaceSession, now: datetime) -> None:
    """Raises SessionOver unless the recruiter can still do something in it."""
    if session.state_at(now) not in OPEN_STATES:
        raise SessionOver
