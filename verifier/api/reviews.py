"""Reviews over HTTP: what waits for a person, and a person's word on it, by a site's own reviewers."""

from typing import Any

from flask import Response, jsonify, make_response, request
from marshmallow import ValidationError, fields, validate

from verifier.api import context, examples, presenting
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint
from verifier.api.cases import CASE_ID, ETAG, LOCATION
from verifier.api.idempotency import REPLAYED, REPLAYED_DOC
from verifier.api.integration.keys import FOR_BODIES
from verifier.api.questions import Strict, lines_field, text_field
from verifier.api.review_answers import ReviewAnswer
from verifier.domain.api_key import Scope
from verifier.domain.decision import POLICY
from verifier.domain.errors import (
    EscalationChanged,
    EscalationOver,
    HeldByAnother,
    NotFound,
    PreconditionRequired,
    SecondPersonNeeded,
)
from verifier.domain.escalation import DecisionGround, Escalation, Said, Verdict
from verifier.domain.evidence import EvidenceKind
from verifier.usecases.audit import asker
from verifier.usecases.review.deciding import WORDS_MAX, decide_case
from verifier.usecases.review.reading import read_review
from verifier.usecases.review.reviewer import STAFF_PREFIX, Reviewer

REVIEWER_MAX = 100
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string"},
    "description": "The ETag of the review that was looked at; a case that changed since is refused.",
}

blueprint = KeyedBlueprint(
    "case_reviews", __name__, url_prefix="/v1", description="What a person decides where automation cannot."
)


def _somebody(reviewer: str) -> None:
    if reviewer == POLICY or reviewer.startswith(STAFF_PREFIX):
        raise ValidationError("Must be one of your own reviewers.")


class ReviewQuestion(Strict):
    """A person's word on an escalated case."""

    verdict = fields.Enum(
        Verdict, by_value=fields.String, required=True, metadata={"description": "What the person says."}
    )
    grounds = fields.List(
        fields.Enum(DecisionGround, by_value=fields.String),
        required=True,
        validate=validate.Length(min=1, max=len(DecisionGround)),
        metadata={"description": "Why, from the list; each verdict has its own."},
    )
    applicant = lines_field(WORDS_MAX, "Why, for the applicant; it becomes `decision.words`.", required=True)
    auditor = lines_field(WORDS_MAX, "Why, for whoever asks later. Applicants do not see it.", required=True)
    wanted = fields.List(
        fields.Enum(EvidenceKind, by_value=fields.String),
        validate=validate.Length(max=len(EvidenceKind)),
        metadata={"description": "What has to be handed in again, with `ask_for_more` alone."},
    )
    reviewer = text_field(
        REVIEWER_MAX, "Your own key for who says so; it becomes `decided_by`. Use no name.", required=True
    )
    reviewer.validators.append(_somebody)


@blueprint.route("/cases/<case_id>/review", scope=Scope.CASES_READ, parameters=[CASE_ID], methods=["GET"])
@blueprint.response(
    200,
    ReviewAnswer,
    description="The latest.",
    headers={"ETag": ETAG},
    example=examples.REVIEW,
)
@blueprint.problems(NotFound)
def read_case_review(case_id: str) -> Response:
    """Read the review of a case

    For a case that is `escalated`, or was: how soon a person should look, and whether one did. 404 for one
    that never was. Its ETag is what a decision has to name.
    """
    escalation = read_review(context.ports(), context.tenant().id, case_id)
    response = jsonify(ReviewAnswer().dump(presenting.review(escalation)))
    response.set_etag(presenting.review_tag(escalation))
    return make_response(response)


@blueprint.route("/cases/<case_id>/review", scope=Scope.REVIEWS_WRITE, parameters=[CASE_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.header(IF_MATCH)
@blueprint.arguments(ReviewQuestion, example=examples.REVIEW_QUESTION)
@blueprint.response(
    201,
    ReviewAnswer,
    description="Said. `ended_at` is null while a second person is waited for.",
    headers={"Location": LOCATION, REPLAYED: REPLAYED_DOC},
    example=examples.REVIEW | {"ended_at": "2026-05-04T04:10:00+00:00", "ended_by": "reviewer-12"},
)
@blueprint.problems(
    *FOR_REPEATABLE,
    *FOR_BODIES,
    NotFound,
    EscalationOver,
    HeldByAnother,
    SecondPersonNeeded,
    EscalationChanged,
    PreconditionRequired,
)
def review_case(question: dict[str, Any], case_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Decide an escalated case

    Verify it, reject it, or ask the applicant for more: the case is then `returned`, takes evidence and is
    submitted again, and what was asked for again counts no more. Where the policy of reviews wants two
    people, the first one's word waits for a second's. What a reviewer at our console holds is theirs for some
    minutes.
    """
    ports, tenant_id = context.ports(), context.tenant().id
    me = Reviewer(question["reviewer"], frozenset({tenant_id}), through=asker(context.api_key()))
    escalation = read_review(ports, tenant_id, case_id)
    said = Said(
        verdict=question["verdict"],
        grounds=tuple(question["grounds"]),
        applicant=question["applicant"],
        auditor=question["auditor"],
        wanted=tuple(question.get("wanted", ())),
    )
    settled = decide_case(ports, escalation.id, said, seen=_seen(escalation), me=me)
    return presenting.review(settled.escalation), {"Location": presenting.case_url(case_id)}


def _seen(escalation: Escalation) -> int:
    """The version that the client looked at. Raises PreconditionRequired, EscalationChanged."""
    if "If-Match" not in request.headers:
        raise PreconditionRequired
    if request.if_match.star_tag or not request.if_match.contains(presenting.review_tag(escalation)):
        raise EscalationChanged
    return escalation.version
