"""What becomes of a session once a film was read, or could not be, or a person is to look: one place for all.

facts → checks → policy → decision → the session's next state → the site is told, in the caller's transaction,
which holds the recruiter. Whatever goes wrong leads to a person: nothing here fails open.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.decision import POLICY
from verifier.domain.face_decision import FaceDecision, FaceOutcome
from verifier.domain.face_facts import FaceFacts, FilmReading
from verifier.domain.face_session import Attempt, FaceSession, Purpose, SessionState
from verifier.domain.finding import Finding, Outcome
from verifier.usecases import identifiers
from verifier.usecases.audit import record
from verifier.usecases.faces.locking import attempts_left, locked_until
from verifier.usecases.faces.telling import tell_session
from verifier.usecases.gate.links import keep_face
from verifier.usecases.ports import Ports, Transaction

FILM_UNREAD: Final = "film_unread"
NEXT: Final = {
    FaceOutcome.VERIFIED: SessionState.VERIFIED,
    FaceOutcome.RETRY: SessionState.ACTIVE,
    FaceOutcome.REVIEW: SessionState.REVIEW,
    FaceOutcome.REJECTED: SessionState.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the policy makes of an attempt, before it is written down."""

    outcome: FaceOutcome
    reasons: tuple[Finding, ...] = ()
    waived: tuple[tuple[str, str], ...] = ()
    findings: tuple[Finding, ...] = ()


def verdict(
    ports: Ports, tx: Transaction, session: FaceSession, attempt: Attempt, reading: FilmReading
) -> Verdict:
    """Judge a film. Another try is offered only while the session and the recruiter have one left."""
    findings = tuple(
        ports.judge_film(FaceFacts(session.purpose, attempt.challenge, reading), ports.face_policy)
    )
    outcome, proposal = ports.face_policy.propose(findings)
    if outcome is FaceOutcome.RETRY and not _may_retry(ports, tx, session):
        outcome = FaceOutcome.REVIEW
    return Verdict(outcome, proposal.reasons, proposal.waived, findings)


def unread(check_failed_with: str) -> Verdict:
    """For a film that no worker could read: a person has to look. The code is ours and no message."""
    finding = Finding(
        check="film",
        outcome=Outcome.INCONCLUSIVE,
        code=FILM_UNREAD,
        detail="No worker could read the film.",
        measured=check_failed_with,
    )
    return Verdict(FaceOutcome.REVIEW, reasons=(finding,), findings=(finding,))


def decide(
    ports: Ports, tx: Transaction, session: FaceSession, attempt: Attempt | None, said: Verdict
) -> FaceSession:
    """Write the decision of the policy down, and what follows from it."""
    decision = FaceDecision(
        id=new_decision_id(tx, session, ports.clock.now()),
        tenant_id=session.tenant_id,
        session_id=session.id,
        attempt_id=attempt.id if attempt else None,
        outcome=said.outcome,
        policy_version=ports.face_policy.version,
        reasons=said.reasons,
        waived=said.waived,
        decided_by=POLICY,
        decided_at=ports.clock.now(),
    )
    moved = conclude(ports, tx, session, decision, said.findings)
    actor = Actor(ActorKind.POLICY, decision.policy_version)
    deed = Deed(Action.FACE_SESSION_DECIDED, actor, session.id, told_of(decision))
    record(tx, session.tenant_id, deed, now=decision.decided_at)
    return moved


def told_of(decision: FaceDecision) -> dict[str, str]:
    """What the audit says of a decision: never who the reviewer was, nor their words, which sites write."""
    told = {
        "decision_id": decision.id,
        "attempt_id": decision.attempt_id or "",
        "outcome": decision.outcome.value,
        "reasons": ",".join(reason.code for reason in decision.reasons),
    }
    return {name: text for name, text in told.items() if text}


def new_decision_id(tx: Transaction, session: FaceSession, now: datetime) -> str:
    """One that sorts after the session's earlier decisions."""
    earlier = tx.face_decisions.of_session(session.tenant_id, session.id)
    return identifiers.following("fcd", now, earlier[-1][0].id if earlier else None)


def refer(ports: Ports, tx: Transaction, session: FaceSession) -> FaceSession:
    """Give the session to a person, without any film."""
    return decide(ports, tx, session, None, Verdict(FaceOutcome.REVIEW))


def conclude(
    ports: Ports, tx: Transaction, session: FaceSession, decision: FaceDecision, findings: Sequence[Finding]
) -> FaceSession:
    """Keep a decision, whoever made it; move the session; enrol or forget its templates; tell the site."""
    tx.face_decisions.add(decision, findings)
    moved = _moved(ports, session, decision.outcome, decision.decided_at)
    tx.face_sessions.keep(moved)
    _settle_templates(ports, tx, moved, decision.decided_at)
    tell_session(tx, moved, decision.decided_at, decision)
    return moved


def is_settled(session: FaceSession) -> bool:
    """Whether an enrolment is decided for good, so that its portraits have served."""
    ended = session.state in (SessionState.VERIFIED, SessionState.REJECTED)
    return ended and session.purpose is Purpose.ENROL


def _moved(ports: Ports, session: FaceSession, outcome: FaceOutcome, now: datetime) -> FaceSession:
    moved = replace(session, state=NEXT[outcome])
    if outcome is FaceOutcome.RETRY:
        # The link's time begins anew, as often as there are attempts: whoever reads the advice may heed it.
        return replace(moved, expires_at=max(session.expires_at, now + ports.face_policy.limits.link))
    return moved if outcome is FaceOutcome.REVIEW else replace(moved, ended_at=now)


def _settle_templates(ports: Ports, tx: Transaction, session: FaceSession, now: datetime) -> None:
    """Those of a verified enrolment are the recruiter's from now on; those in review wait; others go."""
    place = (session.tenant_id, session.recruiter_id)
    enrols = session.state is SessionState.VERIFIED and session.purpose is Purpose.ENROL
    if enrols and tx.face_templates.enrol(*place, session.id, now):
        keep_face(ports, tx, *place, now)
    if session.state is not SessionState.REVIEW:
        tx.face_templates.forget_session(session.tenant_id, session.id)


def _may_retry(ports: Ports, tx: Transaction, session: FaceSession) -> bool:
    locked = locked_until(ports, tx, session.tenant_id, session.recruiter_id) is not None
    return attempts_left(ports, tx, session) > 0 and not locked
