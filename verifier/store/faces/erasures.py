"""The list of blobs that are to be deleted, of faces and of evidence, in SQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, or_, select, update

from verifier.store import tables as case_tables
from verifier.store.faces import tables
from verifier.store.rows import add_if_absent, change
from verifier.usecases.face_ports import Erasures

_erasure = tables.face_erasures.c
NAMING = (
    case_tables.evidence,
    case_tables.pictures,
    tables.portraits,
    tables.film_batches,
    tables.kept_frames,
)
"""Every table whose rows name blobs."""


class SqlErasures(Erasures):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def plan(self, tenant_id: str, sha256s: Sequence[str], *, due: datetime) -> None:
        # One by one and in order, here and below, so that of two who list the same none waits for the other
        # while it holds what that one waits for.
        for name in sorted(sha256s):
            row = {"tenant_id": tenant_id, "sha256": name, "due_at": due}
            if not add_if_absent(self._connection, tables.face_erasures, **row):
                sooner = (*_is(tenant_id, name), _erasure.due_at < due)
                change(self._connection, update(tables.face_erasures).where(*sooner).values(due_at=due))

    def strike(self, tenant_id: str, sha256s: Sequence[str]) -> None:
        for name in sorted(sha256s):
            change(self._connection, delete(tables.face_erasures).where(*_is(tenant_id, name)))

    def due(self, *, now: datetime, limit: int) -> Sequence[tuple[str, str]]:
        query = select(tables.face_erasures).where(_erasure.due_at <= now)
        rows = self._connection.execute(query.order_by(_erasure.due_at, _erasure.sha256).limit(limit))
        return tuple((row.tenant_id, row.sha256) for row in rows)

    def take(self, tenant_id: str, sha256: str, *, now: datetime) -> bool:
        due = delete(tables.face_erasures).where(*_is(tenant_id, sha256), _erasure.due_at <= now)
        return change(self._connection, due) == 1

    def is_named(self, tenant_id: str, sha256: str) -> bool:
        rows = (exists().where(table.c.tenant_id == tenant_id, table.c.sha256 == sha256) for table in NAMING)
        return bool(self._connection.execute(select(or_(*rows))).scalar_one())


def _is(tenant_id: str, sha256: str) -> tuple[ColumnElement[bool], ...]:
    return _erasure.tenant_id == tenant_id, _erasure.sha256 == sha256
