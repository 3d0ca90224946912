"""Where staff's deeds are recorded: on a chain of the operator's own, since staff belong to no tenant.

What they do to a tenant's case goes on that tenant's chain, by the member's id; see `acting`.
"""

from datetime import datetime
from typing import Final

from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.staff import StaffMember
from verifier.domain.tenant import Tenant
from verifier.usecases.audit import OPERATOR, record
from verifier.usecases.ports import Transaction

OPERATOR_TENANT: Final = (
    "operator"  # has no API key, so nobody speaks for it; its chain and keys are as any tenant's
)


def acting(member: StaffMember | None) -> Actor:
    """Who did it: a member, or with None the command line."""
    return Actor(ActorKind.REVIEWER, member.id) if member else OPERATOR


def record_staff(tx: Transaction, *deeds: Deed, now: datetime) -> None:
    """Hang the deeds on the operator's chain. As for `record`: once, after all else.

    Two processes that record the very first deed at once may both make the chain: one of them is refused.
    """
    if tx.tenants.get(OPERATOR_TENANT) is None:
        tx.tenants.add(Tenant(OPERATOR_TENANT, OPERATOR_TENANT, now))
        deeds = (Deed(Action.TENANT_CREATED, OPERATOR, OPERATOR_TENANT), *deeds)
    record(tx, OPERATOR_TENANT, *deeds, now=now)
