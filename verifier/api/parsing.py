"""From a request to validated values: strict JSON, strict multipart, and errors that point at the place.

Nothing that was sent is quoted back: an error says where and what was expected, never what stood there.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NoReturn, cast

import marshmallow
from flask import Request
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import MultiDict

from verifier.api.errors import MalformedRequest, UnsupportedBody
from verifier.domain.errors import FieldError, Invalid

JSON_LIMIT = 64 * 1024  # bytes; our largest schema needs about 2 KiB
TELLABLE = re.compile(r"[A-Za-z0-9_.-]{1,64}")  # a field name that may be repeated in a pointer


LOCATIONS: Final = {"json": "load_strict_json", "query": "load_single_query", "upload": "load_upload"}


class RequestParser(FlaskParser):
    """webargs for our locations: `json`, `query`, and `upload`, a multipart form with its files as fields."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = dict.fromkeys(LOCATIONS, marshmallow.RAISE)
    __location_map__: dict[str, str | Callable[..., Any]] = dict(LOCATIONS)  # noqa: RUF012

    def load_strict_json(self, req: Request, _schema: marshmallow.Schema) -> Any:
        if not req.is_json:
            raise UnsupportedBody("Send the body as application/json.")
        return parsed_json(req.get_data(cache=True))

    def load_single_query(self, req: Request, _schema: marshmallow.Schema) -> dict[str, object]:
        return _single(req.args)

    def load_upload(self, req: Request, _schema: marshmallow.Schema) -> dict[str, object]:
        if req.mimetype != "multipart/form-data":
            raise UnsupportedBody("Send the body as multipart/form-data.")
        parts: MultiDict[str, object] = MultiDict(req.form)
        parts.update(req.files)
        if not parts:
            raise MalformedRequest("The body holds no part that could be read: check its boundary.")
        return _single(parts)

    def handle_error(
        self,
        error: marshmallow.ValidationError,
        req: Request,  # noqa: ARG002
        schema: marshmallow.Schema,  # noqa: ARG002
        *,
        error_status_code: int | None,  # noqa: ARG002
        error_headers: Mapping[str, str] | None,  # noqa: ARG002
    ) -> NoReturn:
        messages = cast(Mapping[str, object], error.messages)  # by location
        found = [item for each in messages.values() for item in field_errors(each)]
        raise Invalid(errors=found) from None


def parsed_json(body: bytes) -> Any:
    """Strict JSON (RFC 8259): UTF-8, no NaN, no name twice. Raises MalformedRequest."""
    try:
        return json.loads(body, parse_constant=_refuse, object_pairs_hook=_unique)
    except RecursionError:
        raise MalformedRequest("The JSON is nested too deeply.") from None
    except ValueError:  # JSONDecodeError, UnicodeDecodeError, digits without end, and the two hooks
        raise MalformedRequest("The body is not valid JSON.") from None


def field_errors(messages: object, pointer: str = "") -> Iterator[FieldError]:
    """marshmallow's nested messages as JSON pointers (RFC 6901), each with one sentence."""
    if not isinstance(messages, Mapping):
        yield from (FieldError(pointer, str(message)) for message in _listed(messages))
        return
    for name, nested in messages.items():
        if name == "_schema":
            yield from field_errors(nested, pointer)
        elif isinstance(name, int) or TELLABLE.fullmatch(name):
            yield from field_errors(nested, f"{pointer}/{name}")
        else:
            yield from field_errors(nested, pointer)


def _listed(messages: object) -> list[object]:
    return messages if isinstance(messages, list) else [messages]


def _single(values: "MultiDict[str, Any]") -> dict[str, object]:
    repeated = [name for name, found in values.lists() if len(found) > 1]
    if repeated:
        raise Invalid(errors=tuple(field_errors(dict.fromkeys(repeated, "Given more than once."))))
    return dict(values.items())


def _refuse(_constant: str) -> NoReturn:
    raise ValueError


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found
