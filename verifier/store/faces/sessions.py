"""Face sessions in SQL, with the hashes of their links and of the browsers that these are tied to."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update

from verifier.domain.face_session import (
    OPEN_STATES,
    Consent,
    FaceSession,
    OtherWay,
    Purpose,
    SessionState,
)
from verifier.store.faces import tables
from verifier.store.rows import add, change
from verifier.usecases.face_ports import FaceSessions

_session = tables.face_sessions.c


class SqlFaceSessions(FaceSessions):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, session: FaceSession, token_hash: str) -> None:
        add(
            self._connection,
            tables.face_sessions,
            id=session.id,
            tenant_id=session.tenant_id,
            recruiter_id=session.recruiter_id,
            purpose=session.purpose,
            created_at=session.created_at,
            token_hash=token_hash,
            locked=session.locked,
            **_changing(session),
        )

    def get(self, tenant_id: str, session_id: str) -> FaceSession | None:
        return self._one(_mine(tenant_id).where(_session.id == session_id))

    def by_token(self, token_hash: str) -> FaceSession | None:
        return self._one(select(tables.face_sessions).where(_session.token_hash == token_hash))

    def browser_of(self, session_id: str) -> str | None:
        query = select(_session.browser_hash).where(_session.id == session_id)
        browser: str | None = self._connection.execute(query).scalar_one_or_none()
        return browser

    def bind(self, session_id: str, browser_hash: str) -> bool:
        statement = (
            update(tables.face_sessions)
            .where(_session.id == session_id, _session.browser_hash.is_(None))
            .values(browser_hash=browser_hash)
        )
        return change(self._connection, statement) == 1

    def keep(self, session: FaceSession) -> None:
        mine = (_session.tenant_id == session.tenant_id, _session.id == session.id)
        change(self._connection, update(tables.face_sessions).where(*mine).values(**_changing(session)))

    def unended(self, tenant_id: str, recruiter_id: str) -> Sequence[FaceSession]:
        query = _mine(tenant_id).where(_session.recruiter_id == recruiter_id, _session.ended_at.is_(None))
        return self._all(query.order_by(_session.id))

    def page(
        self,
        tenant_id: str,
        *,
        recruiter_id: str | None,
        state: SessionState | None,
        before: str | None,
        limit: int,
    ) -> Sequence[FaceSession]:
        query = _mine(tenant_id)
        if recruiter_id is not None:
            query = query.where(_session.recruiter_id == recruiter_id)
        if state is not None:
            query = query.where(_session.state == state)
        if before is not None:
            query = query.where(_session.id < before)
        return self._all(query.order_by(_session.id.desc()).limit(limit))

    def lapsed(self, *, now: datetime, limit: int) -> Sequence[FaceSession]:
        query = select(tables.face_sessions).where(
            _session.state.in_(OPEN_STATES), _session.expires_at <= now
        )
        return self._all(query.order_by(_session.expires_at).limit(limit))

    def _one(self, query: Select[Any]) -> FaceSession | None:
        row = self._connection.execute(query).one_or_none()
        return _to_session(row) if row else None

    def _all(self, query: Select[Any]) -> Sequence[FaceSession]:
        return tuple(_to_session(row) for row in self._connection.execute(query))


def _mine(tenant_id: str) -> Select[Any]:
    return select(tables.face_sessions).where(_session.tenant_id == tenant_id)


def _changing(session: FaceSession) -> dict[str, Any]:
    """The columns of all that changes in a session's life."""
    consent = session.consent
    return {
        "state": session.state,
        "expires_at": session.expires_at,
        "consent_version": consent and consent.version,
        "consent_language": consent and consent.language,
        "consent_text_sha256": consent and consent.text_sha256,
        "consent_given_at": consent and consent.given_at,
        "consent_keeps_frames": consent and consent.keeps_frames,
        "way": session.way,
        "ended_at": session.ended_at,
    }


def _to_session(row: Row[Any]) -> FaceSession:
    return FaceSession(
        id=row.id,
        tenant_id=row.tenant_id,
        recruiter_id=row.recruiter_id,
        purpose=Purpose(row.purpose),
        state=SessionState(row.state),
        created_at=row.created_at,
        expires_at=row.expires_at,
        consent=_to_consent(row),
        way=OtherWay(row.way) if row.way is not None else None,
        locked=row.locked,
        ended_at=row.ended_at,
    )


def _to_consent(row: Row[Any]) -> Consent | None:
    if row.consent_given_at is None:
        return None
    return Consent(
        version=row.consent_version,
        language=row.consent_language,
        text_sha256=row.consent_text_sha256,
        given_at=row.consent_given_at,
        keeps_frames=row.consent_keeps_frames,
    )
