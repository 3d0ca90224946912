"""What the page's script and forms may send, one row for each way it can be bad, and what must not get out.

Alice is the recruiter whose link it is; Bob opened the same link in another browser; Mallory's page sends
forms from elsewhere.
"""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.fakes import World, world
from tests.visitors import FORM, Office, Visitor, batch, office
from verifier import logs
from verifier.api.problems import MEDIA_TYPE
from verifier.app import create_app, equip
from verifier.camera.batches import BATCH_BYTES, BATCH_FRAMES
from verifier.domain.consent import consent_text
from verifier.domain.face_session import SessionState
from verifier.settings import Settings
from verifier.usecases.blob_ports import BlobsUnavailable

SENT = "机密画面"
FRAME = b"\xff\xd8 a frame \xff\xd9"


@pytest.fixture
def theirs() -> World:
    return world()


@pytest.fixture
def app(registered: Flask, settings: Settings, theirs: World) -> Flask:
    equip(registered, settings, theirs.ports)
    return registered


@pytest.fixture
def site(app: Flask, theirs: World) -> Office:
    return office(app, theirs)


@pytest.fixture
def alice(site: Office) -> Visitor:
    """Agreed, and about to film."""
    visitor = site.visitor()
    visitor.agree()
    return visitor


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Everything this process logs, as it would reach standard error."""
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr("sys.stderr", stream)
    logs.configure(logging.DEBUG)
    yield stream
    root.handlers, root.level = handlers, level


def assert_problem(response: TestResponse, status: int, code: str) -> None:
    assert (response.status_code, response.json["code"]) == (status, code), response.text
    assert response.mimetype == MEDIA_TYPE
    assert SENT not in response.text


def frames(count: int, size: int = 20) -> dict[str, Any]:
    return batch([(70 * i, b"%d" % i + b"x" * size) for i in range(count)])


@dataclass(frozen=True)
class Bad:
    """A body of a batch, and what it is answered with."""

    body: dict[str, Any]
    status: int = 422
    code: str = "invalid_request"
    type: str = "multipart/form-data"
    more: dict[str, Any] = field(default_factory=dict)


def times(text: str, count: int = 1) -> dict[str, Any]:
    return {**frames(count), "times": text}


BATCHES = {
    "JSON": lambda: Bad({"json": {}}, 415, "unsupported_body", ""),
    "a form": lambda: Bad({"times": "[0]"}, 415, "unsupported_body", FORM),
    "no boundary": lambda: Bad(
        {"data": b"--x\r\n", "content_type": "multipart/form-data"}, 400, "malformed_request", ""
    ),
    "cut off": lambda: Bad(
        {
            "data": b'--x\r\nContent-Disposition: form-data; name="times"\r\n\r\n[0',
            "content_type": "multipart/form-data; boundary=x",
        },
        400,
        "malformed_request",
        "",
    ),
    "no times": lambda: Bad({"frame": frames(1)["frame"]}),
    "no frame": lambda: Bad({"times": "[0]"}),
    "no parts at all": lambda: Bad({"times": "[]"}),
    "more times than frames": lambda: Bad(times("[0, 70]")),
    "fewer times than frames": lambda: Bad(times("[0]", 2)),
    "times that are no list": lambda: Bad(times("0")),
    "times that are words": lambda: Bad(times(json.dumps([SENT]))),
    "times that are true": lambda: Bad(times("[true]")),
    "times that are no whole numbers": lambda: Bad(times("[0.5]")),
    "a time of next week": lambda: Bad(times("[604800000]")),
    "a time of many digits": lambda: Bad(times("[" + "9" * 3000 + "]")),
    "times that are no JSON": lambda: Bad(times("[0"), 400, "malformed_request"),
    "times that are no number": lambda: Bad(times("[NaN]"), 400, "malformed_request"),
    "times without end": lambda: Bad(times("[" + "0," * 4000 + "0]")),
    "a part that nobody asked for": lambda: Bad({**frames(1), "name": SENT}),
    "a file that nobody asked for": lambda: Bad({**frames(1), "x": (io.BytesIO(b"x"), "x.jpg")}),
    "a frame that is no file": lambda: Bad({"times": "[0]", "frame": SENT}),
    "too many frames": lambda: Bad(frames(BATCH_FRAMES + 1), 413, "request_too_large"),
    "too many bytes": lambda: Bad(frames(3, BATCH_BYTES // 2), 413, "request_too_large"),
}


@pytest.mark.parametrize("name", BATCHES)
def test_a_bad_batch_is_refused_and_keeps_nothing(name: str, alice: Visitor) -> None:
    bad = BATCHES[name]()
    number = alice.begin()["number"]
    sent = {"data": bad.body, "content_type": bad.type} if bad.type else bad.body
    assert_problem(alice.send("PUT", f"/attempts/{number}/batches/0", **sent), bad.status, bad.code)
    assert alice.get(f"/attempts/{number}").json == {"received": []}


def test_the_largest_batch_that_is_allowed_is_kept(alice: Visitor) -> None:
    number = alice.begin()["number"]
    size = BATCH_BYTES // BATCH_FRAMES - 300
    sent = alice.send("PUT", f"/attempts/{number}/batches/0", data=frames(BATCH_FRAMES, size))
    assert (sent.status_code, sent.json) == (200, {"received": [0]})


def test_no_frame_is_spooled_to_a_disk_on_its_way(alice: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.SpooledTemporaryFile.__init__", lambda *_, **__: 1 / 0)
    monkeypatch.setattr("tempfile.TemporaryFile", lambda *_, **__: 1 / 0)
    number = alice.begin()["number"]
    sent = alice.send("PUT", f"/attempts/{number}/batches/0", data=frames(2, 900_000))
    assert sent.status_code == 200


def test_a_batch_that_is_sent_again_is_kept_once(alice: Visitor) -> None:
    number = alice.begin()["number"]
    for _ in range(3):
        assert alice.put(number, 0, [(0, FRAME)]).json == {"received": [0]}
    assert alice.put(number, 2, [(2000, FRAME)]).json == {"received": [0, 2]}
    assert_problem(alice.put(number, 0, [(1, FRAME)]), 409, "batch_conflict")
    assert alice.get(f"/attempts/{number}").json == {"received": [0, 2]}


def test_a_film_with_a_hole_is_not_finished_until_it_is_whole(alice: Visitor) -> None:
    number = alice.begin()["number"]
    alice.put(number, 1, [(1000, FRAME)])
    finish = f"/attempts/{number}/finish"
    assert_problem(alice.post(finish, json={"batches": 2}), 409, "batches_missing")
    alice.put(number, 0, [(0, b"another frame")])
    assert alice.post(finish, json={"batches": 2}).json["screen"] == "analysing"
    assert alice.post(finish, json={"batches": 2}).json["screen"] == "analysing"


def test_the_challenge_tells_the_steps_and_not_the_nonce(alice: Visitor) -> None:
    told = alice.begin()
    assert set(told) == {"number", "length", "steps", "bytes", "seconds"}
    assert len(told["steps"]) == 3
    assert all(set(step) == {"action", "start", "end"} for step in told["steps"])
    assert told["seconds"] == 120


def test_a_batch_after_its_time_or_of_another_attempt_is_refused(alice: Visitor, site: Office) -> None:
    first = alice.begin()["number"]
    second = alice.begin()["number"]
    assert_problem(alice.put(first, 0, [(0, FRAME)]), 409, "attempt_over")
    assert_problem(alice.get(f"/attempts/{first}"), 409, "attempt_over")
    site.world.clock.tick(seconds=121)
    assert_problem(alice.put(second, 0, [(0, FRAME)]), 409, "attempt_over")


def test_a_store_that_does_not_answer_asks_to_try_again(
    alice: Visitor, site: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = alice.begin()["number"]

    def refuse(*_: object) -> str:
        raise BlobsUnavailable

    monkeypatch.setattr(site.world.blobs, "put", refuse)
    response = alice.put(number, 0, [(0, FRAME)])
    assert_problem(response, 503, "storage_unavailable")
    assert response.headers["Retry-After"] == "1"


QUESTIONS = {
    "no consent at all": ("/consent", {"data": b""}, 415, "unsupported_body"),
    "a consent without its text": ("/consent", {"json": {}}, 422, "invalid_request"),
    "a consent to words": ("/consent", {"json": {"text_sha256": SENT}}, 422, "invalid_request"),
    "an unknown field": ("/consent", {"json": {"text_sha256": "0" * 64, "x": SENT}}, 422, "invalid_request"),
    "pictures kept, in words": (
        "/consent",
        {"json": {"text_sha256": "0" * 64, "keeps_frames": "yes"}},
        422,
        "invalid_request",
    ),
    "a language that we do not speak": (
        "/consent",
        {"json": {"text_sha256": "0" * 64, "lang": "fr"}},
        422,
        "invalid_request",
    ),
    "another text": ("/consent", {"json": {"text_sha256": "0" * 64}}, 409, "consent_changed"),
    "another way that there is not": ("/other-way", {"json": {"way": SENT}}, 422, "invalid_request"),
    "no way": ("/other-way", {"json": {}}, 422, "invalid_request"),
    "broken JSON": (
        "/other-way",
        {"data": b"{", "content_type": "application/json"},
        400,
        "malformed_request",
    ),
    "too much": ("/other-way", {"json": {"way": "x" * 5000}}, 413, "request_too_large"),
    "filming without a consent": ("/attempts", {}, 409, "consent_missing"),
    "finishing nothing": ("/attempts/1/finish", {"json": {"batches": 1}}, 409, "attempt_over"),
    "a count in words": ("/attempts/1/finish", {"json": {"batches": "1"}}, 422, "invalid_request"),
    "a count below zero": ("/attempts/1/finish", {"json": {"batches": -1}}, 422, "invalid_request"),
    "an attempt of many digits": ("/attempts/" + "9" * 9 + "/finish", {}, 404, "no_such_endpoint"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_bad_question_is_refused_and_changes_nothing(name: str, site: Office) -> None:
    path, body, status, code = QUESTIONS[name]
    visitor = site.visitor()
    assert_problem(visitor.post(path, **body), status, code)
    assert visitor.screen() == "consent"


def test_the_same_answers_come_as_json_to_a_script(site: Office) -> None:
    visitor = site.visitor()
    text = consent_text("en", site.tenant.name)
    agreed = visitor.post("/consent?lang=en", json={"text_sha256": text.sha256, "lang": "en"})
    assert agreed.status_code == 200
    assert agreed.json == {
        "screen": "camera",
        "attempts_left": 3,
        "advice": [],
        "attempt": None,
        "may_withdraw": True,
    }
    assert visitor.post("/other-way", json={"way": "site_visit"}).json["screen"] == "review"
    assert visitor.post("/withdrawal", json={}).status_code == 204


def test_bob_can_do_nothing_with_alices_link(alice: Visitor, site: Office) -> None:
    number = alice.begin()["number"]
    bob = site.visitor(alice.token)
    text = consent_text("zh", site.tenant.name).sha256
    tries = [
        bob.post("/consent", json={"text_sha256": text}),
        bob.post("/other-way", json={"way": "video_call"}),
        bob.post("/attempts"),
        bob.put(number, 0, [(0, FRAME)]),
        bob.post(f"/attempts/{number}/finish", json={"batches": 1}),
        bob.post("/withdrawal", json={}),
    ]
    for response in tries:
        assert_problem(response, 409, "link_used")
        assert "Set-Cookie" not in response.headers
    assert_problem(bob.get(f"/attempts/{number}"), 409, "attempt_over")
    assert alice.screen() == "camera"


def test_a_made_up_cookie_opens_nothing(alice: Visitor, site: Office) -> None:
    for secret in ("", "x" * 43, "x" * 5000, "é", "a b"):
        bob = site.visitor(alice.token, Cookie=f"bonafide_face={secret}")
        assert bob.screen() == "elsewhere"


FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Origin": "https://mallory.example"},
    {"Origin": "http://localhost.mallory.example"},
    {"Origin": "http://localhost:8080"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_mallorys_page_changes_nothing_even_with_the_link_and_the_cookie(
    headers: dict[str, str], alice: Visitor, site: Office
) -> None:
    number = alice.begin()["number"]
    tries = [
        alice.fill_from(headers, "/other-way", way="video_call"),
        alice.post("/other-way", json={"way": "video_call"}, headers=headers),
        alice.post("/attempts", headers=headers),
        alice.send("PUT", f"/attempts/{number}/batches/0", data=frames(1), headers=headers),
        alice.post(f"/attempts/{number}/finish", json={"batches": 1}, headers=headers),
        alice.fill_from(headers, "/withdrawal"),
    ]
    assert {response.status_code for response in tries} == {403}
    assert alice.get("/state").json["attempt"] == number
    session = site.session(alice)
    assert session.state is SessionState.ACTIVE


OWN = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},  # a form, under our own Referrer-Policy
    {"Origin": "http://localhost"},
    {"Origin": "null"},  # the same form from a browser of before 2023
    {},
]


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_the_pages_own_forms_are_taken(headers: dict[str, str], alice: Visitor) -> None:
    assert alice.fill_from(headers, "/other-way", way="video_call").status_code == 303


@pytest.fixture
def proxied(theirs: World, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A site behind a proxy that ends TLS: what reaches us is plain http to another name."""
    monkeypatch.setenv("BONAFIDE_PUBLIC_URL", "https://verify.example")
    return office(create_app(Settings.from_env(), theirs.ports), theirs)


