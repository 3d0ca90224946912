"""Cases over HTTP: open, submit, read, list."""

from typing import Any

from flask import Response, jsonify, make_response, request, url_for

from verifier import usecases
from verifier.api import context, errors, presenting
from verifier.api.answers import CaseAnswer, CasePage, CaseSummary
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint, identifier
from verifier.api.examples import CASE, CASE_QUESTION, CASE_SUMMARY, PAGE
from verifier.api.idempotency import REPLAYED, REPLAYED_DOC
from verifier.api.questions import CaseQuestion, CaseViewQuestion, PageQuestion
from verifier.domain.api_key import Scope
from verifier.domain.case import CaseState, Declared
from verifier.domain.errors import CaseNotOpen, EvidenceMissing, Invalid, NotFound

POLL_SECONDS = "2"  # a licence takes 2 to 5 seconds on one busy core

LOCATION = {"schema": {"type": "string", "format": "uri-reference"}, "description": "Where to find it."}
RETRY_AFTER = {"schema": {"type": "integer"}, "description": "Seconds after which to look again."}
ETAG = {"schema": {"type": "string"}, "description": "Changes when the answer does."}
LINK = {"schema": {"type": "string"}, "description": 'The next page, as `<…>; rel="next"`.'}
CASE_ID = identifier("case_id", "case", "Identifier of one of your cases.")
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "schema": {"type": "string"},
    "description": "The ETag of the answer you have: if nothing changed, you get 304 without a body.",
}

CASE_SCHEMA = CaseAnswer()  # made once: it takes longer than to dump a case

blueprint = KeyedBlueprint(
    "cases", __name__, url_prefix="/v1", description="One employer to verify, from declaration to decision."
)


@blueprint.route("/cases", scope=Scope.CASES_WRITE, methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(CaseQuestion, example=CASE_QUESTION)
@blueprint.response(
    201,
    CaseSummary,
    description="Opened.",
    headers={"Location": LOCATION, REPLAYED: REPLAYED_DOC},
    example=CASE_SUMMARY,
)
@blueprint.problems(
    *FOR_REPEATABLE,
    errors.MalformedRequest,
    errors.RequestTooLarge,
    errors.UnsupportedBody,
    Invalid,
    NotFound,
)
def open_case(question: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Open a case

    Says who is to be verified. The case then takes evidence until it is submitted. With an `employer_id`,
    what is decided holds for that employer, and the gate goes by it.
    """
    case = usecases.open_case(
        context.ports(),
        context.tenant().id,
        account_type=question["account_type"],
        declared=Declared(**question["declared"]),
        reference=question.get("reference"),
        employer_id=question.get("employer_id"),
        by=context.api_key(),
    )
    return presenting.case_summary(case), {"Location": presenting.case_url(case.id)}


@blueprint.route("/cases", scope=Scope.CASES_READ, methods=["GET"])
@blueprint.arguments(PageQuestion, location="query")
@blueprint.response(
    200, CasePage, description="One page, newest first.", headers={"Link": LINK}, example=PAGE
)
@blueprint.problems(Invalid)
def list_cases(question: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """List your cases

    Newest first, page by page. Follow `next` until it is null; cases opened meanwhile do not shift the pages.
    """
    cursor, limit = question.get("cursor"), question["limit"]
    page = usecases.list_cases(
        context.ports(), context.tenant().id, before=cursor, limit=limit, by=context.api_key()
    )
    url = page.next and url_for("cases.list_cases", cursor=page.next, limit=limit)
    items = [presenting.case_summary(case) for case in page.cases]
    return {"items": items, "next": url}, {"Link": f'<{url}>; rel="next"'} if url else {}


@blueprint.route("/cases/<case_id>", scope=Scope.CASES_READ, parameters=[CASE_ID], methods=["GET"])
@blueprint.header(IF_NONE_MATCH)
@blueprint.arguments(CaseViewQuestion, location="query")
@blueprint.response(
    200,
    CaseAnswer,
    description="The case. `Retry-After` comes with it while it is being read.",
    headers={"ETag": ETAG, "Retry-After": RETRY_AFTER},
    example=CASE,
)
@blueprint.alt_response(304, description="Nothing changed since the ETag you sent.", headers={"ETag": ETAG})
@blueprint.problems(NotFound, Invalid)
def read_case(question: dict[str, Any], case_id: str) -> Response:
    """Read a case

    Everything that is known: evidence, readings, findings, and the decision with its reasons in words for the
    applicant (Chinese and English) and for the auditor. Poll it after submission, with `If-None-Match` to
    make polling cheap.
    """
    view = usecases.read_case(context.ports(), context.tenant().id, case_id, by=context.api_key())
    members = presenting.case_view(view, lines=question.get("include") == "lines")
    response = jsonify(CASE_SCHEMA.dump(members))
    if view.case.state is CaseState.SUBMITTED:
        response.headers["Retry-After"] = POLL_SECONDS
    response.add_etag()
    return make_response(response.make_conditional(request))


@blueprint.route(
    "/cases/<case_id>/submission", scope=Scope.CASES_WRITE, parameters=[CASE_ID], methods=["POST"]
)
@blueprint.idempotent
@blueprint.response(
    202,
    CaseSummary,
    description="Submitted. Poll the address in `Location` until `state` is no longer `submitted`.",
    headers={"Location": LOCATION, "Retry-After": RETRY_AFTER, REPLAYED: REPLAYED_DOC},
    example=CASE_SUMMARY | {"state": "submitted", "submitted_at": "2026-05-04T03:02:05+00:00"},
)
@blueprint.problems(*FOR_REPEATABLE, errors.RequestTooLarge, NotFound, CaseNotOpen, EvidenceMissing)
def submit_case(case_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Submit a case

    Closes the case to further evidence and has it read and judged. It needs no body.
    """
    case = usecases.submit_case(context.ports(), context.tenant().id, case_id, by=context.api_key())
    headers = {"Location": presenting.case_url(case.id), "Retry-After": POLL_SECONDS}
    return presenting.case_summary(case), headers
