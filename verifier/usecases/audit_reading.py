"""The audit for staff of the console: looking through one chain, following it, taking a part of it away.

That somebody looked, followed or took is itself recorded, on the same chain. What they typed to search is
not: it may be a name.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from verifier.domain.audit import Action, Deed
from verifier.domain.audit_chain import Entry
from verifier.domain.errors import NotFound
from verifier.usecases.audit import record, record_before_giving, unrecorded
from verifier.usecases.audit_inspection import Inspected, export_chain, inspect_chains
from verifier.usecases.audit_ports import Sought
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.review.reviewer import Reviewer

PAGE: Final = 50
FOLLOWED_MOST: Final = 100_000  # entries that are followed for a page: five to ten seconds


@dataclass(frozen=True, slots=True)
class Chain:
    """What a page shows of one chain: entries, newest first, and when it was last followed in the console."""

    tenant_id: str
    tenants: Sequence[str]
    entries: Sequence[Entry]
    older: int | None  # where the next page begins
    length: int
    verified: Entry | None  # the entry that says so

    @property
    def is_long(self) -> bool:
        return self.length > FOLLOWED_MOST


def read_chain(
    ports: Ports, tenant_id: str | None, sought: Sought, *, before: int | None, me: Reviewer
) -> Chain:
    """Entries of this tenant's chain, or of the first that may be seen. Raises NotFound."""
    now = ports.clock.now()
    with ports.view() as tx:
        tenants = _seen_by(tx, me)
        chosen = tenant_id if tenant_id is not None else next(iter(tenants), None)
        if chosen is None or chosen not in tenants:
            raise NotFound
        deeds = unrecorded(tx, chosen, Deed(Action.AUDIT_READ, me.actor, chosen), now)
    record_before_giving(ports, chosen, deeds)
    verified = Sought(action=Action.AUDIT_VERIFIED, subject=chosen)
    with ports.view() as tx:
        found = tx.audit.search(chosen, sought, before=before, limit=PAGE + 1)
        length = _length(tx, chosen)
        last = tx.audit.search(chosen, verified, before=None, limit=1)
    return Chain(
        tenant_id=chosen,
        tenants=tenants,
        entries=found[:PAGE],
        older=found[PAGE - 1].seq if len(found) > PAGE else None,
        length=length,
        verified=last[0] if last else None,
    )


def follow_chain(ports: Ports, tenant_id: str, me: Reviewer) -> Inspected | None:
    """Follow it from end to end and record what was found; None, and nothing done, for one that is too long.

    Raises NotFound.
    """
    with ports.view() as tx:
        _must_see(tx, tenant_id, me)
        if _length(tx, tenant_id) > FOLLOWED_MOST:
            return None
    (found,) = inspect_chains(ports, tenant_id=tenant_id)
    told = {"entries": str(found.last.seq - found.purged), "faults": str(len(found.faults))}
    with ports.transaction() as tx:
        record(tx, tenant_id, Deed(Action.AUDIT_VERIFIED, me.actor, tenant_id, told), now=ports.clock.now())
    return found


def take_chain(
    ports: Ports,
    tenant_id: str,
    *,
    since: datetime | None,
    until: datetime | None,
    write: Callable[[str], Any],
    me: Reviewer,
) -> dict[str, object]:
    """As `export_chain` does, for who may see the tenant. Raises NotFound, ChainDamaged."""
    with ports.view() as tx:
        _must_see(tx, tenant_id, me)
    return export_chain(ports, tenant_id, since=since, until=until, write=write, by=me.actor)


def _seen_by(tx: Transaction, me: Reviewer) -> Sequence[str]:
    """Chains that this member may see; the operator's own is for those who see every tenant."""
    return tuple(name for name in tx.audit.tenants() if me.may_see(name))


def _length(tx: Transaction, tenant_id: str) -> int:
    """How many entries there are, by what the chain says of its ends: those that were purged are none."""
    head, beginning = tx.audit.head(tenant_id), tx.audit.beginning(tenant_id)
    return (head.seq if head else 0) - (beginning.seq if beginning else 0)


def _must_see(tx: Transaction, tenant_id: str, me: Reviewer) -> None:
    if tenant_id not in _seen_by(tx, me):
        raise NotFound
