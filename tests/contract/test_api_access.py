"""Alice owns, Bob is another site, Charlie shows no valid key: tried on every endpoint there is.

The rows are held against the app's URL map, so that an endpoint without a row fails the suite.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask_smorest.spec.plugins import FlaskPlugin
from werkzeug.test import TestResponse

from tests import console_pages
from tests.access import OWNED, PUBLIC, ROWS
from tests.access.applicant import CELLS, OF_FIRMS, OF_MAILBOXES
from tests.access.faces import ABSENT_SESSION, frame_address
from tests.access.integration import HOOK
from tests.access.seekers import PAGES
from tests.fakes import FakeClock
from tests.sites import Site
from tests.visitors import BY_LINK, PAGE_FILES
from verifier import usecases
from verifier.domain.api_key import Scope


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    return app.test_client().get("/v1/openapi.json").json


def endpoints(app: Flask) -> set[str]:
    return {
        f"{verb} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for verb in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def method(name: str) -> str:
    return name.partition(" ")[0]


def ask(name: str, who: Site, path: str) -> TestResponse:
    return who.send(method(name), path, **ROWS[name].body())


def without_request_id(response: TestResponse) -> dict[str, Any]:
    return {name: value for name, value in response.json.items() if name != "request_id"}


def test_every_endpoint_has_a_row_here(app: Flask) -> None:
    pages = PAGE_FILES | BY_LINK | set(CELLS) | OF_MAILBOXES | OF_FIRMS | PAGES | console_pages.EVERY
    assert endpoints(app) == PUBLIC | pages | set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_alice_gets_what_is_hers(name: str, alice: Site) -> None:
    assert ask(name, alice, ROWS[name].path(alice)).status_code == ROWS[name].status


@pytest.mark.parametrize("name", OWNED)
def test_bob_cannot_tell_what_is_alices_from_what_is_nobodys(name: str, alice: Site, bob: Site) -> None:
    hers = ask(name, bob, ROWS[name].path(alice))
    nobodys = ask(name, bob, ROWS[name].absent or "")
    assert hers.status_code == 404
    assert without_request_id(hers) == without_request_id(nobodys)
    assert set(hers.headers.keys()) == set(nobodys.headers.keys())


@pytest.mark.parametrize("name", ROWS)
def test_a_key_with_every_scope_but_one_is_told_which_one_it_lacks(
    name: str, alice: Site, document: dict[str, Any]
) -> None:
    scope = scope_of(name, document)
    path = ROWS[name].path(alice)
    weak = replace(alice, key=key_with(alice, *(other for other in Scope if other is not scope)))
    refused = ask(name, weak, path)
    assert (refused.status_code, refused.json["code"]) == (403, "insufficient_scope")
    assert f"`{scope}`" in refused.json["detail"]
    granted = ask(name, replace(alice, key=key_with(alice, scope)), path)
    assert granted.status_code == ROWS[name].status


def scope_of(name: str, document: dict[str, Any]) -> Scope:
    path = FlaskPlugin.flaskpath2openapi(name.partition(" ")[2])
    ((scope,),) = document["paths"][path][method(name).lower()]["security"][0].values()
    return Scope(scope)


def key_with(alice: Site, *scopes: Scope) -> str:
    assert alice.ports is not None
    return usecases.create_key(alice.ports, alice.tenant_id, "weak", scopes=scopes)[1]


def test_scopes_are_checked_before_an_idempotency_key_gives_an_answer_again(alice: Site) -> None:
    key = {"Idempotency-Key": "the-same"}
    first = alice.post("/v1/webhooks", json={"url": HOOK}, headers=key)
    weak = replace(alice, key=key_with(alice, Scope.CASES_READ))
    assert first.status_code == 201
    assert weak.post("/v1/webhooks", json={"url": HOOK}, headers=key).status_code == 403


WRONG_AUTHORIZATIONS = {
    "none": None,
    "empty": "",
    "scheme only": "Bearer",
    "empty token": "Bearer ",
    "wrong key": "Bearer bf_wrong",
    "another scheme": "Basic YWxpY2U6YWxpY2U=",
    "two words": "Bearer one two",
    "not ASCII": "Bearer schlüssel",
    "very long": "Bearer " + "x" * 10_000,
}


@pytest.mark.parametrize("name", ROWS)
def test_charlie_is_asked_for_a_key_whatever_he_shows(name: str, alice: Site, charlie: Site) -> None:
    path = ROWS[name].path(alice)
    for wrong, authorization in WRONG_AUTHORIZATIONS.items():
        headers = {} if authorization is None else {"Authorization": authorization}
        body = ROWS[name].body()
        response = charlie.send(method(name), path, **body | {"headers": body.get("headers", {}) | headers})
        assert (response.status_code, response.json["code"]) == (401, "unauthenticated"), wrong
        assert response.headers["WWW-Authenticate"] == 'Bearer realm="bonafide"', wrong


@pytest.mark.parametrize("name", ROWS)
def test_a_revoked_key_opens_nothing(name: str, alice: Site) -> None:
    assert alice.ports is not None
    path = ROWS[name].path(alice)
    key, secret = usecases.create_key(alice.ports, alice.tenant_id, "left", scopes=tuple(Scope))
    usecases.revoke_key(alice.ports, alice.tenant_id, key.id)
    response = ask(name, replace(alice, key=secret), path)
    assert (response.status_code, response.json["code"]) == (401, "unauthenticated")


@pytest.mark.parametrize("name", ROWS)
def test_a_key_opens_nothing_from_the_moment_it_expires(name: str, alice: Site) -> None:
    assert alice.ports is not None
    clock = alice.ports.clock
    assert isinstance(clock, FakeClock)
    path = ROWS[name].path(alice)
    over = clock.now() + timedelta(minutes=1)
    _, secret = usecases.create_key(
        alice.ports, alice.tenant_id, "brief", scopes=tuple(Scope), expires_at=over
    )
    clock.tick(seconds=60)
    response = ask(name, replace(alice, key=secret), path)
    assert (response.status_code, response.json["code"]) == (401, "unauthenticated")


@pytest.mark.parametrize("added", ["OPTIONS", "HEAD"])
def test_the_methods_that_flask_adds_need_a_key_too(added: str, alice: Site, charlie: Site) -> None:
    assert charlie.send(added, alice.open_case()).status_code == 401


def test_the_scheme_is_taken_in_any_case(alice: Site, charlie: Site) -> None:
    response = charlie.get("/v1/cases", headers={"Authorization": f"bearer {alice.key}"})
    assert response.status_code == 200


@pytest.mark.parametrize(
    "endpoint", sorted(PUBLIC - {"GET /assets/<path:filename>", "GET /v1/docs/assets/<name>"})
)
def test_public_endpoints_need_no_key_and_set_no_cookie(endpoint: str, charlie: Site) -> None:
    response = charlie.get(endpoint.split()[1])
    assert response.status_code in (200, 503)
    assert "Set-Cookie" not in response.headers


HOSTILE_IDENTIFIERS = [
    "%00",
    "case_%00",
    "..%2f..%2fetc",
    "case_0",
    "CASE_" + "0" * 26,
    "%F0%9F%98%80",
    "'--",
    "x" * 4000,
]


@pytest.mark.parametrize("identifier", HOSTILE_IDENTIFIERS)
def test_what_is_no_identifier_names_nothing(identifier: str, alice: Site) -> None:
    assert alice.get(f"/v1/cases/{identifier}").status_code == 404
    assert alice.get(f"/v1/evidence/{identifier}/content").status_code == 404
    assert alice.get(f"/v1/recruiters/{identifier}").status_code == 404
    assert alice.get(f"/v1/face-sessions/{identifier}").status_code == 404
    assert alice.get(f"{ABSENT_SESSION}/frames/{identifier}/0").status_code == 404
    assert alice.get(f"/v1/posting-permits/{identifier}").status_code == 404
    assert alice.get(f"/v1/employers/{identifier}").status_code == 404
    assert alice.get(f"/v1/blocks/{identifier}").status_code == 404


@pytest.mark.parametrize("at", ["-1", "1.0", "01", "%EF%BC%91", "x", "1e3", "9" * 8, "9" * 5000, "%00", "+1"])
def test_what_is_no_time_in_a_film_names_no_frame(at: str, alice: Site) -> None:
    address = frame_address(alice)
    assert alice.get(address).status_code == 200
    response = alice.get(f"{address.rpartition('/')[0]}/{at}")
    assert (response.status_code, response.json["code"]) == (404, "not_found")
