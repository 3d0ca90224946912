"""Sessions as the site sees them: ask for one, read it, list them; and their expiry."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.decision import POLICY
from verifier.domain.errors import NotEnrolled, NotFound, SelfieMissing
from verifier.domain.face_decision import LEVELS, AssuranceLevel, FaceDecision, FaceOutcome
from verifier.domain.face_session import FaceSession, KeptFrame, PortraitKind, Purpose, SessionState
from verifier.domain.finding import Finding, Outcome
from verifier.usecases import identifiers, tokens
from verifier.usecases.audit import asker, record, record_before_giving, unrecorded
from verifier.usecases.faces import keeping, links
from verifier.usecases.faces.locking import attempts_left, locked_until
from verifier.usecases.faces.recruiters import forget_pictures
from verifier.usecases.faces.telling import tell_session
from verifier.usecases.ports import Ports, Transaction

PAGE_MAX = 100
SWEEP_LIMIT = 100  # sessions in one sweep
PASSIVE = "passive"  # the check of the optional detector


@dataclass(frozen=True, slots=True)
class AskedSession:
    """A new session, and the token of its link, which is shown this once."""

    session: FaceSession
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SessionView:
    """All that is known of a session. `state` is as of now; `assurance` is None until it is verified."""

    session: FaceSession
    state: SessionState
    attempts: int
    attempts_left: int
    decisions: tuple[tuple[FaceDecision, tuple[Finding, ...]], ...]
    frames: tuple[KeptFrame, ...]
    assurance: AssuranceLevel | None


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Some sessions, newest first; `next` is the cursor of the following page, None on the last."""

    sessions: tuple[FaceSession, ...]
    next: str | None


def ask_session(
    ports: Ports,
    tenant_id: str,
    recruiter_id: str,
    *,
    purpose: Purpose,
    minutes: int | None = None,
    by: ApiKey | None = None,
) -> AskedSession:
    """A session with a one-time link. `minutes` shortens the policy's time of the link, never lengthens it.

    `by` is the key that asks; None is the operator, here and below.

    A recruiter who is locked gets a session, too, whose page leads to a person. Raises NotFound,
    SelfieMissing (enrol), NotEnrolled (reauthenticate).
    """
    now, token = ports.clock.now(), tokens.new_secret()
    with ports.transaction() as tx:
        if tx.recruiters.hold(tenant_id, recruiter_id) is None:
            raise NotFound
        _must_be_comparable(tx, tenant_id, recruiter_id, purpose)
        session = FaceSession(
            id=identifiers.new("fcs", now),
            tenant_id=tenant_id,
            recruiter_id=recruiter_id,
            purpose=purpose,
            state=SessionState.WAITING,
            created_at=now,
            expires_at=now + _time_of_link(ports, minutes),
            locked=locked_until(ports, tx, tenant_id, recruiter_id) is not None,
        )
        tx.face_sessions.add(session, tokens.hashed(token))
        told = {"recruiter_id": recruiter_id, "purpose": purpose.value}
        record(tx, tenant_id, Deed(Action.FACE_SESSION_ASKED, asker(by), session.id, told), now=now)
    return AskedSession(session, token)


def read_session(ports: Ports, tenant_id: str, session_id: str, *, by: ApiKey | None = None) -> SessionView:
    """Raises NotFound."""
    with ports.view() as tx:
        view = view_of(ports, tx, tenant_id, session_id)
        deed = Deed(Action.FACE_SESSION_READ, asker(by), session_id, {"state": view.state.value})
        new = unrecorded(tx, tenant_id, deed, ports.clock.now())
    record_before_giving(ports, tenant_id, new)
    return view


def view_of(ports: Ports, tx: Transaction, tenant_id: str, session_id: str) -> SessionView:
    """The session as this transaction sees it. Raises NotFound."""
    session = tx.face_sessions.get(tenant_id, session_id)
    if session is None:
        raise NotFound
    decisions = tx.face_decisions.of_session(tenant_id, session_id)
    return SessionView(
        session=session,
        state=session.state_at(ports.clock.now()),
        attempts=len(tx.attempts.of_session(tenant_id, session_id)),
        attempts_left=attempts_left(ports, tx, session),
        decisions=tuple((decision, tuple(findings)) for decision, findings in decisions),
        frames=tuple(tx.attempts.kept_frames(tenant_id, session_id)),
        assurance=_assurance(decisions),
    )


