"""The audit chain in SQL: rows that are added and read, and the signed head of each chain."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from types import ModuleType
from typing import Any, Final

from sqlalchemy import Connection, Insert, Row, Table, bindparam, delete, func, select, union
from sqlalchemy.dialects import postgresql, sqlite

from verifier.domain.audit import Deed
from verifier.domain.audit_chain import (
    BEGINNING,
    COLUMNS,
    Beginning,
    ChainKeys,
    Entry,
    Head,
    Link,
    canonical,
    chained,
    continued,
    moment,
)
from verifier.store import tables
from verifier.store.rows import add_all, change
from verifier.store.sealing import Seal
from verifier.usecases.audit_ports import Audit, Sought

_entry = tables.audit.c
_head = tables.audit_heads.c
_beginning = tables.audit_beginnings.c
PART: Final = 1000  # rows read at a time
AFTER_ALL: Final = "~"  # sorts after every digit

# Made once: to build them anew took a third of the time that an entry costs beside the waiting for the disk.
_HEAD: Final = select(tables.audit_heads).where(_head.tenant_id == bindparam("tenant"))
_HOLDS: Final = (
    select(_entry.seq)
    .where(
        _entry.tenant_id == bindparam("tenant"),
        _entry.subject == bindparam("of"),
        _entry.moment > bindparam("since"),
        _entry.action == bindparam("deed"),
        _entry.actor_kind == bindparam("kind"),
        _entry.actor_id == bindparam("who"),
        _entry.details == bindparam("told"),
    )
    .limit(1)
)


def _moving(dialect: ModuleType, table: Table) -> Insert:
    statement = dialect.insert(table)
    place = {name: statement.excluded[name] for name in ("seq", "hash", "mark")}
    moving: Insert = statement.on_conflict_do_update(index_elements=[table.c.tenant_id], set_=place)
    return moving


_MOVE: Final = {
    "sqlite": _moving(sqlite, tables.audit_heads),
    "postgresql": _moving(postgresql, tables.audit_heads),
}
_BEGIN: Final = {
    "sqlite": _moving(sqlite, tables.audit_beginnings),
    "postgresql": _moving(postgresql, tables.audit_beginnings),
}


class SqlAudit(Audit):
    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    def append(self, tenant_id: str, deeds: Sequence[Deed], at: datetime) -> Sequence[Entry]:
        keys = self.keys(tenant_id)
        after, told = continued(
            tenant_id, deeds, head=self.head(tenant_id), last=lambda: self._last(tenant_id), keys=keys
        )
        entries, head = chained(tenant_id, told, at, after=after, keys=keys)
        add_all(self._connection, tables.audit, [_row(entry) for entry in entries])
        self._move(head)
        return entries

    def holds(self, tenant_id: str, deed: Deed, *, since: datetime) -> bool:
        said = {
            "tenant": tenant_id,
            "of": deed.subject,
            "since": moment(since),
            "deed": deed.action.value,
            "kind": deed.actor.kind.value,
            "who": deed.actor.id,
            "told": canonical(dict(deed.details)),
        }
        return self._connection.execute(_HOLDS, said).first() is not None

    def head(self, tenant_id: str) -> Head | None:
        row = self._connection.execute(_HEAD, {"tenant": tenant_id}).one_or_none()
        return Head(row.tenant_id, row.seq, str(row.hash), str(row.mark)) if row else None

    def tenants(self) -> Sequence[str]:
        names = union(select(tables.tenants.c.id), select(_entry.tenant_id), select(_head.tenant_id))
        return tuple(sorted(self._connection.execute(names).scalars()))

    def entries(
        self, tenant_id: str, *, first: int | None = None, last: int | None = None
    ) -> Iterable[Entry]:
        query = select(tables.audit).where(_entry.tenant_id == tenant_id).order_by(_entry.seq)
        if first is not None:
            query = query.where(_entry.seq >= first)
        if last is not None:
            query = query.where(_entry.seq <= last)
        part = self._connection.execute(query.limit(PART)).all()
        while part:
            yield from map(_to_entry, part)
            part = self._connection.execute(query.where(_entry.seq > part[-1].seq).limit(PART)).all()

    def of_subject(self, tenant_id: str, subject: str, *, limit: int) -> Sequence[Entry]:
        mine = (_entry.tenant_id == tenant_id, _entry.subject == subject)
        query = select(tables.audit).where(*mine).order_by(_entry.moment.desc(), _entry.seq.desc())
        return tuple(_to_entry(row) for row in self._connection.execute(query.limit(limit)))

    def search(self, tenant_id: str, sought: Sought, *, before: int | None, limit: int) -> Sequence[Entry]:
        query = select(tables.audit).where(_entry.tenant_id == tenant_id)
        exact = {_entry.actor_id: sought.actor, _entry.action: sought.action, _entry.subject: sought.subject}
        query = query.where(*(column == value for column, value in exact.items() if value is not None))
        if sought.since is not None:
            query = query.where(_entry.moment >= sought.since)
        if sought.until is not None:
            query = query.where(_entry.moment < sought.until)
        if before is not None:
            query = query.where(_entry.seq < before)
        rows = self._connection.execute(query.order_by(_entry.seq.desc()).limit(limit))
        return tuple(_to_entry(row) for row in rows)

    def about(self, tenant_id: str, subject: str) -> Sequence[Entry]:
        query = select(tables.audit).where(_entry.tenant_id == tenant_id, _entry.subject == subject)
        return tuple(map(_to_entry, self._connection.execute(query.order_by(_entry.seq))))

    def span(self, tenant_id: str, *, since: str | None, until: str | None) -> tuple[int, int] | None:
        mine = _entry.tenant_id == tenant_id
        first = select(func.min(_entry.seq)).where(mine, _entry.moment >= (since or ""))
        last = select(func.max(_entry.seq)).where(mine, _entry.moment < (until or AFTER_ALL))
        one, other = (self._connection.execute(query).scalar_one() for query in (first, last))
        return None if one is None or other is None or one > other else (one, other)

    def beginning(self, tenant_id: str) -> Beginning | None:
        query = select(tables.audit_beginnings).where(_beginning.tenant_id == tenant_id)
        row = self._connection.execute(query).one_or_none()
        return Beginning(row.tenant_id, row.seq, str(row.hash), str(row.mark)) if row else None

    def old(self, tenant_id: str, before: datetime) -> tuple[Link, int] | None:
        beginning, head = self.beginning(tenant_id), self.head(tenant_id)
        if head is None:
            return None
        start = beginning.seq if beginning else 0
        mine = (_entry.tenant_id == tenant_id, _entry.seq > start)
        young = select(_entry.seq).where(*mine, _entry.moment >= moment(before)).order_by(_entry.seq).limit(1)
        until = self._connection.execute(young).scalar_one_or_none()
        query = select(_entry.seq, _entry.hash).where(
            *mine, _entry.seq < (head.seq if until is None else until)
        )
        row = self._connection.execute(query.order_by(_entry.seq.desc()).limit(1)).one_or_none()
        return (Link(row.seq, str(row.hash)), row.seq - start) if row else None

    def begin_after(self, beginning: Beginning) -> None:
        self._connection.execute(_BEGIN[self._connection.dialect.name], asdict(beginning))

    def remove_begun(self, tenant_id: str, *, limit: int) -> int:
        beginning = self.beginning(tenant_id)
        if beginning is None:
            return 0
        mine = (_entry.tenant_id == tenant_id, _entry.seq <= beginning.seq)
        some = select(_entry.seq).where(*mine).order_by(_entry.seq).limit(limit)
        last = self._connection.execute(select(func.max(some.subquery().c.seq))).scalar_one()
        if last is None:
            return 0
        return change(self._connection, delete(tables.audit).where(*mine, _entry.seq <= last))

    def keys(self, tenant_id: str) -> ChainKeys:
        return self._seal.chain_keys(tenant_id)

    def _last(self, tenant_id: str) -> Link:
        query = select(_entry.seq, _entry.hash).where(_entry.tenant_id == tenant_id)
        row = self._connection.execute(query.order_by(_entry.seq.desc()).limit(1)).one_or_none()
        return Link(row.seq, str(row.hash)) if row else BEGINNING

    def _move(self, head: Head) -> None:
        self._connection.execute(_MOVE[self._connection.dialect.name], asdict(head))


def _row(entry: Entry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in COLUMNS}


def _to_entry(row: Row[Any]) -> Entry:
    """As stored; what somebody made of it may be of any type on SQLite."""
    texts = {name: str(row._mapping[name]) for name in COLUMNS if name != "seq"}
    return Entry(seq=row.seq, **texts)
