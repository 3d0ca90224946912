"""The purge: what is over by the policy goes, in small transactions, each with its receipt.

A transaction takes items with all that belongs to them, lists their files for deletion, writes the receipt
and hangs it on the audit chain: all or nothing. Then the files go. So it may be killed at any moment and run
again, by any number of hosts at once.
"""

import os
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.retention import Item, Reason, Receipt, Removed, receipt
from verifier.usecases import identifiers, storing
from verifier.usecases.audit import record
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.tenants import chosen_tenants

PURGE: Final = Actor(ActorKind.WORKER, "purge")
FEW: Final = 20  # items with files and much that belongs to them
MANY: Final = 500  # items that are a row or two
LARGE: Final = frozenset({Item.DRAFTS, Item.EVIDENCE, Item.CASES, Item.FACE_SESSIONS, Item.PORTRAITS})
ENTRIES: Final = 5000  # of the audit, removed in one transaction


@dataclass(frozen=True, slots=True)
class Due:
    """How many items of one kind are over; of templates how many recruiters might have one that is."""

    tenant_id: str
    item: Item
    before: datetime
    count: int


def purge(
    ports: Ports, *, tenant_id: str | None = None, as_of: datetime | None = None, by: Actor = PURGE
) -> Iterator[Receipt | None]:
    """Purge one tenant or all, a transaction a step; the receipt of each that removed something.

    `as_of` purges as it would have been done then, never later than now. Raises NotFound.
    """
    for name in chosen_tenants(ports, tenant_id):
        for item, before in _times(ports, name, as_of).items():
            yield from _Run(ports, name, item, before, by).steps()


def what_is_due(
    ports: Ports, *, tenant_id: str | None = None, as_of: datetime | None = None
) -> Iterator[Due]:
    """What a purge would take now, without taking it. Raises NotFound."""
    for name in chosen_tenants(ports, tenant_id):
        for item, before in _times(ports, name, as_of).items():
            with ports.view() as tx:
                count = _count(tx, name, item, before)
            if count:
                yield Due(name, item, before, count)


def written(
    tx: Transaction, tenant_id: str, removed: Removed, now: datetime, about: Mapping[str, str]
) -> Receipt:
    """The signed receipt of what this transaction removed, kept. The tenant must be held."""
    made = receipt(
        identifiers.new("rcp", now),
        tenant_id,
        now,
        removed,
        keys=tx.audit.keys(tenant_id),
        about={**about, "process": f"{platform.node()}:{os.getpid()}"},
    )
    tx.retention.keep_receipt(made)
    return made


def _times(ports: Ports, tenant_id: str, as_of: datetime | None) -> dict[Item, datetime]:
    now = ports.clock.now()
    with ports.view() as tx:
        own = tx.retention.evidence_time(tenant_id)
    policy, then = ports.retention_policy, min(as_of or now, now)
    return {item: policy.before(item, then, own) for item in Item if item in policy.rules}


def _count(tx: Transaction, tenant_id: str, item: Item, before: datetime) -> int:
    if item is not Item.AUDIT:
        return tx.retention.over(item, tenant_id, before)
    old = tx.audit.old(tenant_id, before)
    return old[1] if old else 0


@dataclass(frozen=True, slots=True)
class _Run:
    """The purge of one kind of items of one tenant."""

    ports: Ports
    tenant_id: str
    item: Item
    before: datetime
    by: Actor

    def steps(self) -> Iterator[Receipt | None]:
        return self._entries() if self.item is Item.AUDIT else self._items()

    def _items(self) -> Iterator[Receipt | None]:
        with self.ports.view() as tx:
            due = tx.retention.is_due(self.item, self.tenant_id, self.before)
        if not due:
            yield None
            return
        limit, last = FEW if self.item in LARGE else MANY, ""
        while True:
            made = None
            with self.ports.transaction() as tx:
                removed = tx.retention.remove(self.item, self.tenant_id, self.before, after=last, limit=limit)
                if removed.names:
                    storing.doom(tx, self.tenant_id, removed.blobs, self.ports.clock.now())
                    made = self._told(tx, removed)
            storing.erase(self.ports, self.tenant_id, removed.blobs)
            yield made
            if not removed.last:
                return
            last = removed.last

    def _entries(self) -> Iterator[Receipt | None]:
        """The chain gets its new beginning first; then what lies before it goes, a part at a time."""
        with self.ports.view() as tx:
            begun = tx.audit.beginning(self.tenant_id)
            old = tx.audit.old(self.tenant_id, self.before)
        if begun is None and old is None:
            yield None
            return
        yield self._begun()
        while True:
            with self.ports.transaction() as tx:
                gone = tx.audit.remove_begun(self.tenant_id, limit=ENTRIES)
            if gone < ENTRIES:
                return
            yield None

    def _begun(self) -> Receipt | None:
        with self.ports.transaction() as tx:
            tx.tenants.hold(self.tenant_id)
            old = tx.audit.old(self.tenant_id, self.before)
            if old is None:
                return None
            link, count = old
            tx.audit.begin_after(tx.audit.keys(self.tenant_id).begin(self.tenant_id, link))
            place = f"{link.seq}:{link.hash}"
            removed = Removed((f"audit:{place}",), {"audit": count})
            return self._told(tx, removed, chain_begins_after=place)

    def _told(self, tx: Transaction, removed: Removed, **also: str) -> Receipt:
        policy, now = self.ports.retention_policy, self.ports.clock.now()
        about = {
            "reason": Reason.RETENTION.value,
            "policy": policy.version,
            "clock": policy.rules[self.item].clock.value,
            "item": self.item.value,
            "ended_before": self.before.isoformat(),
            **also,
        }
        tx.tenants.hold(self.tenant_id)
        made = written(tx, self.tenant_id, removed, now, about)
        told = {"item": self.item.value, "policy": policy.version, "hash": made.hash}
        record(tx, self.tenant_id, Deed(Action.DATA_PURGED, self.by, made.id, told), now=now)
        return made
