"""The recruiter's page over HTTP: one resource for each thing that a recruiter does.

Forms and the page's script post to the same addresses. A form is answered with a redirection to the page, the
script with JSON; errors are a page for the one and a problem document for the other.
"""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from marshmallow import Schema

from verifier.api import context, limiting
from verifier.api.parsing import RequestParser
from verifier.camera import answers, guarding, pages
from verifier.camera.batches import BATCH_BYTES, sent_frames
from verifier.camera.questions import ConsentQuestion, FinishQuestion, WayQuestion
from verifier.domain.errors import AttemptOver
from verifier.hosted import languages
from verifier.usecases.faces import visits

QUESTION_BYTES: Final = 4_096
ATTEMPTS: Final = "/attempts/<int(max=9999):number>"

blueprint = Blueprint("camera", __name__, url_prefix="/face/<token>", template_folder="templates")
blueprint.before_request(limiting.take_for_page)
blueprint.before_request(guarding.require_own_origin)
blueprint.after_request(pages.in_words)


@blueprint.before_request
def _limit_body() -> None:
    takes_frames = request.endpoint == "camera.put_batch"
    request.max_content_length = BATCH_BYTES if takes_frames else QUESTION_BYTES


class BodyParser(RequestParser):
    """A body that is JSON or a plain form of the same fields."""

    __location_map__: dict[str, Any] = {"body": "load_body"}  # noqa: RUF012
    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {"body": "raise"}  # noqa: RUF012

    def load_body(self, req: Any, schema: Schema) -> Any:
        return req.form.to_dict() if pages.is_form() else self.load_strict_json(req, schema)


_parser = BodyParser()


def _asked(schema: type[Schema]) -> Mapping[str, Any]:
    """The validated body. Raises Invalid, MalformedRequest, UnsupportedBody."""
    found: Mapping[str, Any] = _parser.parse(schema(), request, location="body")
    return found


@blueprint.get("")
def page(token: str) -> str:
    """The screen on which the recruiter finds themselves. Opening it changes nothing."""
    return pages.shown(_visit(token))


@blueprint.get("/state")
def state(token: str) -> Response:
    return jsonify(answers.standing(_visit(token), languages.chosen()))


@blueprint.post("/consent")
def consent(token: str) -> Response:
    asked = _asked(ConsentQuestion)
    secret = visits.give_consent(
        context.ports(),
        token,
        guarding.browser(),
        language=asked["lang"],
        text_sha256=asked["text_sha256"],
        keeps_frames=asked["keeps_frames"],
    )
    return guarding.remember(_onward(token, secret), secret)


@blueprint.post("/other-way")
def other_way(token: str) -> Response:
    asked = _asked(WayQuestion)
    secret = visits.take_other_way(context.ports(), token, guarding.browser(), asked["way"])
    return guarding.remember(_onward(token, secret), secret)


@blueprint.post("/attempts")
def begin_attempt(token: str) -> tuple[Response, int]:
    ports = context.ports()
    attempt = visits.begin_attempt(ports, token, guarding.browser())
    return jsonify(answers.challenge(attempt, ports.clock.now())), 201


@blueprint.get(ATTEMPTS)
def attempt(token: str, number: int) -> Response:
    """Which batches have arrived, for a page that lost its connection. Raises AttemptOver."""
    visit = _visit(token)
    if visit.attempt is None or visit.attempt.number != number:
        raise AttemptOver
    return jsonify({"received": list(visit.received)})


@blueprint.put(f"{ATTEMPTS}/batches/<int(max=9999):index>")
def put_batch(token: str, number: int, index: int) -> Response:
    frames = sent_frames()
    received = visits.take_batch(
        context.ports(), token, guarding.browser(), number=number, index=index, frames=frames
    )
    return jsonify({"received": list(received)})


@blueprint.post(f"{ATTEMPTS}/finish")
def finish_attempt(token: str, number: int) -> Response:
    asked = _asked(FinishQuestion)
    visits.finish_attempt(context.ports(), token, guarding.browser(), number=number, batches=asked["batches"])
    return jsonify(answers.standing(_visit(token), languages.chosen()))


@blueprint.get("/withdrawal")
def withdrawal(token: str) -> str:
    """What withdrawing does, with a button that does it; changes nothing."""
    return pages.withdrawal(_visit(token), done="done" in request.args)


@blueprint.post("/withdrawal")
def withdraw(token: str) -> Response:
    visits.withdraw(context.ports(), token, guarding.browser())
    if not pages.is_form():
        return Response(status=204)
    address = url_for("camera.withdrawal", token=token, lang=languages.chosen(), done=1)
    return redirect(address, 303)  # type: ignore[return-value]  # werkzeug's response is Flask's


def _visit(token: str) -> visits.Visit:
    return visits.visit(context.ports(), token, guarding.browser())


def _onward(token: str, secret: str) -> Response:
    """A form goes to the page; the script learns where things stand with the secret that it is given."""
    if pages.is_form():
        address = url_for("camera.page", token=token, lang=languages.chosen())
        return redirect(address, 303)  # type: ignore[return-value]  # werkzeug's response is Flask's
    visit = visits.visit(context.ports(), token, secret)
    return jsonify(answers.standing(visit, languages.chosen()))
