"""Plays a film in place of a recruiter and a camera: consent, challenge, upload, then the real reading's end.

From the challenge on everything is as with a film of a camera: a task is claimed, its reading recorded,
judged by the real checks, decided, enrolled, told to the site. Only what was seen is made up.
"""

import secrets
from datetime import timedelta
from typing import Final

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import FaceLocked, NotFound
from verifier.domain.face_session import Attempt, Batch, Consent, FaceSession, PortraitKind, Purpose
from verifier.domain.task import FilmTask
from verifier.sandbox.faces import FilmOutcome, film_of, times_of
from verifier.usecases import tokens
from verifier.usecases.audit import asker, record
from verifier.usecases.faces import links
from verifier.usecases.faces.films import FilmClaim, record_film
from verifier.usecases.faces.locking import DAY, attempts_left, locked_until
from verifier.usecases.faces.uploads import add_attempt, have_it_read
from verifier.usecases.faces.visits import agree, text_in_force
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.tasks import ATTEMPTS_MAX, LEASE

LANGUAGE: Final = "en"
FILMED_FOR: Final = timedelta(seconds=20)  # longer than any challenge
FRAME_BYTES: Final = 25_000
ACTOR: Final = "sandbox"


def play_film(
    ports: Ports,
    tenant_id: str,
    session_id: str,
    *,
    outcome: FilmOutcome,
    face: str,
    by: ApiKey | None = None,
) -> None:
    """Agree if nobody has, and film: `face` does all that is asked, or fails at it as `outcome` says.

    `by` is the key that asks; None is the operator. Raises NotFound, SessionOver, FaceLocked.
    """
    with ports.transaction() as tx:
        session = _agreed(ports, tx, _open(ports, tx, tenant_id, session_id))
        if outcome is FilmOutcome.LOCKED:
            _give_up_films(ports, tx, session)
        claim, portraits = _filmed(ports, tx, session)
        told = {"outcome": outcome.value}
        record(tx, tenant_id, Deed(Action.FILM_PLAYED, asker(by), session_id, told), now=ports.clock.now())
    record_film(ports, claim, film_of(face, claim.attempt.challenge, outcome, portraits))


def _open(ports: Ports, tx: Transaction, tenant_id: str, session_id: str) -> FaceSession:
    """The session, its recruiter held, if it may be filmed for."""
    known = tx.face_sessions.get(tenant_id, session_id)
    if known is None:
        raise NotFound
    session = links.held_again(tx, tenant_id, session_id, known.recruiter_id)
    links.must_be_open(session, ports.clock.now())
    locked = session.locked or locked_until(ports, tx, tenant_id, session.recruiter_id) is not None
    if locked or not attempts_left(ports, tx, session):
        raise FaceLocked
    return session


def _agreed(ports: Ports, tx: Transaction, session: FaceSession) -> FaceSession:
    """With the recruiter's consent, in a browser of its own if the link was not followed up in another."""
    if tx.face_sessions.browser_of(session.id) is None:
        tx.face_sessions.bind(session.id, tokens.hashed(tokens.new_secret()))
    if session.consent is not None:
        return session
    text = text_in_force(tx, session, LANGUAGE)
    return agree(ports, tx, session, Consent(text.version, LANGUAGE, text.sha256, ports.clock.now()))


def _give_up_films(ports: Ports, tx: Transaction, session: FaceSession) -> None:
    """Begin so many films and finish none that the next one is the day's last."""
    now, limits = ports.clock.now(), ports.face_policy.limits
    made = len(tx.attempts.unverified_since(session.tenant_id, session.recruiter_id, now - DAY))
    for _ in range(made, limits.attempts_a_day - 1):
        add_attempt(ports, tx, session, issued_at=now)


def _filmed(
    ports: Ports, tx: Transaction, session: FaceSession
) -> tuple[FilmClaim, tuple[PortraitKind, ...]]:
    """An attempt whose upload has just ended, in the hands of this process, and what it is compared with."""
    now = ports.clock.now()
    attempt = add_attempt(ports, tx, session, issued_at=now - FILMED_FOR)
    tx.attempts.add_batch(_batch(attempt, ports))
    analysing, task = have_it_read(ports, tx, session, attempt)
    real = ports.clock.real()
    claimed = tx.tasks.claim(task.id, by=ACTOR, now=real, until=real + LEASE, attempts=ATTEMPTS_MAX)
    assert isinstance(claimed, FilmTask), "nobody knows of the task yet"
    finished = tx.attempts.get(attempt.tenant_id, attempt.id)
    assert finished is not None, "it was added just now"
    enrols = session.purpose is Purpose.ENROL
    portraits = tx.recruiters.portraits(session.tenant_id, session.recruiter_id) if enrols else ()
    return FilmClaim(claimed, analysing, finished), tuple(one.kind for one in portraits)


def _batch(attempt: Attempt, ports: Ports) -> Batch:
    """All frames at once: times, sizes and fingerprints. There are no pictures."""
    times = times_of(attempt.challenge)
    return Batch(
        attempt_id=attempt.id,
        tenant_id=attempt.tenant_id,
        index=0,
        sha256=secrets.token_hex(32),
        times=times,
        size=FRAME_BYTES * len(times),
        digests=tuple(secrets.token_bytes(32) for _ in times),
        received_at=ports.clock.now(),
    )
