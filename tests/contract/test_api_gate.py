"""The gate over HTTP: what a site gets when it asks whether a job may be posted, and what it may not do."""

import json
import time
from datetime import timedelta
from typing import Any

import jwt
import pytest
from flask import Flask

from tests.contract.test_api_cases import assert_fits
from tests.contract.test_api_problems import SENT, assert_problem
from tests.fake_gate import FakeScreener
from tests.fakes import FakeClock
from tests.gate_acts import suspicion
from tests.sites import DEVICE, JOB, Site, new_key
from verifier import usecases
from verifier.api import context
from verifier.api.callers import REMEMBERED
from verifier.domain.permit import device_digest, job_digest
from verifier.domain.screening import JobText, ScreeningAction
from verifier.usecases.ports import Ports

WORD = {"reviewer": "reviewer-12", "words": "Looked at."}
PERMITS = "/v1/posting-permits"


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    return app.test_client().get("/v1/openapi.json").json


@pytest.fixture
def clock(ports: Ports) -> FakeClock:
    assert isinstance(ports.clock, FakeClock)
    return ports.clock


@pytest.fixture
def screener(ports: Ports) -> FakeScreener:
    assert isinstance(ports.screener, FakeScreener)
    return ports.screener


def offline(who: Site, token: str, audience: str) -> dict[str, Any]:
    """What a site's posting backend reads from a token, with nothing but the published keys."""
    published = jwt.PyJWKSet.from_dict(who.get("/.well-known/jwks.json").json)
    key = published[jwt.get_unverified_header(token)["kid"]]
    asked = {"verify_exp": False, "verify_iat": False, "require": ["exp", "iat", "jti", "sub"]}
    return jwt.decode(  # the test's clock stands still, years from the library's
        token,
        key,
        algorithms=["EdDSA"],
        audience=audience,
        issuer="http://127.0.0.1:8000",
        options=asked,
    )


def codes(permit: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in permit["reasons"]]


def test_a_verified_employer_with_a_face_of_just_now_may_post(
    alice: Site, document: dict[str, Any], clock: FakeClock
) -> None:
    response = alice.permit()
    assert_fits(document, "NewPermitAnswer", response.json)
    assert response.headers["Location"] == f"{PERMITS}/{response.json['id']}"
    assert (response.json["answer"], response.json["needs"], codes(response.json)) == ("allow", [], [])
    assert response.json["face_session"] is None
    assert response.json["expires_at"] == (clock.now() + timedelta(minutes=15)).isoformat()
    assert response.json["policy_version"] == "gate-v1"


def test_the_token_verifies_offline_from_the_published_keys(alice: Site, charlie: Site) -> None:
    permit = alice.permit().json
    claims = offline(charlie, permit["token"], alice.tenant_id)
    assert (claims["permit"], claims["sub"]) == (permit["id"], permit["recruiter_id"])
    assert claims["employer"] == permit["employer_id"]
    assert claims["job"] == job_digest(JobText(**JOB)) == permit["job_sha256"]
    assert claims["device"] == device_digest(DEVICE)
    with pytest.raises(jwt.InvalidAudienceError):
        offline(charlie, permit["token"], "ten_another")


def test_the_keys_may_be_kept_for_five_minutes_and_hold_no_private_half(
    charlie: Site, document: dict[str, Any]
) -> None:
    response = charlie.get("/.well-known/jwks.json")
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert_fits(document, "KeySetAnswer", response.json)
    (key,) = response.json["keys"]
    assert set(key) == {"kty", "crv", "x", "kid", "alg", "use"}
    assert charlie.get("/.well-known/jwks.json").json == response.json


def test_a_permit_is_read_without_its_token(alice: Site, document: dict[str, Any]) -> None:
    asked = alice.permit()
    read = alice.get(asked.headers["Location"])
    assert_fits(document, "PermitAnswer", read.json)
    assert read.json == {
        name: value for name, value in asked.json.items() if name not in ("token", "face_session")
    }
    assert asked.json["token"] not in read.text


def test_a_repeated_wish_gets_the_same_permit_and_the_same_token(alice: Site) -> None:
    wish, again = alice.wish(), new_key()
    first, second = (alice.post(PERMITS, json=wish, headers=again) for _ in range(2))
    assert first.json["token"]
    assert first.json == second.json
    assert second.headers["Idempotency-Replayed"] == "true"
    assert alice.post(PERMITS, json=wish, headers=new_key()).json["token"] != first.json["token"]


