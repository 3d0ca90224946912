"""Films on their way in: a challenge, its frames in batches, and the end of the upload.

Bytes are counted and hashed here and never decoded: that is for a worker. Arrival times are the server's own.
"""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Final

from verifier.domain.errors import (
    AttemptOver,
    BatchConflict,
    BatchesMissing,
    ConsentMissing,
    FaceLocked,
    FieldError,
    FilmTooLarge,
    Invalid,
    VerifierError,
)
from verifier.domain.face_session import Attempt, Batch, FaceSession, SentFrame, SessionState
from verifier.domain.task import FilmTask, film_task
from verifier.usecases import identifiers
from verifier.usecases.blob_ports import BlobsUnavailable
from verifier.usecases.dispatch import ask
from verifier.usecases.faces import keeping, links
from verifier.usecases.faces.challenges import new_challenge
from verifier.usecases.faces.locking import attempts_left, locked_until
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.storing import storage_errors

# A film of 16 s at 15 frames a second has 240 frames of some 25 KB.
FRAMES_MAX: Final = 400  # of a film; the reader takes 600
BATCH_FRAMES_MAX: Final = 60
FRAME_BYTES_MAX: Final = 1_000_000
FILM_BYTES_MAX: Final = 12_000_000
TIME_MAX: Final = 2**31 - 1  # ms; a time beyond it is no time, whatever a check might say
SAMPLED: Final = 8  # of the hashes of frames those are marked whose first byte is a multiple of it


def begin_attempt(ports: Ports, token: str, browser: str | None) -> Attempt:
    """A new challenge; one that is under way is given up.

    Raises LinkUnknown, LinkUsed, SessionOver, ConsentMissing, or FaceLocked when no attempt is left.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        session = links.held(tx, token)
        tied = links.must_not_be_elsewhere(tx, session, browser)
        links.must_be_open(session, now)
        if not tied or session.consent is None:
            raise ConsentMissing
        if not attempts_left(ports, tx, session) or _is_locked(ports, tx, session):
            raise FaceLocked
        earlier = tx.attempts.of_session(session.tenant_id, session.id)
        doomed = [name for given_up in earlier for name in tx.attempts.drop_batches(given_up.id)]
        keeping.doom(tx, session.tenant_id, doomed, now)
        attempt = add_attempt(ports, tx, session, issued_at=now)
        tx.face_sessions.keep(replace(session, expires_at=max(session.expires_at, attempt.due_at)))
    keeping.erase(ports, attempt.tenant_id, doomed)
    return attempt


def take_batch(
    ports: Ports, token: str, browser: str | None, *, number: int, index: int, frames: Sequence[SentFrame]
) -> tuple[int, ...]:
    """Keep a batch of an attempt; the indexes that are kept now. The same batch again changes nothing.

    Raises LinkUnknown, LinkUsed, SessionOver, AttemptOver (finished, given up or late), BatchConflict
    (another batch of this index is kept), FilmTooLarge (frames or bytes), Invalid, StorageUnavailable.
    """
    _must_be_a_batch(index, frames)
    with ports.transaction() as tx:
        session = links.followed(tx, token)
        attempt = _under_way(ports, tx, session, browser, number)
        blob = keeping.packed({"attempt": attempt.id, "index": index}, [one.jpeg for one in frames])
        batch = _batch(attempt, index, frames, keeping.name_of(blob), ports.clock.now())
        if _is_kept(tx, batch):
            return _received(tx, attempt)
        tx.erasures.plan(batch.tenant_id, [batch.sha256], due=batch.received_at + keeping.GRACE)
    with storage_errors():
        ports.blobs.put(batch.tenant_id, blob)
    try:
        return _keep(ports, token, browser, number, batch)
    except VerifierError:
        # It stays listed for deletion, too: another request may be putting the same bytes at this moment.
        with suppress(BlobsUnavailable):
            _delete_unless_kept(ports, batch)
        raise


def finish_attempt(
    ports: Ports, token: str, browser: str | None, *, number: int, batches: int
) -> FaceSession:
    """The upload is complete: have the film read. Again changes nothing.

    Raises LinkUnknown, LinkUsed, SessionOver, AttemptOver, BatchesMissing, or Invalid for a count that is
    less than what is kept.
    """
    with ports.transaction() as tx:
        session = links.held(tx, token)
        links.must_not_be_elsewhere(tx, session, browser)
        attempts = tx.attempts.of_session(session.tenant_id, session.id)
        last = attempts[-1] if attempts else None
        if last is not None and last.number == number and last.finished_at is not None:
            return session
        attempt = _under_way(ports, tx, session, browser, number)
        _must_be_complete([batch.index for batch in tx.attempts.batches(attempt.id)], batches)
        analysing, task = have_it_read(ports, tx, session, attempt)
    ask(ports, [task.id])
    return analysing


def add_attempt(ports: Ports, tx: Transaction, session: FaceSession, *, issued_at: datetime) -> Attempt:
    """A new challenge for a session, whose recruiter is held."""
    attempt = Attempt(
        id=identifiers.new("fat", ports.clock.now()),
        tenant_id=session.tenant_id,
        session_id=session.id,
        number=len(tx.attempts.of_session(session.tenant_id, session.id)) + 1,
        challenge=new_challenge(),
        issued_at=issued_at,
        due_at=issued_at + ports.face_policy.limits.upload,
    )
    tx.attempts.add(attempt)
    return attempt


def have_it_read(
    ports: Ports, tx: Transaction, session: FaceSession, attempt: Attempt
) -> tuple[FaceSession, FilmTask]:
    """End the upload of an attempt: the session as it is then, and the task of reading the film."""
    tx.attempts.finish(attempt.id, ports.clock.now())
    analysing = replace(session, state=SessionState.ANALYSING)
    tx.face_sessions.keep(analysing)
    tx.film_marks.keep(session.tenant_id, attempt.id, sampled(tx.attempts.batches(attempt.id)))
    task = film_task(attempt, ports.clock.real())
    tx.tasks.add(task)
    return analysing, task


def is_under_way(session: FaceSession, attempt: Attempt, now: datetime) -> bool:
    """Whether the attempt, the session's last, still takes frames."""
    return session.state is SessionState.ACTIVE and attempt.finished_at is None and now < attempt.due_at


