"""A sandbox over HTTP: there in a sandbox alone, marked in every answer, and safe to repeat across a jump."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.fake_integration import FakeSender
from tests.fakes import MORNING
from tests.sites import QUESTION, Site, new_key, serve_sandbox
from verifier.api.sandbox.table import rows
from verifier.domain.webhook import Met
from verifier.sandbox.codes import Script, code_of, script_of
from verifier.usecases.deliveries import attempt, due_deliveries

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "sandbox.md"
DAY = 86_400  # seconds
PATHS = (
    "GET /v1/sandbox/codes",
    "GET /v1/sandbox/clock",
    "POST /v1/sandbox/clock",
    f"POST /v1/sandbox/face-sessions/fcs_{'0' * 26}/film",
)


def advance(who: Site, seconds: Any, **more: Any) -> Any:
    return who.post("/v1/sandbox/clock", json={"advance_seconds": seconds}, **more)


def ahead(who: Site) -> int:
    seconds: int = who.get("/v1/sandbox/clock").json["ahead_seconds"]
    return seconds


@pytest.mark.parametrize("name", PATHS)
def test_production_knows_none_of_it_whoever_asks(name: str, alice: Site, charlie: Site) -> None:
    method, path = name.split()
    for who in (alice, charlie):
        answer = who.send(method, path, json={"advance_seconds": 60} if method == "POST" else None)
        assert (answer.status_code, answer.json["code"]) == (404, "no_such_endpoint")
    with alice.ports.view() as tx:
        assert tx.sandbox.ahead() == timedelta(0)


def test_every_answer_of_a_sandbox_says_so_and_none_of_production(alice: Site, charlie: Site) -> None:
    asked = ("/v1/cases", "/v1/nothing", "/healthz", "/.well-known/jwks.json", "/v1/docs")
    assert all("Bonafide-Sandbox" not in who.get(path).headers for path in asked for who in (alice, charlie))
    serve_sandbox(alice)
    assert all(
        who.get(path).headers["Bonafide-Sandbox"] == "true" for path in asked for who in (alice, charlie)
    )


def test_each_script_has_a_new_code_in_every_answer(alice: Site) -> None:
    drawn = [serve_sandbox(alice).get("/v1/sandbox/codes").json["items"] for _ in range(2)]
    for items in drawn:
        assert [script_of(item["code"]) for item in items] == list(Script)
        assert [item["outcome"] == "verified" for item in items] == [not item["reasons"] for item in items]
    assert not {item["code"] for item in drawn[0]} & {item["code"] for item in drawn[1]}


def test_the_reference_has_the_table_of_codes_and_the_guide_the_same(app: Flask) -> None:
    document = app.test_client().get("/v1/openapi.json").json
    (told,) = (tag["description"] for tag in document["tags"] if tag["name"] == "sandbox")
    guide = GUIDE.read_text(encoding="utf-8")
    assert all(row in told and row in guide for row in rows())
    assert all(code_of(script) in told for script in Script)


def test_a_case_with_a_magic_code_is_decided_by_script(alice: Site) -> None:
    said = QUESTION["declared"] | {"code": code_of(Script.REGISTRY_REVOKED)}
    case = serve_sandbox(alice).open_case(declared=said)
    alice.add_photo(case)
    alice.submit(case)
    alice_in_sandbox = Site(
        alice.client, alice.tenant_id, alice.key, alice.client.application.extensions["bonafide.ports"]
    )
    alice_in_sandbox.read(case)
    decision = alice.get(case).json["decision"]
    assert (decision["outcome"], decision["policy_version"]) == ("escalated", "sandbox")
    assert [one["code"] for one in decision["reasons"]] == ["registry_revoked"]
    assert all(one["applicant"]["zh"] for one in decision["reasons"])


@pytest.mark.parametrize("seconds", [0, -60, 1.5, "60", True, None, 367 * DAY])
def test_the_clock_takes_steps_forward_alone(alice: Site, seconds: Any) -> None:
    answer = advance(serve_sandbox(alice), seconds)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_request")
    assert answer.json["errors"][0]["pointer"] == "/advance_seconds"
    assert ahead(alice) == 0


def test_beyond_a_hundred_years_the_clock_stands_and_says_what_to_do(alice: Site) -> None:
    serve_sandbox(alice)
    *moved, refused = (advance(alice, 366 * DAY) for _ in range(101))
    assert {one.status_code for one in moved} == {201}
    assert refused.status_code == 422
    assert "begin a new sandbox" in refused.json["errors"][0]["detail"]
    assert ahead(alice) == 36_600 * DAY


def test_moving_the_clock_is_repeated_like_any_request_and_moves_it_once(alice: Site) -> None:
    key = new_key()
    first, again = (advance(serve_sandbox(alice), 210 * DAY, headers=key) for _ in range(2))
    assert (first.status_code, again.headers["Idempotency-Replayed"]) == (201, "true")
    assert first.data == again.data
    assert ahead(alice) == 210 * DAY


def test_a_jump_ends_no_idempotency_key(alice: Site) -> None:
    key = new_key()
    first = serve_sandbox(alice).post("/v1/cases", json=QUESTION, headers=key)
    advance(alice, 210 * DAY)
    assert alice.post("/v1/cases", json=QUESTION, headers=key).data == first.data


def test_a_message_that_waits_comes_due_with_the_clock_and_is_signed_for_the_real_moment(
    alice: Site,
) -> None:
    serve_sandbox(alice)
    ports = alice.client.application.extensions["bonafide.ports"]
    webhook = alice.post("/v1/webhooks", json={"url": "https://jobs.example/"}).headers["Location"]
    alice.post(f"{webhook}/test")
    sender = FakeSender(*[Met(status=500)] * 4)
    for pause in (0, 6, 331, 31 * 60):
        assert pause == 0 or not due_deliveries(ports, busy=(), limit=9)
        assert pause == 0 or advance(alice, pause).status_code == 201
        (due,) = due_deliveries(ports, busy=(), limit=9)
        attempt(ports, sender, due.id, chance=0)
    assert {headers["webhook-timestamp"] for _, headers, _ in sender.sent} == {str(int(MORNING.timestamp()))}


def test_a_film_is_played_over_http_and_told_as_any_other(alice: Site) -> None:
    asked = serve_sandbox(alice).asked_session()
    film = f"/v1/sandbox/face-sessions/{asked.json['id']}/film"
    played = alice.post(film, json={"outcome": "verified", "face": "Xiao Yang"})
    assert (played.status_code, played.json["state"]) == (201, "verified")
    assert played.headers["Location"] == asked.headers["Location"]
    assert alice.get("/v1/events").json["items"][-1]["type"] == "face_session.verified"
    again = alice.post(film, json={"outcome": "verified", "face": "Xiao Yang"})
    assert (again.status_code, again.json["code"]) == (409, "session_over")


@pytest.mark.parametrize(
    "question",
    [{}, {"outcome": "verified"}, {"outcome": "rejected", "face": "a"}, {"outcome": "retry", "face": " "}],
)
def test_a_film_that_is_no_film_is_refused(alice: Site, question: dict[str, Any]) -> None:
    asked = serve_sandbox(alice).asked_session()
    answer = alice.post(f"/v1/sandbox/face-sessions/{asked.json['id']}/film", json=question)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_request")
    assert alice.get(asked.headers["Location"]).json["state"] == "waiting"
