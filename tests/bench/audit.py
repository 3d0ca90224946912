"""What the audit costs: a transaction with and without its entry, reading, many writers, and the walk.

With and without take turns, so that a busy machine is as unfair to the one as to the other.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests import databases
from tests.acts import opened
from tests.crowds import all_at_once, world_on
from tests.fakes import World
from tests.rows import CASE
from verifier import usecases
from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.usecases import identifiers
from verifier.usecases.audit import record
from verifier.usecases.audit_inspection import inspect_chains

N = 400
WRITERS, THREADS, EACH = 4, 4, 25
LONG = 100_000
DEED = Deed(
    Action.CASE_OPENED, Actor(ActorKind.KEY, f"key_{'0' * 26}"), f"case_{'0' * 26}", {"state": "open"}
)


def run() -> Mapping[str, Any]:
    """Figures of both engines; where there is no PostgreSQL, of SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'bench.sqlite')}"
        databases.migrated(url).dispose()
        figures = {"sqlite": _figures(url)}
    with _postgresql() as url:
        figures["postgresql"] = _figures(url)
    return figures


@contextmanager
def _postgresql() -> Iterator[str]:
    with databases.postgres_server() as server, databases.new_database(server) as url:
        databases.migrated(url).dispose()
        yield url


def _figures(url: str) -> Mapping[str, Any]:
    here = world_on(url)
    tenant = usecases.create_tenant(here.ports, "bench")[0].id
    return {
        "a row alone and with its entry": _pair(
            lambda: _row(here, tenant, deeds=0), lambda: _row(here, tenant, deeds=1)
        ),
        "a row alone and with 50 entries": _pair(
            lambda: _row(here, tenant, deeds=0), lambda: _row(here, tenant, deeds=50), n=100
        ),
        "reading a case again and first": _reading(here, tenant),
        "cases/s of 16 writers": _crowd(url, here),
        "walk": _walk(here),
    }


def _row(here: World, tenant: str, *, deeds: int) -> None:
    case = replace(CASE, id=identifiers.new("case", here.clock.now()), tenant_id=tenant)
    with here.ports.transaction() as tx:
        tx.cases.add(case)
        if deeds:
            record(tx, tenant, *[DEED] * deeds, now=here.clock.now())


def _pair(without: Callable[[], object], audited: Callable[[], object], n: int = N) -> Mapping[str, Any]:
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(n):
        for act, kept in zip((without, audited), times, strict=True):
            began = time.perf_counter()
            act()
            kept.append((time.perf_counter() - began) * 1000)
    one, other = map(_summary, times)
    ratio = round(statistics.median(times[1]) / statistics.median(times[0]), 2)
    return {"without": one, "with": other, "ratio of medians": ratio, "n": n}


def _summary(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{statistics.median(ordered):.2f} / {ordered[int(len(ordered) * 0.99)]:.2f} ms"


def _reading(here: World, tenant: str) -> Mapping[str, Any]:
    known = opened(here.ports, tenant)
    usecases.read_case(here.ports, tenant, known.id)
    new = iter([opened(here.ports, tenant).id for _ in range(N)])
    return _pair(
        lambda: usecases.read_case(here.ports, tenant, known.id),
        lambda: usecases.read_case(here.ports, tenant, next(new)),
    )


def _crowd(url: str, here: World) -> Mapping[str, Any]:
    """Four processes of four threads, for one tenant and for sixteen, without entries and with."""
    one = [usecases.create_tenant(here.ports, "one")[0].id] * WRITERS * THREADS
    many = [usecases.create_tenant(here.ports, "many")[0].id for _ in one]
    return {
        f"{name}, {'with' if deeds else 'without'}": _rate(url, tenants, deeds)
        for name, tenants in (("one tenant", one), ("sixteen tenants", many))
        for deeds in (0, 1)
    }


def _rate(url: str, tenants: list[str], deeds: int) -> str:
    def write(there: World, number: int) -> list[float]:
        with ThreadPoolExecutor(THREADS) as threads:
            mine = tenants[number * THREADS : (number + 1) * THREADS]
            return [
                took
                for each in threads.map(lambda tenant: _timed(there, tenant, deeds), mine)
                for took in each
            ]

    began = time.perf_counter()
    took = sorted(ms for some in all_at_once(url, write, crowd=WRITERS) for ms in some)
    rate = len(took) / (time.perf_counter() - began)
    return f"{rate:.0f}/s, {_summary(took)}"


def _timed(there: World, tenant: str, deeds: int) -> list[float]:
    times = []
    for _ in range(EACH):
        began = time.perf_counter()
        _row(there, tenant, deeds=deeds)
        times.append((time.perf_counter() - began) * 1000)
    return times


def _walk(here: World) -> Mapping[str, Any]:
    tenant = usecases.create_tenant(here.ports, "long")[0].id
    for _ in range(LONG // 1000):
        with here.ports.transaction() as tx:
            record(tx, tenant, *[DEED] * 1000, now=here.clock.now())
    began = time.perf_counter()
    (chain,) = inspect_chains(here.ports, tenant_id=tenant)
    seconds = time.perf_counter() - began
    assert not chain.faults
    return {"entries": chain.last.seq, "s": round(seconds, 2), "entries/s": round(chain.last.seq / seconds)}
