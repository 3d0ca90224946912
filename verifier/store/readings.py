"""Readings and decisions in SQL: the measured and the judged, as JSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from verifier.domain.decision import Decision, DecisionOutcome, Proposal
from verifier.domain.finding import Finding
from verifier.domain.reading import Reading
from verifier.store import tables
from verifier.store.rows import add
from verifier.store.serialisation import (
    body_from_json,
    body_to_json,
    findings_from_json,
    findings_to_json,
    ruling_from_json,
    ruling_to_json,
)
from verifier.usecases.case_ports import Decisions, Readings

_reading = tables.readings.c
_evidence = tables.evidence.c
_decision = tables.decisions.c


class SqlReadings(Readings):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, reading: Reading, at: datetime) -> None:
        add(
            self._connection,
            tables.readings,
            evidence_id=reading.evidence_id,
            reader=reading.reader,
            engine=reading.engine,
            version=reading.version,
            milliseconds=reading.milliseconds,
            body=body_to_json(reading),
            recorded_at=at,
        )

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Reading]:
        query = (
            select(tables.readings)
            .join(tables.evidence, _reading.evidence_id == _evidence.id)
            .where(_evidence.tenant_id == tenant_id, _evidence.case_id == case_id)
            .order_by(_evidence.added_at, _evidence.id, _reading.reader)
        )
        return tuple(_to_reading(row) for row in self._connection.execute(query))


class SqlDecisions(Decisions):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, tenant_id: str, decision: Decision, findings: Sequence[Finding]) -> None:
        add(
            self._connection,
            tables.decisions,
            id=decision.id,
            tenant_id=tenant_id,
            case_id=decision.case_id,
            round=decision.round,
            outcome=decision.proposal.outcome,
            policy_version=decision.proposal.policy_version,
            reasons=findings_to_json(decision.proposal.reasons),
            waived=decision.proposal.waived,
            findings=findings_to_json(findings),
            decided_by=decision.decided_by,
            decided_at=decision.decided_at,
            expires_at=decision.expires_at,
            ruling=ruling_to_json(decision.ruling) if decision.ruling else None,
        )

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Decision]:
        mine = (_decision.tenant_id == tenant_id, _decision.case_id == case_id)
        rows = self._connection.execute(select(tables.decisions).where(*mine).order_by(_decision.round))
        return tuple(_to_decision(row) for row in rows)

    def latest(self, tenant_id: str, case_id: str) -> tuple[Decision, Sequence[Finding]] | None:
        query = (
            select(tables.decisions)
            .where(_decision.tenant_id == tenant_id, _decision.case_id == case_id)
            .order_by(_decision.round.desc())
            .limit(1)
        )
        row = self._connection.execute(query).one_or_none()
        return (_to_decision(row), findings_from_json(row.findings)) if row else None


def _to_reading(row: Row[Any]) -> Reading:
    return Reading(
        evidence_id=row.evidence_id,
        reader=row.reader,
        engine=row.engine,
        version=row.version,
        milliseconds=row.milliseconds,
        body=body_from_json(row.body),
    )


def _to_decision(row: Row[Any]) -> Decision:
    return Decision(
        id=row.id,
        case_id=row.case_id,
        proposal=Proposal(
            outcome=DecisionOutcome(row.outcome),
            policy_version=row.policy_version,
            reasons=findings_from_json(row.reasons),
            waived=tuple((what, why) for what, why in row.waived),
        ),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        expires_at=row.expires_at,
        round=row.round,
        ruling=ruling_from_json(row.ruling) if row.ruling is not None else None,
    )
