"""Webhooks and their deliveries: accepted, tried again, given up, replayed; time and network are fakes."""

from datetime import timedelta

import pytest

from tests.acts import submitted
from tests.fake_integration import FakeSender
from tests.fakes import World, world
from verifier import usecases
from verifier.domain.errors import Invalid, LimitReached, NotFound, WebhookDisabled
from verifier.domain.event import EventType
from verifier.domain.webhook import ATTEMPTS_MAX, PAUSES, Delivery, DeliveryState, Met, Trouble
from verifier.usecases.deliveries import LEASE, attempt, due_deliveries
from verifier.usecases.webhooks import WEBHOOKS_MAX

URL = "https://jobs.example/hook"


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def alice(here: World) -> str:
    return usecases.create_tenant(here.ports, "Alice's site")[0].id


@pytest.fixture
def hook(here: World, alice: str) -> str:
    return usecases.create_webhook(here.ports, alice, URL)[0].id


def due(here: World, *busy: str) -> list[str]:
    return [item.id for item in due_deliveries(here.ports, busy=busy, limit=10)]


def carried(here: World, sender: FakeSender) -> Delivery:
    """Attempt the one delivery that is due."""
    (delivery_id,) = due(here)
    tried = attempt(here.ports, sender, delivery_id, chance=0)
    assert tried is not None
    return tried


def in_the_outbox(here: World, alice: str, hook: str) -> str:
    return usecases.send_test(here.ports, alice, hook).id


def test_an_accepted_delivery_is_over(here: World, alice: str, hook: str) -> None:
    delivery_id = in_the_outbox(here, alice, hook)
    sender = FakeSender(Met(200))
    carried(here, sender)
    item = usecases.read_delivery(here.ports, alice, delivery_id)
    assert (item.state, item.attempts, item.status) == (DeliveryState.DELIVERED, 1, 200)
    assert due(here) == []
    assert len(sender.sent) == 1


@pytest.mark.parametrize(
    "met",
    [Met(300), Met(301), Met(400), Met(404), Met(429), Met(500), Met(503), Met(trouble=Trouble.TIMED_OUT)],
)
def test_what_was_not_accepted_is_tried_again_with_the_same_message(
    here: World, alice: str, hook: str, met: Met
) -> None:
    in_the_outbox(here, alice, hook)
    sender = FakeSender(met)
    item = carried(here, sender)
    assert (item.state, item.status, item.trouble) == (DeliveryState.WAITING, met.status, met.trouble)
    assert due(here) == []
    here.clock.tick(seconds=PAUSES[0].total_seconds())
    assert carried(here, sender).state is DeliveryState.DELIVERED
    (_, first, body), (_, second, again) = sender.sent
    assert body == again
    assert first["webhook-id"] == second["webhook-id"]
    assert int(second["webhook-timestamp"]) == int(first["webhook-timestamp"]) + 5


def test_after_ten_attempts_in_three_days_it_is_a_dead_letter(here: World, alice: str, hook: str) -> None:
    began = here.clock.now()
    delivery_id = in_the_outbox(here, alice, hook)
    sender = FakeSender(*[Met(500)] * ATTEMPTS_MAX)
    for pause in (timedelta(0), *PAUSES):
        here.clock.tick(seconds=pause.total_seconds())
        carried(here, sender)
    assert here.clock.now() - began == timedelta(hours=75, minutes=35, seconds=5)
    here.clock.tick(days=9)
    assert due(here) == []
    dead = usecases.list_deliveries(here.ports, alice, hook, state=DeliveryState.DEAD).deliveries
    assert [item.id for item in dead] == [delivery_id]
    assert (dead[0].attempts, dead[0].status) == (ATTEMPTS_MAX, 500)


def test_410_disables_the_endpoint_and_ends_the_delivery(here: World, alice: str, hook: str) -> None:
    in_the_outbox(here, alice, hook)
    assert carried(here, FakeSender(Met(410))).state is DeliveryState.DEAD
    after = usecases.read_webhook(here.ports, alice, hook)
    assert (after.enabled, after.gone) == (False, True)
    enabled = usecases.change_webhook(here.ports, alice, hook, enabled=True)
    assert (enabled.enabled, enabled.gone) == (True, False)


