"""When a key was last used: noted after the answer has gone out, so that no request waits for it."""

from functools import partial

import structlog
from flask import Response, after_this_request
from sqlalchemy.exc import SQLAlchemyError

from verifier.api import context
from verifier.domain.api_key import ApiKey
from verifier.usecases.keys import note_use, use_is_to_be_noted
from verifier.usecases.ports import Ports

log = structlog.get_logger("verifier.api")


def note_use_afterwards() -> None:
    """Once a minute at most, have the use of this request's key noted when the response is closed."""
    ports, key = context.ports(), context.api_key()
    if use_is_to_be_noted(ports, key):
        after_this_request(partial(_when_closed, ports, key))


def _when_closed(ports: Ports, key: ApiKey, response: Response) -> Response:
    response.call_on_close(partial(_note, ports, key))
    return response


def _note(ports: Ports, key: ApiKey) -> None:
    try:
        note_use(ports, key)
    except SQLAlchemyError as error:  # the next minute's note will do; the client has its answer
        log.warning("key_use_not_noted", key=key.id, error=type(error).__name__)