def list_sessions(
    ports: Ports,
    tenant_id: str,
    *,
    recruiter_id: str | None = None,
    state: SessionState | None = None,
    before: str | None = None,
    limit: int = 20,
) -> SessionPage:
    """One page, newest first, of one recruiter or all, in one state or all."""
    limit = max(1, min(limit, PAGE_MAX))
    with ports.view() as tx:
        page = tx.face_sessions.page(
            tenant_id, recruiter_id=recruiter_id, state=state, before=before, limit=limit + 1
        )
    more = len(page) > limit
    return SessionPage(tuple(page[:limit]), page[limit - 1].id if more else None)


def fetch_frame(
    ports: Ports,
    tenant_id: str,
    session_id: str,
    attempt_id: str,
    at: int,
    *,
    by: ApiKey | None = None,
) -> bytes:
    """A kept frame, JPEG. Raises NotFound, EvidenceDamaged, StorageUnavailable."""
    with ports.view() as tx:
        frames = tx.attempts.kept_frames(tenant_id, session_id)
        found = next((one for one in frames if (one.attempt_id, one.at) == (attempt_id, at)), None)
        if found is None:
            raise NotFound
        told = {"attempt_id": attempt_id, "at": str(at)}
        deed = Deed(Action.FACE_FRAME_FETCHED, asker(by), session_id, told)
        new = unrecorded(tx, tenant_id, deed, ports.clock.now())
    (jpeg,) = keeping.fetched(ports, tenant_id, found.sha256)
    record_before_giving(ports, tenant_id, new)
    return jpeg


def expire_sessions(ports: Ports) -> int:
    """Write down and tell every expiry, and delete the films that were begun; for the sweep. How many."""
    with ports.view() as tx:
        lapsed = tx.face_sessions.lapsed(now=ports.clock.now(), limit=SWEEP_LIMIT)
    expired: list[FaceSession] = []
    with ExitStack() as every_one:
        # An error in one session must not keep the sweep from the others.
        for session in lapsed:
            every_one.callback(_expire, ports, session, expired)
    return len(expired)


def _expire(ports: Ports, lapsed: FaceSession, done: list[FaceSession]) -> None:
    """Nothing happens when somebody else has written it down, or the recruiter came just in time."""
    now, tenant_id = ports.clock.now(), lapsed.tenant_id
    with ports.transaction() as tx:
        session = links.held_again(tx, tenant_id, lapsed.id, lapsed.recruiter_id)
        if session.state is session.state_at(now):
            return
        expired = replace(session, state=SessionState.EXPIRED, ended_at=now)
        tx.face_sessions.keep(expired)
        doomed = forget_pictures(tx, expired)
        keeping.doom(tx, tenant_id, doomed, now)
        tell_session(tx, expired, now)
    keeping.erase(ports, tenant_id, doomed)
    done.append(expired)


def _must_be_comparable(tx: Transaction, tenant_id: str, recruiter_id: str, purpose: Purpose) -> None:
    """A live face proves nothing unless there is one to compare it with."""
    if purpose is Purpose.REAUTHENTICATE:
        if tx.face_templates.enrolled_at(tenant_id, recruiter_id) is None:
            raise NotEnrolled
    elif PortraitKind.SELFIE not in {one.kind for one in tx.recruiters.portraits(tenant_id, recruiter_id)}:
        raise SelfieMissing


def _time_of_link(ports: Ports, minutes: int | None) -> timedelta:
    longest = ports.face_policy.limits.link
    return longest if minutes is None else max(timedelta(0), min(longest, timedelta(minutes=minutes)))


def _assurance(decisions: Sequence[tuple[FaceDecision, Sequence[Finding]]]) -> AssuranceLevel | None:
    """What the verification is worth: by who verified, and by what was found then."""
    verified = (one for one in decisions if one[0].outcome is FaceOutcome.VERIFIED)
    decision, findings = next(verified, (None, ()))
    if decision is None:
        return None
    if decision.decided_by != POLICY:
        return AssuranceLevel.PERSON
    looked = any(one.check == PASSIVE and one.outcome is Outcome.PASS for one in findings)
    return LEVELS[looked]
