"""Two members for whoever tries the service, who sign in by a link and have nothing else to sign in with.

Only a composition root that knows that this is a trial calls this; the console follows such links only there.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from verifier.domain.audit import Action, Deed
from verifier.domain.consent import LANGUAGES
from verifier.domain.staff import Invites, Role, StaffMember, Ticket
from verifier.usecases import identifiers
from verifier.usecases.audit import OPERATOR
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.staff.recording import record_staff
from verifier.usecases.tokens import hashed, new_secret

LIFE: Final = timedelta(hours=12)
NAMES: Final = {Role.REVIEWER: "demo-reviewer", Role.LEAD: "demo-lead"}


def demo_token(ports: Ports, role: Role, tenants: Iterable[str] | None = None) -> str:
    """The token of a new link that signs the demo's reviewer or lead in, once. KeyError for another role."""
    now, token = ports.clock.now(), new_secret()
    with ports.transaction() as tx:
        member = tx.staff.by_name(NAMES[role]) or _new_member(tx, ports, role)
        tx.staff.change(replace(member, tenants=None if tenants is None else frozenset(tenants)))
        tx.tickets.add(Ticket(member.id, Invites.DEMO, now + LIFE), hashed(token))
    return token


def _new_member(tx: Transaction, ports: Ports, role: Role) -> StaffMember:
    now, name = ports.clock.now(), NAMES[role]
    member = StaffMember(
        identifiers.new("stf", now), name, name, role, None, LANGUAGES[0], invited_at=now, joined_at=now
    )
    tx.staff.add(member)
    deed = Deed(Action.STAFF_INVITED, OPERATOR, member.id, {"role": role.value, "tenants": "all"})
    record_staff(tx, deed, now=now)
    return member
