"""Reviews over HTTP: a person's word on a face session, the only one that rejects."""

from typing import Any

from verifier.api import context
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint
from verifier.api.cases import LOCATION
from verifier.api.faces import examples, presenting
from verifier.api.faces.answers import FaceSessionAnswer
from verifier.api.faces.questions import FaceReviewQuestion
from verifier.api.faces.sessions import ONE, SESSION_ID
from verifier.api.idempotency import REPLAYED, REPLAYED_DOC
from verifier.api.integration.keys import FOR_BODIES
from verifier.domain.api_key import Scope
from verifier.domain.errors import NotFound, SessionNotInReview
from verifier.domain.face_decision import FaceOutcome
from verifier.usecases.faces import reviews

blueprint = KeyedBlueprint(
    "face_reviews", __name__, url_prefix="/v1", description="What a person decides where automation cannot."
)


@blueprint.route(f"{ONE}/review", scope=Scope.REVIEWS_WRITE, parameters=[SESSION_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(FaceReviewQuestion, example=examples.REVIEW_QUESTION)
@blueprint.response(
    201,
    FaceSessionAnswer,
    description="Decided. The session as it is now.",
    headers={"Location": LOCATION, REPLAYED: REPLAYED_DOC},
    example=examples.REVIEWED_SESSION,
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound, SessionNotInReview)
def review_face_session(question: dict[str, Any], session_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Decide a face session

    For a session in `review`: the kept frames are there to look at, or the recruiter chose a way without a
    face. A verified enrolment enrols the face of the film, if there is one. Kept frames are deleted.
    """
    view = reviews.decide_session(
        context.ports(),
        context.tenant().id,
        session_id,
        outcome=FaceOutcome(question["outcome"]),
        reviewer=question["reviewer"],
        words=question["reason"],
        by=context.api_key(),
    )
    members = presenting.session_view(view, context.ports().clock.now())
    return members, {"Location": presenting.session_url(session_id)}
