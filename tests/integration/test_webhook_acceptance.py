"""What a site may count on, whatever its receiver does: at least once, never altered, in bounded memory.

Real receivers, the real sender, both databases; the clock is moved, and the reference library of Standard
Webhooks checks the signatures. What a kill costs is in test_webhook_courier.py.
"""

import contextlib
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from tests.acts import submitted
from tests.crowds import world_on
from tests.fakes import FakeClock, world
from tests.integration.test_webhook_sender import HERE
from tests.receivers import Answer, Got, Receiver, raw, status, unheard_port
from verifier import usecases
from verifier.domain.webhook import ATTEMPTS_MAX, Delivery, DeliveryState, Met, Trouble
from verifier.providers.webhooks.sender import HttpSender
from verifier.usecases.deliveries import attempt, due_deliveries
from verifier.usecases.ports import Ports

STEP = timedelta(minutes=30)  # at which the tests' courier looks for what is due
PATIENCE = 0.3  # seconds; 15 in production
EVENTS = 5
FLOOD = bytes(65_536)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(datetime(2026, 5, 4, tzinfo=UTC))


@pytest.fixture
def ports(database_url: str, clock: FakeClock) -> Ports:
    return replace(world_on(database_url).ports, reach=HERE, clock=clock)


@pytest.fixture
def tenant(ports: Ports) -> str:
    return usecases.create_tenant(ports, "site")[0].id


def carried(ports: Ports, clock: FakeClock, until: Callable[[], bool]) -> list[Delivery]:
    """Every attempt of a courier that looks now and then, until this is so or four days are over."""
    sender = HttpSender(HERE, answer_within=PATIENCE)
    tried: list[Delivery] = []
    for _ in range(timedelta(days=4) // STEP):
        while due := due_deliveries(ports, busy=(), limit=16):
            done = [attempt(ports, sender, item.id, chance=0) for item in due]
            tried.extend(item for item in done if item is not None)
        if until():
            return tried
        clock.tick(seconds=STEP.total_seconds())
    raise AssertionError("four days are over")


def assert_genuine(got: Got, secret: str) -> None:
    """As the reference library signs what came."""
    at = datetime.fromtimestamp(int(got.headers["webhook-timestamp"]), tz=UTC)
    ours = Webhook(secret).sign(got.headers["webhook-id"], at, got.body.decode())
    assert got.headers["webhook-signature"] == ours
    assert got.headers["webhook-id"] == got.event["id"]


def test_a_receiver_that_is_down_for_three_days_misses_nothing(
    ports: Ports, tenant: str, clock: FakeClock
) -> None:
    began = clock.now()
    with unheard_port() as port:
        made, secret = usecases.create_webhook(ports, tenant, f"http://127.0.0.1:{port}/hook")
        for _ in range(EVENTS):
            submitted(ports, tenant)
        tried = carried(ports, clock, lambda: clock.now() - began >= timedelta(days=3))
    assert {item.trouble for item in tried} == {Trouble.UNREACHABLE}
    assert len(tried) == EVENTS * (ATTEMPTS_MAX - 1)
    with Receiver().running() as receiver:
        usecases.change_webhook(ports, tenant, made.id, url=receiver.url)
        carried(ports, clock, lambda: len(receiver.got) == EVENTS)
    told = {event.id: event.type for event in usecases.list_events(ports, tenant).events}
    assert {got.event["id"]: got.event["type"] for got in receiver.got} == told
    for got in receiver.got:
        assert_genuine(got, secret)
    states = {item.state for item in usecases.list_deliveries(ports, tenant, made.id).deliveries}
    assert states == {DeliveryState.DELIVERED}


def trickling(piece: bytes) -> Answer:
    """A piece at a time, and never an end of the headers."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        with contextlib.suppress(OSError):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while True:
                handler.wfile.write(piece)
                time.sleep(0.02)

    return answer


def hanging(handler: BaseHTTPRequestHandler) -> None:
    with contextlib.suppress(OSError):
        handler.connection.recv(1)


def test_whatever_a_receiver_answers_the_same_message_comes_again_until_it_is_taken(
    ports: Ports, tenant: str, clock: FakeClock
) -> None:
    ill = [
        status(500, b"words"),
        status(301, Location="http://169.254.169.254/"),
        raw(b"SSH-2.0-OpenSSH\r\n"),
        raw(b""),
        trickling(b"X-Slow: 1\r\n"),
        trickling(b"x"),
        hanging,
    ]
    with Receiver(*ill).running() as receiver:
        made, secret = usecases.create_webhook(ports, tenant, receiver.url)
        usecases.send_test(ports, tenant, made.id)
        tried = carried(ports, clock, lambda: len(receiver.got) > len(ill))
    assert [item.state for item in tried] == [*[DeliveryState.WAITING] * len(ill), DeliveryState.DELIVERED]
    assert [item.status for item in tried][:2] == [500, 301]
    assert {item.trouble for item in tried[2:4]} <= {Trouble.GARBLED, Trouble.UNREACHABLE}
    assert {item.trouble for item in tried[4:7]} <= {Trouble.TIMED_OUT, Trouble.GARBLED}
    assert len({got.body for got in receiver.got}) == 1
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1
    for got in receiver.got:
        assert_genuine(got, secret)


def test_the_reference_library_takes_our_messages_and_no_altered_one() -> None:
    """Now, by its own clock: it refuses what is older than five minutes."""
    here = world()
    ports = replace(here.ports, reach=HERE, clock=FakeClock(datetime.now(UTC)))
    tenant = usecases.create_tenant(ports, "site")[0].id
    with Receiver().running() as receiver:
        made, secret = usecases.create_webhook(ports, tenant, receiver.url)
        _, newer = usecases.rotate_secret(ports, tenant, made.id)
        sent = usecases.send_test(ports, tenant, made.id)
        attempt(ports, HttpSender(HERE), sent.id, chance=0)
        (got,) = receiver.got
    for each in (secret, newer):
        assert Webhook(each).verify(got.body, dict(got.headers)) == got.event
    with pytest.raises(WebhookVerificationError):
        Webhook(newer).verify(got.body.replace(b"webhook.test", b"case.verified"), dict(got.headers))
    with pytest.raises(WebhookVerificationError):
        Webhook("whsec_" + "A" * 44).verify(got.body, dict(got.headers))


def test_an_answer_without_an_end_costs_no_more_memory_than_its_limit() -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        with contextlib.suppress(OSError):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            while True:
                handler.wfile.write(FLOOD)

    with Receiver(endless).running() as receiver:
        sender = HttpSender(HERE, answer_within=5)
        tracemalloc.start()
        try:
            met = sender.post(receiver.url, headers={}, body=b"{}")
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert met == Met(200)
    assert peak < 2_000_000  # bytes, where it was sent some 2,700,000 at least
