"""The one mapper from errors to RFC 9457 problems. No stack trace, SQL, path or sent value passes it."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict

import structlog
from flask import Flask, Response, json
from werkzeug.exceptions import HTTPException, InternalServerError

from verifier.api import context, errors
from verifier.domain.errors import Unauthenticated, VerifierError

MEDIA_TYPE = "application/problem+json"
TYPE_BASE = "/v1/problems#"  # a page of ours that explains every code
SOON = "1"  # seconds, for Retry-After

BY_STATUS: Mapping[int, type[VerifierError]] = {
    400: errors.MalformedRequest,
    401: Unauthenticated,
    404: errors.NoSuchEndpoint,
    405: errors.MethodNotAllowed,
    406: errors.NotAcceptable,
    408: errors.RequestTimedOut,
    413: errors.RequestTooLarge,
    415: errors.UnsupportedBody,
    429: errors.RateLimited,
    503: errors.Unavailable,
}

log = structlog.get_logger("verifier.api")


def register(app: Flask) -> None:
    """Make the mapper the app's only error handler. Unexpected exceptions arrive as InternalServerError."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.register_error_handler(VerifierError, respond)
    app.register_error_handler(HTTPException, _from_http)
    app.register_error_handler(InternalServerError, _from_unexpected)


def respond(error: VerifierError) -> Response:
    """The problem document for an error, with the headers that its status asks for."""
    body = json.dumps(document(type(error), error.detail, context.request_id()) | _pointers(error))
    response = Response(body, status=error.status, mimetype=MEDIA_TYPE)
    response.headers.extend(headers_for(error.status, error.code))
    return response


def document(kind: type[VerifierError], detail: str, request_id: str) -> dict[str, object]:
    """The members that every problem has."""
    return {
        "type": TYPE_BASE + kind.code,
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "code": kind.code,
        "request_id": request_id,
    }


def headers_for(status: int, code: str) -> dict[str, str]:
    if status == 401:
        return {"WWW-Authenticate": 'Bearer realm="bonafide"'}
    if status in (429, 503) or code == "request_in_flight":
        return {"Retry-After": SOON}
    return {}


def taxonomy(root: type[VerifierError] = VerifierError) -> Iterator[type[VerifierError]]:
    """Every error that may reach a client, the root first."""
    yield root
    for child in root.__subclasses__():
        yield from taxonomy(child)


def _pointers(error: VerifierError) -> dict[str, object]:
    return {"errors": [asdict(item) for item in error.errors]} if error.errors else {}


def _from_http(error: HTTPException) -> Response:
    kind = BY_STATUS.get(error.code or 500, errors.MalformedRequest)
    response = respond(kind())
    allowed = error.get_response().headers.get("Allow")
    if allowed:
        response.headers["Allow"] = allowed
    return response


def _from_unexpected(error: InternalServerError) -> Response:
    cause = error.original_exception or error
    log.error("request_failed", request_id=context.request_id(), exc_info=cause)
    return respond(VerifierError("Nothing you sent caused this. Quote the request_id when you report it."))
