"""Sessions of staff, their one-time links and their failures to sign in, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, select, update

from verifier.domain.staff import Invites, Method, StaffSession, Stage, Ticket
from verifier.store.rows import add, change
from verifier.store.sealing import Seal
from verifier.store.staff import tables
from verifier.usecases import identifiers
from verifier.usecases.staff_ports import SignInFailures, StaffSessions, Tickets

_session = tables.staff_sessions.c
_ticket = tables.staff_tickets.c
_failure = tables.sign_in_failures.c
SEED: Final = "staff seed to be set up"  # what a seed is sealed for until its first code was shown
FAILURE: Final = "sign-in failure"  # what marks are for


class SqlStaffSessions(StaffSessions):
    def __init__(self, connection: Connection, master: Seal) -> None:
        self._connection = connection
        self._master = master

    def add(self, session: StaffSession, token_hash: str) -> None:
        add(
            self._connection,
            tables.staff_sessions,
            id=session.id,
            member_id=session.member_id,
            token_hash=token_hash,
            stage=session.stage,
            method=session.method,
            began_at=session.began_at,
            seen_at=session.seen_at,
            ended_at=session.ended_at,
            failures=session.failures,
        )

    def by_token(self, token_hash: str) -> StaffSession | None:
        query = select(tables.staff_sessions).where(_session.token_hash == token_hash)
        row = self._connection.execute(query).one_or_none()
        return _to_session(row) if row else None

    def open_of(self, member_id: str, stage: Stage) -> Sequence[StaffSession]:
        mine = (_session.member_id == member_id, _session.stage == stage, _session.ended_at.is_(None))
        query = select(tables.staff_sessions).where(*mine).order_by(_session.id.desc())
        return tuple(map(_to_session, self._connection.execute(query)))

    def note(self, session_id: str, *, at: datetime, unless_since: datetime) -> bool:
        long_ago = (_session.id == session_id, _session.seen_at < unless_since)
        return self._change(long_ago, seen_at=at) == 1

    def end(self, member_id: str, session_id: str, at: datetime) -> bool:
        mine = (_session.id == session_id, _session.member_id == member_id, _session.ended_at.is_(None))
        return self._change(mine, ended_at=at, seed=None, challenge=None) == 1

    def end_all(self, member_id: str, at: datetime, *, but: str | None = None) -> None:
        mine = (_session.member_id == member_id, _session.ended_at.is_(None), _session.id != (but or ""))
        self._change(mine, ended_at=at, seed=None, challenge=None)

    def keep_seed(self, session_id: str, seed: str | None) -> None:
        sealed = self._master.close(seed.encode(), SEED, session_id) if seed else None
        self._change((_session.id == session_id,), seed=sealed)

    def seed(self, session_id: str) -> str | None:
        query = select(_session.seed).where(_session.id == session_id)
        sealed: bytes | None = self._connection.execute(query).scalar_one_or_none()
        return self._master.open(bytes(sealed), SEED, session_id).decode() if sealed else None

    def keep_challenge(self, session_id: str, challenge: bytes) -> None:
        self._change((_session.id == session_id,), challenge=challenge)

    def take_challenge(self, session_id: str) -> bytes | None:
        query = select(_session.challenge).where(_session.id == session_id)
        kept: bytes | None = self._connection.execute(query).scalar_one_or_none()
        if kept is None:
            return None
        gone = self._change((_session.id == session_id, _session.challenge == kept), challenge=None)
        return bytes(kept) if gone == 1 else None

    def _change(self, which: Sequence[Any], **values: Any) -> int:
        return change(self._connection, update(tables.staff_sessions).where(*which).values(**values))


class SqlTickets(Tickets):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, ticket: Ticket, token_hash: str) -> None:
        add(
            self._connection,
            tables.staff_tickets,
            token_hash=token_hash,
            member_id=ticket.member_id,
            purpose=ticket.purpose,
            expires_at=ticket.expires_at,
            used_at=ticket.used_at,
        )

    def by_token(self, token_hash: str) -> Ticket | None:
        query = select(tables.staff_tickets).where(_ticket.token_hash == token_hash)
        row = self._connection.execute(query).one_or_none()
        return Ticket(row.member_id, Invites(row.purpose), row.expires_at, row.used_at) if row else None

    def use(self, token_hash: str, at: datetime) -> bool:
        unused = (_ticket.token_hash == token_hash, _ticket.used_at.is_(None))
        return change(self._connection, update(tables.staff_tickets).where(*unused).values(used_at=at)) == 1

    def drop_of(self, member_id: str) -> None:
        change(self._connection, delete(tables.staff_tickets).where(_ticket.member_id == member_id))


class SqlSignInFailures(SignInFailures):
    def __init__(self, connection: Connection, master: Seal) -> None:
        self._connection = connection
        self._master = master

    def note(self, kind: str, value: str, at: datetime) -> None:
        add(
            self._connection,
            tables.sign_in_failures,
            id=identifiers.new("sif", at),
            mark=self._mark(kind, value),
            at=at,
        )

    def since(self, kind: str, value: str, since: datetime) -> Sequence[datetime]:
        query = select(_failure.at).where(_failure.mark == self._mark(kind, value), _failure.at > since)
        return tuple(self._connection.execute(query.order_by(_failure.at)).scalars())

    def clear(self, kind: str, value: str) -> None:
        change(
            self._connection,
            delete(tables.sign_in_failures).where(_failure.mark == self._mark(kind, value)),
        )

    def forget(self, before: datetime) -> None:
        change(self._connection, delete(tables.sign_in_failures).where(_failure.at < before))

    def _mark(self, kind: str, value: str) -> bytes:
        return self._master.mark(FAILURE, kind, value)


def _to_session(row: Row[Any]) -> StaffSession:
    return StaffSession(
        id=row.id,
        member_id=row.member_id,
        stage=Stage(row.stage),
        method=Method(row.method) if row.method else None,
        began_at=row.began_at,
        seen_at=row.seen_at,
        ended_at=row.ended_at,
        failures=row.failures,
    )
