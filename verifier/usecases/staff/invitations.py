"""How somebody becomes a member of staff: a one-time link, a password of their own, a second factor.

A member whose telephone or password is lost is invited again, which takes everything from them that they
signed in with. A link works until its owner has come to the end of it, so that nobody is stuck half-way.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from verifier.domain.audit import Action, Deed
from verifier.domain.consent import LANGUAGES
from verifier.domain.errors import FieldError, Invalid, NotFound
from verifier.domain.staff import DISPLAY_NAME_MAX, NAME, Invites, Role, StaffMember, Stage, Ticket
from verifier.usecases import identifiers
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.staff import passwords
from verifier.usecases.staff.passwords import PasswordFault
from verifier.usecases.staff.recording import acting, record_staff
from verifier.usecases.staff.sessions import Begun, begin
from verifier.usecases.staff.signing_in import tidied
from verifier.usecases.tokens import hashed, is_secret, new_secret


def invite(
    ports: Ports,
    name: str,
    role: Role,
    *,
    display_name: str = "",
    tenants: Iterable[str] | None = None,
    by: StaffMember | None = None,
) -> tuple[StaffMember, str]:
    """A new member and the token of their link, which is shown this once. `by` None is the command line.

    Raises Invalid: for a name that is none or is taken, or a tenant that there is not.
    """
    now, name = ports.clock.now(), tidied(name)
    member = StaffMember(
        id=identifiers.new("stf", now),
        name=name,
        display_name=display_name.strip()[:DISPLAY_NAME_MAX] or name,
        role=role,
        tenants=None if tenants is None else frozenset(tenants),
        language=LANGUAGES[0],
        invited_at=now,
    )
    if not NAME.fullmatch(name):
        raise Invalid(
            "A name to sign in with has small letters, digits and . _ @ + - in it, and at most 100 of them.",
            errors=(FieldError("/name", "Must be a name to sign in with."),),
        )
    with ports.transaction() as tx:
        if tx.staff.by_name(name) is not None:
            raise Invalid("Somebody has this name.", errors=(FieldError("/name", "Must be nobody's yet."),))
        must_exist(tx, member.tenants)
        tx.staff.add(member)
        token = _new_ticket(ports, tx, member, now)
        details = {"role": role.value, "tenants": spelled(member.tenants)}
        record_staff(tx, Deed(Action.STAFF_INVITED, acting(by), member.id, details), now=now)
    return member, token


def invite_again(ports: Ports, member_id: str, *, by: StaffMember | None = None) -> str:
    """Take from a member all that they sign in with, and give them a new link. Raises NotFound."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        member = tx.staff.hold(member_id)
        if member is None:
            raise NotFound
        tx.staff.change(replace(member, joined_at=None))
        tx.credentials.set_password(member.id, None)
        tx.credentials.set_totp(member.id, None)
        tx.credentials.set_codes(member.id, ())
        for passkey in tx.credentials.passkeys(member.id):
            tx.credentials.remove_passkey(member.id, passkey.id)
        tx.staff_sessions.end_all(member.id, now)
        tx.tickets.drop_of(member.id)
        token = _new_ticket(ports, tx, member, now)
        record_staff(tx, Deed(Action.STAFF_RESET, acting(by), member.id), now=now)
    return token


def invited(ports: Ports, token: str) -> StaffMember | None:
    """Whom the link is for, as long as it leads anywhere. Looking changes nothing."""
    with ports.view() as tx:
        return _followed(tx, token, ports.clock.now())


def accept(ports: Ports, token: str, password: str, again: str) -> Begun | PasswordFault | None:
    """Take a password; what is left is a second factor. None for a link that leads nowhere.

    Coming again begins anew, with another password, and ends what was begun before.
    """
    found = invited(ports, token)
    if found is None:
        return None
    about = (found.name, found.display_name)
    fault = passwords.fault_of(password, again, about, ports.staff_policy.password_least)
    if fault is not None:
        return fault
    password_hash = passwords.hashed(password)
    with ports.transaction() as tx:
        now = ports.clock.now()
        held = tx.staff.hold(found.id)
        if held is None or _followed(tx, token, now) is None:
            return None
        tx.credentials.set_password(held.id, password_hash)
        tx.staff_sessions.end_all(held.id, now)
        return begin(tx, held, Stage.JOINING, now)


def has_joined(tx: Transaction, member: StaffMember, now: datetime) -> StaffMember:
    """The end of the link: from now on the member signs in. The member has to be held."""
    joined = replace(member, joined_at=now)
    tx.staff.change(joined)
    tx.tickets.drop_of(joined.id)
    return joined


def must_exist(tx: Transaction, tenants: frozenset[str] | None) -> None:
    """Raises Invalid for a tenant that there is not, or for none at all."""
    if tenants is not None and not tenants:
        raise Invalid("Name at least one tenant.", errors=(FieldError("/tenants", "Must name one."),))
    for tenant_id in tenants or ():
        if tx.tenants.get(tenant_id) is None:
            raise Invalid("There is no such tenant.", errors=(FieldError("/tenants", "Must all exist."),))


def spelled(tenants: frozenset[str] | None) -> str:
    """Whose cases somebody sees, as the audit has it."""
    return "all" if tenants is None else ",".join(sorted(tenants))


def _new_ticket(ports: Ports, tx: Transaction, member: StaffMember, now: datetime) -> str:
    token = new_secret()
    tx.tickets.add(Ticket(member.id, Invites.JOIN, now + ports.staff_policy.invitation_life), hashed(token))
    return token


def _followed(tx: Transaction, token: str, now: datetime) -> StaffMember | None:
    ticket = tx.tickets.by_token(hashed(token)) if is_secret(token) else None
    if ticket is None or ticket.purpose is not Invites.JOIN or not ticket.holds_at(now):
        return None
    member = tx.staff.get(ticket.member_id)
    return member if member and member.disabled_at is None else None
