"""Recruiters over HTTP: add one, find one, and forget a face when it is withdrawn."""

from typing import Any

from verifier.api import context
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint, identifier
from verifier.api.cases import LOCATION
from verifier.api.faces import examples, presenting
from verifier.api.faces.answers import RecruiterAnswer, RecruiterListAnswer
from verifier.api.faces.questions import RecruiterQuestion, RecruitersQuestion
from verifier.api.idempotency import REPLAYED, REPLAYED_DOC
from verifier.api.integration.keys import FOR_BODIES
from verifier.domain.api_key import Scope
from verifier.domain.errors import Invalid, NotFound, RecruiterKnown
from verifier.usecases.faces import recruiters

RECRUITER_ID = identifier("recruiter_id", "rec", "Identifier of one of your recruiters.")
ONE = "/recruiters/<recruiter_id>"

blueprint = KeyedBlueprint(
    "recruiters",
    __name__,
    url_prefix="/v1",
    description="The people who post jobs, and whether a face is kept.",
)


@blueprint.route("/recruiters", scope=Scope.FACES_WRITE, methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(RecruiterQuestion, example=examples.RECRUITER_QUESTION)
@blueprint.response(
    201,
    RecruiterAnswer,
    description="Added.",
    headers={"Location": LOCATION, REPLAYED: REPLAYED_DOC},
    example=examples.NEW_RECRUITER,
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound, RecruiterKnown)
def add_recruiter(question: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Add a recruiter

    Once for each account that posts jobs. Nothing is asked of anybody yet: that takes a session.
    """
    added = recruiters.add_recruiter(
        context.ports(),
        context.tenant().id,
        reference=question["reference"],
        case_id=question.get("case_id"),
        by=context.api_key(),
    )
    view = recruiters.RecruiterView(added, portraits=(), enrolled_at=None, locked_until=None)
    return presenting.recruiter(view), {"Location": presenting.recruiter_url(added.id)}


@blueprint.route("/recruiters", scope=Scope.FACES_READ, methods=["GET"])
@blueprint.arguments(RecruitersQuestion, location="query")
@blueprint.response(
    200, RecruiterListAnswer, description="The recruiter, or nothing.", example=examples.RECRUITERS
)
@blueprint.problems(Invalid)
def find_recruiter(question: dict[str, Any]) -> dict[str, Any]:
    """Find a recruiter

    By your own `reference`, such as after `recruiter_known`.
    """
    try:
        found = recruiters.find_recruiter(context.ports(), context.tenant().id, question["reference"])
    except NotFound:
        return {"items": []}
    return {"items": [presenting.recruiter(found)]}


@blueprint.route(ONE, scope=Scope.FACES_READ, parameters=[RECRUITER_ID], methods=["GET"])
@blueprint.response(200, RecruiterAnswer, description="The recruiter.", example=examples.RECRUITER)
@blueprint.problems(NotFound)
def read_recruiter(recruiter_id: str) -> dict[str, Any]:
    """Read a recruiter

    Whether their face is enrolled, which portraits are kept, and whether the camera is closed to them.
    """
    return presenting.recruiter(recruiters.read_recruiter(context.ports(), context.tenant().id, recruiter_id))


@blueprint.route(f"{ONE}/face", scope=Scope.FACES_WRITE, parameters=[RECRUITER_ID], methods=["DELETE"])
@blueprint.response(204, description="Nothing of their face is kept any more; also when nothing was.")
@blueprint.problems(NotFound)
def withdraw_face(recruiter_id: str) -> None:
    """Withdraw a face

    For a recruiter who withdraws their consent or leaves. The template, the portraits, films and kept frames
    are deleted at once, and open sessions expire; one that a person has to look at stays, without its frames.
    What was decided before stays decided. A later session needs a new selfie and a new consent.
    """
    recruiters.withdraw_face(context.ports(), context.tenant().id, recruiter_id, by=context.api_key())
