"""How much memory a courier takes with many deliveries waiting and receivers whose answers have no end.

One courier in a process of its own on each database, its resident memory at its highest, in MB, beside the
same with almost nothing to do. Every endpoint answers 200 and goes on sending for ever.
BONAFIDE_BENCH_WAITING names another number of deliveries.
"""

import contextlib
import ipaddress
import logging
import multiprocessing
import os
import re
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from tests import databases
from tests.conftest import ENGINES
from tests.crowds import world_on
from tests.receivers import Receiver
from verifier import logs, usecases
from verifier.domain.networks import Reach
from verifier.domain.webhook import DeliveryState
from verifier.providers.webhooks.sender import HttpSender
from verifier.usecases.events import send_to
from verifier.usecases.ports import Ports
from verifier.usecases.webhooks import WEBHOOKS_MAX
from workers.courier import Courier

WAITING = int(os.environ.get("BONAFIDE_BENCH_WAITING", "10000"))
FEW = 20
SECONDS = 10  # of carrying
FLOOD = bytes(65_536)
_spawn = multiprocessing.get_context("spawn")
HERE = Reach((ipaddress.ip_network("127.0.0.0/8"),), plain_http=True)


def run() -> Mapping[str, Any]:
    """Figures by database and number of deliveries."""
    return {
        f"{engine}, {waiting:,} waiting": _measured(engine, waiting)
        for engine in ENGINES
        for waiting in (FEW, WAITING)
    }


def _measured(engine: str, waiting: int) -> Mapping[str, Any]:
    with _database(engine) as url, Receiver(*[_endless] * waiting).running() as receiver:
        ports = _ports(url)
        tenant = _filled(ports, receiver.url, waiting)
        figures = _spawn.Manager().dict()
        courier = _spawn.Process(target=_carry, args=(url, figures))
        courier.start()
        courier.join()
        with ports.view() as tx:
            hooks = tx.webhooks.of_tenant(tenant)
            ended = [
                len(
                    tx.deliveries.page(
                        tenant, hook.id, before=None, state=DeliveryState.DELIVERED, limit=WAITING
                    )
                )
                for hook in hooks
            ]
        return {**figures, "delivered": sum(ended), "received": len(receiver.got)}


def _endless(handler: BaseHTTPRequestHandler) -> None:
    with contextlib.suppress(OSError):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            handler.wfile.write(FLOOD)


def _ports(url: str) -> Ports:
    ports = world_on(url).ports
    ports.clock.tick(days=200)  # type: ignore[attr-defined]  # the fake's
    return replace(ports, reach=HERE)


def _filled(ports: Ports, url: str, waiting: int) -> str:
    tenant = usecases.create_tenant(ports, "site")[0].id
    hooks = [usecases.create_webhook(ports, tenant, url)[0] for _ in range(WEBHOOKS_MAX)]
    sent = usecases.send_test(ports, tenant, hooks[0].id)
    with ports.transaction() as tx:
        for number in range(waiting - 1):
            send_to(tx, hooks[number % len(hooks)], sent.event_id, ports.clock.now())
    return tenant


def _carry(url: str, figures: Any) -> None:
    logs.configure(logging.WARNING)
    before = _peak()
    courier = Courier(_ports(url), HttpSender(HERE), lambda: 0.0)
    courier.round()
    first, until = _peak(), time.monotonic() + SECONDS
    while time.monotonic() < until and (courier.round() or courier.busy):
        courier.pause()
    figures.update(
        {
            "MB at the start": round(before, 1),
            "MB after the first look": round(first, 1),
            "MB at most": round(_peak(), 1),
        }
    )
    os._exit(0)  # what is under way is not waited for


def _peak() -> float:
    """MB; the kernel's own mark, for `getrusage` begins with the mark of the parent."""
    marks = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", marks)[0]) / 1024


@contextmanager
def _database(engine: str) -> Iterator[str]:
    if engine == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'bench.sqlite'}"
            databases.migrated(url).dispose()
            yield url
        return
    with databases.postgres_server() as server, databases.new_database(server) as url:
        databases.migrated(url).dispose()
        yield url
