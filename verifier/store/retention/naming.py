"""Which rows name which files. A table that names files and is not here would have them deleted."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Table, select, union_all

from verifier.store import tables

NAMING: Final[tuple[Table, ...]] = (
    tables.evidence,
    tables.pictures,
    tables.faces.portraits,
    tables.faces.film_batches,
    tables.faces.kept_frames,
    tables.proofs.office_video_parts,
    tables.proofs.office_video_strips,
    tables.visiting.visit_photos,
)
AT_ONCE: Final = 500  # names in one statement


def named(connection: Connection, tenant_id: str, sha256s: Sequence[str]) -> set[str]:
    """Those of the tenant's files that a row names."""
    found: set[str] = set()
    for start in range(0, len(sha256s), AT_ONCE):
        some = list(sha256s[start : start + AT_ONCE])
        asked = (
            select(table.c.sha256).where(table.c.tenant_id == tenant_id, table.c.sha256.in_(some))
            for table in NAMING
        )
        found.update(connection.execute(union_all(*asked)).scalars())
    return found


def every_name(connection: Connection, tenant_id: str) -> Iterator[str]:
    """All of the tenant's files that rows name, in order, each once; read a part at a time."""
    every = union_all(
        *(select(table.c.sha256.label("sha256")).where(table.c.tenant_id == tenant_id) for table in NAMING)
    ).subquery()
    query = select(every.c.sha256).distinct().order_by(every.c.sha256).limit(AT_ONCE)
    last = ""
    while part := list(connection.execute(query.where(every.c.sha256 > last)).scalars()):
        yield from part
        last = part[-1]


def names_in(connection: Connection, table: Table, condition: Any) -> list[str]:
    """The files that these rows of the table name."""
    return list(connection.execute(select(table.c.sha256).where(condition)).scalars())
