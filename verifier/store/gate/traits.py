"""What accounts are known and blocked by, in SQL, as marks: keyed hashes, of which no value can be told."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    Select,
    String,
    TextualSelect,
    bindparam,
    delete,
    select,
    text,
    update,
)

from verifier.domain.account_traits import COUNTED_MAX, AccountTraits, Block, Link, TraitKind
from verifier.store.columns import Moment
from verifier.store.gate import tables
from verifier.store.listed import BYTES, MOMENT, TEXT, among, as_rows, rows_of, sql_of_rows
from verifier.store.rows import add, add_all_absent, change
from verifier.store.sealing import Seal
from verifier.usecases.gate_ports import Asked, Blocks, KnownTrait, KnownTraits, Sought

_trait = tables.account_traits.c
_block = tables.blocks.c

PURPOSE: Final = "account trait"  # the marks' first part
MARK_BYTES: Final = 16  # among a thousand million marks two that differ meet with a chance of 10^-21
LISTED_MAX: Final = 10
SOUGHT: Final = "sought"
EARLIEST: Final = datetime.min.replace(tzinfo=UTC)
LATEST: Final = datetime.max.replace(tzinfo=UTC)

# Made once: the gate asks these for every wish.
_OF_EMPLOYERS: Final = (
    select(_trait.employer_id, _trait.kind, _trait.mark, _trait.since)
    .where(_trait.tenant_id == bindparam("tenant"), among(_trait.employer_id, "employers"))
    .order_by(_trait.kind, _trait.mark)
)
MARKS: Final = "marks"


def _on(dialect: str) -> Select[Any]:
    sought = select(rows_of(dialect, MARKS, mark=BYTES).c.mark)
    mine = (_block.tenant_id == bindparam("tenant"), _block.ended_at.is_(None))
    return select(tables.blocks).where(*mine, _block.mark.in_(sought)).order_by(_block.id)


_ON: Final = {dialect: _on(dialect) for dialect in ("sqlite", "postgresql")}


class SqlKnownTraits(KnownTraits):
    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    def mark(self, tenant_id: str, kind: TraitKind, value: str) -> bytes:
        return self._seal.mark(PURPOSE, tenant_id, kind, value)[:MARK_BYTES]

    def keep(self, tenant_id: str, employer_id: str, traits: AccountTraits, at: datetime) -> None:
        self.keep_all(tenant_id, {employer_id: traits}, at)

    def keep_all(self, tenant_id: str, known_by: Mapping[str, AccountTraits], at: datetime) -> None:
        rows = [
            {
                "tenant_id": tenant_id,
                "employer_id": employer_id,
                "mark": self.mark(tenant_id, kind, value),
                "kind": kind,
                "since": at,
            }
            for employer_id in sorted(known_by)
            for kind, value in sorted(known_by[employer_id])
        ]
        add_all_absent(self._connection, tables.account_traits, rows)

    def of_employer(self, tenant_id: str, employer_id: str) -> Sequence[KnownTrait]:
        return self.of_employers(tenant_id, [employer_id]).get(employer_id, ())

    def of_employers(self, tenant_id: str, employer_ids: Sequence[str]) -> Mapping[str, Sequence[KnownTrait]]:
        known: dict[str, list[KnownTrait]] = {}
        for row in self._connection.execute(_OF_EMPLOYERS, {"tenant": tenant_id, "employers": employer_ids}):
            one = KnownTrait(TraitKind(row.kind), bytes(row.mark), row.since)
            known.setdefault(row.employer_id, []).append(one)
        return known

    def shared(self, tenant_id: str, asked: Sequence[Asked]) -> Sequence[Sequence[Link]]:
        found: list[dict[TraitKind, dict[str, datetime]]] = [{} for _ in asked]
        arms = [
            (number, whose.employer_id, one) for number, whose in enumerate(asked) for one in whose.sought
        ]
        for arm, holder, since in self._holders(tenant_id, arms):
            number, _, one = arms[arm]
            others = found[number].setdefault(one.kind, {})
            others[holder] = max(since, others.get(holder, since))
        return [tuple(_link(kind, one[kind]) for kind in TraitKind if kind in one) for one in found]

    def _holders(
        self, tenant_id: str, arms: Sequence[tuple[int, str, Sought]]
    ) -> Iterator[tuple[int, str, datetime]]:
        """The place of what was sought, who else has it, and since when."""
        if arms:
            rows = as_rows(
                (one.mark, one.after or EARLIEST, one.upto or LATEST, whose) for _, whose, one in arms
            )
            said = {"tenant_id": tenant_id, "most": COUNTED_MAX, SOUGHT: rows}
            for row in self._connection.execute(SEARCH[self._connection.dialect.name], said):
                yield row.number, row.employer_id, row.since

    def owners(self, tenant_id: str, marks: Collection[bytes]) -> Mapping[bytes, Sequence[str]]:
        query = select(_trait.mark, _trait.employer_id).where(
            _trait.tenant_id == tenant_id, _trait.mark.in_(marks)
        )
        found: dict[bytes, list[str]] = {}
        for mark, employer_id in self._connection.execute(query.order_by(_trait.employer_id)):
            found.setdefault(bytes(mark), []).append(employer_id)
        return found

    def forget(self, tenant_id: str, employer_id: str) -> None:
        change(self._connection, delete(tables.account_traits).where(*_of(tenant_id, employer_id)))


class SqlBlocks(Blocks):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, tenant_id: str, block: Block, mark: bytes) -> None:
        add(
            self._connection,
            tables.blocks,
            id=block.id,
            tenant_id=tenant_id,
            kind=block.kind,
            mark=mark,
            reason=block.reason,
            until=block.until,
            added_at=block.added_at,
            added_by=block.added_by,
            employer_id=block.employer_id,
            appealed_at=block.appealed_at,
            ended_at=block.ended_at,
            ended_by=block.ended_by,
        )

    def get(self, tenant_id: str, block_id: str) -> Block | None:
        row = self._connection.execute(_blocks(tenant_id).where(_block.id == block_id)).one_or_none()
        return _to_block(row) if row else None

    def on(self, tenant_id: str, marks: Sequence[bytes]) -> Sequence[Block]:
        if not marks:
            return ()
        said = {"tenant": tenant_id, MARKS: as_rows([mark] for mark in marks)}
        rows = self._connection.execute(_ON[self._connection.dialect.name], said)
        return tuple(_to_block(row) for row in rows)

    def page(self, tenant_id: str, *, before: str | None, limit: int) -> Sequence[Block]:
        query = _blocks(tenant_id)
        if before is not None:
            query = query.where(_block.id < before)
        rows = self._connection.execute(query.order_by(_block.id.desc()).limit(limit))
        return tuple(_to_block(row) for row in rows)

    def keep(self, tenant_id: str, block: Block) -> None:
        mine = (_block.tenant_id == tenant_id, _block.id == block.id)
        values = {"appealed_at": block.appealed_at, "ended_at": block.ended_at, "ended_by": block.ended_by}
        change(self._connection, update(tables.blocks).where(*mine).values(**values))


def _of(tenant_id: str, employer_id: str) -> tuple[Any, Any]:
    return _trait.tenant_id == tenant_id, _trait.employer_id == employer_id


# The newest of those who share one mark; bounded, for some marks are a crowd's.
NEWEST: Final = """
    SELECT {columns} FROM account_traits
    WHERE tenant_id = :tenant_id AND mark = sought.mark
        AND since > sought.after AND since <= sought.upto AND employer_id <> sought.whose
    ORDER BY since DESC, employer_id DESC LIMIT :most
