"""Faces over HTTP: what a site gets when it does everything right, and what it may not do."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests.contract.test_api_cases import assert_fits
from tests.contract.test_api_problems import SENT, a_file, assert_problem, form, text
from tests.fakes import FakeClock
from tests.sites import ABSENT_CASE, Site, new_key, photo, upload
from verifier.domain.face_session import (
    OtherWay,
)
from verifier.usecases.ports import Ports

ABSENT_RECRUITER = f"/v1/recruiters/rec_{'0' * 26}"
ABSENT_SESSION = f"/v1/face-sessions/fcs_{'0' * 26}"


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    return app.test_client().get("/v1/openapi.json").json


@pytest.fixture
def clock(ports: Ports) -> FakeClock:
    assert isinstance(ports.clock, FakeClock)
    return ports.clock


def test_a_recruiter_is_added_at_the_address_it_says(alice: Site, document: dict[str, Any]) -> None:
    case = alice.open_case().rpartition("/")[2]
    response = alice.post("/v1/recruiters", json={"reference": "account-4711-2", "case_id": case})
    assert response.status_code == 201
    assert_fits(document, "RecruiterAnswer", response.json)
    assert response.headers["Location"] == f"/v1/recruiters/{response.json['id']}"
    assert (response.json["reference"], response.json["case_id"]) == ("account-4711-2", case)
    assert (response.json["portraits"], response.json["enrolled_at"]) == ([], None)
    assert alice.get(response.headers["Location"]).json == response.json


def test_a_recruiter_needs_no_case(alice: Site) -> None:
    assert alice.get(alice.add_recruiter()).json["case_id"] is None


def test_a_recruiter_is_found_by_the_sites_own_key(alice: Site, document: dict[str, Any]) -> None:
    address = alice.add_recruiter("账号 4711/2?&=")
    alice.add_recruiter("another")
    found = alice.get("/v1/recruiters", query_string={"reference": "账号 4711/2?&="})
    assert_fits(document, "RecruiterListAnswer", found.json)
    assert found.json["items"] == [alice.get(address).json]
    assert alice.get("/v1/recruiters?reference=nobody").json == {"items": []}


def test_a_reference_is_known_once_a_site(alice: Site, bob: Site) -> None:
    alice.add_recruiter("one")
    assert_problem(alice.post("/v1/recruiters", json={"reference": "one"}), 409, "recruiter_known")
    assert bob.post("/v1/recruiters", json={"reference": "one"}).status_code == 201


def test_a_recruiter_of_a_case_that_is_not_there_is_refused(alice: Site, bob: Site) -> None:
    others = bob.open_case().rpartition("/")[2]
    for case in (ABSENT_CASE, others):
        question = {"reference": "one", "case_id": case}
        assert_problem(alice.post("/v1/recruiters", json=question), 404, "not_found")
    assert alice.get("/v1/recruiters?reference=one").json["items"] == []


BAD_RECRUITERS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "nothing": ({}, {"/reference"}),
    "null": ({"reference": None}, {"/reference"}),
    "a number": ({"reference": 4711}, {"/reference"}),
    "blank": ({"reference": " 　"}, {"/reference"}),
    "too long": ({"reference": "x" * 201}, {"/reference"}),
    "NUL": ({"reference": SENT + "\0"}, {"/reference"}),
    "half a pair": ({"reference": "\ud800"}, {"/reference"}),
    "no identifier": ({"reference": "x", "case_id": SENT}, {"/case_id"}),
    "another's identifier": ({"reference": "x", "case_id": f"evd_{'0' * 26}"}, {"/case_id"}),
    "a name": ({"reference": "x", "name": SENT}, {"/name"}),
}


@pytest.mark.parametrize("name", BAD_RECRUITERS)
def test_a_bad_recruiter_is_refused_and_not_added(name: str, alice: Site) -> None:
    body, pointers = BAD_RECRUITERS[name]
    response = alice.post("/v1/recruiters", data=json.dumps(body), content_type="application/json")
    assert_problem(response, 422, "invalid_request")
    assert {error["pointer"] for error in response.json["errors"]} == pointers
    assert alice.get("/v1/recruiters?reference=x").json["items"] == []


@pytest.mark.parametrize("query", ["", "reference=", "reference=%00", "reference=a&reference=b", "name=x"])
def test_a_bad_question_for_a_recruiter_is_refused(query: str, alice: Site) -> None:
    assert_problem(alice.get(f"/v1/recruiters?{query}"), 422, "invalid_request")


def test_a_portrait_is_taken_in_and_its_kind_is_listed(alice: Site, document: dict[str, Any]) -> None:
    recruiter = alice.add_recruiter()
    for kind in ("selfie", "identity_document", "selfie"):
        response = alice.add_portrait(recruiter, kind)
        assert response.status_code == 201, response.text
        assert_fits(document, "PortraitAnswer", response.json)
        assert response.headers["Location"] == recruiter
        assert response.json["kind"] == kind
    assert alice.get(recruiter).json["portraits"] == ["selfie", "identity_document"]


def test_the_media_type_of_a_portrait_is_told_by_its_content(alice: Site) -> None:
    data = upload(photo("PNG"), "a.jpg", "image/jpeg", kind="selfie")
    response = alice.post(f"{alice.add_recruiter()}/portraits", data=data)
    assert response.json["media_type"] == "image/png"
    assert [warning["code"] for warning in response.json["warnings"]] == ["media_type_corrected"]


def bad_portrait(data: bytes) -> dict[str, Any]:
    return form(kind="selfie", file=a_file(data))


BAD_PORTRAITS: dict[str, tuple[Any, int, str]] = {
    "no body": (dict, 415, "unsupported_body"),
    "the bare file": (lambda: text(photo(), "image/jpeg"), 415, "unsupported_body"),
    "no kind": (lambda: form(file=a_file()), 422, "invalid_request"),
    "a licence": (lambda: form(kind="business_licence", file=a_file()), 422, "invalid_request"),
    "file as text": (lambda: form(kind="selfie", file=SENT), 422, "invalid_request"),
    "two files": (lambda: form(kind="selfie", file=[a_file(), a_file()]), 422, "invalid_request"),
    "empty": (lambda: bad_portrait(b""), 422, "evidence_empty"),
    "no picture": (lambda: bad_portrait(SENT.encode()), 415, "unsupported_media_type"),
    "too small": (lambda: bad_portrait(photo("JPEG", 400, 300)), 422, "evidence_too_small"),
    "cut off": (lambda: bad_portrait(photo()[:999]), 422, "evidence_truncated"),
    "over 20 MiB": (lambda: bad_portrait(photo() + b"\0" * 20 * 2**20), 413, "evidence_too_large"),
}


@pytest.mark.parametrize("name", BAD_PORTRAITS)
def test_a_bad_portrait_is_refused_and_stores_nothing(name: str, alice: Site, ports: Ports) -> None:
    body, status, code = BAD_PORTRAITS[name]
    recruiter = alice.add_recruiter()
    assert_problem(alice.post(f"{recruiter}/portraits", **body()), status, code)
    assert alice.get(recruiter).json["portraits"] == []
    assert ports.blobs._kept == {}  # type: ignore[attr-defined]  # the blobs of the fake


def test_a_blob_store_that_does_not_answer_keeps_no_portrait(alice: Site, ports: Ports) -> None:
    recruiter = alice.add_recruiter()
    ports.blobs.up = False  # type: ignore[attr-defined]  # the fake's
    assert_problem(alice.add_portrait(recruiter), 503, "storage_unavailable")
    assert alice.get(recruiter).json["portraits"] == []


def test_a_session_shows_its_link_once(alice: Site, document: dict[str, Any]) -> None:
    response = alice.asked_session()
    assert_fits(document, "NewFaceSessionAnswer", response.json)
    assert response.headers["Location"] == f"/v1/face-sessions/{response.json['id']}"
    token = alice.token(response)
    assert len(token) == 43
    shown = alice.get(response.headers["Location"])
    assert_fits(document, "FaceSessionAnswer", shown.json)
    assert (shown.json["state"], shown.json["attempts"]) == ("waiting", 0)
    assert "url" not in shown.json
    everything = shown.text + alice.get("/v1/face-sessions").text + alice.get("/v1/events").text
    assert token not in everything


def test_the_link_is_under_the_public_address(alice: Site) -> None:
    link = urlsplit(alice.asked_session().json["url"])
    assert (link.scheme, link.netloc) == ("http", "127.0.0.1:8000")
    assert link.path.startswith("/face/")


def test_a_repeated_wish_is_one_session_and_shows_its_link_again(alice: Site) -> None:
    recruiter = alice.add_recruiter()
    alice.add_portrait(recruiter)
    again = new_key()
    first, second = (alice.ask_face(recruiter, headers=again) for _ in range(2))
    assert first.json == second.json
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len(alice.get("/v1/face-sessions").json["items"]) == 1


def test_minutes_shorten_the_link_and_never_lengthen_it(alice: Site, clock: FakeClock) -> None:
    recruiter = alice.add_recruiter()
    alice.add_portrait(recruiter)
    short, long, usual = (
        alice.post(f"{recruiter}/face-sessions", json={"purpose": "enrol"} | more).json["expires_at"]
        for more in ({"minutes": 3}, {"minutes": 1440}, {})
    )
    assert short == (clock.now() + timedelta(minutes=3)).isoformat()
    assert long == usual == (clock.now() + timedelta(minutes=15)).isoformat()


def test_an_enrolment_needs_a_selfie(alice: Site) -> None:
    recruiter = alice.add_recruiter()
    assert_problem(alice.ask_face(recruiter), 409, "selfie_missing")
    alice.add_portrait(recruiter, "identity_document")
    assert_problem(alice.ask_face(recruiter), 409, "selfie_missing")
    assert alice.get("/v1/face-sessions").json["items"] == []


def test_a_face_is_compared_only_once_it_is_enrolled(alice: Site) -> None:
    recruiter = alice.add_recruiter()
    alice.add_portrait(recruiter)
    assert_problem(alice.ask_face(recruiter, "reauthenticate"), 409, "not_enrolled")


BAD_SESSIONS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "nothing": ({}, {"/purpose"}),
    "an unknown purpose": ({"purpose": SENT}, {"/purpose"}),
    "no time": ({"purpose": "enrol", "minutes": 0}, {"/minutes"}),
    "more than a day": ({"purpose": "enrol", "minutes": 1441}, {"/minutes"}),
    "half a minute": ({"purpose": "enrol", "minutes": 0.5}, {"/minutes"}),
    "text": ({"purpose": "enrol", "minutes": "10"}, {"/minutes"}),
    "true": ({"purpose": "enrol", "minutes": True}, {"/minutes"}),
    "steps of one's own": ({"purpose": "enrol", "steps": ["blink"]}, {"/steps"}),
}


@pytest.mark.parametrize("name", BAD_SESSIONS)
def test_a_bad_wish_is_refused_and_makes_no_session(name: str, alice: Site) -> None:
    body, pointers = BAD_SESSIONS[name]
    recruiter = alice.add_recruiter()
    alice.add_portrait(recruiter)
    response = alice.post(f"{recruiter}/face-sessions", json=body)
    assert_problem(response, 422, "invalid_request")
    assert {error["pointer"] for error in response.json["errors"]} == pointers
    assert alice.get("/v1/face-sessions").json["items"] == []


@pytest.mark.parametrize(
    "query",
    ["state=x", "cursor=x", "limit=0", f"recruiter_id={SENT}", "recruiter_id=%00", "page=2", "state="],
)
def test_a_bad_question_for_sessions_is_refused(query: str, alice: Site) -> None:
    assert_problem(alice.get(f"/v1/face-sessions?{query}"), 422, "invalid_request")


def test_sessions_come_page_by_page_newest_first(
    alice: Site, clock: FakeClock, document: dict[str, Any]
) -> None:
    asked = []
    for number in range(3):
        asked.append(alice.asked_session(alice.add_recruiter(f"account-{number}")).json["id"])
        clock.tick(seconds=1)
    first = alice.get("/v1/face-sessions?limit=2&state=waiting")
    assert_fits(document, "FaceSessionPage", first.json)
    assert first.headers["Link"] == f'<{first.json["next"]}>; rel="next"'
    second = alice.get(first.json["next"]).json
    assert [item["id"] for item in first.json["items"] + second["items"]] == asked[::-1]
    assert second["next"] is None


def test_sessions_are_listed_of_one_recruiter_and_in_one_state(alice: Site) -> None:
    one, other = (alice.add_recruiter(name) for name in ("one", "other"))
    hers = alice.asked_session(one).json
    alice.asked_session(other)
    alice.choose_other_way(alice.asked_session(one), OtherWay.VIDEO_CALL)
    items = alice.get(f"/v1/face-sessions?recruiter_id={hers['recruiter_id']}").json["items"]
    assert {item["recruiter_id"] for item in items} == {hers["recruiter_id"]}
    assert sorted(item["state"] for item in items) == ["review", "waiting"]
    waiting = alice.get(f"/v1/face-sessions?recruiter_id={hers['recruiter_id']}&state=waiting").json
    assert [item["id"] for item in waiting["items"]] == [hers["id"]]


def test_an_unchanged_session_costs_no_body(alice: Site) -> None:
    asked = alice.asked_session()
    first = alice.get(asked.headers["Location"])
    again = alice.get(asked.headers["Location"], headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    alice.choose_other_way(asked, OtherWay.SITE_VISIT)
    changed = alice.get(asked.headers["Location"], headers={"If-None-Match": first.headers["ETag"]})
    assert changed.json["way"] == "site_visit"


def test_a_session_that_nobody_followed_up_expires(alice: Site, clock: FakeClock) -> None:
    asked = alice.asked_session()
    clock.tick(minutes=15)
    assert alice.get(asked.headers["Location"]).json["state"] == "expired"
    assert [item["state"] for item in alice.get("/v1/face-sessions").json["items"]] == ["expired"]