def test_behind_a_proxy_the_page_is_known_by_its_public_address(proxied: Office) -> None:
    visitor = proxied.visitor(Origin="https://verify.example")
    assert "Secure" in visitor.agree().headers["Set-Cookie"]
    foreign = proxied.visitor(Origin="http://verify.example")
    assert foreign.fill("/other-way", way="video_call").status_code == 403


def test_neither_token_nor_cookie_nor_picture_reaches_a_log(site: Office, logged: io.StringIO) -> None:
    visitor = site.visitor(**{"User-Agent": "planted-user-agent"})
    cookie = visitor.agree().headers["Set-Cookie"].partition("=")[2].partition(";")[0]
    number = visitor.begin()["number"]
    visitor.put(number, 0, [(0, FRAME)])
    visitor.post(f"/attempts/{number}/finish", json={"batches": 1})
    visitor.get(f"/{SENT}")
    visitor.get("/state?planted-query")
    site.visitor("planted-token").get()
    visitor.send("PUT", f"/attempts/{number}/batches/{SENT}")
    written = logged.getvalue()
    assert written.count("request_served") > 8
    assert '"route": "/face/<token>/attempts/<int(max=9999):number>/batches/<int(max=9999):index>"' in written
    for planted in (visitor.token, cookie, "planted", SENT, json.dumps(SENT)[1:-1], "a frame"):
        assert planted not in written


def test_a_failure_on_our_side_is_logged_without_what_was_sent(
    alice: Visitor, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **_: object) -> None:
        raise RuntimeError(f"{arguments} {SENT}")

    monkeypatch.setattr("verifier.usecases.faces.visits.begin_attempt", fail)
    assert_problem(alice.post("/attempts"), 500, "internal_error")
    assert "RuntimeError" in logged.getvalue()
    assert alice.token not in logged.getvalue()
    assert SENT not in logged.getvalue()