def test_410_from_an_address_that_was_changed_meanwhile_disables_nothing(
    here: World, alice: str, hook: str
) -> None:
    in_the_outbox(here, alice, hook)

    class Moving(FakeSender):
        def post(self, url: str, **message: object) -> Met:  # type: ignore[override]  # it looks at none
            usecases.change_webhook(here.ports, alice, hook, url="https://elsewhere.example/")
            return Met(410)

    carried(here, Moving())
    assert usecases.read_webhook(here.ports, alice, hook).enabled


def test_what_waits_for_a_disabled_endpoint_is_given_up_without_being_sent(
    here: World, alice: str, hook: str
) -> None:
    in_the_outbox(here, alice, hook)
    usecases.change_webhook(here.ports, alice, hook, enabled=False)
    sender = FakeSender()
    item = carried(here, sender)
    assert (item.state, item.trouble) == (DeliveryState.DEAD, Trouble.ENDPOINT_DISABLED)
    assert sender.sent == []


def test_a_courier_that_died_leaves_a_lease_that_runs_out(here: World, alice: str, hook: str) -> None:
    delivery_id = in_the_outbox(here, alice, hook)

    class Dying(FakeSender):
        def post(self, *_: object, **message: object) -> Met:
            super().post("", headers=message["headers"], body=b"")  # type: ignore[arg-type]  # as it came
            raise KeyboardInterrupt

    dying, sender = Dying(), FakeSender()
    with pytest.raises(KeyboardInterrupt):
        attempt(here.ports, dying, delivery_id, chance=0)
    here.clock.tick(seconds=LEASE.total_seconds())
    assert attempt(here.ports, sender, delivery_id, chance=0) is None
    here.clock.tick(seconds=1)
    assert carried(here, sender).attempts == 2
    assert dying.sent[0][1]["webhook-id"] == sender.sent[0][1]["webhook-id"]


def test_a_delivery_that_kills_every_courier_is_given_up(here: World, alice: str, hook: str) -> None:
    delivery_id = in_the_outbox(here, alice, hook)
    for _ in range(ATTEMPTS_MAX):
        with here.ports.transaction() as tx:
            now = here.clock.now()
            assert tx.deliveries.claim(delivery_id, now=now, until=now + LEASE)
        here.clock.tick(seconds=LEASE.total_seconds() + 1)
    sender = FakeSender()
    item = carried(here, sender)
    assert (item.state, item.trouble) == (DeliveryState.DEAD, Trouble.COURIER_LOST)
    assert sender.sent == []


def test_an_attempt_that_lost_its_lease_changes_nothing(here: World, alice: str, hook: str) -> None:
    delivery_id = in_the_outbox(here, alice, hook)

    class Slow(FakeSender):
        def post(self, *_: object, **__: object) -> Met:
            here.clock.tick(seconds=LEASE.total_seconds() + 1)
            assert carried(here, FakeSender(Met(200))).state is DeliveryState.DELIVERED
            return Met(500)

    assert attempt(here.ports, Slow(), delivery_id, chance=0) is None
    assert usecases.read_delivery(here.ports, alice, delivery_id).state is DeliveryState.DELIVERED


def test_an_endpoint_with_much_to_do_does_not_keep_others_waiting(here: World, alice: str, hook: str) -> None:
    other = usecases.create_webhook(here.ports, alice, URL)[0].id
    for _ in range(12):
        in_the_outbox(here, alice, hook)
    here.clock.tick(seconds=1)
    late = in_the_outbox(here, alice, other)
    by_endpoint = {item.webhook_id: item for item in due_deliveries(here.ports, busy=(), limit=10)}
    assert by_endpoint.keys() == {hook, other}
    assert by_endpoint[other].id == late
    assert due(here, hook) == [late]


def test_a_dead_letter_is_replayed_as_a_new_delivery_of_the_same_message(
    here: World, alice: str, hook: str
) -> None:
    delivery_id = in_the_outbox(here, alice, hook)
    sender = FakeSender(*[Met(500)] * ATTEMPTS_MAX)
    for pause in (timedelta(0), *PAUSES):
        here.clock.tick(seconds=pause.total_seconds())
        carried(here, sender)
    again = usecases.replay(here.ports, alice, delivery_id)
    assert again.id != delivery_id
    assert carried(here, sender).state is DeliveryState.DELIVERED
    assert sender.sent[-1][1]["webhook-id"] == sender.sent[0][1]["webhook-id"]
    assert usecases.read_delivery(here.ports, alice, delivery_id).state is DeliveryState.DEAD


