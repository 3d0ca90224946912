"""Keys, events, webhooks and deliveries over HTTP: what engineers of sites see and what they may not do."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.contract.test_api_problems import SENT, assert_problem
from tests.fake_integration import FakeSender
from tests.fakes import FakeClock
from tests.sites import Site, new_key
from verifier.domain.api_key import Scope
from verifier.domain.event import members
from verifier.domain.webhook import ATTEMPTS_MAX, Met
from verifier.usecases import deliveries
from verifier.usecases.ports import Ports

HOOK = "https://jobs.example/hook"


@pytest.fixture
def clock(ports: Ports) -> FakeClock:
    assert isinstance(ports.clock, FakeClock)
    return ports.clock


def webhook(alice: Site, **more: Any) -> dict[str, Any]:
    response = alice.post("/v1/webhooks", json={"url": HOOK, **more})
    assert response.status_code == 201, response.text
    return response.json


def carry(ports: Ports, *meets: Met) -> FakeSender:
    """Attempt what is due until nothing is."""
    sender = FakeSender(*meets)
    while due := deliveries.due_deliveries(ports, busy=(), limit=10):
        for item in due:
            deliveries.attempt(ports, sender, item.id, chance=0)
    return sender


def test_a_new_key_opens_the_door_and_is_shown_once(alice: Site) -> None:
    made = alice.post("/v1/keys", json={"name": "board", "scopes": ["cases:read"]})
    assert made.status_code == 201
    assert made.headers["Location"] == f"/v1/keys/{made.json['id']}"
    board = replace(alice, key=made.json["key"])
    assert board.get("/v1/cases").status_code == 200
    shown = alice.get(made.headers["Location"])
    assert "key" not in shown.json
    assert made.json["key"] not in shown.text + alice.get("/v1/keys").text
    assert shown.json["scopes"] == ["cases:read"]


def test_a_key_tells_when_it_was_last_used_to_a_minute(alice: Site, clock: FakeClock) -> None:
    made = alice.post("/v1/keys", json={"name": "board", "scopes": ["cases:read"]}).json
    address = f"/v1/keys/{made['id']}"
    assert alice.get(address).json["last_used_at"] is None
    board = replace(alice, key=made["key"])
    first = clock.now()
    board.get("/v1/cases").close()  # as the server does when the answer has gone out
    clock.tick(seconds=30)
    board.get("/v1/cases").close()
    assert alice.get(address).json["last_used_at"] == first.isoformat()
    clock.tick(seconds=31)
    board.get("/v1/cases").close()
    assert alice.get(address).json["last_used_at"] == clock.now().isoformat()


def test_a_key_may_be_used_though_its_use_cannot_be_noted(
    alice: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy.exc import OperationalError

    def fail(*_: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("locked"))

    monkeypatch.setattr("verifier.api.last_used.note_use", fail)
    response = alice.get("/v1/cases")
    response.close()
    assert response.status_code == 200


def test_rotation_leaves_no_gap(alice: Site, clock: FakeClock) -> None:
    made = alice.post("/v1/keys", json={"name": "board", "scopes": ["cases:read"]}).json
    new = alice.post(f"/v1/keys/{made['id']}/rotation", json={"overlap_hours": 1})
    assert new.status_code == 201
    assert new.headers["Location"] == f"/v1/keys/{new.json['id']}"
    old_site, new_site = replace(alice, key=made["key"]), replace(alice, key=new.json["key"])
    assert old_site.get("/v1/cases").status_code == new_site.get("/v1/cases").status_code == 200
    clock.tick(hours=1)
    assert (old_site.get("/v1/cases").status_code, new_site.get("/v1/cases").status_code) == (401, 200)


def test_a_revoked_key_is_refused_at_once(alice: Site) -> None:
    made = alice.post("/v1/keys", json={"name": "board", "scopes": ["cases:read"]}).json
    gone = alice.send("DELETE", f"/v1/keys/{made['id']}")
    assert (gone.status_code, gone.data) == (204, b"")
    assert_problem(replace(alice, key=made["key"]).get("/v1/cases"), 401, "unauthenticated")


def test_a_key_cannot_make_or_rotate_a_stronger_one(alice: Site) -> None:
    made = alice.post("/v1/keys", json={"name": "ops", "scopes": ["keys:write"]}).json
    ops = replace(alice, key=made["key"])
    stronger = {"name": "more", "scopes": ["keys:write", "cases:read"]}
    assert_problem(ops.post("/v1/keys", json=stronger), 403, "insufficient_scope")
    first = next(key["id"] for key in alice.get("/v1/keys").json["items"] if key["id"] != made["id"])
    assert_problem(ops.post(f"/v1/keys/{first}/rotation", json={}), 403, "insufficient_scope")


BAD_KEYS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "nothing": ({}, {"/name", "/scopes"}),
    "no scopes": ({"name": "x", "scopes": []}, {"/scopes"}),
    "a scope twice": ({"name": "x", "scopes": ["cases:read"] * 2}, {"/scopes"}),
    "an unknown scope": ({"name": "x", "scopes": [SENT]}, {"/scopes/0"}),
    "a blank name": ({"name": " ", "scopes": ["cases:read"]}, {"/name"}),
    "a long name": ({"name": "x" * 101, "scopes": ["cases:read"]}, {"/name"}),
    "an end in the past": (
        {"name": "x", "scopes": ["cases:read"], "expires_at": "2020-01-01T00:00:00Z"},
        {"/expires_at"},
    ),
    "an end without a zone": (
        {"name": "x", "scopes": ["cases:read"], "expires_at": "2036-01-01T00:00:00"},
        {"/expires_at"},
    ),
    "an end as a number": ({"name": "x", "scopes": ["cases:read"], "expires_at": 2e9}, {"/expires_at"}),
}


@pytest.mark.parametrize("name", BAD_KEYS)
def test_a_bad_key_is_refused_and_not_made(name: str, alice: Site) -> None:
    body, pointers = BAD_KEYS[name]
    response = alice.post("/v1/keys", json=body)
    assert_problem(response, 422, "invalid_request")
    assert {error["pointer"] for error in response.json["errors"]} == pointers
    assert len(alice.get("/v1/keys").json["items"]) == 1


@pytest.mark.parametrize("hours", [-1, 721, 1.5, "24", True, None])
def test_a_bad_overlap_is_refused(hours: object, alice: Site) -> None:
    first = alice.get("/v1/keys").json["items"][0]["id"]
    response = alice.post(f"/v1/keys/{first}/rotation", json={"overlap_hours": hours})
    assert_problem(response, 422, "invalid_request")


def test_the_log_tells_a_case_from_submission_to_decision_page_by_page(alice: Site) -> None:
    case = alice.submitted_case()
    alice.read(case)
    state = alice.get(case).json["state"]
    first = alice.get("/v1/events?limit=1")
    assert [item["type"] for item in first.json["items"]] == ["case.submitted"]
    assert first.headers["Link"] == f'<{first.json["next"]}>; rel="next"'
    second = alice.get(first.json["next"]).json
    assert [item["type"] for item in second["items"]] == [f"case.{state}"]
    assert second["next"] is None
    assert second["items"][0]["data"]["url"] == case
    last = second["items"][-1]["id"]
    assert alice.get(f"/v1/events?after={last}").json == {"items": [], "next": None}


def test_the_log_is_asked_for_one_type_and_its_next_page_is_too(alice: Site) -> None:
    for _ in range(2):
        alice.read(alice.submitted_case())
    page = alice.get("/v1/events?type=case.submitted&limit=1").json
    page = alice.get(page["next"]).json
    assert [item["type"] for item in page["items"]] == ["case.submitted"]
    assert page["next"] is None


@pytest.mark.parametrize(
    "query",
    ["after=", "after=case_00000000000000000000000000", "type=x", "limit=0", "cursor=x", f"after={SENT}"],
)
def test_a_bad_question_to_the_log_is_refused(query: str, alice: Site) -> None:
    assert_problem(alice.get(f"/v1/events?{query}"), 422, "invalid_request")


def test_a_webhook_shows_its_secret_once_and_the_address_it_was_given(alice: Site) -> None:
    made = webhook(alice, types=["case.verified"])
    assert made["secret"].startswith("whsec_")
    shown = alice.get(f"/v1/webhooks/{made['id']}")
    assert shown.json == {name: value for name, value in made.items() if name != "secret"}
    assert made["secret"] not in alice.get("/v1/webhooks").text
    assert (shown.json["url"], shown.json["types"], shown.json["enabled"]) == (HOOK, ["case.verified"], True)


def test_a_webhook_is_changed_disabled_and_deleted(alice: Site) -> None:
    address = f"/v1/webhooks/{webhook(alice)['id']}"
    changed = alice.send("PATCH", address, json={"url": HOOK + "/2", "enabled": False})
    assert (changed.json["url"], changed.json["enabled"]) == (HOOK + "/2", False)
    assert_problem(alice.post(f"{address}/test"), 409, "webhook_disabled")
    assert alice.send("PATCH", address, json={}).json == changed.json
    assert alice.send("DELETE", address).status_code == 204
    assert_problem(alice.get(address), 404, "not_found")


BAD_WEBHOOKS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "nothing": ({}, {"/url"}),
    "no text": ({"url": 1}, {"/url"}),
    "null": ({"url": None}, {"/url"}),
    "plain http": ({"url": "http://jobs.example/"}, {"/url"}),
    "this machine": ({"url": "https://127.0.0.1/"}, {"/url"}),
    "the metadata of a cloud": ({"url": "https://169.254.169.254/"}, {"/url"}),
    "a password": ({"url": f"https://u:{SENT}@jobs.example/"}, {"/url"}),
    "not ASCII": ({"url": f"https://jobs.example/{SENT}"}, {"/url"}),
    "no types": ({"url": HOOK, "types": []}, {"/types"}),
    "an unknown type": ({"url": HOOK, "types": [SENT]}, {"/types/0"}),
    "the type of a test": ({"url": HOOK, "types": ["webhook.test"]}, {"/types/0"}),
    "a type twice": ({"url": HOOK, "types": ["case.verified"] * 2}, {"/types"}),
    "a secret of one's own": ({"url": HOOK, "secret": SENT}, {"/secret"}),
}


@pytest.mark.parametrize("name", BAD_WEBHOOKS)
def test_a_bad_webhook_is_refused_and_not_made(name: str, alice: Site) -> None:
    body, pointers = BAD_WEBHOOKS[name]
    response = alice.post("/v1/webhooks", json=body)
    assert_problem(response, 422, "invalid_request")
    assert {error["pointer"] for error in response.json["errors"]} == pointers
    assert alice.get("/v1/webhooks").json["items"] == []


@pytest.mark.parametrize(
    "change", [{"url": "https://[::1]/"}, {"enabled": "false"}, {"types": []}, {"gone": 1}]
)
def test_a_bad_change_is_refused_and_changes_nothing(change: dict[str, Any], alice: Site) -> None:
    address = f"/v1/webhooks/{webhook(alice)['id']}"
    before = alice.get(address).json
    assert_problem(alice.send("PATCH", address, json=change), 422, "invalid_request")
    assert alice.get(address).json == before


def test_a_test_goes_out_and_is_seen_to_arrive(alice: Site, ports: Ports) -> None:
    address = f"/v1/webhooks/{webhook(alice)['id']}"
    sent = alice.post(f"{address}/test")
    assert (sent.status_code, sent.json["state"], sent.json["attempts"]) == (202, "waiting", 0)
    assert sent.headers["Location"] == sent.json["url"]
    carry(ports, Met(200))
    arrived = alice.get(sent.headers["Location"]).json
    assert (arrived["state"], arrived["last_status"], arrived["next_attempt_at"]) == ("delivered", 200, None)


def test_a_webhook_carries_what_the_log_says_to_the_letter(alice: Site, ports: Ports) -> None:
    import json

    webhook(alice)
    alice.read(alice.submitted_case())
    sent = [json.loads(body) for _, _, body in carry(ports).sent]
    assert sent == alice.get("/v1/events").json["items"]
    with ports.view() as tx:
        assert sent == [members(e) for e in tx.events.page(alice.tenant_id, after=None, kind=None, limit=9)]


def test_dead_letters_are_listed_and_replayed(alice: Site, ports: Ports, clock: FakeClock) -> None:
    address = f"/v1/webhooks/{webhook(alice)['id']}"
    alice.post(f"{address}/test")
    for _ in range(ATTEMPTS_MAX):
        carry(ports, Met(500))
        clock.tick(seconds=timedelta(days=1).total_seconds())
    (dead,) = alice.get(f"{address}/deliveries?state=dead").json["items"]
    assert (dead["attempts"], dead["last_status"]) == (ATTEMPTS_MAX, 500)
    again = alice.post(f"{dead['url']}/replay")
    assert (again.status_code, again.json["event_id"]) == (202, dead["event_id"])
    assert again.json["id"] != dead["id"]
    carry(ports)
    assert alice.get(again.headers["Location"]).json["state"] == "delivered"
    assert alice.get(f"{address}/deliveries?state=waiting").json["items"] == []


def test_deliveries_come_page_by_page_newest_first(alice: Site) -> None:
    address = f"/v1/webhooks/{webhook(alice)['id']}"
    sent = [alice.post(f"{address}/test").json["id"] for _ in range(3)]
    first = alice.get(f"{address}/deliveries?limit=2&state=waiting")
    second = alice.get(first.json["next"]).json
    assert first.headers["Link"] == f'<{first.json["next"]}>; rel="next"'
    found = [item["id"] for item in first.json["items"] + second["items"]]
    assert found == sorted(sent, reverse=True)
    assert second["next"] is None


@pytest.mark.parametrize("query", ["state=x", "cursor=x", "limit=1000", "after=x"])
def test_a_bad_question_about_deliveries_is_refused(query: str, alice: Site) -> None:
    address = f"/v1/webhooks/{webhook(alice)['id']}"
    assert_problem(alice.get(f"{address}/deliveries?{query}"), 422, "invalid_request")


def test_a_repeated_request_makes_one_webhook_and_gives_its_secret_again(alice: Site) -> None:
    again = new_key()
    first, second = (alice.post("/v1/webhooks", json={"url": HOOK}, headers=again) for _ in range(2))
    assert first.json == second.json
    assert len(alice.get("/v1/webhooks").json["items"]) == 1


def test_a_repeated_rotation_rotates_once(alice: Site, ports: Ports, clock: FakeClock) -> None:
    made = webhook(alice)
    again = new_key()
    address = f"/v1/webhooks/{made['id']}/rotation"
    first, second = (alice.post(address, headers=again) for _ in range(2))
    assert first.json["secret"] == second.json["secret"] != made["secret"]
    with ports.view() as tx:
        assert len(tx.webhooks.secrets(alice.tenant_id, made["id"], now=clock.now())) == 2


def test_there_are_only_so_many_of_each(alice: Site) -> None:
    for _ in range(20):
        webhook(alice)
    assert_problem(alice.post("/v1/webhooks", json={"url": HOOK}), 409, "limit_reached")


def test_every_keyed_endpoint_names_its_scope(app: Flask) -> None:
    document = app.test_client().get("/v1/openapi.json").json
    scopes = [
        operation["security"][0]["key"]
        for item in document["paths"].values()
        for method, operation in item.items()
        if method in ("get", "post", "patch", "delete") and operation["security"]
    ]
    assert all(len(named) == 1 for named in scopes)
    assert len({scope for (scope,) in scopes}) == len(Scope)
