"""Recruiters and their portraits in SQL."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, select, update

from verifier.domain.face_session import Portrait, PortraitKind, Recruiter
from verifier.store.faces import tables
from verifier.store.listed import among
from verifier.store.rows import add, change
from verifier.usecases.face_ports import Recruiters

_recruiter = tables.recruiters.c
_portrait = tables.portraits.c


# Made once: they are held before every read. FOR NO KEY UPDATE, as `hold` does.
_HOLD: Final = (
    select(_recruiter.id)
    .where(_recruiter.tenant_id == bindparam("tenant"), among(_recruiter.id, "held"))
    .order_by(_recruiter.id)
    .with_for_update(key_share=True)
)


class SqlRecruiters(Recruiters):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, recruiter: Recruiter) -> None:
        add(
            self._connection,
            tables.recruiters,
            id=recruiter.id,
            tenant_id=recruiter.tenant_id,
            reference=recruiter.reference,
            case_id=recruiter.case_id,
            added_at=recruiter.added_at,
        )

    def get(self, tenant_id: str, recruiter_id: str) -> Recruiter | None:
        return self._one(_one_recruiter(tenant_id, recruiter_id))

    def by_reference(self, tenant_id: str, reference: str) -> Recruiter | None:
        query = select(tables.recruiters).where(_recruiter.tenant_id == tenant_id)
        return self._one(query.where(_recruiter.reference == reference))

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Recruiter]:
        query = select(tables.recruiters).where(
            _recruiter.tenant_id == tenant_id, _recruiter.case_id == case_id
        )
        return tuple(_to_recruiter(row) for row in self._connection.execute(query.order_by(_recruiter.id)))

    def hold(self, tenant_id: str, recruiter_id: str) -> Recruiter | None:
        # FOR NO KEY UPDATE: rows that merely name the recruiter are added meanwhile without waiting.
        return self._one(_one_recruiter(tenant_id, recruiter_id).with_for_update(key_share=True))

    def hold_all(self, tenant_id: str, recruiter_ids: Sequence[str]) -> None:
        if self._connection.dialect.name != "sqlite":  # whose writers are alone
            self._connection.execute(_HOLD, {"tenant": tenant_id, "held": recruiter_ids}).all()

    def keep_portrait(self, portrait: Portrait) -> str | None:
        mine = (_portrait.recruiter_id == portrait.recruiter_id, _portrait.kind == portrait.kind)
        earlier: str | None = self._connection.execute(
            select(_portrait.sha256).where(_portrait.tenant_id == portrait.tenant_id, *mine)
        ).scalar_one_or_none()
        values = {
            "sha256": portrait.sha256,
            "media_type": portrait.media_type,
            "added_at": portrait.added_at,
        }
        if earlier is None:
            place = {"recruiter_id": portrait.recruiter_id, "kind": portrait.kind}
            add(self._connection, tables.portraits, tenant_id=portrait.tenant_id, **place, **values)
        else:
            change(self._connection, update(tables.portraits).where(*mine).values(**values))
        return earlier

    def portraits(self, tenant_id: str, recruiter_id: str) -> Sequence[Portrait]:
        query = select(tables.portraits).where(
            _portrait.tenant_id == tenant_id, _portrait.recruiter_id == recruiter_id
        )
        return tuple(_to_portrait(row) for row in self._connection.execute(query.order_by(_portrait.kind)))

    def drop_portraits(self, tenant_id: str, recruiter_id: str) -> Sequence[str]:
        statement = (
            delete(tables.portraits)
            .where(_portrait.tenant_id == tenant_id, _portrait.recruiter_id == recruiter_id)
            .returning(_portrait.kind, _portrait.sha256)
        )
        return tuple(row.sha256 for row in sorted(self._connection.execute(statement).all()))

    def count_pictured(self) -> int:
        counted = select(func.count(_portrait.recruiter_id.distinct()))
        return int(self._connection.execute(counted).scalar_one())

    def _one(self, query: Select[Any]) -> Recruiter | None:
        row = self._connection.execute(query).one_or_none()
        return _to_recruiter(row) if row else None


def _one_recruiter(tenant_id: str, recruiter_id: str) -> Select[Any]:
    return select(tables.recruiters).where(_recruiter.tenant_id == tenant_id, _recruiter.id == recruiter_id)


def _to_recruiter(row: Row[Any]) -> Recruiter:
    return Recruiter(row.id, row.tenant_id, row.reference, row.case_id, row.added_at)


def _to_portrait(row: Row[Any]) -> Portrait:
    return Portrait(
        recruiter_id=row.recruiter_id,
        tenant_id=row.tenant_id,
        kind=PortraitKind(row.kind),
        sha256=row.sha256,
        media_type=row.media_type,
        added_at=row.added_at,
    )
