"""The courier as a real process, on both databases, against real receivers: what a kill may cost is time."""

import base64
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from sqlalchemy import text

from tests import databases
from tests.acts import read, submitted
from tests.conftest import ENGINES
from tests.crowds import all_at_once, world_on
from tests.fake_integration import FakeSender
from tests.fakes import LICENCE_ALONE, World
from tests.processes import children, gone, until
from tests.receivers import Receiver, status
from verifier import usecases
from verifier.assembly import assemble
from verifier.domain.webhook import Delivery, DeliveryState
from verifier.settings import Settings
from verifier.store.engine import connect, for_writing
from verifier.usecases.deliveries import attempt, due_deliveries
from verifier.usecases.ports import Ports

on_both_engines = pytest.mark.parametrize("ports", ENGINES, indirect=True)


@pytest.fixture
def ports(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ports:
    """Real ports that may reach this machine, on SQLite or on the engine that the test's parameter names."""
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BONAFIDE_WEBHOOK_NETWORKS", "127.0.0.0/8")
    monkeypatch.setenv("BONAFIDE_WEBHOOK_HTTP", "1")
    if getattr(request, "param", "sqlite") == "postgresql":
        url = request.getfixturevalue("postgres_database")
        databases.emptied(url).dispose()
        monkeypatch.setenv("BONAFIDE_DATABASE_URL", url)
        monkeypatch.setenv("BONAFIDE_BLOB_KEY", base64.b64encode(databases.KEY).decode())
        monkeypatch.setenv("BONAFIDE_FACE_KEY", base64.b64encode(databases.FACE_KEY).decode())
    return replace(assemble(Settings.from_env()), plan=LICENCE_ALONE)


@pytest.fixture
def tenant(ports: Ports) -> str:
    return usecases.create_tenant(ports, "site")[0].id


class Office:
    """The parent as `serve` and `worker` start it, without workers: its sweep and its courier."""

    def __init__(self, errors: Path) -> None:
        with errors.open("ab") as file:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.stand_ins", "quick"],
                env=os.environ | {"BONAFIDE_WORKERS": "0"},
                stderr=file,
            )

    @property
    def courier(self) -> int:
        """The sweep is forked before it."""
        until(lambda: len(children(self._process.pid)) == 2)
        return children(self._process.pid)[1]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def open_office(ports: Ports, tmp_path: Path) -> Iterator[Callable[[], Office]]:
    offices: list[Office] = []

    def hire() -> Office:
        offices.append(Office(tmp_path / "errors"))
        return offices[-1]

    yield hire
    for office in offices:
        office.close()


def deliveries(ports: Ports, tenant: str, webhook: str) -> list[Delivery]:
    return list(usecases.list_deliveries(ports, tenant, webhook).deliveries)


@on_both_engines
def test_a_case_is_told_from_submission_to_decision_with_signatures_that_hold(
    ports: Ports, tenant: str, open_office: Callable[[], Office], tmp_path: Path
) -> None:
    with Receiver().running() as receiver:
        made, secret = usecases.create_webhook(ports, tenant, receiver.url)
        open_office()
        case, (task, *others) = submitted(ports, tenant)
        for each in [task, *others]:
            read(ports, each)
        until(lambda: len(receiver.got) == 2)
        assert [got.event["type"] for got in receiver.got] == ["case.submitted", "case.escalated"]
        assert {got.event["data"]["case_id"] for got in receiver.got} == {case.id}
        assert all(got.headers["webhook-id"] == got.event["id"] for got in receiver.got)
        assert all(got.is_signed_by(secret) for got in receiver.got)
        assert not any(got.is_signed_by("whsec_" + "A" * 44) for got in receiver.got)
        until(lambda: all(item.ended for item in deliveries(ports, tenant, made.id)))
        assert {item.status for item in deliveries(ports, tenant, made.id)} == {204}
    logged = (tmp_path / "errors").read_text()
    assert "delivery_attempted" in logged
    for private in (secret, receiver.url, case.declared.name, case.declared.person):
        assert private not in logged


def test_killed_between_two_attempts_it_goes_on_with_the_second(
    ports: Ports, tenant: str, open_office: Callable[[], Office]
) -> None:
    with Receiver(status(500)).running() as receiver:
        made, _ = usecases.create_webhook(ports, tenant, receiver.url)
        office = open_office()
        usecases.send_test(ports, tenant, made.id)
        until(lambda: deliveries(ports, tenant, made.id)[0].status == 500)
        killed = office.courier
        os.kill(killed, signal.SIGKILL)
        until(lambda: gone(killed))
        until(lambda: len(receiver.got) == 2)
        until(lambda: deliveries(ports, tenant, made.id)[0].state is DeliveryState.DELIVERED)
        assert office.courier != killed
    first, second = receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


