"""Films at the hands of workers: fetched, recorded, decided, deleted. They act for all tenants."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from verifier.domain.face_decision import FaceOutcome
from verifier.domain.face_facts import Against, FilmReading, Match, Upload
from verifier.domain.face_session import (
    Attempt,
    Batch,
    FaceSession,
    KeptFrame,
    Portrait,
    PortraitKind,
    Purpose,
    SentFrame,
    SessionState,
)
from verifier.domain.faces import FaceTemplate, LiveMeasures, StillMeasures
from verifier.domain.task import FilmTask, TaskState
from verifier.usecases.faces import keeping, links
from verifier.usecases.faces.cards import Card, card_of, card_of_several, card_place
from verifier.usecases.faces.deciding import decide, is_settled, unread, verdict
from verifier.usecases.faces.matching import AGAINST, match
from verifier.usecases.faces.recruiters import forget_pictures
from verifier.usecases.faces.uploads import sampled
from verifier.usecases.ports import Ports, Transaction

SHOWN_MAX: Final = 12  # frames kept for a reviewer, as the consent says
SWEEP_LIMIT: Final = 200  # blobs, or sessions, in one sweep


@dataclass(frozen=True, slots=True)
class FilmClaim:
    """A worker's hold on a film for one attempt at reading it."""

    task: FilmTask
    session: FaceSession
    attempt: Attempt


