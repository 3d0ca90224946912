"""From an answer that is none to the exception that says so. The only place that reads problem documents."""

from collections.abc import Mapping
from typing import Any

import httpx2

from bonafide.errors import FieldError, Problem, problem_type
from bonafide.retries import retry_after


def problem(response: httpx2.Response) -> Problem:
    """What a status other than 2xx stands for; whatever the body is, this does not fail."""
    document = _document(response)
    return problem_type(response.status_code)(
        response.status_code,
        _text(document, "code"),
        _text(document, "detail") or response.reason_phrase,
        _errors(document.get("errors")),
        _text(document, "request_id") or response.headers.get("X-Request-Id"),
        retry_after(response),
    )


def _document(response: httpx2.Response) -> Mapping[str, Any]:
    try:
        document = response.json()
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""


def _errors(listed: object) -> tuple[FieldError, ...]:
    items = listed if isinstance(listed, list) else ()
    return tuple(
        FieldError(_text(item, "pointer"), _text(item, "detail")) for item in items if isinstance(item, dict)
    )
