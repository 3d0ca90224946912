"""What waits and what is kept, counted over all tenants, for whoever watches the service. Changes nothing.

Tells numbers and moments alone. Counting escalated cases reads the table of cases: ask once in a while.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, func, select

from verifier.domain.case import CaseState
from verifier.domain.employer import EmployerState
from verifier.domain.face_session import SessionState
from verifier.domain.task import TaskState
from verifier.domain.webhook import DeliveryState
from verifier.store import tables

UNENDED = (TaskState.QUEUED, TaskState.CLAIMED)
UNDELIVERED = (DeliveryState.WAITING, DeliveryState.CLAIMED)

_task = tables.tasks.c
_case = tables.cases.c
_attempt = tables.faces.face_attempts.c
_session = tables.faces.face_sessions.c
_delivery = tables.deliveries.c
_employer = tables.gate.employers.c


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, and since when the oldest does; None where none waits."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Census:
    """`tasks` by reader; `audit_entries` are all that were ever written.

    `reviews` by kind, each since its case was submitted, its session asked for, its employer put there.
    """

    tasks: Mapping[str, int]
    oldest_task: datetime | None
    deliveries: Waiting
    dead_letters: int
    reviews: Mapping[str, Waiting]
    audit_entries: int


def take_census(connection: Connection) -> Census:
    """Count as of this connection's transaction."""
    return Census(
        tasks=_tasks(connection),
        oldest_task=_oldest_task(connection),
        deliveries=_waiting(
            connection, tables.deliveries, _delivery.state.in_(UNDELIVERED), _delivery.created_at
        ),
        dead_letters=_count(connection, tables.deliveries, _delivery.state == DeliveryState.DEAD),
        reviews={
            "case": _waiting(
                connection, tables.cases, _case.state == CaseState.ESCALATED, _case.submitted_at
            ),
            "face_session": _waiting(
                connection,
                tables.faces.face_sessions,
                _session.state == SessionState.REVIEW,
                _session.created_at,
            ),
            "employer": _waiting(
                connection, tables.gate.employers, _employer.state == EmployerState.REVIEW, _employer.since
            ),
        },
        audit_entries=int(
            connection.execute(select(func.coalesce(func.sum(tables.audit_heads.c.seq), 0))).scalar_one()
        ),
    )


def _tasks(connection: Connection) -> Mapping[str, int]:
    query = (
        select(_task.reader, func.count().label("tasks"))
        .where(_task.state.in_(UNENDED))
        .group_by(_task.reader)
    )
    return {row.reader: row.tasks for row in connection.execute(query)}


def _oldest_task(connection: Connection) -> datetime | None:
    """Since when somebody waits for the oldest: the case's submission, or the film's end."""
    since = func.min(func.coalesce(_case.submitted_at, _attempt.finished_at))
    joined = tables.tasks.outerjoin(tables.cases, _task.case_id == _case.id).outerjoin(
        tables.faces.face_attempts, _task.attempt_id == _attempt.id
    )
    query = select(since).select_from(joined).where(_task.state.in_(UNENDED))
    oldest: datetime | None = connection.execute(query).scalar_one()
    return oldest


def _waiting(
    connection: Connection, table: FromClause, where: ColumnElement[bool], since: ColumnElement[Any]
) -> Waiting:
    query = select(func.count(), func.min(since)).select_from(table).where(where)
    count, oldest = connection.execute(query).one()
    return Waiting(count, oldest)


def _count(connection: Connection, table: FromClause, where: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(table).where(where)).scalar_one())