@dataclass(frozen=True, slots=True)
class Film:
    """All bytes that a reading needs: the frames as sent, and the portraits to compare with."""

    frames: tuple[SentFrame, ...] = field(repr=False)
    portraits: Mapping[PortraitKind, tuple[bytes, str]] = field(repr=False)  # with their media types
    card: Card | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class StillSeen:
    """What a portrait shows."""

    measures: StillMeasures
    templates: tuple[FaceTemplate, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class FilmSeen:
    """What a worker makes of a film. `shown` are frames worth keeping for a reviewer: time, label, JPEG."""

    live: LiveMeasures | None
    templates: tuple[FaceTemplate, ...] = field(repr=False)
    portraits: Mapping[PortraitKind, StillSeen]
    sizes: tuple[tuple[int, int], ...]
    refused: int
    passive_detector: bool
    engine: str
    version: str
    milliseconds: int
    shown: tuple[tuple[int, str, bytes], ...] = field(default=(), repr=False)
    card: StillSeen | None = None  # what the photograph on the card shows; None where none was looked at


def claimed_film(tx: Transaction, task: FilmTask) -> FilmClaim:
    """The film that a claimed task is about."""
    session = tx.face_sessions.get(task.tenant_id, task.session_id)
    attempt = tx.attempts.get(task.tenant_id, task.attempt_id)
    assert session is not None, "a task's session is a foreign key"
    assert attempt is not None, "a task's attempt is a foreign key"
    return FilmClaim(task, session, attempt)


def fetch_film(ports: Ports, claim: FilmClaim) -> Film:
    """The bytes. Raises EvidenceDamaged, StorageUnavailable."""
    session = claim.session
    with ports.view() as tx:
        batches = tx.attempts.batches(claim.attempt.id)
        compared = session.purpose is Purpose.ENROL
        portraits = tx.recruiters.portraits(session.tenant_id, session.recruiter_id) if compared else ()
        place = card_place(tx, session)
    frames = [frame for batch in batches for frame in _frames(ports, batch)]
    pictures = {one.kind: _picture(ports, one) for one in portraits}
    return Film(tuple(frames), pictures, card_of(ports, session.tenant_id, place) if place else None)


def record_film(ports: Ports, claim: FilmClaim, seen: FilmSeen) -> bool:
    """Keep the reading, end the task, decide the attempt, then delete the film; all or nothing.

    False, and nothing changed, when the task is no longer this claim's.
    """
    kept = _shown(ports, claim, seen)
    with ports.transaction() as tx:
        session = _ended(tx, claim.task, TaskState.DONE)
        if session is None:
            return False
        reading = _reading(tx, session, claim.attempt, seen)
        tx.attempts.keep_reading(claim.attempt.id, reading)
        if session.purpose is Purpose.ENROL:
            tx.face_templates.propose(session.tenant_id, session.recruiter_id, session.id, seen.templates)
        decided = decide(
            ports, tx, session, claim.attempt, verdict(ports, tx, session, claim.attempt, reading)
        )
        doomed = _forget(ports, tx, decided)
        if decided.state is SessionState.REVIEW:
            tx.attempts.keep_frames(kept, ports.clock.now())
            keeping.name(tx, decided.tenant_id, [one.sha256 for one in kept])
    keeping.erase(ports, session.tenant_id, doomed)
    return True


def give_up_film(ports: Ports, task: FilmTask, code: str) -> bool:
    """The film could not be read by anybody: the task has failed, and the session goes to a person.

    False, and nothing changed, when the task is no longer this attempt's.
    """
    with ports.transaction() as tx:
        session = _ended(tx, task, TaskState.FAILED, code)
        if session is None:
            return False
        attempt = tx.attempts.get(task.tenant_id, task.attempt_id)
        doomed = _forget(ports, tx, decide(ports, tx, session, attempt, unread(code)))
    keeping.erase(ports, task.tenant_id, doomed)
    return True


def clear_leftovers(ports: Ports) -> int:
    """Delete kept frames whose time is over, and all bytes that are listed and no row names; for the sweep.

    How many blobs. Takes no lock when there is nothing to do.
    """
    now = ports.clock.now()
    with ports.view() as tx:
        over = tx.attempts.frames_kept_before(now - ports.face_policy.limits.kept_frames, limit=SWEEP_LIMIT)
    for tenant_id, session_id in over:
        with ports.transaction() as tx:
            keeping.doom(tx, tenant_id, tx.attempts.drop_frames(tenant_id, session_id), now)
    with ports.view() as tx:
        due = tx.erasures.due(now=now, limit=SWEEP_LIMIT)
    by_tenant: dict[str, list[str]] = {}
    for tenant_id, name in due:
        by_tenant.setdefault(tenant_id, []).append(name)
    return sum(keeping.erase(ports, tenant_id, names) for tenant_id, names in by_tenant.items())


def _frames(ports: Ports, batch: Batch) -> list[SentFrame]:
    jpegs = keeping.fetched(ports, batch.tenant_id, batch.sha256)
    return [SentFrame(at, jpeg) for at, jpeg in zip(batch.times, jpegs, strict=True)]


def _picture(ports: Ports, portrait: Portrait) -> tuple[bytes, str]:
    (data,) = keeping.fetched(ports, portrait.tenant_id, portrait.sha256)
    return data, portrait.media_type


def _ended(
    tx: Transaction, task: FilmTask, state: TaskState, failure: str | None = None
) -> FaceSession | None:
    """End the task if this attempt still holds it, and give its session. The recruiter is held first."""
    known = tx.face_sessions.get(task.tenant_id, task.session_id)
    assert known is not None, "a task's session is a foreign key"
    session = links.held_again(tx, known.tenant_id, known.id, known.recruiter_id)
    ended = tx.tasks.end(task.id, attempt=task.attempts, state=state, failure=failure)
    return session if ended else None


def _forget(ports: Ports, tx: Transaction, session: FaceSession) -> list[str]:
    """Stop naming the film, and the portraits of a settled enrolment; the blobs that are to be erased."""
    doomed = forget_pictures(tx, session)
    if is_settled(session):
        doomed += tx.recruiters.drop_portraits(session.tenant_id, session.recruiter_id)
    keeping.doom(tx, session.tenant_id, doomed, ports.clock.now())
    return doomed


def _shown(ports: Ports, claim: FilmClaim, seen: FilmSeen) -> tuple[KeptFrame, ...]:
    """Frames for a reviewer, put but not named yet: only if a person will have to look, and may keep them.

    So the film is judged here once before the transaction, which judges it again.
    """
    consent = claim.session.consent
    if consent is None or not consent.keeps_frames or not seen.shown:
        return ()
    with ports.view() as tx:
        reading = _reading(tx, claim.session, claim.attempt, seen)
        if verdict(ports, tx, claim.session, claim.attempt, reading).outcome is not FaceOutcome.REVIEW:
            return ()
    shown = tuple({at: (at, label, jpeg) for at, label, jpeg in seen.shown[:SHOWN_MAX]}.values())
    names = keeping.put(ports, claim.attempt.tenant_id, [keeping.salted(jpeg) for _, _, jpeg in shown])
    return tuple(
        KeptFrame(claim.attempt.id, claim.attempt.tenant_id, at, label, name)
        for (at, label, _), name in zip(shown, names, strict=True)
    )


def _reading(tx: Transaction, session: FaceSession, attempt: Attempt, seen: FilmSeen) -> FilmReading:
    return FilmReading(
        upload=_upload(tx, attempt, seen),
        live=seen.live,
        matches=_matches(tx, session, seen),
        passive_detector=seen.passive_detector,
        engine=seen.engine,
        version=seen.version,
        milliseconds=seen.milliseconds,
    )


def _matches(tx: Transaction, session: FaceSession, seen: FilmSeen) -> tuple[Match, ...]:
    """Against the enrolled face, if there is one; and at an enrolment against every portrait.

    A second enrolment is compared with the first: a portrait alone would let a buyer take an account over.
    """
    enrolled = tx.face_templates.of(session.tenant_id, session.recruiter_id)
    matches = [match(seen.templates, enrolled, Against.TEMPLATE)] if enrolled else []
    if session.purpose is Purpose.ENROL:
        matches += [
            match(seen.templates, still.templates, AGAINST[kind], still.measures)
            for kind, still in sorted(seen.portraits.items())
        ]
    return (*matches, *_with_card(tx, session, seen))


def _with_card(tx: Transaction, session: FaceSession, seen: FilmSeen) -> tuple[Match, ...]:
    """Against the photograph on the identity card of the recruiter's case, where one was handed in."""
    if seen.card is not None:
        return (match(seen.templates, seen.card.templates, Against.AGENT_CARD, seen.card.measures),)
    return (Match(Against.AGENT_CARD, None, None),) if card_of_several(tx, session) else ()


def _upload(tx: Transaction, attempt: Attempt, seen: FilmSeen) -> Upload:
    batches = tx.attempts.batches(attempt.id)
    assert attempt.finished_at is not None, "a film is read once its upload has ended"
    digests = [digest for batch in batches for digest in batch.digests]
    return Upload(
        times=tuple(at for batch in batches for at in batch.times),
        elapsed=_milliseconds(attempt.finished_at - attempt.issued_at),
        ahead=max((_ahead(batch, attempt) for batch in batches), default=0),
        sizes=seen.sizes,
        refused=seen.refused,
        repeated=len(digests) - len(set(digests)),
        replayed=tx.film_marks.known(attempt.tenant_id, sampled(batches), except_attempt=attempt.id),
    )


def _ahead(batch: Batch, attempt: Attempt) -> int:
    """By how much the batch's last frame claims to be younger than its arrival allows, ms."""
    return max(batch.times) - _milliseconds(batch.received_at - attempt.issued_at)


def _milliseconds(time: timedelta) -> int:
    return time // timedelta(milliseconds=1)
