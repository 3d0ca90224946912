"""Permits over HTTP: ask for one, read it, use it once, take it back; and a person's word on its text."""

import json
from functools import partial
from typing import Any, Final

from flask import Response

from verifier import telemetry
from verifier.api import context, idempotency
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint, identifier
from verifier.api.cases import LOCATION
from verifier.api.gate import examples, presenting
from verifier.api.gate.answers import NewPermitAnswer, PermitAnswer
from verifier.api.gate.questions import PermitQuestion, RedemptionQuestion, WordQuestion
from verifier.api.idempotency import REPLAYED, REPLAYED_DOC
from verifier.api.integration.keys import FOR_BODIES
from verifier.api.presenting import Members
from verifier.domain.api_key import Scope
from verifier.domain.errors import NotFound, PermitForeign, PermitSpent
from verifier.domain.permit import Use
from verifier.domain.screening import JobText
from verifier.usecases.gate import permits
from verifier.usecases.gate.answering import Answered
from verifier.usecases.gate.facts import Wish
from verifier.usecases.gate.recording import Word
from verifier.usecases.idempotency import Served
from verifier.usecases.ports import StoredResponse

# A text of TEXT_MAX Chinese characters is 120 kB in JSON that escapes them, which many clients write.
JSON_BYTES: Final = 160 * 1024

PERMIT_ID = identifier("permit_id", "pmt", "Identifier of one of your permits.")
ONE = "/posting-permits/<permit_id>"
NEW_PERMIT: Final = NewPermitAnswer()
CREATED = {"Location": LOCATION, REPLAYED: REPLAYED_DOC}

blueprint = KeyedBlueprint(
    "posting_permits",
    __name__,
    url_prefix="/v1",
    description="The gate: may this recruiter post this job for this employer now?",
    json_limit=JSON_BYTES,
)


@blueprint.route("/posting-permits", scope=Scope.GATE_ASK, hurried=True, methods=["POST"])
@blueprint.idempotent_itself
@blueprint.arguments(PermitQuestion, example=examples.PERMIT_QUESTION)
@blueprint.response(
    201,
    NewPermitAnswer,
    description="Answered: read `answer`, which is not always `allow`. Token and link are shown this once.",
    headers=CREATED,
    example=examples.NEW_PERMIT,
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES)
def ask_permit(question: dict[str, Any]) -> Response:
    """Ask whether a job may be posted

    Ask when the recruiter presses *publish*. `allow` comes with a signed token, good once, for this employer,
    recruiter, job and device. `step_up` names in `needs` what is missing and, if that is a face, gives the
    link. `deny` and `step_up` explain themselves in `reasons`. An unknown employer or recruiter is no error:
    the answer is `deny`. Without an `allow`, publish nothing, whatever else went wrong. Repeat the request
    under its `Idempotency-Key` and it gives the same answer and the same token again.
    """
    ports, tenant_id, wish, by = context.ports(), context.tenant().id, _wish(question), context.api_key()
    tell = partial(_told, context.public_url())
    once = idempotency.sent_once()
    if once is None:
        served = Served(tell(permits.ask_permit(ports, tenant_id, wish, by=by)))
    else:
        served = permits.ask_permit_once(ports, tenant_id, wish, once=once, tell=tell, by=by)
    if not served.again:
        telemetry.PERMITS.labels(json.loads(served.response.body)["answer"]).inc()
    return idempotency.respond(served)


@blueprint.route(ONE, scope=Scope.GATE_ASK, parameters=[PERMIT_ID], methods=["GET"])
@blueprint.response(200, PermitAnswer, description="The permit.", example=examples.PERMIT)
@blueprint.problems(NotFound)
def read_permit(permit_id: str) -> Members:
    """Read a permit

    What was answered, and whether it was used or taken back since. Its token is not shown again.
    """
    read = permits.read_permit(context.ports(), context.tenant().id, permit_id, by=context.api_key())
    return presenting.permit(read)


@blueprint.route(f"{ONE}/redemption", scope=Scope.GATE_ASK, parameters=[PERMIT_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(RedemptionQuestion, example=examples.REDEMPTION_QUESTION)
@blueprint.response(201, PermitAnswer, description="Used.", headers=CREATED, example=examples.REDEEMED_PERMIT)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound, PermitForeign, PermitSpent)
def redeem_permit(question: dict[str, Any], permit_id: str) -> tuple[Members, dict[str, str]]:
    """Use a permit

    Once, just before you publish. The token alone cannot tell that it was used before or that the employer
    was stopped a minute ago: this does. Say what is about to be published and it is compared with what was
    asked for. From then on the recruiter's device is known.
    """
    use = Use(**_changed(question))
    redeemed = permits.redeem_permit(
        context.ports(), context.tenant().id, permit_id, use=use, by=context.api_key()
    )
    return presenting.permit(redeemed), _at(permit_id)


@blueprint.route(ONE, scope=Scope.GATE_ASK, parameters=[PERMIT_ID], methods=["DELETE"])
@blueprint.response(204, description="Taken back.")
@blueprint.problems(NotFound, PermitSpent)
def revoke_permit(permit_id: str) -> None:
    """Take a permit back

    Before it is used, such as when the recruiter thinks better of it. It stays readable.
    """
    permits.revoke_permit(context.ports(), context.tenant().id, permit_id, by=context.api_key())


@blueprint.route(f"{ONE}/text-clearance", scope=Scope.REVIEWS_WRITE, parameters=[PERMIT_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(WordQuestion, example=examples.WORD_QUESTION)
@blueprint.response(
    201, PermitAnswer, description="Cleared. Now ask anew.", headers=CREATED, example=examples.CLEARED_PERMIT
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound)
def clear_text(question: dict[str, Any], permit_id: str) -> tuple[Members, dict[str, str]]:
    """Clear a text

    A person read the text that the permit was asked for, and this employer may post it: that very text, from
    now on. What else spoke against it still does.
    """
    cleared = permits.clear_text(
        context.ports(), context.tenant().id, permit_id, word=Word(**question), by=context.api_key()
    )
    return presenting.permit(cleared), _at(permit_id)


def _wish(question: dict[str, Any]) -> Wish:
    return Wish(**_changed(question))


def _changed(question: dict[str, Any]) -> dict[str, Any]:
    """With the job as the use cases know it."""
    return question | ({"job": JobText(**question["job"])} if "job" in question else {})


def _told(public_url: str, asked: Answered) -> StoredResponse:
    """The response to who asked. Knows no request: it may be made while another one is being served."""
    given = {"token": asked.token, "face_session": _needed(public_url, asked)}
    members = NEW_PERMIT.dump(presenting.permit(asked.permit) | given)
    return StoredResponse(201, _at(asked.permit.id), json.dumps(members, ensure_ascii=False) + "\n")


def _needed(public_url: str, asked: Answered) -> Members | None:
    if asked.session is None or asked.link_token is None:
        return None
    session = asked.session
    url = context.link(asked.link_token, public_url)
    return {"id": session.id, "url": url, "expires_at": session.expires_at}


def _at(permit_id: str) -> dict[str, str]:
    return {"Location": presenting.permit_url(permit_id)}
