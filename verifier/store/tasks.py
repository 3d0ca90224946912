"""Tasks in SQL: every change is one conditional UPDATE, so that of two who try only one succeeds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select, update

from verifier.domain.task import EvidenceTask, FilmTask, ProofTask, Task, TaskState
from verifier.store import tables
from verifier.store.rows import add, change
from verifier.usecases.case_ports import Tasks

_task = tables.tasks.c
_evidence = tables.evidence.c


class SqlTasks(Tasks):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, task: Task) -> None:
        add(
            self._connection,
            tables.tasks,
            id=task.id,
            tenant_id=task.tenant_id,
            reader=task.reader,
            asked_at=task.asked_at,
            state=task.state,
            attempts=task.attempts,
            lease_until=task.lease_until,
            claimed_by=task.claimed_by,
            failure=task.failure,
            **_about(task),
        )

    def get(self, task_id: str) -> Task | None:
        row = self._connection.execute(select(tables.tasks).where(_task.id == task_id)).one_or_none()
        return _to_task(row) if row else None

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[EvidenceTask]:
        query = (
            select(tables.tasks)
            .join(tables.evidence, _task.evidence_id == _evidence.id)
            .where(_task.tenant_id == tenant_id, _task.case_id == case_id)
            .order_by(_evidence.added_at, _evidence.id, _task.reader)
        )
        return tuple(_to_evidence_task(row) for row in self._connection.execute(query))

    def claim(self, task_id: str, *, by: str, now: datetime, until: datetime, attempts: int) -> Task | None:
        statement = (
            update(tables.tasks)
            .where(_task.id == task_id, _task.attempts < attempts, _waits(now))
            .values(state=TaskState.CLAIMED, claimed_by=by, lease_until=until, attempts=_task.attempts + 1)
            .returning(*tables.tasks.columns)
        )
        row = self._connection.execute(statement).one_or_none()
        return _to_task(row) if row else None

    def renew(self, task_id: str, *, attempt: int, until: datetime) -> bool:
        return self._change(_held(task_id, attempt), lease_until=until)

    def release(self, task_id: str, *, attempt: int, at: datetime) -> bool:
        return self._change(
            _held(task_id, attempt), state=TaskState.QUEUED, lease_until=None, claimed_by=None, asked_at=at
        )

    def end(self, task_id: str, *, attempt: int, state: TaskState, failure: str | None = None) -> bool:
        return self._change(_held(task_id, attempt), state=state, lease_until=None, failure=failure)

    def restart(self, task_id: str, *, at: datetime) -> bool:
        done = and_(_task.id == task_id, _task.state == TaskState.DONE)
        return self._change(done, state=TaskState.QUEUED, claimed_by=None, asked_at=at)

    def cancel(self, task_id: str, *, failure: str) -> bool:
        ended = (TaskState.DONE, TaskState.FAILED)
        unended = and_(_task.id == task_id, _task.state.not_in(ended))
        return self._change(unended, state=TaskState.FAILED, lease_until=None, failure=failure)

    def stale(self, *, asked_before: datetime, now: datetime, limit: int) -> Sequence[Task]:
        query = (
            select(tables.tasks)
            .where(_waits(now), _task.asked_at < asked_before)
            .order_by(_task.asked_at)
            .limit(limit)
        )
        return tuple(_to_task(row) for row in self._connection.execute(query))

    def ask_again(self, task_id: str, *, asked_at: datetime, now: datetime) -> bool:
        return self._change(and_(_task.id == task_id, _task.asked_at == asked_at, _waits(now)), asked_at=now)

    def _change(self, where: ColumnElement[bool], **values: Any) -> bool:
        statement = update(tables.tasks).where(where).values(**values)
        return change(self._connection, statement) == 1


def _waits(now: datetime) -> ColumnElement[bool]:
    """Nobody is at it: queued, or claimed under a lease that ran out."""
    return or_(
        _task.state == TaskState.QUEUED, and_(_task.state == TaskState.CLAIMED, _task.lease_until < now)
    )


def _held(task_id: str, attempt: int) -> ColumnElement[bool]:
    return and_(_task.id == task_id, _task.state == TaskState.CLAIMED, _task.attempts == attempt)


def _about(task: Task) -> dict[str, str]:
    """The columns that say what the task is about."""
    if isinstance(task, FilmTask):
        return {"session_id": task.session_id, "attempt_id": task.attempt_id}
    if isinstance(task, ProofTask):
        return {"proof_id": task.proof_id}
    assert isinstance(task, EvidenceTask), "there are three kinds of tasks"
    return {"case_id": task.case_id, "evidence_id": task.evidence_id}


def _to_task(row: Row[Any]) -> Task:
    if row.proof_id is not None:
        return ProofTask(**_life(row), proof_id=row.proof_id)
    if row.attempt_id is None:
        return _to_evidence_task(row)
    return FilmTask(**_life(row), session_id=row.session_id, attempt_id=row.attempt_id)


def _to_evidence_task(row: Row[Any]) -> EvidenceTask:
    return EvidenceTask(**_life(row), case_id=row.case_id, evidence_id=row.evidence_id)


def _life(row: Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "tenant_id": row.tenant_id,
        "reader": row.reader,
        "asked_at": row.asked_at,
        "state": TaskState(row.state),
        "attempts": row.attempts,
        "lease_until": row.lease_until,
        "claimed_by": row.claimed_by,
        "failure": row.failure,
    }
