"""Looking back over many cases, in SQL.

An escalation is opened at the very moment of the decision that escalated, and ends at that of the decision
that ended it; by these moments their rows are joined.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, ScalarSelect, and_, func, select

from verifier.domain.audit import Action
from verifier.domain.audit_chain import MOMENT
from verifier.domain.case import Case, CaseState
from verifier.domain.decision import DecisionOutcome
from verifier.domain.finding import Outcome
from verifier.domain.review_figures import Cause, Ended
from verifier.store import tables
from verifier.store.cases import to_case
from verifier.store.review import tables as review
from verifier.store.review.escalations import to_escalation
from verifier.store.serialisation import ruling_from_json
from verifier.usecases.review_ports import Oversight, Tenants

PART: Final = 500  # rows in memory at a time
JUDGED: Final = (CaseState.VERIFIED, CaseState.ESCALATED, CaseState.REJECTED)
_row = review.escalations.c
_case = tables.cases.c
_entry = tables.audit.c
_opening = tables.decisions.alias("opening")
_closing = tables.decisions.alias("closing")


class SqlOversight(Oversight):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ended(
        self, *, tenants: Tenants, since: datetime, until: datetime | None = None, limit: int | None = None
    ) -> Iterator[Ended]:
        # Chosen first, so that nothing is looked up for what is cut off.
        newest = select(review.escalations).where(_row.ended_at >= since, *_among(_row.tenant_id, tenants))
        if until is not None:
            newest = newest.where(_row.ended_at < until)
        one = newest.order_by(_row.ended_at.desc(), _row.id.desc()).limit(limit).subquery("newest").c
        columns: list[Any] = [
            *one,
            _opening.c.reasons.label("causes"),
            _opening.c.policy_version,
            _closing.c.outcome,
            _closing.c.ruling,
            _claimed(one).label("claimed"),
        ]
        query = (
            select(*columns)
            .join(_opening, _opens(one))
            .outerjoin(_closing, _closes(one))
            .order_by(one.ended_at.desc(), one.id.desc())
        )
        rows = self._connection.execute(query, execution_options={"yield_per": PART})
        return (_to_ended(row) for row in rows)

    def decided_cases(
        self, *, tenants: Tenants, since: datetime | None, before: str | None, limit: int
    ) -> Sequence[Case]:
        query = select(tables.cases).where(_case.state.in_(JUDGED), *_among(_case.tenant_id, tenants))
        if since is not None:
            query = query.where(_case.opened_at >= since)
        if before is not None:
            query = query.where(_case.id < before)
        rows = self._connection.execute(query.order_by(_case.id.desc()).limit(limit))
        return tuple(to_case(row) for row in rows)


def _opens(one: Any) -> ColumnElement[bool]:
    return and_(
        _opening.c.case_id == one.case_id,
        _opening.c.decided_at == one.opened_at,
        _opening.c.outcome == DecisionOutcome.ESCALATED,
    )


def _closes(one: Any) -> ColumnElement[bool]:
    return and_(
        _closing.c.case_id == one.case_id,
        _closing.c.decided_at == one.ended_at,
        _closing.c.decided_by == one.ended_by,
        _closing.c.outcome != DecisionOutcome.ESCALATED,
    )


def _claimed(one: Any) -> ScalarSelect[Any]:
    """When the one who ended it last took it, by the audit, which keeps moments as texts."""
    taken = select(func.max(_entry.moment)).where(
        _entry.tenant_id == one.tenant_id,
        _entry.subject == one.case_id,
        _entry.action == Action.ESCALATION_CLAIMED,
        _entry.actor_id == one.ended_by,
        _entry.details.contains(one.id),
    )
    return taken.scalar_subquery()


def _among(column: Any, tenants: Tenants) -> tuple[ColumnElement[bool], ...]:
    return () if tenants is None else (column.in_(sorted(tenants)),)


def _to_ended(row: Row[Any]) -> Ended:
    return Ended(
        escalation=to_escalation(row),
        causes=tuple(Cause(one["check"], one["code"], Outcome(one["outcome"])) for one in row.causes),
        policy_version=row.policy_version,
        outcome=DecisionOutcome(row.outcome) if row.outcome else None,
        ruling=ruling_from_json(row.ruling) if row.ruling is not None else None,
        claimed_at=datetime.strptime(row.claimed, MOMENT).replace(tzinfo=UTC) if row.claimed else None,
    )