def test_replaying_what_still_waits_sends_it_at_once(here: World, alice: str, hook: str) -> None:
    delivery_id = in_the_outbox(here, alice, hook)
    sender = FakeSender(Met(500))
    carried(here, sender)
    assert due(here) == []
    assert usecases.replay(here.ports, alice, delivery_id).id == delivery_id
    assert carried(here, sender).state is DeliveryState.DELIVERED


def test_nothing_is_tested_or_replayed_to_a_disabled_endpoint(here: World, alice: str, hook: str) -> None:
    delivery_id = in_the_outbox(here, alice, hook)
    usecases.change_webhook(here.ports, alice, hook, enabled=False)
    with pytest.raises(WebhookDisabled):
        usecases.send_test(here.ports, alice, hook)
    with pytest.raises(WebhookDisabled):
        usecases.replay(here.ports, alice, delivery_id)


def test_a_test_goes_to_the_endpoint_that_is_tested_alone(here: World, alice: str, hook: str) -> None:
    usecases.create_webhook(here.ports, alice, URL)
    in_the_outbox(here, alice, hook)
    sender = FakeSender()
    assert carried(here, sender).webhook_id == hook
    assert due(here) == []
    assert b'"type":"webhook.test"' in sender.sent[0][2]


def test_after_a_rotation_both_secrets_sign_for_a_day(here: World, alice: str, hook: str) -> None:
    usecases.rotate_secret(here.ports, alice, hook)
    sender = FakeSender()
    in_the_outbox(here, alice, hook)
    carried(here, sender)
    here.clock.tick(hours=24)
    in_the_outbox(here, alice, hook)
    carried(here, sender)
    counts = [len(headers["webhook-signature"].split()) for _, headers, _ in sender.sent]
    assert counts == [2, 1]


def test_a_deleted_endpoint_takes_its_deliveries_along_and_leaves_the_log(
    here: World, alice: str, hook: str
) -> None:
    submitted(here.ports, alice)
    usecases.delete_webhook(here.ports, alice, hook)
    assert due(here) == []
    assert len(usecases.list_events(here.ports, alice).events) == 1
    with pytest.raises(NotFound):
        usecases.read_webhook(here.ports, alice, hook)


@pytest.mark.parametrize("url", ["http://jobs.example/", "https://127.0.0.1/", "https://u:p@jobs.example/"])
def test_an_address_inside_the_house_is_refused_when_made_and_when_changed(
    here: World, alice: str, hook: str, url: str
) -> None:
    with pytest.raises(Invalid):
        usecases.create_webhook(here.ports, alice, url)
    with pytest.raises(Invalid):
        usecases.change_webhook(here.ports, alice, hook, url=url)
    assert [item.url for item in usecases.list_webhooks(here.ports, alice)] == [URL]


def test_a_change_leaves_the_rest_as_it_was(here: World, alice: str, hook: str) -> None:
    changed = usecases.change_webhook(here.ports, alice, hook, types=[EventType.CASE_VERIFIED])
    assert (changed.url, changed.types, changed.enabled) == (URL, (EventType.CASE_VERIFIED,), True)
    assert usecases.read_webhook(here.ports, alice, hook) == changed


def test_a_tenant_has_only_so_many_webhooks(here: World, alice: str, hook: str) -> None:
    for _ in range(WEBHOOKS_MAX - 1):
        usecases.create_webhook(here.ports, alice, URL)
    with pytest.raises(LimitReached):
        usecases.create_webhook(here.ports, alice, URL)


def test_another_site_reaches_neither_webhook_nor_delivery(here: World, alice: str, hook: str) -> None:
    delivery_id = in_the_outbox(here, alice, hook)
    bob = usecases.create_tenant(here.ports, "Bob's site")[0].id
    for act in (
        usecases.read_webhook,
        usecases.change_webhook,
        usecases.rotate_secret,
        usecases.send_test,
        usecases.list_deliveries,
        usecases.delete_webhook,
    ):
        with pytest.raises(NotFound):
            act(here.ports, bob, hook)
    for act in (usecases.read_delivery, usecases.replay):
        with pytest.raises(NotFound):
            act(here.ports, bob, delivery_id)
