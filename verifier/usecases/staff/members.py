"""What administrators change about members, and members about themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from verifier.domain.audit import Action, Deed
from verifier.domain.errors import Conflict, FieldError, Invalid, NotFound
from verifier.domain.staff import Role, StaffMember
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.staff import passwords
from verifier.usecases.staff.invitations import must_exist, spelled
from verifier.usecases.staff.passwords import PasswordFault
from verifier.usecases.staff.recording import acting, record_staff
from verifier.usecases.staff.sessions import Signed

NOT_ONESELF = "Nobody changes their own role or disables themselves; another administrator can."


def list_staff(ports: Ports) -> Sequence[StaffMember]:
    """Everybody by name, those who were disabled too."""
    with ports.view() as tx:
        return tx.staff.everyone()


def named(ports: Ports, name: str) -> StaffMember:
    """Raises NotFound."""
    with ports.view() as tx:
        found = tx.staff.by_name(name)
    if found is None:
        raise NotFound("Nobody has this name.")
    return found


def read_member(ports: Ports, member_id: str) -> StaffMember:
    """Raises NotFound."""
    with ports.view() as tx:
        found = tx.staff.get(member_id)
    if found is None:
        raise NotFound
    return found


def change_duties(
    ports: Ports,
    member_id: str,
    role: Role,
    tenants: Iterable[str] | None,
    *,
    by: StaffMember | None = None,
) -> StaffMember:
    """Give a member another role, or other tenants; None is all. Raises NotFound, Conflict, Invalid."""
    now, tenants = ports.clock.now(), None if tenants is None else frozenset(tenants)
    with ports.transaction() as tx:
        member = _held(tx, member_id, by)
        must_exist(tx, tenants)
        changed = replace(member, role=role, tenants=tenants)
        if changed != member:
            tx.staff.change(changed)
            details = {"role": role.value, "before": member.role.value, "tenants": spelled(tenants)}
            record_staff(tx, Deed(Action.STAFF_CHANGED, acting(by), member.id, details), now=now)
    return changed


def disable(ports: Ports, member_id: str, *, by: StaffMember | None = None) -> None:
    """Shut a member out at once. Their name stays theirs. Raises NotFound, Conflict."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        member = _held(tx, member_id, by)
        if member.disabled_at is None:
            tx.staff.change(replace(member, disabled_at=now))
            tx.staff_sessions.end_all(member.id, now)
            tx.tickets.drop_of(member.id)
            record_staff(tx, Deed(Action.STAFF_DISABLED, acting(by), member.id), now=now)


def enable(ports: Ports, member_id: str, *, by: StaffMember | None = None) -> None:
    """Let a member in again, with what they signed in with before. Raises NotFound, Conflict."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        member = _held(tx, member_id, by)
        if member.disabled_at is not None:
            tx.staff.change(replace(member, disabled_at=None))
            record_staff(tx, Deed(Action.STAFF_ENABLED, acting(by), member.id), now=now)


def change_password(ports: Ports, signed: Signed, password: str, again: str) -> PasswordFault | None:
    """A new password of one's own, which ends one's other sessions. The old one has to be asked for first."""
    about = (signed.member.name, signed.member.display_name)
    fault = passwords.fault_of(password, again, about, ports.staff_policy.password_least)
    if fault is not None:
        return fault
    password_hash, now = passwords.hashed(password), ports.clock.now()
    with ports.transaction() as tx:
        member = _held(tx, signed.member.id, None)
        tx.credentials.set_password(member.id, password_hash)
        tx.staff_sessions.end_all(member.id, now, but=signed.session.id)
        record_staff(tx, Deed(Action.STAFF_PASSWORD_CHANGED, acting(member), member.id), now=now)
    return None


def speak(ports: Ports, member: StaffMember, language: str) -> None:
    """Show the console to a member in this language."""
    with ports.transaction() as tx:
        tx.staff.change(replace(_held(tx, member.id, None), language=language))


def be_away(ports: Ports, member: StaffMember, until: datetime | None) -> None:
    """Give the member no new cases until then; None is at once again. Raises Invalid for what has passed."""
    if until is not None and until <= ports.clock.now():
        raise Invalid(errors=(FieldError("/away_until", "Must be in the future."),))
    with ports.transaction() as tx:
        tx.staff.change(replace(_held(tx, member.id, None), away_until=until))


def _held(tx: Transaction, member_id: str, by: StaffMember | None) -> StaffMember:
    if by is not None and by.id == member_id:
        raise Conflict(NOT_ONESELF)
    member = tx.staff.hold(member_id)
    if member is None:
        raise NotFound
    return member