@on_both_engines
def test_killed_in_the_middle_of_an_attempt_it_makes_it_again_under_the_same_id(
    ports: Ports, tenant: str, open_office: Callable[[], Office]
) -> None:
    let_go = threading.Event()

    def hang(handler: BaseHTTPRequestHandler) -> None:
        let_go.wait(240)

    with Receiver(hang).running() as receiver:
        made, secret = usecases.create_webhook(ports, tenant, receiver.url)
        office = open_office()
        usecases.send_test(ports, tenant, made.id)
        until(lambda: len(receiver.got) == 1)
        os.kill(office.courier, signal.SIGKILL)
        assert deliveries(ports, tenant, made.id)[0].state is DeliveryState.CLAIMED
        run_out_of_leases()
        until(lambda: len(receiver.got) == 2)
        until(lambda: deliveries(ports, tenant, made.id)[0].state is DeliveryState.DELIVERED)
        let_go.set()
    assert deliveries(ports, tenant, made.id)[0].attempts == 2
    assert receiver.got[0].headers["webhook-id"] == receiver.got[1].headers["webhook-id"]
    assert receiver.got[0].body == receiver.got[1].body
    assert all(got.is_signed_by(secret) for got in receiver.got)


def run_out_of_leases() -> None:
    """As time would; a test need not wait a minute for it."""
    engine = connect(Settings.from_env().database_url)
    with for_writing(engine).begin() as connection:
        connection.execute(
            text("UPDATE deliveries SET lease_until = '2020-01-01 00:00:00' WHERE state = 'claimed'")
        )
    engine.dispose()


def test_a_receiver_that_hangs_keeps_nobody_else_waiting(
    ports: Ports, tenant: str, open_office: Callable[[], Office]
) -> None:
    let_go = threading.Event()

    def hang(handler: BaseHTTPRequestHandler) -> None:
        let_go.wait(240)

    with Receiver(hang).running() as hanging, Receiver().running() as quick:
        slow, _ = usecases.create_webhook(ports, tenant, hanging.url)
        fast, _ = usecases.create_webhook(ports, tenant, quick.url)
        open_office()
        for _ in range(3):
            usecases.send_test(ports, tenant, slow.id)
        until(lambda: hanging.got)
        for _ in range(3):
            usecases.send_test(ports, tenant, fast.id)
        until(lambda: len(quick.got) == 3)
        assert len(hanging.got) == 1
        let_go.set()


@pytest.fixture
def here(database_url: str) -> World:
    return world_on(database_url)


def test_couriers_at_once_attempt_each_delivery_once(here: World, database_url: str) -> None:
    tenant = usecases.create_tenant(here.ports, "site")[0].id
    made, _ = usecases.create_webhook(here.ports, tenant, "https://jobs.example/")
    sent = {usecases.send_test(here.ports, tenant, made.id).id for _ in range(10)}

    def deliver(there: World, number: int) -> list[str]:
        tried = [attempt(there.ports, FakeSender(), item, chance=0) for item in sorted(sent)]
        return [item.id for item in tried if item is not None]

    attempted = [item for crowd in all_at_once(database_url, deliver, crowd=4) for item in crowd]
    assert sorted(attempted) == sorted(sent)
    assert due_deliveries(here.ports, busy=(), limit=10) == ()


def test_events_of_a_tenant_written_at_once_are_read_in_order_and_none_is_missed(
    here: World, database_url: str
) -> None:
    tenant = usecases.create_tenant(here.ports, "site")[0].id
    crowd, each = 4, 10

    def act(there: World, number: int) -> list[str]:
        if number == 0:
            return polled(there.ports, tenant, (crowd - 1) * each)
        for _ in range(each):
            submitted(there.ports, tenant)
        return []

    seen, *_ = all_at_once(database_url, act, crowd=crowd)
    every_one = [event.id for event in usecases.list_events(here.ports, tenant, limit=100).events]
    assert len(every_one) == (crowd - 1) * each
    assert seen == every_one


def polled(ports: Ports, tenant: str, count: int) -> list[str]:
    """As a site polls while others write: always after the last that it saw."""
    seen: list[str] = []

    def all_seen() -> bool:
        page = usecases.list_events(ports, tenant, after=seen[-1] if seen else None, limit=100)
        seen.extend(event.id for event in page.events)
        return len(seen) >= count

    until(all_seen)
    return seen
