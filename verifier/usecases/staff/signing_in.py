"""Signing in: a password, then a second factor; or another provider's word. Failures make it wait.

Whether a name is somebody's is told by nothing: not by an answer, not by how long it takes, not by a wait.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.staff import NAME, NAME_MAX, Invites, Method, StaffMember, Stage
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.staff import codes, passwords
from verifier.usecases.staff.recording import acting, record_staff
from verifier.usecases.staff.sessions import Begun, Signed, begin
from verifier.usecases.tokens import hashed, is_secret

BY_NAME: Final = "name"
BY_ADDRESS: Final = "address"
CONSOLE: Final = Actor(ActorKind.WORKER, "console")  # who it was is just what is not known
UNKNOWN: Final = "unknown"  # as the subject of a failure; the name that was typed may be a password


@dataclass(frozen=True, slots=True)
class Refused:
    """It was wrong, or sign-in rests `until` then and was not looked at."""

    until: datetime | None = None


def tidied(name: str) -> str:
    """A name as it is kept; one that is too long stays so."""
    return name.strip().lower()[: NAME_MAX + 1]


def sign_in(ports: Ports, name: str, password: str, address: str) -> Begun | Refused:
    """The first step, from this network address."""
    name = tidied(name)
    with ports.view() as tx:
        now = ports.clock.now()
        until = rests(ports, tx, name, address, now)
        member = tx.staff.by_name(name) if NAME.fullmatch(name) else None
        # Nobody is looked up as somebody is, so that the clock tells neither.
        member_id = member.id if member else UNKNOWN
        found = tx.credentials.password(member_id)
        kept = found if member and member.signs_in else None
    if until is not None:
        return Refused(until)
    # Outside of any transaction: it takes long, and on purpose.
    right = passwords.holds(kept, password)
    anew = passwords.hashed(password) if right and kept and passwords.is_outdated(kept) else None
    with ports.transaction() as tx:
        # Held first, and asked again: of many guesses at once all but the first few come to nothing.
        held, now = tx.staff.hold(member_id), ports.clock.now()
        until = rests(ports, tx, name, address, now)
        if until is not None:
            return Refused(until)
        unchanged = tx.credentials.password(member_id) == kept
        if not right or not unchanged or held is None or not held.signs_in:
            return failed(ports, tx, name, address, held, step="password")
        if anew:
            tx.credentials.set_password(held.id, anew)
        return begin(tx, held, Stage.PASSWORD, now)


def confirm(ports: Ports, signed: Signed, code: str, address: str) -> Begun | Refused:
    """The second step: a code of the authenticator app, or a recovery code, which is then spent."""
    with ports.transaction() as tx:
        now = ports.clock.now()
        member = tx.staff.hold(signed.member.id)
        assert member is not None, "members are never deleted"
        until = rests(ports, tx, member.name, address, now)
        if until is not None:
            return Refused(until)
        method = _method_of(tx, member, code, now)
        if method is None:
            return failed(ports, tx, member.name, address, member, step="second_factor")
        return complete(ports, tx, member, method, now, after=signed.session.id)


def sign_in_elsewhere(ports: Ports, name: str) -> Begun | Refused:
    """Another provider, which the operator trusts, says that this member is at the browser."""
    name = tidied(name)
    with ports.transaction() as tx:
        known = tx.staff.by_name(name) if NAME.fullmatch(name) else None
        member = tx.staff.hold(known.id) if known else None
        if member is None or not member.signs_in:
            return Refused()
        return complete(ports, tx, member, Method.OIDC, ports.clock.now())


def enter_demo(ports: Ports, token: str) -> Begun | Refused:
    """Follow a link of the demo, once. Whether there may be a demo at all is the caller's to know."""
    with ports.transaction() as tx:
        now = ports.clock.now()
        ticket = tx.tickets.by_token(hashed(token)) if is_secret(token) else None
        if ticket is None or ticket.purpose is not Invites.DEMO or not ticket.holds_at(now):
            return Refused()
        member = tx.staff.hold(ticket.member_id)
        if member is None or not member.signs_in or not tx.tickets.use(hashed(token), now):
            return Refused()
        return complete(ports, tx, member, Method.DEMO, now)


def reproved(ports: Ports, signed: Signed, password: str, address: str) -> Refused | None:
    """Whether the member at the browser knows their password; a browser left open is not enough to change it.

    None when they do.
    """
    with ports.view() as tx:
        until = rests(ports, tx, signed.member.name, address, ports.clock.now())
        kept = tx.credentials.password(signed.member.id)
    if until is not None:
        return Refused(until)
    if passwords.holds(kept, password):
        return None
    with ports.transaction() as tx:
        return failed(ports, tx, signed.member.name, address, signed.member, step="password_again")


def complete(
    ports: Ports,
    tx: Transaction,
    member: StaffMember,
    method: Method,
    now: datetime,
    *,
    after: str | None = None,
) -> Begun | Refused:
    """Let the member in, in place of the session `after`, unless that was ended or completed meanwhile."""
    if after is not None and not tx.staff_sessions.end(member.id, after, now):
        return Refused()
    failures = tx.sign_in_failures.since(BY_NAME, member.name, now - ports.staff_policy.account.within)
    tx.sign_in_failures.clear(BY_NAME, member.name)
    begun = begin(tx, member, Stage.FULL, now, method=method, failures=len(failures))
    details = {"method": method.value, "session": begun.session.id}
    record_staff(tx, Deed(Action.STAFF_SIGNED_IN, acting(member), member.id, details), now=now)
    return begun


def rests(ports: Ports, tx: Transaction, name: str, address: str, now: datetime) -> datetime | None:
    """Until when nobody signs in by this name, or from this address; None when they may try."""
    ends = (
        wait.until(tx.sign_in_failures.since(kind, value, now - wait.within))
        for kind, value, wait in (
            (BY_NAME, name, ports.staff_policy.account),
            (BY_ADDRESS, address, ports.staff_policy.address),
        )
    )
    latest = max((end for end in ends if end is not None), default=now)
    return latest if latest > now else None


def failed(
    ports: Ports, tx: Transaction, name: str, address: str, member: StaffMember | None, *, step: str
) -> Refused:
    """Note a failure, the same for a name that nobody has; and record it."""
    now = ports.clock.now()
    tx.sign_in_failures.note(BY_NAME, name, now)
    tx.sign_in_failures.note(BY_ADDRESS, address, now)
    tx.sign_in_failures.forget(
        now - max(ports.staff_policy.account.within, ports.staff_policy.address.within)
    )
    subject = member.id if member else UNKNOWN
    record_staff(tx, Deed(Action.STAFF_SIGN_IN_FAILED, CONSOLE, subject, {"step": step}), now=now)
    return Refused(rests(ports, tx, name, address, now))


def _method_of(tx: Transaction, member: StaffMember, code: str, now: datetime) -> Method | None:
    totp = tx.credentials.totp(member.id)
    step = codes.step_of(totp, code, now) if totp else None
    if step is not None and tx.credentials.use_step(member.id, step):
        return Method.TOTP
    if tx.credentials.use_code(member.id, codes.recovery_hash(code), now):
        return Method.RECOVERY_CODE
    return None
