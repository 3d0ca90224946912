"""The headers that keep browsers safe, on every answer there is: each route, and what is none."""

from collections.abc import Iterator
from typing import Final

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.sites import QUESTION, Site
from verifier.api import context, health

ALWAYS: Final = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
POLICY: Final = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
TLS_ONLY: Final = "Strict-Transport-Security"


def address(rule: Rule) -> str:
    """The route with something in its places."""
    _, path = rule.build(dict.fromkeys(rule.arguments, 1 if "int" in rule.rule else "x" * 43), False)
    return path


# Its forms are told from others' by their origin, which browsers then send.
OF_THE_CONSOLE = {"Referrer-Policy": "same-origin"}


def is_page(answer: TestResponse) -> bool:
    return answer.headers.get("Referrer-Policy") == "same-origin" and answer.mimetype == "text/html"


def answers(app: Flask, alice: Site) -> Iterator[tuple[str, TestResponse]]:
    """Every route with every method, with a key and without one; and what nobody serves."""
    stranger = Site(app.test_client(), "", None)
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods or ()):
            for asker in (alice, stranger):
                yield f"{method} {rule.rule}", asker.send(method, address(rule))
    for method, path in (("GET", "/nowhere"), ("DELETE", "/v1/cases"), ("BREW", "/"), ("GET", "/v1/docs/")):
        yield f"{method} {path}", stranger.send(method, path)
    yield "201", alice.post("/v1/cases", json=QUESTION)
    yield "415", alice.post("/v1/cases", data="x")


def test_every_answer_there_is_carries_them(app: Flask, alice: Site) -> None:
    app.extensions[health.PROBES] = {}  # structlog's own way to tell of a queue that is away takes seconds
    seen = set()
    for name, answer in answers(app, alice):
        seen.add(answer.status_code)
        expected = ALWAYS | (OF_THE_CONSOLE if " /console" in name and is_page(answer) else {})
        assert {header: answer.headers.get(header) for header in ALWAYS} == expected, name
        assert all(part in answer.headers["Content-Security-Policy"] for part in POLICY), name
        assert "unsafe" not in answer.headers["Content-Security-Policy"], name
        at_visit = name.partition(" ")[2] == "/console/visits/<proof_id>" and is_page(answer)
        located = "geolocation=(self)" if at_visit else "geolocation=()"
        assert located in answer.headers["Permissions-Policy"], name
        assert answer.headers["Cache-Control"], name
        assert answer.headers["X-Request-Id"].startswith("req_"), name
        assert "Server" not in answer.headers, name
        assert "Access-Control-Allow-Origin" not in answer.headers, name
    assert seen >= {200, 201, 401, 404, 405, 415}


def test_an_unexpected_error_carries_them_too(
    app: Flask, alice: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "pages.index", lambda: 1 / 0)
    answer = alice.get("/")
    assert answer.status_code == 500
    assert {header: answer.headers.get(header) for header in ALWAYS} == ALWAYS


@pytest.mark.parametrize(
    ("public_url", "expected"),
    [("https://verify.example.com", "max-age=31536000"), ("http://127.0.0.1:8000", None)],
)
@pytest.mark.parametrize("path", ["/", "/v1/cases", "/healthz", "/nowhere", f"/face/{'x' * 43}", "/v1/docs"])
def test_browsers_are_held_to_tls_where_the_service_is_reached_by_it_and_nowhere_else(
    app: Flask, alice: Site, public_url: str, expected: str | None, path: str
) -> None:
    app.extensions[context.PUBLIC_URL] = public_url
    assert alice.get(path).headers.get(TLS_ONLY) == expected
