"""A person's word on a session: the only one that rejects."""

from collections.abc import Iterator
from typing import Final

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.decision import POLICY
from verifier.domain.errors import FieldError, Invalid, NotFound, SessionNotInReview
from verifier.domain.face_decision import FaceDecision, FaceOutcome
from verifier.domain.face_session import FaceSession, SessionState
from verifier.usecases.audit import asker, record
from verifier.usecases.faces import keeping, links
from verifier.usecases.faces.deciding import conclude, is_settled, new_decision_id, told_of
from verifier.usecases.faces.recruiters import forget_pictures
from verifier.usecases.faces.sessions import SessionView, view_of
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.texts import LINE_ENDS, objection

WORDS_MAX: Final = 2_000  # characters
REVIEWER_MAX: Final = 100
OUTCOMES: Final = (FaceOutcome.VERIFIED, FaceOutcome.REJECTED)


def decide_session(  # noqa: PLR0913  a word has who says it, why, and the key that brings it
    ports: Ports,
    tenant_id: str,
    session_id: str,
    *,
    outcome: FaceOutcome,
    reviewer: str,
    words: str,
    by: ApiKey | None = None,
) -> SessionView:
    """Verify or reject a session in review. A verified enrolment enrols the template that the film proposed.

    `by` is the key that brings the word; None is the operator. The kept frames are deleted, and the portraits
    of an enrolment. Raises NotFound, SessionNotInReview, or
    Invalid (another outcome, no words, nobody's name).
    """
    if errors := tuple(_misfits(outcome, reviewer, words)):
        raise Invalid(errors=errors)
    now = ports.clock.now()
    with ports.transaction() as tx:
        session = _in_review(tx, tenant_id, session_id)
        decision = FaceDecision(
            id=new_decision_id(tx, session, now),
            tenant_id=tenant_id,
            session_id=session_id,
            attempt_id=None,
            outcome=outcome,
            policy_version=ports.face_policy.version,
            reasons=(),
            waived=(),
            decided_by=reviewer,
            decided_at=now,
            words=words,
        )
        decided = conclude(ports, tx, session, decision, ())
        doomed = forget_pictures(tx, decided)
        if is_settled(decided):
            doomed += tx.recruiters.drop_portraits(tenant_id, decided.recruiter_id)
        keeping.doom(tx, tenant_id, doomed, now)
        view = view_of(ports, tx, tenant_id, session_id)
        deed = Deed(Action.FACE_SESSION_REVIEWED, asker(by), session_id, told_of(decision))
        record(tx, tenant_id, deed, now=now)
    keeping.erase(ports, tenant_id, doomed)
    return view


def _in_review(tx: Transaction, tenant_id: str, session_id: str) -> FaceSession:
    """The session, its recruiter held. Raises NotFound, SessionNotInReview."""
    known = tx.face_sessions.get(tenant_id, session_id)
    if known is None:
        raise NotFound
    session = links.held_again(tx, tenant_id, session_id, known.recruiter_id)
    if session.state is not SessionState.REVIEW:
        raise SessionNotInReview
    return session


def _misfits(outcome: FaceOutcome, reviewer: str, words: str) -> Iterator[FieldError]:
    if outcome not in OUTCOMES:
        yield FieldError("/outcome", f"One of {', '.join(OUTCOMES)}")
    if not reviewer.strip() or reviewer == POLICY or objection(reviewer, REVIEWER_MAX):
        yield FieldError("/reviewer", f"Who decided, in at most {REVIEWER_MAX} characters")
    if not words.strip() or objection(words.translate(LINE_ENDS), WORDS_MAX):
        yield FieldError("/reason", f"Why, in at most {WORDS_MAX} characters")
