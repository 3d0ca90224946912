"""Looking at the audit chain, for the operator: is it as it was written, and a part of it for an inspector.

Nothing here changes an entry. Each look sees one state of the database and holds a part of the chain at a
time, however long it is.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from verifier.domain.audit import Action, Actor, Deed
from verifier.domain.audit_chain import BEGINNING, Entry, Link, moment
from verifier.domain.audit_export import Tally
from verifier.domain.audit_walk import Anchor, Fault, FaultKind, Walk
from verifier.domain.errors import NotFound
from verifier.usecases.audit import OPERATOR, record
from verifier.usecases.ports import Ports, Transaction


class ChainDamaged(Exception):
    """The chain cannot be exported as it is, and why."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """One tenant's chain as it was found; no faults is a sound chain.

    `begun` is since when, where the tenant is older than the chain: that is so of those from before the
    audit, and of one whose whole chain was removed. The first `purged` entries were removed lawfully.
    """

    tenant_id: str
    last: Link
    faults: Sequence[Fault]
    begun: str | None = None
    purged: int = 0


def inspect_chains(
    ports: Ports, *, tenant_id: str | None = None, anchors: Sequence[Anchor] = ()
) -> Iterator[Inspected]:
    """Follow one tenant's chain or all, and look for the anchors on them. Raises NotFound."""
    with ports.view() as tx:
        for name in _tenants(tx, tenant_id, anchors):
            yield _inspected(tx, name, anchors)


def anchors_now(ports: Ports, *, tenant_id: str | None = None) -> Sequence[Anchor | Fault]:
    """The end of one tenant's chain or of all, to be kept outside; a fault where a head is not ours.

    The chains are not followed: this takes a moment, however long they are. Raises NotFound.
    """
    with ports.view() as tx:
        ends = (_anchor(tx, name) for name in _tenants(tx, tenant_id))
        return tuple(end for end in ends if end is not None)


def export_chain(
    ports: Ports,
    tenant_id: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    write: Callable[[str], Any],
    by: Actor = OPERATOR,
) -> dict[str, object]:
    """Write the tenant's entries of this time, a line each, and return the signed manifest.

    That it was exported is recorded first. The entries are those from the first that was made at `since` or
    later to the last before `until`, without a gap: hosts' clocks differ, and the chain's order is its own.
    Raises NotFound, or ChainDamaged at an entry that is no canonical JSON.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        if tx.tenants.get(tenant_id) is None:
            raise NotFound
        record(tx, tenant_id, Deed(Action.AUDIT_EXPORTED, by, tenant_id), now=now)
    first, end = moment(since) if since else None, moment(until) if until else None
    with ports.view() as tx:
        tally = Tally()
        for entry in _between(tx, tenant_id, first, end):
            write(_line(tally, entry))
        manifest = tally.manifest(tenant_id, moment(now), first, end)
        return manifest.signed(tx.audit.keys(tenant_id))


def _inspected(tx: Transaction, tenant_id: str, anchors: Sequence[Anchor]) -> Inspected:
    """Anchors that lie before a signed beginning say nothing any more."""
    keys, beginning = tx.audit.keys(tenant_id), tx.audit.beginning(tenant_id)
    after, found = BEGINNING, []
    if beginning is not None and keys.began(beginning):
        after = beginning.link
    elif beginning is not None:
        found.append(Fault(tenant_id, FaultKind.BEGINNING, beginning.seq))
    left = [one for one in anchors if one.seq >= after.seq and (one.seq, one.hash) != (after.seq, after.hash)]
    walk = Walk(tenant_id, keys, anchors=left, after=after)
    first = after.seq + 1 if after != BEGINNING else None  # a number below one is looked at, too
    found += walk.take(tx.audit.entries(tenant_id, first=first))
    found += walk.end(tx.audit.head(tenant_id))
    return Inspected(tenant_id, walk.last, found, walk.begun, after.seq)


def _tenants(tx: Transaction, tenant_id: str | None, anchors: Sequence[Anchor] = ()) -> Sequence[str]:
    known = tx.audit.tenants()
    if tenant_id is None:
        return sorted({*known, *(anchor.tenant_id for anchor in anchors)})
    if tenant_id not in known:
        raise NotFound(f"There is no tenant {tenant_id}.")
    return (tenant_id,)


def _anchor(tx: Transaction, tenant_id: str) -> Anchor | Fault | None:
    """None where nothing was ever recorded, as before the audit began."""
    head = tx.audit.head(tenant_id)
    if head is None:
        first = next(iter(tx.audit.entries(tenant_id)), None)
        return Fault(tenant_id, FaultKind.HEAD, first.seq) if first else None
    if not tx.audit.keys(tenant_id).made(head):
        return Fault(tenant_id, FaultKind.HEAD, head.seq)
    return Anchor(tenant_id, head.seq, head.hash)


def _between(tx: Transaction, tenant_id: str, since: str | None, until: str | None) -> Iterable[Entry]:
    span = tx.audit.span(tenant_id, since=since, until=until)
    return tx.audit.entries(tenant_id, first=span[0], last=span[1]) if span else ()


def _line(tally: Tally, entry: Entry) -> str:
    try:
        return tally.line(entry)
    except ValueError:
        raise ChainDamaged(f"Entry {entry.seq} is not as it was written; run verify-audit.") from None
