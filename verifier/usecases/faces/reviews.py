"""A person's word on a session: the only one that rejects."""

from verifier.domain.face_decision import FaceOutcome
from verifier.usecases.faces.sessions import SessionView
from verifier.usecases.ports import Ports


def decide_session(
    ports: Ports, tenant_id: str, session_id: str, *, outcome: FaceOutcome, reviewer: str, words: str
) -> SessionView:
    """Verify or reject a session in review. A verified enrolment enrols the template that the film proposed, if any.

    The kept frames are deleted. Raises NotFound, SessionNotInReview, Invalid (outcome, or no words).
    """
    raise NotImplementedError
