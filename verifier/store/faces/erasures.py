"""The list of blobs that are to be deleted, in SQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Insert, case, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from verifier.store.faces import tables
from verifier.store.retention.naming import named
from verifier.store.rows import change
from verifier.usecases.face_ports import Erasures

_erasure = tables.face_erasures.c


class SqlErasures(Erasures):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def plan(self, tenant_id: str, sha256s: Sequence[str], *, due: datetime) -> None:
        # One by one and in order, here and below, so that of two who list the same none waits for the other
        # while it holds what that one waits for.
        for name in sorted(sha256s):
            self._connection.execute(_plan(self._connection, tenant_id, name, due))

    def take(self, tenant_id: str, sha256: str, *, now: datetime) -> bool:
        mine = (_erasure.tenant_id == tenant_id, _erasure.sha256 == sha256, _erasure.due_at <= now)
        if not change(self._connection, delete(tables.face_erasures).where(*mine)):
            return False
        return not named(self._connection, tenant_id, [sha256])

    def planned(self, tenant_id: str) -> Sequence[str]:
        query = select(_erasure.sha256).where(_erasure.tenant_id == tenant_id)
        return tuple(self._connection.execute(query.order_by(_erasure.sha256)).scalars())

    def is_planned(self, tenant_id: str, sha256: str) -> bool:
        query = select(_erasure.sha256).where(_erasure.tenant_id == tenant_id, _erasure.sha256 == sha256)
        return self._connection.execute(query).first() is not None

    def strike(self, tenant_id: str, sha256s: Sequence[str]) -> None:
        for name in sorted(sha256s):
            mine = (_erasure.tenant_id == tenant_id, _erasure.sha256 == name)
            change(self._connection, delete(tables.face_erasures).where(*mine))

    def due(self, *, now: datetime, limit: int) -> Sequence[tuple[str, str]]:
        query = select(tables.face_erasures).where(_erasure.due_at <= now)
        rows = self._connection.execute(query.order_by(_erasure.due_at, _erasure.sha256).limit(limit))
        return tuple((row.tenant_id, row.sha256) for row in rows)


def _plan(connection: Connection, tenant_id: str, name: str, due: datetime) -> Insert:
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    listing = dialect.insert(tables.face_erasures).values(tenant_id=tenant_id, sha256=name, due_at=due)
    later = case((listing.excluded.due_at > _erasure.due_at, listing.excluded.due_at), else_=_erasure.due_at)
    planned: Insert = listing.on_conflict_do_update(
        index_elements=[_erasure.tenant_id, _erasure.sha256], set_={"due_at": later}
    )
    return planned
