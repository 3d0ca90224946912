"""Decisions on films and sessions in SQL, with every finding behind them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from verifier.domain.face_decision import FaceDecision, FaceOutcome
from verifier.domain.finding import Finding
from verifier.store.faces import tables
from verifier.store.rows import add
from verifier.store.serialisation import findings_from_json, findings_to_json
from verifier.usecases.face_ports import FaceDecisions

_decision = tables.face_decisions.c


class SqlFaceDecisions(FaceDecisions):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, decision: FaceDecision, findings: Sequence[Finding]) -> None:
        add(
            self._connection,
            tables.face_decisions,
            id=decision.id,
            tenant_id=decision.tenant_id,
            session_id=decision.session_id,
            attempt_id=decision.attempt_id,
            outcome=decision.outcome,
            policy_version=decision.policy_version,
            reasons=findings_to_json(decision.reasons),
            waived=[list(pair) for pair in decision.waived],
            findings=findings_to_json(findings),
            decided_by=decision.decided_by,
            decided_at=decision.decided_at,
            words=decision.words,
        )

    def of_session(self, tenant_id: str, session_id: str) -> Sequence[tuple[FaceDecision, Sequence[Finding]]]:
        query = (
            select(tables.face_decisions)
            .where(_decision.tenant_id == tenant_id, _decision.session_id == session_id)
            .order_by(_decision.id)
        )
        rows = self._connection.execute(query)
        return tuple((_to_decision(row), findings_from_json(row.findings)) for row in rows)


def _to_decision(row: Row[Any]) -> FaceDecision:
    return FaceDecision(
        id=row.id,
        tenant_id=row.tenant_id,
        session_id=row.session_id,
        attempt_id=row.attempt_id,
        outcome=FaceOutcome(row.outcome),
        policy_version=row.policy_version,
        reasons=findings_from_json(row.reasons),
        waived=tuple((what, why) for what, why in row.waived),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        words=row.words,
    )
