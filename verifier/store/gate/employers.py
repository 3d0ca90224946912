"""Employers, their record and their recruiters in SQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, bindparam, func, select, update

from verifier.domain.case import AccountType
from verifier.domain.employer import (
    AccountRisk,
    Employer,
    EmployerState,
    Entry,
    Ground,
    Happening,
    Membership,
)
from verifier.store.gate import tables
from verifier.store.listed import among
from verifier.store.rows import add, add_all, add_if_absent, change
from verifier.usecases.gate_ports import Employers, Memberships

_employer = tables.employers.c
_entry = tables.employer_entries.c
_member = tables.memberships.c


# Made once. SQLite knows no row locks and needs none: its writers are alone.
_HOLD: Final = (
    select(tables.employers)
    .where(_employer.tenant_id == bindparam("tenant"), among(_employer.id, "held"))
    .order_by(_employer.id)
    .with_for_update()
)


class SqlEmployers(Employers):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, employer: Employer) -> None:
        fixed = {
            "id": employer.id,
            "tenant_id": employer.tenant_id,
            "reference": employer.reference,
            "account_type": employer.account_type,
            "opened_at": employer.opened_at,
        }
        add(self._connection, tables.employers, **fixed, **_changing(employer))

    def get(self, tenant_id: str, employer_id: str) -> Employer | None:
        return self._one(_mine(tenant_id).where(_employer.id == employer_id))

    def some(self, tenant_id: str, employer_ids: Collection[str]) -> Mapping[str, Employer]:
        rows = self._connection.execute(_mine(tenant_id).where(_employer.id.in_(employer_ids)))
        return {row.id: _to_employer(row) for row in rows}

    def of_reference(self, tenant_id: str, reference: str) -> Employer | None:
        return self._one(_mine(tenant_id).where(_employer.reference == reference))

    def hold(self, tenant_id: str, employer_id: str) -> Employer | None:
        return next(iter(self.hold_all(tenant_id, [employer_id])), None)

    def hold_all(self, tenant_id: str, employer_ids: Sequence[str]) -> Sequence[Employer]:
        rows = self._connection.execute(_HOLD, {"tenant": tenant_id, "held": employer_ids})
        return tuple(_to_employer(row) for row in rows)

    def keep(self, employer: Employer) -> None:
        mine = (_employer.tenant_id == employer.tenant_id, _employer.id == employer.id)
        change(self._connection, update(tables.employers).where(*mine).values(**_changing(employer)))

    def page(self, tenant_id: str, *, before: str | None, limit: int) -> Sequence[Employer]:
        query = _mine(tenant_id)
        if before is not None:
            query = query.where(_employer.id < before)
        rows = self._connection.execute(query.order_by(_employer.id.desc()).limit(limit))
        return tuple(_to_employer(row) for row in rows)

    def note(self, *entries: Entry) -> None:
        add_all(self._connection, tables.employer_entries, [_to_row(entry) for entry in entries])

    def record(self, tenant_id: str, employer_id: str, *, before: str | None, limit: int) -> Sequence[Entry]:
        query = select(tables.employer_entries).where(
            _entry.tenant_id == tenant_id, _entry.employer_id == employer_id
        )
        if before is not None:
            query = query.where(_entry.id < before)
        rows = self._connection.execute(query.order_by(_entry.id.desc()).limit(limit))
        return tuple(_to_entry(row) for row in rows)

    def last_lines(self, tenant_id: str, employer_ids: Collection[str]) -> Mapping[str, str]:
        query = (
            select(_entry.employer_id, func.max(_entry.id))
            .where(_entry.tenant_id == tenant_id, _entry.employer_id.in_(employer_ids))
            .group_by(_entry.employer_id)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def _one(self, query: Select[Any]) -> Employer | None:
        row = self._connection.execute(query).one_or_none()
        return _to_employer(row) if row else None


class SqlMemberships(Memberships):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, membership: Membership) -> None:
        place = {"employer_id": membership.employer_id, "recruiter_id": membership.recruiter_id}
        times = {"joined_at": membership.joined_at, "left_at": membership.left_at}
        tenant_id = membership.tenant_id
        if add_if_absent(self._connection, tables.memberships, tenant_id=tenant_id, **place, **times):
            return
        mine = (_member.tenant_id == tenant_id, *(_member[name] == value for name, value in place.items()))
        change(self._connection, update(tables.memberships).where(*mine).values(**times))

    def get(self, tenant_id: str, employer_id: str, recruiter_id: str) -> Membership | None:
        query = _members(tenant_id).where(
            _member.employer_id == employer_id, _member.recruiter_id == recruiter_id
        )
        row = self._connection.execute(query).one_or_none()
        return _to_membership(row) if row else None

    def of_employer(self, tenant_id: str, employer_id: str) -> Sequence[Membership]:
        return self._all(_members(tenant_id).where(_member.employer_id == employer_id))

    def of_recruiter(self, tenant_id: str, recruiter_id: str) -> Sequence[Membership]:
        return self._all(_members(tenant_id).where(_member.recruiter_id == recruiter_id))

    def _all(self, query: Select[Any]) -> Sequence[Membership]:
        ordered = query.order_by(_member.joined_at, _member.employer_id, _member.recruiter_id)
        return tuple(_to_membership(row) for row in self._connection.execute(ordered))


def _mine(tenant_id: str) -> Select[Any]:
    return select(tables.employers).where(_employer.tenant_id == tenant_id)


def _members(tenant_id: str) -> Select[Any]:
    return select(tables.memberships).where(_member.tenant_id == tenant_id)


def _changing(employer: Employer) -> dict[str, Any]:
    """The columns of all that changes in an employer's life."""
    return {
        "state": employer.state,
        "since": employer.since,
        "case_id": employer.case_id,
        "verified_until": employer.verified_until,
        "ground": employer.ground,
        "scope": employer.scope,
        "links_cleared_at": employer.links_cleared_at,
        "appealed_at": employer.appealed_at,
        "risk": employer.risk,
    }


def _to_employer(row: Row[Any]) -> Employer:
    return Employer(
        id=row.id,
        tenant_id=row.tenant_id,
        reference=row.reference,
        account_type=AccountType(row.account_type),
        state=EmployerState(row.state),
        since=row.since,
        opened_at=row.opened_at,
        case_id=row.case_id,
        verified_until=row.verified_until,
        ground=_ground(row),
        scope=row.scope,
        links_cleared_at=row.links_cleared_at,
        appealed_at=row.appealed_at,
        risk=AccountRisk(row.risk),
    )


def _to_row(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "tenant_id": entry.tenant_id,
        "employer_id": entry.employer_id,
        "at": entry.at,
        "what": entry.what,
        "state": entry.state,
        "who": entry.by,
        "ground": entry.ground,
        "about": entry.about,
        "words": entry.words,
    }


def _to_entry(row: Row[Any]) -> Entry:
    return Entry(
        id=row.id,
        tenant_id=row.tenant_id,
        employer_id=row.employer_id,
        at=row.at,
        what=Happening(row.what),
        state=EmployerState(row.state),
        by=row.who,
        ground=_ground(row),
        about=row.about,
        words=row.words,
    )


def _ground(row: Row[Any]) -> Ground | None:
    return Ground(row.ground) if row.ground is not None else None


def _to_membership(row: Row[Any]) -> Membership:
    return Membership(row.tenant_id, row.employer_id, row.recruiter_id, row.joined_at, row.left_at)
