"""Members of staff in SQL."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update

from verifier.domain.staff import Role, StaffMember
from verifier.store.rows import add, change
from verifier.store.staff import tables
from verifier.usecases.staff_ports import Staff

_member = tables.staff.c


class SqlStaff(Staff):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, member: StaffMember) -> None:
        add(self._connection, tables.staff, **_row(member))
        add(self._connection, tables.staff_credentials, member_id=member.id)

    def get(self, member_id: str) -> StaffMember | None:
        return self._one(_of_id(member_id))

    def by_name(self, name: str) -> StaffMember | None:
        return self._one(select(tables.staff).where(_member.name == name))

    def hold(self, member_id: str) -> StaffMember | None:
        # FOR NO KEY UPDATE: rows that merely name the member are added meanwhile without waiting.
        return self._one(_of_id(member_id).with_for_update(key_share=True))

    def everyone(self) -> Sequence[StaffMember]:
        return tuple(map(_to_member, self._connection.execute(select(tables.staff).order_by(_member.name))))

    def change(self, member: StaffMember) -> None:
        change(self._connection, update(tables.staff).where(_member.id == member.id).values(**_row(member)))

    def _one(self, query: Select[Any]) -> StaffMember | None:
        row = self._connection.execute(query).one_or_none()
        return _to_member(row) if row else None


def _of_id(member_id: str) -> Select[Any]:
    return select(tables.staff).where(_member.id == member_id)


def _row(member: StaffMember) -> dict[str, Any]:
    return {
        "id": member.id,
        "name": member.name,
        "display_name": member.display_name,
        "role": member.role,
        "tenants": None if member.tenants is None else sorted(member.tenants),
        "language": member.language,
        "invited_at": member.invited_at,
        "joined_at": member.joined_at,
        "disabled_at": member.disabled_at,
        "away_until": member.away_until,
    }


def _to_member(row: Row[Any]) -> StaffMember:
    return StaffMember(
        id=row.id,
        name=row.name,
        display_name=row.display_name,
        role=Role(row.role),
        tenants=None if row.tenants is None else frozenset(row.tenants),
        language=row.language,
        invited_at=row.invited_at,
        joined_at=row.joined_at,
        disabled_at=row.disabled_at,
        away_until=row.away_until,
    )
