"""What happens around every request: its id, its log line, and the headers that keep browsers safe."""

import time
from typing import Final

import structlog
from flask import Flask, Response, g, request

from verifier.api import context

SECURITY_HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": (
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
REQUEST_ID: Final = "X-Request-Id"

log = structlog.get_logger("verifier.api")


def register(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_secure)
    app.after_request(_record)


def _begin() -> None:
    g.began = time.monotonic()


def _secure(response: Response) -> Response:
    """Add what the view did not say itself."""
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers[REQUEST_ID] = context.request_id()
    return response


def _record(response: Response) -> Response:
    """Log the route and never the path: a path that nobody serves may hold anything."""
    log.info(
        "request_served",
        request_id=context.request_id(),
        tenant_id=context.tenant_id_or_none(),
        method=request.method if request.url_rule else None,
        route=request.url_rule.rule if request.url_rule else None,
        status=response.status_code,
        milliseconds=round((time.monotonic() - g.began) * 1000, 1),
    )
    return response
