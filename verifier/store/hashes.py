"""The table of hashes, which each engine's own vector search looks through: sqlite-vec, and pgvector.

SQLite has a virtual table that is searched exactly, a tenant's part alone. PostgreSQL has an HNSW index over
all tenants, which is scanned on until enough rows are the tenant's; for a small tenant the planner takes the
index of tenants and sorts.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, text

from verifier.domain.relatives import HASH_BITS, Likeness

TABLE: Final = "likeness_hashes"
COLUMNS: Final = ("page", "print")
CHUNK: Final = (
    4096  # rows; sqlite-vec's largest. A million took 25 ms of processor time, and 73 in chunks of 1,024
)
SCANNED: Final = "200"  # HNSW's ef_search

CREATE: Final[Mapping[str, Sequence[str]]] = {
    "sqlite": (
        f"CREATE VIRTUAL TABLE {TABLE} USING vec0(id INTEGER PRIMARY KEY, tenant_id TEXT PARTITION KEY, "
        f"page BIT[{HASH_BITS}], print BIT[{HASH_BITS}], chunk_size={CHUNK})",
    ),
    "postgresql": (
        f"CREATE TABLE {TABLE} (id BIGINT PRIMARY KEY REFERENCES likenesses (id), "
        f"tenant_id VARCHAR NOT NULL, page BIT({HASH_BITS}) NOT NULL, print BIT({HASH_BITS}) NOT NULL)",
        f"CREATE INDEX ix_{TABLE}_tenant_id ON {TABLE} (tenant_id)",
        f"CREATE INDEX ix_{TABLE}_page ON {TABLE} USING hnsw (page bit_hamming_ops)",
        f"CREATE INDEX ix_{TABLE}_print ON {TABLE} USING hnsw (print bit_hamming_ops)",
    ),
}
_INSERT: Final = {
    "sqlite": "INSERT INTO likeness_hashes VALUES (:id, :tenant, vec_bit(:page), vec_bit(:print))",
    "postgresql": "INSERT INTO likeness_hashes "
    "VALUES (:id, :tenant, CAST(:page AS BIT(256)), CAST(:print AS BIT(256)))",
}
_NEAREST: Final = {
    "sqlite": "SELECT id, CAST(distance AS INTEGER) FROM likeness_hashes WHERE tenant_id = :tenant "
    "AND {column} MATCH vec_bit(:hash) AND k = :limit AND distance <= :within",
    "postgresql": "SELECT id, CAST(distance AS INTEGER) FROM "
    "(SELECT id, {column} <~> CAST(:hash AS BIT(256)) AS distance FROM likeness_hashes "
    "WHERE tenant_id = :tenant ORDER BY distance LIMIT :limit) AS nearest WHERE distance <= :within",
}


def insert(connection: Connection, number: int, tenant_id: str, likeness: Likeness) -> None:
    """Keep the hashes under this number."""
    bound = _bound(connection)
    values = {"id": number, "tenant": tenant_id, "page": bound(likeness.page), "print": bound(likeness.print)}
    connection.execute(text(_INSERT[connection.dialect.name]), values)


def remove(connection: Connection, numbers: Sequence[int]) -> int:
    """Remove the hashes under these numbers; how many there were."""
    statement = text("DELETE FROM likeness_hashes WHERE id = :id")
    return sum(connection.execute(statement, {"id": number}).rowcount for number in numbers)


def nearest(
    connection: Connection, tenant_id: str, likeness: Likeness, *, within: int, limit: int
) -> Mapping[int, int]:
    """The numbers of the tenant's nearest hashes with their distances: at most `limit` by either hash."""
    if connection.dialect.name == "postgresql":
        _scan_on(connection)
    found: dict[int, int] = {}
    for column in COLUMNS:
        query = _NEAREST[connection.dialect.name].format(column=column)
        hashed = _bound(connection)(getattr(likeness, column))
        values = {"tenant": tenant_id, "hash": hashed, "limit": limit, "within": within}
        for number, distance in connection.execute(text(query), values):
            found[number] = min(distance, found.get(number, HASH_BITS))
    return found


def _scan_on(connection: Connection) -> None:
    """For this transaction, look further than the index's first answers where those are other tenants'."""
    for name, value in (("hnsw.ef_search", SCANNED), ("hnsw.iterative_scan", "strict_order")):
        connection.execute(text("SELECT set_config(:name, :value, true)"), {"name": name, "value": value})


def _bound(connection: Connection) -> Any:
    """What turns 32 bytes into the driver's value: themselves, or ones and zeros in text."""
    return bytes if connection.dialect.name == "sqlite" else _ones_and_zeros


def _ones_and_zeros(hashed: bytes) -> str:
    return "".join(f"{byte:08b}" for byte in hashed)
