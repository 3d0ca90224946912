"""Faces over HTTP: what a site gets when it does everything right, and what it may not do."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask

from tests import face_acts
from tests.contract.test_api_cases import assert_fits
from tests.contract.test_api_problems import SENT, a_file, assert_problem, form, text
from tests.drawn_files import pdf
from tests.fake_faces import SAYS, FakeFilmJudge
from tests.fakes import FakeClock
from tests.sites import ABSENT_CASE, KEPT_FRAME, Site, new_key, photo, upload
from verifier.domain.face_decision import FaceOutcome
from verifier.domain.face_session import (
    OtherWay,
)
from verifier.domain.finding import Finding, Outcome
from verifier.usecases.ports import Ports


@pytest.fixture
def document(app: Flask) -> dict[str, Any]:
    return app.test_client().get("/v1/openapi.json").json


@pytest.fixture
def clock(ports: Ports) -> FakeClock:
    assert isinstance(ports.clock, FakeClock)
    return ports.clock


@pytest.fixture
def judge(ports: Ports) -> FakeFilmJudge:
    assert isinstance(ports.judge_film, FakeFilmJudge)
    return ports.judge_film


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
    assert alice.get(recruiter).json["portraits"] == ["identity_document", "selfie"]


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
    "a PDF": (lambda: bad_portrait(pdf()), 415, "unsupported_media_type"),
    "empty": (lambda: bad_portrait(b""), 422, "evidence_empty"),
    "no picture": (lambda: bad_portrait(SENT.encode()), 415, "unsupported_media_type"),
    "too small": (lambda: bad_portrait(photo("JPEG", 239, 200)), 422, "evidence_too_small"),
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
    alice.choose_other_way(alice.asked_session())  # the oldest, and in another state
    asked = []
    for number in range(3):
        clock.tick(seconds=1)
        asked.append(alice.asked_session(alice.add_recruiter(f"account-{number}")).json["id"])
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
    assert alice.get("/v1/face-sessions?state=waiting").json["items"] == []


def test_only_a_reviewers_key_decides_and_only_a_key_for_faces_sees_any(document: dict[str, Any]) -> None:
    asked = {
        (path, method): operation["security"][0]["key"][0]
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if path.startswith(("/v1/recruiters", "/v1/face-sessions"))
        and method != "parameters"
        and not path.endswith("/personal-data")
    }
    assert len(asked) == 10
    assert asked.pop(("/v1/face-sessions/{session_id}/review", "post")) == "reviews:write"
    for (path, method), scope in asked.items():
        assert scope == ("faces:read" if method == "get" else "faces:write"), path


def test_the_reader_of_a_film_is_waited_for_as_long_as_it_says(alice: Site, ports: Ports) -> None:
    asked = alice.asked_session()
    link = alice.agree(asked)
    assert "Retry-After" not in alice.get(asked.headers["Location"]).headers
    task = face_acts.finished(ports, link)
    shown = alice.get(asked.headers["Location"])
    assert (shown.json["state"], shown.json["attempts"], shown.json["decision"]) == ("analysing", 1, None)
    assert int(shown.headers["Retry-After"]) > 0
    face_acts.read(ports, task)
    assert "Retry-After" not in alice.get(asked.headers["Location"]).headers


def test_a_verified_session_says_how_it_came_to_that_and_what_it_is_worth(
    alice: Site, document: dict[str, Any]
) -> None:
    asked = alice.asked_session()
    alice.film(alice.agree(asked))
    answer = alice.get(asked.headers["Location"]).json
    assert_fits(document, "FaceSessionAnswer", answer)
    assert answer["state"] == answer["decision"]["outcome"] == "verified"
    assert (answer["decision"]["decided_by"], answer["decision"]["words"]) == ("policy", None)
    assert [finding["code"] for finding in answer["decision"]["findings"]] == ["film_fine"]
    assert answer["assurance"]["level"] == "challenge"
    assert answer["consent"]["language"] == face_acts.LANGUAGE
    recruiter = alice.get(f"/v1/recruiters/{answer['recruiter_id']}").json
    assert (recruiter["enrolled_at"], recruiter["portraits"]) == (answer["ended_at"], [])


def test_a_detector_that_takes_the_film_for_live_raises_the_assurance(
    alice: Site, judge: FakeFilmJudge
) -> None:
    looked = Finding("passive", Outcome.PASS, "passive_live", "It looks alive.", 4.2)
    judge.says = (SAYS[FaceOutcome.VERIFIED], looked)
    asked = alice.asked_session()
    alice.film(alice.agree(asked))
    assurance = alice.get(asked.headers["Location"]).json["assurance"]
    assert (assurance["level"], assurance["passive_detector"]) == ("challenge_and_passive", True)


def test_an_enrolled_face_is_compared_before_a_posting(alice: Site) -> None:
    recruiter = alice.enrolled_recruiter()
    asked = alice.ask_face(recruiter, "reauthenticate")
    assert (asked.status_code, asked.json["purpose"]) == (201, "reauthenticate")
    alice.film(alice.agree(asked), face_acts.seen(portrait=None))
    assert alice.get(asked.headers["Location"]).json["state"] == "verified"


def test_another_try_comes_with_advice_and_is_remembered(
    alice: Site, judge: FakeFilmJudge, document: dict[str, Any]
) -> None:
    asked = alice.asked_session()
    link = alice.agree(asked)
    judge.says = FaceOutcome.RETRY
    alice.film(link)
    answer = alice.get(asked.headers["Location"]).json
    assert (answer["state"], answer["decision"]["outcome"]) == ("active", "retry")
    assert (answer["attempts"], answer["attempts_left"]) == (1, 2)
    (reason,) = answer["decision"]["reasons"]
    assert (reason["code"], reason["measured"], reason["threshold"]) == ("picture_dark", 12.0, 40.0)
    assert answer["decision"]["advice"] == [reason["applicant"]]
    judge.says = FaceOutcome.VERIFIED
    alice.film(link)
    answer = alice.get(asked.headers["Location"]).json
    assert_fits(document, "FaceSessionAnswer", answer)
    assert [item["outcome"] for item in answer["earlier"]] == ["retry"]
    assert answer["state"] == "verified"


def test_a_kept_frame_is_a_download_that_no_browser_runs(alice: Site, document: dict[str, Any]) -> None:
    answer = alice.get(alice.session_in_review()).json
    assert_fits(document, "FaceSessionAnswer", answer)
    assert answer["state"] == "review"
    (frame,) = answer["frames"]
    assert (frame["at"], frame["label"]) == KEPT_FRAME[:2]
    response = alice.get(frame["content"])
    assert (response.data, response.mimetype) == (KEPT_FRAME[2], "image/jpeg")
    assert response.headers["Content-Disposition"] == (
        f"attachment; filename={frame['attempt_id']}-{frame['at']}.jpg"
    )
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_a_frame_is_found_at_its_own_address_only(alice: Site) -> None:
    (frame,) = alice.get(alice.session_in_review()).json["frames"]
    other = alice.asked_session(alice.add_recruiter("other")).headers["Location"]
    film, at = frame["attempt_id"], frame["at"]
    for address in (f"{other}/frames/{film}/{at}", frame["content"].replace(film, f"fat_{'0' * 26}")):
        assert_problem(alice.get(address), 404, "not_found")
    assert_problem(alice.get(f"{frame['content']}1"), 404, "not_found")


def test_a_frame_whose_bytes_are_gone_is_said_to_be_damaged(alice: Site, ports: Ports) -> None:
    (frame,) = alice.get(alice.session_in_review()).json["frames"]
    kept = dict(ports.blobs._kept)  # type: ignore[attr-defined]  # the blobs of the fake
    ports.blobs._kept.clear()  # type: ignore[attr-defined]
    assert_problem(alice.get(frame["content"]), 500, "evidence_damaged")
    ports.blobs._kept.update(kept)  # type: ignore[attr-defined]
    ports.blobs.up = False  # type: ignore[attr-defined]
    assert_problem(alice.get(frame["content"]), 503, "storage_unavailable")


REVIEW = {"outcome": "verified", "reviewer": "reviewer-12", "reason": "Video call.\nSame person."}


def test_a_person_verifies_and_that_is_what_the_session_is_worth(
    alice: Site, document: dict[str, Any]
) -> None:
    session = alice.session_in_review()
    (frame,) = alice.get(session).json["frames"]
    response = alice.post(f"{session}/review", json=REVIEW)
    assert response.status_code == 201
    assert_fits(document, "FaceSessionAnswer", response.json)
    assert response.headers["Location"] == session
    assert response.json == alice.get(session).json
    assert response.json["decision"]["decided_by"] == "reviewer-12"
    assert response.json["decision"]["words"] == REVIEW["reason"]
    assert [item["outcome"] for item in response.json["earlier"]] == ["review"]
    assert response.json["assurance"]["level"] == "person"
    assert response.json["frames"] == []
    assert_problem(alice.get(frame["content"]), 404, "not_found")
    recruiter = f"/v1/recruiters/{response.json['recruiter_id']}"
    assert alice.get(recruiter).json["enrolled_at"] == response.json["ended_at"]


def test_a_person_rejects_and_nothing_is_enrolled(alice: Site) -> None:
    session = alice.choose_other_way(alice.asked_session())
    response = alice.post(f"{session}/review", json=REVIEW | {"outcome": "rejected"})
    assert (response.json["state"], response.json["assurance"]) == ("rejected", None)
    recruiter = f"/v1/recruiters/{response.json['recruiter_id']}"
    assert alice.get(recruiter).json["enrolled_at"] is None


def test_a_session_is_decided_once_and_only_when_a_person_has_to_look(alice: Site) -> None:
    waiting = alice.asked_session(alice.add_recruiter("waiting")).headers["Location"]
    assert_problem(alice.post(f"{waiting}/review", json=REVIEW), 409, "session_not_in_review")
    session = alice.choose_other_way(alice.asked_session())
    assert alice.post(f"{session}/review", json=REVIEW).status_code == 201
    again = alice.post(f"{session}/review", json=REVIEW | {"outcome": "rejected"})
    assert_problem(again, 409, "session_not_in_review")
    assert alice.get(session).json["state"] == "verified"


BAD_REVIEWS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "nothing": ({}, {"/outcome", "/reviewer", "/reason"}),
    "another try": (REVIEW | {"outcome": "retry"}, {"/outcome"}),
    "review": (REVIEW | {"outcome": "review"}, {"/outcome"}),
    "an unknown outcome": (REVIEW | {"outcome": SENT}, {"/outcome"}),
    "nobody": (REVIEW | {"reviewer": " "}, {"/reviewer"}),
    "in the policy's name": (REVIEW | {"reviewer": "policy"}, {"/reviewer"}),
    "a long key": (REVIEW | {"reviewer": "x" * 101}, {"/reviewer"}),
    "no reason": (REVIEW | {"reason": ""}, {"/reason"}),
    "a blank reason": (REVIEW | {"reason": "\n 　"}, {"/reason"}),
    "a long reason": (REVIEW | {"reason": "x" * 2001}, {"/reason"}),
    "NUL": (REVIEW | {"reason": SENT + "\0"}, {"/reason"}),
    "a reason as a number": (REVIEW | {"reason": 1}, {"/reason"}),
    "a decision of one's own": (REVIEW | {"decided_by": SENT}, {"/decided_by"}),
}


@pytest.mark.parametrize("name", BAD_REVIEWS)
def test_a_bad_review_is_refused_and_decides_nothing(name: str, alice: Site) -> None:
    body, pointers = BAD_REVIEWS[name]
    session = alice.choose_other_way(alice.asked_session())
    response = alice.post(f"{session}/review", json=body)
    assert_problem(response, 422, "invalid_request")
    assert {error["pointer"] for error in response.json["errors"]} == pointers
    assert alice.get(session).json["state"] == "review"


def test_withdrawal_leaves_nothing_of_a_face(alice: Site, ports: Ports) -> None:
    recruiter = alice.enrolled_recruiter()
    alice.add_portrait(recruiter)
    in_review = alice.session_in_review(alice.ask_face(recruiter))
    waiting = alice.ask_face(recruiter).headers["Location"]
    response = alice.send("DELETE", f"{recruiter}/face")
    assert (response.status_code, response.data) == (204, b"")
    known = alice.get(recruiter).json
    assert (known["enrolled_at"], known["portraits"]) == (None, [])
    assert alice.get(waiting).json["state"] == "expired"
    assert (alice.get(in_review).json["state"], alice.get(in_review).json["frames"]) == ("review", [])
    assert ports.blobs._kept == {}  # type: ignore[attr-defined]  # the blobs of the fake
    assert_problem(alice.ask_face(recruiter, "reauthenticate"), 409, "not_enrolled")
    assert_problem(alice.ask_face(recruiter), 409, "selfie_missing")
    assert alice.send("DELETE", f"{recruiter}/face").status_code == 204


def test_too_many_attempts_close_the_camera_and_not_the_session(
    alice: Site, judge: FakeFilmJudge, clock: FakeClock
) -> None:
    recruiter = alice.add_recruiter()
    judge.says = FaceOutcome.RETRY
    for _ in range(2):
        link = alice.agree(alice.asked_session(recruiter))
        for _ in range(3):
            alice.film(link)
    until = alice.get(recruiter).json["locked_until"]
    assert until == (clock.now() + timedelta(hours=24)).isoformat()
    asked = alice.asked_session(recruiter)
    assert (asked.json["locked"], asked.json["state"]) == (True, "waiting")
    assert alice.get(alice.choose_other_way(asked)).json["state"] == "review"
    clock.tick(hours=24)
    assert alice.get(recruiter).json["locked_until"] is None


def test_the_log_tells_of_a_face_in_identifiers_and_states(alice: Site, clock: FakeClock) -> None:
    recruiter = alice.enrolled_recruiter()
    clock.tick(seconds=1)
    alice.send("DELETE", f"{recruiter}/face")
    verified, withdrawn = alice.get("/v1/events").json["items"]
    session = alice.get(verified["data"]["url"]).json
    assert verified["type"] == "face_session.verified"
    assert verified["data"] == {
        "session_id": session["id"],
        "recruiter_id": session["recruiter_id"],
        "url": f"/v1/face-sessions/{session['id']}",
        "purpose": "enrol",
        "state": "verified",
        "decision_id": session["decision"]["id"],
        "policy_version": session["decision"]["policy_version"],
    }
    assert (withdrawn["type"], withdrawn["data"]["url"]) == ("face.withdrawn", recruiter)
    page = alice.get("/v1/events?type=face_session.verified").json
    assert [item["id"] for item in page["items"]] == [verified["id"]]
