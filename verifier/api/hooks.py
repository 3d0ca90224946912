"""What happens around every request: its id, its log line, and the headers that keep browsers safe."""

import time
from contextlib import ExitStack
from typing import Final

import structlog
from flask import Flask, Response, g, request

from verifier import telemetry
from verifier.api import context
from verifier.telemetry import tracing

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
TLS_ONLY: Final = "Strict-Transport-Security"
ONE_YEAR: Final = "max-age=31536000"  # for this host alone; what else the domain serves is not ours to say
NOWHERE: Final = "none"  # in place of a route, for what nobody serves

log = structlog.get_logger("verifier.api")


def register(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_secure)
    app.after_request(_record)
    app.teardown_request(_end)


def _begin() -> None:
    """Whatever is logged until the answer, by use cases too, carries the request's id."""
    g.began = time.monotonic()
    structlog.contextvars.bind_contextvars(request_id=context.request_id())
    g.span = ExitStack()
    g.span.enter_context(tracing.span(_name(), {"bonafide.request_id": context.request_id()}))


def _end(_error: BaseException | None) -> None:
    if "span" in g:
        g.span.close()
    structlog.contextvars.unbind_contextvars("request_id")


def _name() -> str:
    return f"{request.method} {request.url_rule.rule}" if request.url_rule else NOWHERE


def _secure(response: Response) -> Response:
    """Add what the view did not say itself."""
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    if context.public_url().startswith("https:"):
        response.headers[TLS_ONLY] = ONE_YEAR
    response.headers[REQUEST_ID] = context.request_id()
    return response


def _record(response: Response) -> Response:
    """Log and count the route and never the path: a path that nobody serves may hold anything."""
    seconds = time.monotonic() - g.began
    method = request.method if request.url_rule else None
    route = request.url_rule.rule if request.url_rule else None
    log.info(
        "request_served",
        request_id=context.request_id(),
        tenant_id=context.tenant_id_or_none(),
        method=method,
        route=route,
        status=response.status_code,
        milliseconds=round(seconds * 1000, 1),
    )
    status = f"{response.status_code // 100}xx"
    telemetry.REQUESTS.labels(method or NOWHERE, route or NOWHERE, status).observe(seconds)
    tracing.note({
        "http.request.method": method or NOWHERE,
        "http.route": route or NOWHERE,
        "http.response.status_code": response.status_code,
    })  # fmt: skip
    return response
