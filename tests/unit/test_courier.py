"""The courier over fakes: several endpoints at once, one message at a time to each."""

import threading
from collections.abc import Mapping

import pytest

from tests.fake_integration import FakeSender
from tests.fakes import World, world
from verifier import usecases
from verifier.domain.webhook import DeliveryState, Met
from workers.courier import AT_ONCE, Courier


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def alice(here: World) -> str:
    return usecases.create_tenant(here.ports, "Alice's site")[0].id


class Gate(FakeSender):
    """Lets nothing through before it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open = threading.Event()

    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Met:
        met = super().post(url, headers=headers, body=body)
        self.open.wait(60)
        return met


def test_an_endpoint_gets_one_message_at_a_time(here: World, alice: str) -> None:
    hook = usecases.create_webhook(here.ports, alice, "https://jobs.example/")[0].id
    for _ in range(3):
        usecases.send_test(here.ports, alice, hook)
    sender = Gate()
    courier = Courier(here.ports, sender, lambda: 0.0)
    assert [courier.round() for _ in range(3)] == [1, 0, 0]
    sender.open.set()
    while courier.round() or courier.busy:
        courier.pause()
    assert len({headers["webhook-id"] for _, headers, _ in sender.sent}) == 3


def test_only_so_many_attempts_are_under_way(here: World, alice: str) -> None:
    bob = usecases.create_tenant(here.ports, "Bob's site")[0].id
    for tenant in (alice, bob):
        for _ in range(AT_ONCE // 2 + 1):
            hook = usecases.create_webhook(here.ports, tenant, "https://jobs.example/")[0].id
            usecases.send_test(here.ports, tenant, hook)
    sender = Gate()
    courier = Courier(here.ports, sender, lambda: 0.0)
    assert [courier.round(), courier.round()] == [AT_ONCE, 0]
    sender.open.set()
    while courier.round() or courier.busy:
        courier.pause()
    assert len(sender.sent) == AT_ONCE + 2


def test_an_attempt_that_fails_on_our_side_stops_neither_the_courier_nor_the_others(
    here: World, alice: str
) -> None:
    first = usecases.create_webhook(here.ports, alice, "https://broken.example/")[0].id
    second = usecases.create_webhook(here.ports, alice, "https://jobs.example/")[0].id
    sent = [usecases.send_test(here.ports, alice, hook).id for hook in (first, second)]

    class Breaking(FakeSender):
        def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Met:
            if "broken" in url:
                raise KeyError
            return super().post(url, headers=headers, body=body)

    courier = Courier(here.ports, Breaking(), lambda: 0.0)
    while courier.round() or courier.busy:
        courier.pause()
    states = [usecases.read_delivery(here.ports, alice, item).state for item in sent]
    assert states == [DeliveryState.CLAIMED, DeliveryState.DELIVERED]
