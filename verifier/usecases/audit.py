"""Recording who did what, in the transaction that does it: nothing happens unrecorded, nor the other way.

Whoever is given somebody's data is recorded before it is handed over, or is not given it. Reading the same
thing again within NOTED_EVERY is one entry, so that polling costs a look and no write.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Actor, ActorKind, Deed
from verifier.usecases.ports import Ports, Transaction

NOTED_EVERY = timedelta(hours=1)
OPERATOR = Actor(ActorKind.OPERATOR, "command-line")


def asker(by: ApiKey | None) -> Actor:
    """The key that asks; None is the operator, who needs none."""
    return Actor(ActorKind.KEY, by.id) if by else OPERATOR


def record(tx: Transaction, tenant_id: str, *deeds: Deed, now: datetime) -> None:
    """Hang the deeds on the tenant's chain, and hold the tenant until this transaction ends.

    Call it once all else is done that the transaction does, and after every case was held that it holds:
    whoever records for the same tenant waits from here to the commit.
    """
    tx.tenants.hold(tenant_id)
    tx.audit.append(tenant_id, deeds, now)


def span(ids: Sequence[str]) -> dict[str, str]:
    """Which part of a list somebody was given, newest first; nothing of an empty one."""
    return {"newest": ids[0], "oldest": ids[-1], "count": str(len(ids))} if ids else {}


def unrecorded(tx: Transaction, tenant_id: str, deed: Deed, now: datetime) -> tuple[Deed, ...]:
    """The deed, unless the very same was recorded within NOTED_EVERY."""
    return () if tx.audit.holds(tenant_id, deed, since=now - NOTED_EVERY) else (deed,)


def record_before_giving(ports: Ports, tenant_id: str, deeds: tuple[Deed, ...]) -> None:
    """Record these, if any, in a transaction of their own."""
    if deeds:
        with ports.transaction() as tx:
            record(tx, tenant_id, *deeds, now=ports.clock.now())
