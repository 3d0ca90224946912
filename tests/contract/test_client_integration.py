"""The Python client with events, webhooks, keys and the service's health, over the real app."""

from itertools import islice

import pytest
from flask import Flask

from bonafide import (
    Bonafide,
    DeliveryState,
    EventType,
    Forbidden,
    Scope,
    Unauthenticated,
    WebhookRefused,
    verify_webhook,
)
from tests.clients import ADDRESS, InProcess, Pauses
from tests.fake_integration import FakeSender
from tests.sites import Site
from verifier.api.health import PROBES
from verifier.usecases.deliveries import attempt, due_deliveries
from verifier.usecases.ports import Ports

HOOK = "https://jobs.example/hook"


def test_events_are_read_after_the_last_one_over_all_pages(bonafide: Bonafide, alice: Site) -> None:
    cases = [alice.submitted_case() for _ in range(5)]
    events = list(bonafide.events.list(limit=2))
    assert [event.data["url"] for event in events] == cases
    assert {event.type for event in events} == {EventType.CASE_SUBMITTED}
    assert events[0].timestamp.tzinfo is not None
    assert list(bonafide.events.list(after=events[2].id)) == events[3:]
    assert list(bonafide.events.list(type=EventType.CASE_VERIFIED)) == []


def test_events_are_followed_as_they_happen(bonafide: Bonafide, alice: Site, pauses: Pauses) -> None:
    cases = [alice.submitted_case()]

    def happen() -> None:
        if len(pauses.taken) % 3 == 0:
            cases.append(alice.submitted_case())

    pauses.then = happen
    events = list(islice(bonafide.events.follow(every=7.0), 3))
    assert [event.data["url"] for event in events] == cases
    assert pauses.taken == [7.0] * 6
    (after,) = islice(bonafide.events.follow(after=events[1].id), 1)
    assert after == events[2]


def test_a_webhook_is_made_changed_and_removed(bonafide: Bonafide) -> None:
    made = bonafide.webhooks.create(url=HOOK, types=[EventType.CASE_VERIFIED])
    assert made.secret not in repr(made)
    assert [hook.id for hook in bonafide.webhooks.list()] == [made.id]
    changed = bonafide.webhooks.change(made.id, enabled=False)
    assert (changed.enabled, changed.types) == (False, (EventType.CASE_VERIFIED,))
    assert bonafide.webhooks.read(made.id) == changed
    bonafide.webhooks.remove(made.id)
    assert len(bonafide.webhooks.list()) == 0


def test_what_a_courier_sends_is_verified_with_either_secret(bonafide: Bonafide, ports: Ports) -> None:
    made = bonafide.webhooks.create(url=HOOK)
    rotated = bonafide.webhooks.rotate_secret(made.id)
    delivery = bonafide.webhooks.test(made.id)
    assert delivery.state is DeliveryState.WAITING
    sender = FakeSender()
    (due,) = due_deliveries(ports, busy=(), limit=9)
    attempt(ports, sender, due.id, chance=0)
    ((_, headers, body),) = sender.sent
    now = ports.clock.now().timestamp()
    for secret in (made.secret, rotated.secret):
        event = verify_webhook(secret, headers, body, now=now)
        assert (event.id, event.type) == (delivery.event_id, EventType.WEBHOOK_TEST)
    with pytest.raises(WebhookRefused, match="No signature"):
        verify_webhook("whsec_" + "A" * 44, headers, body, now=now)
    (sent,) = bonafide.webhooks.deliveries(made.id, state=DeliveryState.DELIVERED)
    assert bonafide.webhooks.read_delivery(sent.id) == sent
    assert bonafide.webhooks.replay(sent.id).event_id == sent.event_id


def test_a_key_is_made_used_rotated_and_revoked(bonafide: Bonafide, transport: InProcess) -> None:
    made = bonafide.keys.create(name="board", scopes=[Scope.CASES_READ])
    assert made.key not in repr(made)
    board = Bonafide(ADDRESS, made.key, transport=transport)
    assert list(board.cases.list()) == []
    with pytest.raises(Forbidden) as lacking:
        board.events.list().pages().__next__()
    assert lacking.value.code == "insufficient_scope"
    successor = bonafide.keys.rotate(made.id, overlap_hours=0)
    with pytest.raises(Unauthenticated):
        list(board.cases.list())
    assert bonafide.keys.read(successor.id).scopes == (Scope.CASES_READ,)
    assert bonafide.keys.rotate(successor.id).name == "board"
    bonafide.keys.revoke(successor.id)
    assert successor.id not in {key.id for key in bonafide.keys.list()}


def test_health_is_read_whatever_it_is(
    bonafide: Bonafide, app: Flask, pauses: Pauses, monkeypatch: pytest.MonkeyPatch
) -> None:
    probes = {"database": lambda: True, "queue": lambda: False}
    monkeypatch.setitem(app.extensions, PROBES, probes)
    assert bonafide.service.live().status == "ok"
    ready = bonafide.service.ready()
    assert (ready.status, ready.parts) == ("unavailable", {"database": "ok", "queue": "unavailable"})
    assert pauses.taken == []


def test_the_published_keys_are_read(bonafide: Bonafide) -> None:
    (key,) = bonafide.permits.key_set().keys
    assert (key["kty"], key["alg"]) == ("OKP", "EdDSA")


def test_an_endpoint_without_a_method_is_reached_raw(bonafide: Bonafide, transport: InProcess) -> None:
    answer = bonafide.raw("GET", "/v1/cases", query={"limit": "1"})
    assert answer.json() == {"items": [], "next": None}
    made = bonafide.raw("POST", "/v1/recruiters", json={"reference": "r-1"}, idempotency_key="raw-1")
    assert made.headers["Location"].endswith(made.json()["id"])
    assert transport.seen[-1][0].headers["Idempotency-Key"] == "raw-1"
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example/", "v1/cases"):
        with pytest.raises(ValueError, match="slash"):
            bonafide.raw("GET", elsewhere)
