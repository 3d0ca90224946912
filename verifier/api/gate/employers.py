"""Employers over HTTP: open one, find one, read all that belongs to it; recruiters join and leave."""

from typing import Any

from flask import url_for

from verifier.api import context
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint, identifier
from verifier.api.cases import LINK, LOCATION
from verifier.api.faces.recruiters import RECRUITER_ID
from verifier.api.gate import examples, presenting
from verifier.api.gate.answers import (
    EmployerAnswer,
    EmployerPage,
    EmployerSummary,
    MembershipAnswer,
    TimelineAnswer,
)
from verifier.api.gate.questions import (
    EmployerQuestion,
    EmployersQuestion,
    MemberQuestion,
    TimelineQuestion,
)
from verifier.api.idempotency import REPLAYED, REPLAYED_DOC
from verifier.api.integration.keys import FOR_BODIES
from verifier.api.presenting import Members
from verifier.domain.account_traits import TraitKind
from verifier.domain.api_key import Scope
from verifier.domain.errors import EmployerKnown, Invalid, NotFound
from verifier.usecases.gate import employers, members, recording

EMPLOYER_ID = identifier("employer_id", "emp", "Identifier of one of your employers.")
ONE = "/employers/<employer_id>"
CREATED = {"Location": LOCATION, REPLAYED: REPLAYED_DOC}

blueprint = KeyedBlueprint(
    "employers",
    __name__,
    url_prefix="/v1",
    description="Whom recruiters post for: verified for a while, looked at again when something comes up.",
)


@blueprint.route("/employers", scope=Scope.EMPLOYERS_WRITE, methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(EmployerQuestion, example=examples.EMPLOYER_QUESTION)
@blueprint.response(
    201, EmployerSummary, description="Opened.", headers=CREATED, example=examples.NEW_EMPLOYER
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, EmployerKnown)
def open_employer(question: dict[str, Any]) -> tuple[Members, dict[str, str]]:
    """Open an employer

    Once for each account that an employer has with you. It is `pending` until a case of its own is verified:
    open that with its `employer_id`. What you say in `known_by` ties it to other accounts that share it.
    """
    told = {TraitKind(name): value for name, value in question.get("known_by", {}).items()}
    opened = employers.open_employer(
        context.ports(),
        context.tenant().id,
        reference=question["reference"],
        account_type=question["account_type"],
        known_by=told,
        by=context.api_key(),
    )
    return presenting.summary(opened, opened.opened_at), {"Location": presenting.employer_url(opened.id)}


@blueprint.route("/employers", scope=Scope.EMPLOYERS_READ, methods=["GET"])
@blueprint.arguments(EmployersQuestion, location="query")
@blueprint.response(
    200,
    EmployerPage,
    description="One page, newest first.",
    headers={"Link": LINK},
    example=examples.EMPLOYERS,
)
@blueprint.problems(Invalid)
def list_employers(question: dict[str, Any]) -> tuple[Members, dict[str, str]]:
    """List your employers

    Newest first, page by page; or with `reference` the one of your own key, such as after `employer_known`.
    """
    if "reference" in question:
        return {"items": _of_reference(question["reference"]), "next": None}, {}
    limit = question["limit"]
    page = employers.list_employers(
        context.ports(), context.tenant().id, before=question.get("cursor"), limit=limit
    )
    url = page.next and url_for("employers.list_employers", cursor=page.next, limit=limit)
    now = context.ports().clock.now()
    items = [presenting.summary(one, now) for one in page.employers]
    return {"items": items, "next": url}, {"Link": f'<{url}>; rel="next"'} if url else {}


@blueprint.route(ONE, scope=Scope.EMPLOYERS_READ, parameters=[EMPLOYER_ID], methods=["GET"])
@blueprint.response(200, EmployerAnswer, description="The employer.", example=examples.EMPLOYER)
@blueprint.problems(NotFound)
def read_employer(employer_id: str) -> Members:
    """Read an employer

    Whether it may post now and until when, which papers the law asks for and which are there, its recruiters
    and its cases.
    """
    view = employers.read_employer(context.ports(), context.tenant().id, employer_id)
    return presenting.employer(view, context.ports().clock.now())


@blueprint.route(f"{ONE}/timeline", scope=Scope.EMPLOYERS_READ, parameters=[EMPLOYER_ID], methods=["GET"])
@blueprint.arguments(TimelineQuestion, location="query")
@blueprint.response(
    200,
    TimelineAnswer,
    description="One page, newest first.",
    headers={"Link": LINK},
    example=examples.TIMELINE,
)
@blueprint.problems(NotFound, Invalid)
def read_timeline(question: dict[str, Any], employer_id: str) -> tuple[Members, dict[str, str]]:
    """Read an employer's record

    What happened to it, when, and by whose word. Lines are only ever added.
    """
    limit = question["limit"]
    page = recording.read_timeline(
        context.ports(),
        context.tenant().id,
        employer_id,
        before=question.get("cursor"),
        limit=limit,
        by=context.api_key(),
    )
    url = page.next and url_for(
        "employers.read_timeline", employer_id=employer_id, cursor=page.next, limit=limit
    )
    items = [presenting.entry(one) for one in page.entries]
    return {"items": items, "next": url}, {"Link": f'<{url}>; rel="next"'} if url else {}


@blueprint.route(f"{ONE}/recruiters", scope=Scope.EMPLOYERS_WRITE, parameters=[EMPLOYER_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(MemberQuestion, example=examples.MEMBER_QUESTION)
@blueprint.response(
    201,
    MembershipAnswer,
    description="The recruiter posts for the employer; also when they did before.",
    headers=CREATED,
    example=examples.MEMBER,
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound)
def join_employer(question: dict[str, Any], employer_id: str) -> tuple[Members, dict[str, str]]:
    """Add a recruiter to an employer

    From now on they may ask for permits there. Have the employer's own administrator say so first.
    """
    joined = members.join(
        context.ports(), context.tenant().id, employer_id, question["recruiter_id"], by=context.api_key()
    )
    told = {name: getattr(joined, name) for name in ("employer_id", "recruiter_id", "joined_at")}
    return told, {"Location": presenting.employer_url(employer_id)}


@blueprint.route(
    f"{ONE}/recruiters/<recruiter_id>",
    scope=Scope.EMPLOYERS_WRITE,
    parameters=[EMPLOYER_ID, RECRUITER_ID],
    methods=["DELETE"],
)
@blueprint.response(204, description="They do not post for it any more.")
@blueprint.problems(NotFound)
def leave_employer(employer_id: str, recruiter_id: str) -> None:
    """Take a recruiter from an employer

    The moment they leave: their permits there end at once.
    """
    members.leave(context.ports(), context.tenant().id, employer_id, recruiter_id, by=context.api_key())


def _of_reference(reference: str) -> list[Members]:
    try:
        view = employers.find_employer(context.ports(), context.tenant().id, reference)
    except NotFound:
        return []
    return [presenting.summary(view.employer, context.ports().clock.now())]
