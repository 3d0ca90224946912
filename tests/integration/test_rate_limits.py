"""The counts themselves, the same on a real server and in a process; and what happens when it is away."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.processes import QueueServer
from verifier.domain.rate_limit import Meter, Quota, RateLimiter
from verifier.providers.queue import connect
from verifier.providers.rate_limits import REST, LocalLimiter, SharedLimiter

QUOTA = Quota(5, 60)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueueServer]:
    server = QueueServer(tmp_path_factory.mktemp("queue"))
    yield server
    server.kill()


@pytest.fixture(params=["shared", "local"])
def limiter(request: pytest.FixtureRequest, server: QueueServer) -> RateLimiter:
    if request.param == "local":
        return LocalLimiter()
    connect(server.url).flushall()
    return SharedLimiter(connect(server.url))


def meter(name: str, quota: Quota = QUOTA, policy: str = "reads") -> Meter:
    return Meter(policy, name, quota)


def admitted(limiter: RateLimiter, *meters: Meter, times: int) -> list[bool]:
    return [all(one.admitted for one in limiter.take(meters)) for _ in range(times)]


def test_as_many_as_the_quota_are_admitted_and_the_rest_is_told(limiter: RateLimiter) -> None:
    (first,) = limiter.take([meter("a")])
    assert (first.admitted, first.remaining) == (True, 4)
    assert admitted(limiter, meter("a"), times=5) == [True] * 4 + [False]
    (over,) = limiter.take([meter("a")])
    assert (over.admitted, over.remaining) == (False, 0)
    assert 0 < over.reset <= QUOTA.seconds
    assert admitted(limiter, meter("b"), times=1) == [True]


def test_what_one_meter_refuses_is_counted_on_none(limiter: RateLimiter) -> None:
    key, tenant = meter("key"), meter("tenant", Quota(8, 60), "reads-tenant")
    assert admitted(limiter, key, tenant, times=20).count(True) == 5
    assert limiter.take([tenant])[0].remaining == 8 - 5 - 1
    other = meter("other-key")
    assert admitted(limiter, other, tenant, times=9).count(True) == 2


def test_threads_together_are_admitted_as_often_as_one(limiter: RateLimiter) -> None:
    quota = Quota(40, 60)
    with ThreadPoolExecutor(8) as pool:
        taken = pool.map(lambda _: limiter.take([meter("crowd", quota)])[0].admitted, range(200))
    assert sum(taken) == 40


def test_the_window_slides_and_room_comes_back(limiter: RateLimiter) -> None:
    quick = meter("quick", Quota(4, 1))
    assert admitted(limiter, quick, times=6).count(True) == 4
    time.sleep(2.05)  # both windows of the approximation are over
    assert admitted(limiter, quick, times=6).count(True) == 4


def test_all_processes_count_together(server: QueueServer) -> None:
    processes: Sequence[RateLimiter] = [SharedLimiter(connect(server.url)) for _ in range(3)]
    taken = [processes[n % 3].take([meter("together")])[0].admitted for n in range(12)]
    assert taken == [True] * 5 + [False] * 7


def test_a_request_costs_one_round_trip_however_many_meters(server: QueueServer) -> None:
    client = connect(server.url)
    limiter = SharedLimiter(connect(server.url))
    two = [meter("trip", Quota(500, 60)), meter("trip", Quota(500, 60), "reads-tenant")]
    limiter.take(two)
    before = client.info("stats")["total_reads_processed"]
    for _ in range(100):
        limiter.take(two)
    assert client.info("stats")["total_reads_processed"] - before == 100 + 1  # and the question itself


def test_while_the_server_is_away_the_same_quotas_hold_here_and_nobody_waits(tmp_path: Path) -> None:
    server = QueueServer(tmp_path)
    now = [0.0]
    limiter = SharedLimiter(connect(server.url), clock=lambda: now[0])
    assert admitted(limiter, meter("x"), times=2) == [True, True]
    server.kill()
    assert admitted(limiter, meter("x"), times=7) == [True] * 5 + [False] * 2
    server.start()  # without the scripts that it knew
    assert admitted(limiter, meter("x"), times=1) == [False]  # it is not asked before the rest is over
    now[0] += REST
    assert admitted(limiter, meter("y"), times=6) == [True] * 5 + [False]
    server.kill()


def test_a_server_that_hangs_is_asked_once_in_a_while_alone(tmp_path: Path) -> None:
    server = QueueServer(tmp_path)
    now = [0.0]
    limiter = SharedLimiter(connect(server.url, answer_timeout=0.05), clock=lambda: now[0])
    limiter.take([meter("x")])
    server.pause()
    try:
        asked = [
            admitted(limiter, meter("x"), times=1) for _ in range(200)
        ]  # 10 s if it were asked each time
    finally:
        server.resume()
    assert sum(one == [True] for one in asked) == 5
    server.kill()