def test_a_stale_face_is_asked_for_with_a_link(
    alice: Site, document: dict[str, Any], clock: FakeClock
) -> None:
    wish = alice.wish()
    clock.tick(hours=13)
    answered = alice.post(PERMITS, json=wish)
    assert_fits(document, "NewPermitAnswer", answered.json)
    permit = answered.json
    assert (permit["answer"], permit["needs"], permit["token"]) == ("step_up", ["face_session"], None)
    assert "face_stale" in codes(permit)
    assert all(reason["applicant"]["zh"] and reason["auditor"] for reason in permit["reasons"])
    session = alice.get(f"/v1/face-sessions/{permit['face_session']['id']}").json
    assert (session["state"], session["purpose"]) == ("waiting", "reauthenticate")
    assert permit["face_session"]["url"].startswith("http://127.0.0.1:8000/face/")
    assert permit["face_session"]["url"] not in alice.get(answered.headers["Location"]).text


def test_a_recruiter_without_a_selfie_is_stepped_up_without_a_link(alice: Site) -> None:
    employer = alice.verified_employer().rpartition("/")[2]
    recruiter = alice.add_recruiter().rpartition("/")[2]
    alice.post(f"/v1/employers/{employer}/recruiters", json={"recruiter_id": recruiter})
    wish = {"employer_id": employer, "recruiter_id": recruiter, "job": JOB}
    permit = alice.post(PERMITS, json=wish).json
    assert (permit["answer"], permit["needs"]) == ("step_up", ["face_session"])
    assert permit["face_session"] is None


def test_an_employer_that_nobody_verified_is_asked_for_its_papers(alice: Site) -> None:
    wish = alice.wish()
    other = alice.open_employer("another").rpartition("/")[2]
    alice.post(f"/v1/employers/{other}/recruiters", json={"recruiter_id": wish["recruiter_id"]})
    permit = alice.post(PERMITS, json=wish | {"employer_id": other}).json
    assert permit["answer"] == "step_up"
    assert "document" in permit["needs"]


def test_an_employer_whose_verification_ran_out_posts_nothing(alice: Site, clock: FakeClock) -> None:
    wish = alice.wish()
    clock.tick(days=184)
    permit = alice.post(PERMITS, json=wish).json
    assert permit["token"] is None
    assert "verification_lapsed" in codes(permit)


def test_a_stopped_employer_posts_nothing_and_its_permits_end(alice: Site) -> None:
    wish = alice.wish()
    held = alice.post(PERMITS, json=wish)
    stop = alice.post(f"/v1/employers/{wish['employer_id']}/stop", json=WORD | {"state": "suspended"})
    assert stop.json["state"] == "suspended"
    refused = alice.post(PERMITS, json=wish).json
    assert (refused["answer"], refused["needs"], refused["token"]) == ("deny", [], None)
    assert codes(refused)[0] == "employer_suspended"
    spent = alice.post(f"{held.headers['Location']}/redemption", json={})
    assert_problem(spent, 409, "permit_spent")
    assert alice.get(held.headers["Location"]).json["revoked_at"] is not None


def test_nobody_known_is_no_error_and_the_answer_is_no(alice: Site) -> None:
    wish = {"employer_id": f"emp_{'0' * 26}", "recruiter_id": f"rec_{'0' * 26}", "job": JOB}
    permit = alice.post(PERMITS, json=wish).json
    assert (permit["answer"], permit["token"], permit["face_session"]) == ("deny", None, None)
    assert {"employer_unknown", "recruiter_unknown"} <= set(codes(permit))


def test_a_screener_that_is_away_lets_nothing_through(alice: Site, screener: FakeScreener) -> None:
    wish = alice.wish()
    screener.up = False
    permit = alice.post(PERMITS, json=wish).json
    assert (permit["answer"], permit["token"]) == ("deny", None)


def test_a_permit_is_used_once(alice: Site, document: dict[str, Any], clock: FakeClock) -> None:
    asked = alice.permit()
    place = f"{asked.headers['Location']}/redemption"
    used = alice.post(place, json={"job": JOB, "device": DEVICE})
    assert used.status_code == 201
    assert_fits(document, "PermitAnswer", used.json)
    assert used.headers["Location"] == asked.headers["Location"]
    assert used.json["redeemed_at"] == clock.now().isoformat()
    assert_problem(alice.post(place, json={}), 409, "permit_spent")
    assert_problem(alice.send("DELETE", asked.headers["Location"]), 409, "permit_spent")


