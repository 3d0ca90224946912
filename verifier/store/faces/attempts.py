"""Attempts in SQL, with the batches of their films, their readings and the frames that are kept of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, exists, or_, select, update

from verifier.domain.face_decision import FaceOutcome
from verifier.domain.face_facts import FilmReading
from verifier.domain.face_session import Attempt, Batch, Challenge, KeptFrame
from verifier.store.faces import tables
from verifier.store.rows import add, add_all, add_if_absent, change
from verifier.store.serialisation import film_from_json, film_to_json, steps_from_json, steps_to_json
from verifier.usecases.face_ports import Attempts

_attempt = tables.face_attempts.c
_session = tables.face_sessions.c
_batch = tables.film_batches.c
_frame = tables.kept_frames.c
_decision = tables.face_decisions.c
DIGEST_BYTES = 32


class SqlAttempts(Attempts):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, attempt: Attempt) -> None:
        add(
            self._connection,
            tables.face_attempts,
            id=attempt.id,
            tenant_id=attempt.tenant_id,
            session_id=attempt.session_id,
            number=attempt.number,
            nonce=attempt.challenge.nonce,
            steps=steps_to_json(attempt.challenge.steps),
            length=attempt.challenge.length,
            issued_at=attempt.issued_at,
            due_at=attempt.due_at,
            finished_at=attempt.finished_at,
        )

    def get(self, tenant_id: str, attempt_id: str) -> Attempt | None:
        query = select(tables.face_attempts).where(_attempt.tenant_id == tenant_id, _attempt.id == attempt_id)
        row = self._connection.execute(query).one_or_none()
        return _to_attempt(row) if row else None

    def of_session(self, tenant_id: str, session_id: str) -> Sequence[Attempt]:
        query = select(tables.face_attempts).where(
            _attempt.tenant_id == tenant_id, _attempt.session_id == session_id
        )
        return tuple(_to_attempt(row) for row in self._connection.execute(query.order_by(_attempt.number)))

    def finish(self, attempt_id: str, at: datetime) -> bool:
        statement = (
            update(tables.face_attempts)
            .where(_attempt.id == attempt_id, _attempt.finished_at.is_(None))
            .values(finished_at=at)
        )
        return change(self._connection, statement) == 1

    def unverified_since(self, tenant_id: str, recruiter_id: str, since: datetime) -> Sequence[datetime]:
        by_a_person = and_(_decision.attempt_id.is_(None), _decision.session_id == _attempt.session_id)
        verified = exists().where(
            _decision.outcome == FaceOutcome.VERIFIED, or_(_decision.attempt_id == _attempt.id, by_a_person)
        )
        query = (
            select(_attempt.issued_at)
            .join(tables.face_sessions, _session.id == _attempt.session_id)
            .where(_session.tenant_id == tenant_id, _session.recruiter_id == recruiter_id)
            .where(_attempt.issued_at >= since, ~verified)
            .order_by(_attempt.issued_at)
        )
        return tuple(self._connection.execute(query).scalars())

    def add_batch(self, batch: Batch) -> bool:
        return add_if_absent(
            self._connection,
            tables.film_batches,
            attempt_id=batch.attempt_id,
            ordinal=batch.index,
            tenant_id=batch.tenant_id,
            sha256=batch.sha256,
            times=list(batch.times),
            size=batch.size,
            digests=b"".join(batch.digests),
            received_at=batch.received_at,
        )

    def batches(self, attempt_id: str) -> Sequence[Batch]:
        query = select(tables.film_batches).where(_batch.attempt_id == attempt_id).order_by(_batch.ordinal)
        return tuple(_to_batch(row) for row in self._connection.execute(query))

    def drop_batches(self, attempt_id: str) -> Sequence[str]:
        statement = (
            delete(tables.film_batches)
            .where(_batch.attempt_id == attempt_id)
            .returning(_batch.ordinal, _batch.sha256)
        )
        return tuple(row.sha256 for row in sorted(self._connection.execute(statement).all()))

    def keep_reading(self, attempt_id: str, reading: FilmReading) -> None:
        add(self._connection, tables.film_readings, attempt_id=attempt_id, body=film_to_json(reading))

    def reading(self, tenant_id: str, attempt_id: str) -> FilmReading | None:
        reading = tables.film_readings.c
        query = (
            select(reading.body)
            .join(tables.face_attempts, _attempt.id == reading.attempt_id)
            .where(_attempt.tenant_id == tenant_id, _attempt.id == attempt_id)
        )
        body = self._connection.execute(query).scalar_one_or_none()
        return film_from_json(body) if body is not None else None

    def keep_frames(self, frames: Sequence[KeptFrame], at: datetime) -> None:
        for one in frames:
            attempt = self.get(one.tenant_id, one.attempt_id)
            add_all(self._connection, tables.kept_frames, [_frame_row(one, attempt, at)])

    def kept_frames(self, tenant_id: str, session_id: str) -> Sequence[KeptFrame]:
        query = (
            select(tables.kept_frames)
            .where(_frame.tenant_id == tenant_id, _frame.session_id == session_id)
            .order_by(_frame.attempt_id, _frame.at)
        )
        return tuple(_to_frame(row) for row in self._connection.execute(query))

    def drop_frames(self, tenant_id: str, session_id: str) -> Sequence[str]:
        statement = (
            delete(tables.kept_frames)
            .where(_frame.tenant_id == tenant_id, _frame.session_id == session_id)
            .returning(_frame.attempt_id, _frame.at, _frame.sha256)
        )
        return tuple(row.sha256 for row in sorted(self._connection.execute(statement).all()))

    def frames_kept_before(self, moment: datetime, *, limit: int) -> Sequence[tuple[str, str]]:
        query = (
            select(_frame.tenant_id, _frame.session_id)
            .where(_frame.kept_at < moment)
            .distinct()
            .order_by(_frame.tenant_id, _frame.session_id)
            .limit(limit)
        )
        return tuple((row.tenant_id, row.session_id) for row in self._connection.execute(query))


def _frame_row(one: KeptFrame, attempt: Attempt | None, at: datetime) -> dict[str, Any]:
    return {
        "attempt_id": one.attempt_id,
        "at": one.at,
        "session_id": attempt.session_id if attempt else "",  # no such session: the row is refused
        "tenant_id": one.tenant_id,
        "label": one.label,
        "sha256": one.sha256,
        "kept_at": at,
    }


def _to_attempt(row: Row[Any]) -> Attempt:
    return Attempt(
        id=row.id,
        tenant_id=row.tenant_id,
        session_id=row.session_id,
        number=row.number,
        challenge=Challenge(row.nonce, steps_from_json(row.steps), row.length),
        issued_at=row.issued_at,
        due_at=row.due_at,
        finished_at=row.finished_at,
    )


def _to_batch(row: Row[Any]) -> Batch:
    digests = bytes(row.digests)
    return Batch(
        attempt_id=row.attempt_id,
        tenant_id=row.tenant_id,
        index=row.ordinal,
        sha256=row.sha256,
        times=tuple(row.times),
        size=row.size,
        digests=tuple(digests[at : at + DIGEST_BYTES] for at in range(0, len(digests), DIGEST_BYTES)),
        received_at=row.received_at,
    )


def _to_frame(row: Row[Any]) -> KeptFrame:
    return KeptFrame(row.attempt_id, row.tenant_id, row.at, row.label, row.sha256)