def sampled(batches: Sequence[Batch]) -> tuple[bytes, ...]:
    """One in eight of the frames' hashes, by their content: the same however a film is cut into batches."""
    digests = (digest for batch in batches for digest in batch.digests)
    return tuple(sorted({digest for digest in digests if digest[0] % SAMPLED == 0}))


def _is_locked(ports: Ports, tx: Transaction, session: FaceSession) -> bool:
    return locked_until(ports, tx, session.tenant_id, session.recruiter_id) is not None


def _under_way(
    ports: Ports, tx: Transaction, session: FaceSession, browser: str | None, number: int
) -> Attempt:
    """The attempt of this number. Raises LinkUsed, SessionOver, AttemptOver."""
    links.must_not_be_elsewhere(tx, session, browser)
    attempts = tx.attempts.of_session(session.tenant_id, session.id)
    if session.state is not SessionState.ANALYSING:
        links.must_be_open(session, ports.clock.now())
    if not attempts or attempts[-1].number != number:
        raise AttemptOver
    if not is_under_way(session, attempts[-1], ports.clock.now()):
        raise AttemptOver
    return attempts[-1]


def _keep(ports: Ports, token: str, browser: str | None, number: int, batch: Batch) -> tuple[int, ...]:
    """Name the batch in a row, if the attempt still takes it. Nobody else changes the attempt meanwhile."""
    with ports.transaction() as tx:
        session = links.held(tx, token)
        attempt = _under_way(ports, tx, session, browser, number)
        if not _is_kept(tx, batch):
            _must_have_room(tx, batch)
            tx.attempts.add_batch(batch)
        keeping.name(tx, batch.tenant_id, [batch.sha256])
        return _received(tx, attempt)


def _is_kept(tx: Transaction, batch: Batch) -> bool:
    """Whether this very batch is kept already. Raises BatchConflict for another one of its index."""
    same = next((one for one in tx.attempts.batches(batch.attempt_id) if one.index == batch.index), None)
    if same is None:
        return False
    if (same.sha256, same.times) != (batch.sha256, batch.times):
        raise BatchConflict
    return True


def _delete_unless_kept(ports: Ports, batch: Batch) -> None:
    with ports.view() as tx:
        kept = {one.sha256 for one in tx.attempts.batches(batch.attempt_id)}
    if batch.sha256 not in kept:
        ports.blobs.delete(batch.tenant_id, batch.sha256)


def _received(tx: Transaction, attempt: Attempt) -> tuple[int, ...]:
    return tuple(batch.index for batch in tx.attempts.batches(attempt.id))


def _batch(attempt: Attempt, index: int, frames: Sequence[SentFrame], name: str, at: datetime) -> Batch:
    return Batch(
        attempt_id=attempt.id,
        tenant_id=attempt.tenant_id,
        index=index,
        sha256=name,
        times=tuple(one.at for one in frames),
        size=sum(len(one.jpeg) for one in frames),
        digests=tuple(hashlib.sha256(one.jpeg).digest() for one in frames),
        received_at=at,
    )


def _must_be_a_batch(index: int, frames: Sequence[SentFrame]) -> None:
    if len(frames) > BATCH_FRAMES_MAX or any(len(one.jpeg) > FRAME_BYTES_MAX for one in frames):
        raise FilmTooLarge(
            f"A batch takes at most {BATCH_FRAMES_MAX} frames, each of at most {FRAME_BYTES_MAX:,} bytes"
        )
    if errors := tuple(_misfits(index, frames)):
        raise Invalid(errors=errors)


def _misfits(index: int, frames: Sequence[SentFrame]) -> Iterator[FieldError]:
    if not 0 <= index < FRAMES_MAX:
        yield FieldError("/index", f"From 0 to {FRAMES_MAX - 1}")
    if not frames:
        yield FieldError("/frame", "A batch has at least one frame")
    for place, one in enumerate(frames):
        if abs(one.at) > TIME_MAX:
            yield FieldError(f"/times/{place}", "Milliseconds since the recording began")


def _must_have_room(tx: Transaction, batch: Batch) -> None:
    """Raises FilmTooLarge when the film would have more than it may with this batch."""
    film = [*tx.attempts.batches(batch.attempt_id), batch]
    if sum(len(one.times) for one in film) > FRAMES_MAX or sum(one.size for one in film) > FILM_BYTES_MAX:
        raise FilmTooLarge(f"A film takes at most {FRAMES_MAX} frames and {FILM_BYTES_MAX:,} bytes")


def _must_be_complete(kept: Sequence[int], batches: int) -> None:
    if batches < 1 or not set(range(batches)) <= set(kept):
        raise BatchesMissing
    if len(kept) > batches:
        raise Invalid(errors=[FieldError("/batches", f"{len(kept)} batches were kept")])
