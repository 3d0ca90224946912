"""What accounts are known and blocked by, in SQL, as marks: keyed hashes, of which no value can be told."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
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
from verifier.store.rows import add, add_all_absent, change
from verifier.store.sealing import Seal
from verifier.usecases.gate_ports import Blocks, KnownTrait, KnownTraits, Sought

_trait = tables.account_traits.c
_block = tables.blocks.c

PURPOSE: Final = "account trait"  # the marks' first part
MARK_BYTES: Final = 16  # among a thousand million marks two that differ meet with a chance of 10^-21
LISTED_MAX: Final = 10
ARMS_MAX: Final = 100  # marks in one statement; SQLite takes 500
BOUNDS: Final = ("after", "upto")
EARLIEST: Final = datetime.min.replace(tzinfo=UTC)
LATEST: Final = datetime.max.replace(tzinfo=UTC)

# Made once: the gate asks these for every wish.
_OF_EMPLOYER: Final = (
    select(_trait.kind, _trait.mark, _trait.since)
    .where(_trait.tenant_id == bindparam("tenant"), _trait.employer_id == bindparam("employer"))
    .order_by(_trait.kind, _trait.mark)
)
_ON: Final = (
    select(tables.blocks)
    .where(
        _block.tenant_id == bindparam("tenant"),
        _block.mark.in_(bindparam("marks", expanding=True)),
        _block.ended_at.is_(None),
    )
    .order_by(_block.id)
)


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
        rows = self._connection.execute(_OF_EMPLOYER, {"tenant": tenant_id, "employer": employer_id})
        return tuple(KnownTrait(TraitKind(row.kind), bytes(row.mark), row.since) for row in rows)

    def shared(self, tenant_id: str, employer_id: str, sought: Sequence[Sought]) -> Sequence[Link]:
        found: dict[TraitKind, dict[str, datetime]] = {}
        for one, holder, since in self._holders(tenant_id, employer_id, sought):
            others = found.setdefault(one.kind, {})
            others[holder] = max(since, others.get(holder, since))
        return tuple(_link(kind, found[kind]) for kind in TraitKind if kind in found)

    def _holders(
        self, tenant_id: str, employer_id: str, sought: Sequence[Sought]
    ) -> Iterator[tuple[Sought, str, datetime]]:
        """What was sought, who else has it, and since when."""
        whose = {"tenant_id": tenant_id, "employer_id": employer_id}
        for start in range(0, len(sought), ARMS_MAX):
            some = sought[start : start + ARMS_MAX]
            if self._connection.dialect.name == "sqlite":
                query, bounds = _search(len(some)), _numbered(some)
            else:
                query, bounds = SEARCH, _listed(some)
            for row in self._connection.execute(query, whose | bounds):
                yield some[row.number], row.employer_id, row.since

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
        rows = self._connection.execute(_ON, {"tenant": tenant_id, "marks": marks})
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


# The newest of those who share one mark; bounded, for some marks are a crowd's. SQLite has no LATERAL.
ARM: Final = """
SELECT * FROM (
    SELECT {number} AS number, employer_id, since FROM account_traits
    WHERE tenant_id = :tenant_id AND mark = :mark_{number}
        AND since > :after_{number} AND since <= :upto_{number} AND employer_id <> :employer_id
    ORDER BY since DESC, employer_id DESC LIMIT {most}
) AS arm_{number}
"""
# The same for PostgreSQL, short and always the same: its driver parses a long statement anew every time.
SEARCH: Final = text("""
SELECT CAST(number AS integer) - 1 AS number, found.employer_id, found.since
FROM unnest(CAST(:marks AS bytea[]), CAST(:after AS timestamptz[]), CAST(:upto AS timestamptz[]))
    WITH ORDINALITY AS sought (mark, after, upto, number)
CROSS JOIN LATERAL (
    SELECT employer_id, since FROM account_traits
    WHERE tenant_id = :tenant_id AND mark = sought.mark
        AND since > sought.after AND since <= sought.upto AND employer_id <> :employer_id
    ORDER BY since DESC, employer_id DESC LIMIT :most
) AS found
""").columns(number=Integer, employer_id=String, since=Moment)


@cache
def _search(arms: int) -> TextualSelect:
    """One statement for so many marks. As text, for to build it of parts takes longer than to run it."""
    moments = [bindparam(f"{name}_{number}", type_=Moment) for name in BOUNDS for number in range(arms)]
    union = " UNION ALL ".join(ARM.format(number=number, most=COUNTED_MAX) for number in range(arms))
    return text(union).bindparams(*moments).columns(number=Integer, employer_id=String, since=Moment)


def _numbered(some: Sequence[Sought]) -> dict[str, Any]:
    return {name: value for number, one in enumerate(some) for name, value in _bounds(number, one)}


def _bounds(number: int, one: Sought) -> Iterator[tuple[str, Any]]:
    yield f"mark_{number}", one.mark
    yield f"after_{number}", one.after or EARLIEST
    yield f"upto_{number}", one.upto or LATEST


def _listed(some: Sequence[Sought]) -> dict[str, Any]:
    return {
        "most": COUNTED_MAX,
        "marks": [one.mark for one in some],
        "after": [one.after or EARLIEST for one in some],
        "upto": [one.upto or LATEST for one in some],
    }


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
