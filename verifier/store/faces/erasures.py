"""The list of blobs that are to be deleted, in SQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select

from verifier.store.faces import tables
from verifier.store.rows import add_if_absent, change
from verifier.usecases.face_ports import Erasures

_erasure = tables.face_erasures.c


class SqlErasures(Erasures):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def plan(self, tenant_id: str, sha256s: Sequence[str], *, due: datetime) -> None:
        # One by one and in order, here and below, so that of two who list the same none waits for the other
        # while it holds what that one waits for.
        for name in sorted(sha256s):
            add_if_absent(
                self._connection, tables.face_erasures, tenant_id=tenant_id, sha256=name, due_at=due
            )

    def strike(self, tenant_id: str, sha256s: Sequence[str]) -> None:
        for name in sorted(sha256s):
            mine = (_erasure.tenant_id == tenant_id, _erasure.sha256 == name)
            change(self._connection, delete(tables.face_erasures).where(*mine))

    def due(self, *, now: datetime, limit: int) -> Sequence[tuple[str, str]]:
        query = select(tables.face_erasures).where(_erasure.due_at <= now)
        rows = self._connection.execute(query.order_by(_erasure.due_at, _erasure.sha256).limit(limit))
        return tuple((row.tenant_id, row.sha256) for row in rows)
