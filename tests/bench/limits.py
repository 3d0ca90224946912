"""What a rate limit costs a request, on a real queue server, beside a PING on the same kind of connection.

And a whole request over ports in memory, GET /v1/cases of an empty site, with and without limits in turn.
Milliseconds of the wall clock and of this process's processor time; counted are a key and its tenant.
BONAFIDE_BENCH_HITS names another number of hits.
"""

import logging
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.fakes import fake_ports
from tests.processes import QueueServer
from tests.sites import site
from verifier import logs
from verifier.app import create_app
from verifier.domain.rate_limit import DEFAULTS, Meter, Quota, RateLimiter
from verifier.providers.queue import connect
from verifier.providers.rate_limits import LocalLimiter, SharedLimiter
from verifier.settings import Settings

HITS = int(os.environ.get("BONAFIDE_BENCH_HITS", "20000"))
KEYS = 100
REQUESTS = HITS // 10
WARM_UP = 50


def run() -> Mapping[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        server = QueueServer(Path(folder))
        client = connect(server.url)
        figures = {
            "ping": _told(lambda _: client.ping()),
            "shared": _told(_hit(SharedLimiter(connect(server.url)))),
            "local": _told(_hit(LocalLimiter())),
            **_requests(server.url, Path(folder)),
        }
        server.kill()
    ratio = figures["shared"]["p50_ms"] / figures["ping"]["p50_ms"]
    return figures | {"shared to ping": {"p50_ratio": round(ratio, 2)}}


def _hit(limiter: RateLimiter) -> Callable[[int], object]:
    meters = [
        [Meter("permits", f"key_{n}", Quota(5_000, 10)), Meter("permits-tenant", "ten_1", Quota(10_000, 10))]
        for n in range(KEYS)
    ]
    return lambda number: limiter.take(meters[number % KEYS])


def _requests(url: str, folder: Path) -> Mapping[str, Mapping[str, float]]:
    """Requests with limits and without, in turn, so that both meet the same load."""
    os.environ |= {"BONAFIDE_DATA_DIR": str(folder), "BONAFIDE_REDIS_URL": url}
    settings = replace(Settings.from_env(), log_level=logging.ERROR)
    ports = fake_ports()
    limited = replace(settings, rate_limits=dict.fromkeys(DEFAULTS, Quota(10**8, 10)))
    apps = {"on": create_app(limited, ports), "off": create_app(replace(settings, rate_limits=None), ports)}
    sites = {name: site(app, ports, name) for name, app in apps.items()}
    logs.configure(logging.ERROR)
    taken: dict[str, list[float]] = {"on": [], "off": []}
    worked = {"on": 0.0, "off": 0.0}
    for number in range(REQUESTS):
        for name, one in sites.items():
            began, since = time.perf_counter(), time.process_time()
            assert one.get("/v1/cases").status_code == 200
            if number >= WARM_UP:
                taken[name].append((time.perf_counter() - began) * 1000)
                worked[name] += time.process_time() - since
    return {f"request, limits {name}": _figures(taken[name], worked[name]) for name in sites}


def _told(act: Callable[[int], object]) -> Mapping[str, float]:
    for number in range(WARM_UP):
        act(number)
    taken, worked = [], time.process_time()
    for number in range(HITS):
        began = time.perf_counter()
        act(number)
        taken.append((time.perf_counter() - began) * 1000)
    return _figures(taken, time.process_time() - worked)


def _figures(taken: list[float], worked: float) -> Mapping[str, float]:
    return {
        "n": len(taken),
        "p50_ms": round(statistics.median(taken), 3),
        "p99_ms": round(statistics.quantiles(taken, n=100)[98], 3),
        "processor_ms": round(worked * 1000 / len(taken), 3),
    }
