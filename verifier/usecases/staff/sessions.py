"""Sessions of staff: who a browser's cookie stands for, and ending them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from verifier.domain.audit import Action, Deed
from verifier.domain.errors import NotFound
from verifier.domain.staff import Method, StaffMember, StaffSession, Stage
from verifier.usecases import identifiers
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.staff.recording import acting, record_staff
from verifier.usecases.tokens import hashed, is_secret, new_secret

NOTED_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Signed:
    """Who is at the browser, and in which session."""

    member: StaffMember
    session: StaffSession


@dataclass(frozen=True, slots=True)
class Begun:
    """A new session; `token` is for the browser's cookie and kept nowhere else."""

    token: str
    session: StaffSession


def begin(
    tx: Transaction,
    member: StaffMember,
    stage: Stage,
    now: datetime,
    *,
    method: Method | None = None,
    failures: int = 0,
) -> Begun:
    """A session of a browser that has come to this stage; the next stage is another, with another token."""
    session = StaffSession(identifiers.new("sts", now), member.id, stage, method, now, now, failures=failures)
    token = new_secret()
    tx.staff_sessions.add(session, hashed(token))
    return Begun(token, session)


def followed(ports: Ports, token: str) -> Signed | None:
    """Who this cookie stands for, at whichever stage; None when it stands for nobody any more."""
    if not is_secret(token):
        return None
    with ports.view() as tx:
        session = tx.staff_sessions.by_token(hashed(token))
        member = tx.staff.get(session.member_id) if session else None
    if session is None or member is None or not session.holds_at(ports.clock.now(), ports.staff_policy):
        return None
    may_go_on = member.disabled_at is None if session.stage is Stage.JOINING else member.signs_in
    return Signed(member, session) if may_go_on else None


def note_use(ports: Ports, signed: Signed) -> None:
    """Note that the session is in use, at most once in NOTED_EVERY."""
    now = ports.clock.now()
    if signed.session.seen_at <= now - NOTED_EVERY:
        with ports.transaction() as tx:
            tx.staff_sessions.note(signed.session.id, at=now, unless_since=now - NOTED_EVERY)


def open_sessions(ports: Ports, member: StaffMember) -> Sequence[StaffSession]:
    """The sessions in which the member is in, the newest first."""
    now = ports.clock.now()
    with ports.view() as tx:
        found = tx.staff_sessions.open_of(member.id, Stage.FULL)
    return tuple(session for session in found if session.holds_at(now, ports.staff_policy))


def end_session(ports: Ports, signed: Signed, session_id: str) -> None:
    """End a session of the member's own, the present one too. Raises NotFound."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        if not tx.staff_sessions.end(signed.member.id, session_id, now):
            raise NotFound
        deed = Deed(
            Action.STAFF_SESSION_ENDED, acting(signed.member), signed.member.id, {"session": session_id}
        )
        record_staff(tx, deed, now=now)
