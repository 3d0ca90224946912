"""The audit chain in memory. It passes the contract suite of the real repository."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from tests.fake_rows import Repository, must
from verifier.domain.audit import Deed
from verifier.domain.audit_chain import (
    BEGINNING,
    ChainKey,
    ChainKeys,
    Entry,
    Head,
    Link,
    canonical,
    chained,
    continued,
    moment,
)
from verifier.usecases.audit_ports import Audit, Sought


class MemoryAudit(Repository, Audit):
    def append(self, tenant_id: str, deeds: Sequence[Deed], at: datetime) -> Sequence[Entry]:
        must(tenant_id in self._state.tenants)
        keys = self.keys(tenant_id)
        after, told = continued(
            tenant_id, deeds, head=self.head(tenant_id), last=lambda: self._last(tenant_id), keys=keys
        )
        entries, head = chained(tenant_id, told, at, after=after, keys=keys)
        for entry in entries:
            must((tenant_id, entry.seq) not in self._state.audit)
            self._state.audit[tenant_id, entry.seq] = entry
        self._state.audit_heads[tenant_id] = head
        return entries

    def holds(self, tenant_id: str, deed: Deed, *, since: datetime) -> bool:
        wanted = (deed.action, deed.actor.kind, deed.actor.id, deed.subject, canonical(dict(deed.details)))
        return any(
            (row.action, row.actor_kind, row.actor_id, row.subject, row.details) == wanted
            and row.moment > moment(since)
            for row in self.entries(tenant_id)
        )

    def head(self, tenant_id: str) -> Head | None:
        head: Head | None = self._state.audit_heads.get(tenant_id)
        return head

    def tenants(self) -> Sequence[str]:
        return tuple(sorted({*self._state.tenants, *(tenant for tenant, _ in self._state.audit)}))

    def entries(
        self, tenant_id: str, *, first: int | None = None, last: int | None = None
    ) -> Iterable[Entry]:
        mine = (row for row in self._state.audit.values() if row.tenant_id == tenant_id)
        in_order = sorted(mine, key=lambda row: row.seq)
        return [row for row in in_order if (first or 0) <= row.seq and (last is None or row.seq <= last)]

    def of_subject(self, tenant_id: str, subject: str, *, limit: int) -> Sequence[Entry]:
        mine = [row for row in self.entries(tenant_id) if row.subject == subject]
        return sorted(mine, key=lambda row: (row.moment, row.seq), reverse=True)[:limit]

    def search(self, tenant_id: str, sought: Sought, *, before: int | None, limit: int) -> Sequence[Entry]:
        found = [
            row
            for row in self.entries(tenant_id)
            if sought.actor in (None, row.actor_id)
            and sought.action in (None, row.action)
            and sought.subject in (None, row.subject)
            and (sought.since or "") <= row.moment < (sought.until or "~")
            and (before is None or row.seq < before)
        ]
        return found[::-1][:limit]

    def span(self, tenant_id: str, *, since: str | None, until: str | None) -> tuple[int, int] | None:
        rows = list(self.entries(tenant_id))
        late = [row.seq for row in rows if row.moment >= (since or "")]
        early = [row.seq for row in rows if row.moment < (until or "~")]
        return (late[0], early[-1]) if late and early and late[0] <= early[-1] else None

    def keys(self, tenant_id: str) -> ChainKeys:
        return ChainKeys(ChainKey(f"the key of {tenant_id}".encode()))

    def _last(self, tenant_id: str) -> Link:
        rows = list(self.entries(tenant_id))
        return Link(rows[-1].seq, rows[-1].hash) if rows else BEGINNING