"""
COLUMNS: Final = {"mark": BYTES, "after": MOMENT, "upto": MOMENT, "whose": TEXT}
# SQLite has no LATERAL. As text and short: to build it of parts takes longer than to run it, and PostgreSQL's
# driver parses a long statement anew every time.
JOINED: Final = {
    "sqlite": "JOIN account_traits AS found ON found.rowid IN ("
    + NEWEST.format(columns="account_traits.rowid")
    + ")",
    "postgresql": "CROSS JOIN LATERAL (" + NEWEST.format(columns="employer_id, since") + ") AS found",
}


def _search(dialect: str) -> TextualSelect:
    sought = sql_of_rows(dialect, SOUGHT, **COLUMNS)
    query = (
        f"SELECT sought.number, found.employer_id, found.since FROM ({sought}) AS sought {JOINED[dialect]}"  # noqa: S608  constants
    )
    return text(query).columns(number=Integer, employer_id=String, since=Moment)


SEARCH: Final = {dialect: _search(dialect) for dialect in JOINED}


def _link(kind: TraitKind, others: dict[str, datetime]) -> Link:
    newest = sorted(others, key=lambda other: (others[other], other), reverse=True)
    return Link(kind, tuple(newest[:LISTED_MAX]), min(len(newest), COUNTED_MAX))


def _blocks(tenant_id: str) -> Select[Any]:
    return select(tables.blocks).where(_block.tenant_id == tenant_id)


def _to_block(row: Row[Any]) -> Block:
    return Block(
        id=row.id,
        kind=TraitKind(row.kind),
        reason=row.reason,
        until=row.until,
        added_at=row.added_at,
        added_by=row.added_by,
        employer_id=row.employer_id,
        appealed_at=row.appealed_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
    )
