"""What a rate limit costs a request, on a real queue server, beside a PING on the same kind of connection.

Milliseconds of the wall clock and of this process's processor time; counted are a key and its tenant.
BONAFIDE_BENCH_HITS names another number of hits.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.processes import QueueServer
from verifier.domain.rate_limit import Meter, Quota, RateLimiter
from verifier.providers.queue import connect
from verifier.providers.rate_limits import LocalLimiter, SharedLimiter

HITS = int(os.environ.get("BONAFIDE_BENCH_HITS", "20000"))
KEYS = 100


def run() -> Mapping[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        server = QueueServer(Path(folder))
        client = connect(server.url)
        figures = {
            "ping": _told(lambda _: client.ping()),
            "shared": _told(_hit(SharedLimiter(connect(server.url)))),
            "local": _told(_hit(LocalLimiter())),
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


def _told(act: Callable[[int], object]) -> Mapping[str, float]:
    for number in range(200):
        act(number)
    taken, worked = [], time.process_time()
    for number in range(HITS):
        began = time.perf_counter()
        act(number)
        taken.append((time.perf_counter() - began) * 1000)
    worked = time.process_time() - worked
    return {
        "n": HITS,
        "p50_ms": round(statistics.median(taken), 3),
        "p99_ms": round(statistics.quantiles(taken, n=100)[98], 3),
        "processor_ms": round(worked * 1000 / HITS, 3),
    }