def test_a_repeated_redemption_is_one(alice: Site) -> None:
    place, again = f"{alice.permit().headers['Location']}/redemption", new_key()
    first, second = (alice.post(place, json={}, headers=again) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json


@pytest.mark.parametrize(
    "use",
    [
        {"job": JOB | {"title": "另一职位"}},
        {"job": {"title": JOB["title"], "text": JOB["text"]}},
        {"device": "fingerprint-2"},
        {"employer_id": f"emp_{'0' * 26}"},
        {"recruiter_id": f"rec_{'0' * 26}"},
    ],
)
def test_a_permit_is_not_used_for_anything_else(use: dict[str, Any], alice: Site) -> None:
    asked = alice.permit().headers["Location"]
    assert_problem(alice.post(f"{asked}/redemption", json=use), 409, "permit_foreign")
    assert alice.get(asked).json["redeemed_at"] is None


def test_a_permit_that_was_taken_back_is_spent(alice: Site) -> None:
    asked = alice.permit().headers["Location"]
    assert alice.send("DELETE", asked).status_code == 204
    assert alice.get(asked).json["revoked_at"] is not None
    assert_problem(alice.post(f"{asked}/redemption", json={}), 409, "permit_spent")


def test_a_permit_that_has_expired_is_spent(alice: Site, clock: FakeClock) -> None:
    asked = alice.permit().headers["Location"]
    clock.tick(minutes=15)
    assert_problem(alice.post(f"{asked}/redemption", json={}), 409, "permit_spent")


def test_a_person_lets_a_text_be_posted(alice: Site, screener: FakeScreener) -> None:
    wish = alice.wish()
    screener.says = suspicion(ScreeningAction.REVIEW)
    asked = alice.post(PERMITS, json=wish)
    assert (asked.json["answer"], asked.json["needs"]) == ("step_up", ["review"])
    cleared = alice.post(f"{asked.headers['Location']}/text-clearance", json=WORD)
    assert cleared.status_code == 201
    assert cleared.json["text_cleared_at"] is not None
    assert alice.post(PERMITS, json=wish).json["answer"] == "allow"
    other = wish | {"job": JOB | {"text": "另一段文字"}}
    assert alice.post(PERMITS, json=other).json["answer"] == "step_up"


ID = {"employer_id": f"emp_{'0' * 26}", "recruiter_id": f"rec_{'0' * 26}"}
BAD_WISHES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "nothing": ({}, {"/employer_id", "/recruiter_id", "/job"}),
    "no identifiers": (
        {"employer_id": SENT, "recruiter_id": SENT},
        {"/employer_id", "/recruiter_id", "/job"},
    ),
    "an empty job": (ID | {"job": {}}, {"/job/title", "/job/text"}),
    "a blank title": (ID | {"job": JOB | {"title": " "}}, {"/job/title"}),
    "a text too long": (ID | {"job": JOB | {"text": "字" * 20_001}}, {"/job/text"}),
    "NUL": (ID | {"job": JOB | {"text": SENT + "\0"}}, {"/job/text"}),
    "half a pair": (ID | {"job": JOB | {"place": "\ud800"}}, {"/job/place"}),
    "a name": (ID | {"job": JOB, "name": SENT}, {"/name"}),
    "a device too long": (ID | {"job": JOB, "device": "x" * 1001}, {"/device"}),
    "a number": (ID | {"job": JOB, "network": 4711}, {"/network"}),
}


@pytest.mark.parametrize("name", BAD_WISHES)
def test_a_bad_wish_is_refused(name: str, alice: Site) -> None:
    body, pointers = BAD_WISHES[name]
    response = alice.post(PERMITS, data=json.dumps(body), content_type="application/json")
    assert_problem(response, 422, "invalid_request")
    assert {error["pointer"] for error in response.json["errors"]} == pointers


def test_a_long_chinese_text_is_taken_however_it_is_spelled(alice: Site) -> None:
    body = ID | {"job": JOB | {"text": "字" * 20_000}}
    for spelled in (json.dumps(body), json.dumps(body, ensure_ascii=False).encode()):
        assert alice.post(PERMITS, data=spelled, content_type="application/json").status_code == 201


def test_an_empty_device_of_none_is_as_one_that_was_not_told(alice: Site) -> None:
    wish = alice.wish()
    for body in (wish | {"device": None}, {name: wish[name] for name in wish if name != "device"}):
        permit = alice.post(PERMITS, json=body).json
        assert permit["answer"] == "allow"
        assert offline(alice, permit["token"], alice.tenant_id)["device"] is None


def test_a_revoked_key_may_ask_for_a_second_more_and_do_nothing_else(
    alice: Site, app: Flask, ports: Ports
) -> None:
    key = alice.post("/v1/keys", json={"name": "board", "scopes": ["gate:ask"]}).json
    board = Site(app.test_client(), alice.tenant_id, key["key"])
    wish = alice.wish()
    asked = board.post(PERMITS, json=wish)
    assert asked.status_code == 201
    usecases.revoke_key(ports, alice.tenant_id, key["id"])
    assert board.post(PERMITS, json=wish).status_code == 201
    assert board.post(f"{asked.headers['Location']}/redemption", json={}).status_code == 401
    callers = app.extensions[context.CALLERS]
    callers._clock = lambda: time.monotonic() + REMEMBERED
    assert board.post(PERMITS, json=wish).status_code == 401
