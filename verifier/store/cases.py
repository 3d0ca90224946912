"""Cases and evidence in SQL."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, update

from verifier.domain.case import AccountType, Case, CaseState, Declared
from verifier.domain.evidence import Evidence, EvidenceKind
from verifier.store import tables
from verifier.store.rows import add, change
from verifier.usecases.case_ports import Cases, EvidenceRecords

_case = tables.cases.c
_evidence = tables.evidence.c
OF_EMPLOYER_MAX = 100


class SqlCases(Cases):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, case: Case) -> None:
        add(
            self._connection,
            tables.cases,
            id=case.id,
            tenant_id=case.tenant_id,
            account_type=case.account_type,
            declared_name=case.declared.name,
            declared_code=case.declared.code,
            declared_person=case.declared.person,
            declared_address=case.declared.address,
            declared_phone=case.declared.phone,
            declared_bank_account=case.declared.bank_account,
            declared_website=case.declared.website,
            declared_agent=case.declared.agent,
            reference=case.reference,
            state=case.state,
            opened_at=case.opened_at,
            submitted_at=case.submitted_at,
            employer_id=case.employer_id,
        )

    def get(self, tenant_id: str, case_id: str) -> Case | None:
        return self._one(_one_case(tenant_id, case_id))

    def find(self, case_id: str, *, tenants: frozenset[str] | None) -> Case | None:
        query = select(tables.cases).where(_case.id == case_id)
        if tenants is not None:
            query = query.where(_case.tenant_id.in_(sorted(tenants)))
        return self._one(query)

    def hold(self, tenant_id: str, case_id: str) -> Case | None:
        # SQLite knows no row locks and needs none: its writers are alone.
        return self._one(_one_case(tenant_id, case_id).with_for_update())

    def page(self, tenant_id: str, *, before: str | None, limit: int) -> Sequence[Case]:
        query = select(tables.cases).where(_case.tenant_id == tenant_id)
        if before is not None:
            query = query.where(_case.id < before)
        rows = self._connection.execute(query.order_by(_case.id.desc()).limit(limit))
        return tuple(to_case(row) for row in rows)

    def of_employer(self, tenant_id: str, employer_id: str) -> Sequence[Case]:
        query = select(tables.cases).where(_case.tenant_id == tenant_id, _case.employer_id == employer_id)
        rows = self._connection.execute(query.order_by(_case.id.desc()).limit(OF_EMPLOYER_MAX))
        return tuple(to_case(row) for row in rows)

    def some(self, tenant_id: str, case_ids: Collection[str]) -> Mapping[str, Case]:
        if not case_ids:
            return {}
        query = select(tables.cases).where(_case.tenant_id == tenant_id, _case.id.in_(case_ids))
        return {row.id: to_case(row) for row in self._connection.execute(query)}

    def newest_of(self, tenant_id: str, employer_ids: Collection[str]) -> Mapping[str, Case]:
        if not employer_ids:
            return {}
        newest = (
            select(func.max(_case.id))
            .where(_case.tenant_id == tenant_id, _case.employer_id.in_(employer_ids))
            .group_by(_case.employer_id)
        )
        rows = self._connection.execute(select(tables.cases).where(_case.id.in_(newest)))
        return {row.employer_id: to_case(row) for row in rows}

    def move(self, tenant_id: str, case_id: str, *, since: CaseState, to: CaseState, at: datetime) -> bool:
        values: dict[str, Any] = {"state": to}
        if to is CaseState.SUBMITTED:
            values["submitted_at"] = at
        statement = (
            update(tables.cases)
            .where(_case.tenant_id == tenant_id, _case.id == case_id, _case.state == since)
            .values(**values)
        )
        return change(self._connection, statement) == 1

    def _one(self, query: Select[Any]) -> Case | None:
        row = self._connection.execute(query).one_or_none()
        return to_case(row) if row else None


class SqlEvidence(EvidenceRecords):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, evidence: Evidence) -> None:
        add(
            self._connection,
            tables.evidence,
            id=evidence.id,
            tenant_id=evidence.tenant_id,
            case_id=evidence.case_id,
            kind=evidence.kind,
            sha256=evidence.sha256,
            media_type=evidence.media_type,
            declared_media_type=evidence.declared_media_type,
            size=evidence.size,
            added_at=evidence.added_at,
        )

    def get(self, tenant_id: str, evidence_id: str) -> Evidence | None:
        query = select(tables.evidence).where(_evidence.tenant_id == tenant_id, _evidence.id == evidence_id)
        row = self._connection.execute(query).one_or_none()
        return _to_evidence(row) if row else None

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Evidence]:
        query = (
            select(tables.evidence)
            .where(_evidence.tenant_id == tenant_id, _evidence.case_id == case_id)
            .order_by(_evidence.added_at, _evidence.id)
        )
        return tuple(_to_evidence(row) for row in self._connection.execute(query))


def _one_case(tenant_id: str, case_id: str) -> Select[Any]:
    return select(tables.cases).where(_case.tenant_id == tenant_id, _case.id == case_id)


def to_case(row: Row[Any], prefix: str = "") -> Case:
    """The case of a row in which its columns' names begin so."""
    told = {column.name: row._mapping[prefix + column.name] for column in _case}
    return Case(
        id=told["id"],
        tenant_id=told["tenant_id"],
        account_type=AccountType(told["account_type"]),
        declared=_to_declared(told),
        reference=told["reference"],
        state=CaseState(told["state"]),
        opened_at=told["opened_at"],
        submitted_at=told["submitted_at"],
        employer_id=told["employer_id"],
    )


def _to_declared(told: Mapping[str, Any]) -> Declared:
    return Declared(
        name=told["declared_name"],
        code=told["declared_code"],
        person=told["declared_person"],
        address=told["declared_address"],
        phone=told["declared_phone"],
        bank_account=told["declared_bank_account"],
        website=told["declared_website"],
        agent=told["declared_agent"],
    )


def _to_evidence(row: Row[Any]) -> Evidence:
    return Evidence(
        id=row.id,
        tenant_id=row.tenant_id,
        case_id=row.case_id,
        kind=EvidenceKind(row.kind),
        sha256=row.sha256,
        media_type=row.media_type,
        declared_media_type=row.declared_media_type,
        size=row.size,
        added_at=row.added_at,
    )
