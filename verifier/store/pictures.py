"""Pictures in SQL: which were drawn of which evidence. Their bytes are in the blob store."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from verifier.domain.picture import PictureKind, StoredPicture
from verifier.store import tables
from verifier.store.rows import add, change
from verifier.usecases.case_ports import Pictures

_picture = tables.pictures.c


class SqlPictures(Pictures):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, picture: StoredPicture) -> str | None:
        earlier = self.get(picture.tenant_id, picture.evidence_id, picture.kind)
        removed = delete(tables.pictures).where(
            _picture.evidence_id == picture.evidence_id,
            _picture.kind == picture.kind,
            _picture.tenant_id == picture.tenant_id,
        )
        change(self._connection, removed)
        add(
            self._connection,
            tables.pictures,
            evidence_id=picture.evidence_id,
            kind=picture.kind,
            tenant_id=picture.tenant_id,
            case_id=picture.case_id,
            media_type=picture.media_type,
            sha256=picture.sha256,
        )
        return earlier.sha256 if earlier else None

    def get(self, tenant_id: str, evidence_id: str, kind: PictureKind) -> StoredPicture | None:
        query = select(tables.pictures).where(
            _picture.tenant_id == tenant_id, _picture.evidence_id == evidence_id, _picture.kind == kind
        )
        row = self._connection.execute(query).one_or_none()
        return _to_picture(row) if row else None

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[StoredPicture]:
        query = (
            select(tables.pictures)
            .where(_picture.tenant_id == tenant_id, _picture.case_id == case_id)
            .order_by(_picture.evidence_id, _picture.kind)
        )
        return tuple(_to_picture(row) for row in self._connection.execute(query))


def _to_picture(row: Row[Any]) -> StoredPicture:
    return StoredPicture(
        evidence_id=row.evidence_id,
        tenant_id=row.tenant_id,
        case_id=row.case_id,
        kind=PictureKind(row.kind),
        media_type=row.media_type,
        sha256=row.sha256,
    )
