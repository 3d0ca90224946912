"""Asking for permits in one process on each database: how long, what of it dominates, and the links by size.

Everything is in milliseconds of the wall clock, and beside a baseline of the same run: the opening of a case,
which is one short writing transaction. A wish is allowed, signed and kept. The links are searched for an
employer with 12 traits, of which nobody else has 9 and crowds have 3. BONAFIDE_BENCH_ENTRIES names other
numbers of traits, BONAFIDE_BENCH_WISHES of wishes.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert, text

from tests import databases
from tests.acts import opened
from tests.fakes import MORNING
from tests.gate_acts import Gate, gate, gate_policy
from verifier.checks.gate import judge_wish
from verifier.domain.account_traits import TraitKind
from verifier.domain.employer import EmployerState
from verifier.screening.loading import shipped
from verifier.screening.screener import Screener
from verifier.store.engine import for_writing
from verifier.store.gate import tables
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.gate.facts import Record, ask_outside
from verifier.usecases.gate.links import links_of
from verifier.usecases.gate.permits import ask_permit
from verifier.usecases.gate.signing import Signer

ENTRIES = "BONAFIDE_BENCH_ENTRIES"
SIZES = "10,10000,1000000"
WISHES = int(os.environ.get("BONAFIDE_BENCH_WISHES", "1000"))
SEARCHES = 500
TRAITS = 10  # of each other account
OWN = 12  # of the account that is looked at
CROWD = 8  # threads that ask at once
CROWDED = 3  # of these
CROWDS = 50  # so many crowds share all accounts
BATCH = 10_000


def run() -> Mapping[str, Any]:
    sizes = [int(size) for size in os.environ.get(ENTRIES, SIZES).split(",")]
    figures: dict[str, Any] = {}
    for name, made in (("sqlite", _sqlite), ("postgresql", _postgresql)):
        with made() as engine:
            store = SqlStore(engine, Seal(databases.KEY), Seal(databases.FACE_KEY))
            here = _with_screener(gate(store))
            figures[f"{name} wishes"] = _wishes(here)
            figures[f"{name} crowd of {CROWD}"] = _crowd(here)
        for size in sizes:
            with made() as engine:
                figures[f"{name} links, {size:,} traits"] = _links(engine, size)
    return figures


def _with_screener(here: Gate) -> Gate:
    ports = replace(here.ports, screener=Screener(shipped()))
    return replace(here, world=replace(here.world, ports=ports))


def _wishes(here: Gate) -> Mapping[str, Any]:
    """Wishes beside the opening of cases, in turn, so that both meet the same load; then the parts alone."""
    ports, tenant_id, wish = here.ports, here.tenant_id, here.wish()
    for _ in range(20):  # connections, caches of statements
        ask_permit(ports, tenant_id, wish)
        opened(ports, tenant_id)
    wishes, cases = [], []
    for _ in range(WISHES):
        cases.append(_took(lambda: opened(ports, tenant_id)))
        wishes.append(_took(lambda: ask_permit(ports, tenant_id, wish)))
    baseline = statistics.median(cases)
    return {
        "n": WISHES,
        **_told("wish", wishes),
        **_told("case", cases),
        "p50_ratio": round(statistics.median(wishes) / baseline, 2),
        "p99_ratio": round(_p99(wishes) / _p99(cases), 2),
        **_parts(here),
    }


def _crowd(here: Gate) -> Mapping[str, Any]:
    """Threads of one process that ask for one tenant all the while, as those of a web process do."""
    ports, tenant_id, wish = here.ports, here.tenant_id, here.wish()
    began, used = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(CROWD) as threads:
        taken = list(threads.map(lambda _: _took(lambda: ask_permit(ports, tenant_id, wish)), range(WISHES)))
    return {
        "n": WISHES,
        "a_second": round(WISHES / (time.perf_counter() - began)),
        "processor_ms_each": round((time.process_time() - used) / WISHES * 1000, 2),
        **_told("wish", taken),
    }


def _parts(here: Gate) -> Mapping[str, float]:
    """The medians of a wish's parts. What they leave of it is the commit and the row of the permit."""
    ports, tenant_id, wish, now = here.ports, here.tenant_id, here.wish(), here.ports.clock.now()
    outside = ask_outside(ports, tenant_id, wish)
    with ports.transaction() as tx:
        facts = Record(ports, tx, tenant_id, [wish], now).facts(wish, outside)
        parts = {
            "facts": lambda: Record(ports, tx, tenant_id, [wish], now).facts(wish, outside),
            "rules": lambda: judge_wish(facts, gate_policy()),
            "signature": lambda: Signer(tx, now).signed({"sub": "rec"}),
        }
        told = {f"{name}_ms": _median(act) for name, act in parts.items()}
    screened = _median(lambda: ask_outside(ports, tenant_id, wish))
    return {"screening_ms": screened, **told}


def _links(engine: Engine, size: int) -> Mapping[str, Any]:
    """The search among so many traits, of which the account that is looked at has OWN."""
    store = SqlStore(engine, Seal(databases.KEY), Seal(databases.FACE_KEY))
    here = gate(store)
    _fill(engine, here, size, store.envelope)
    here.world.clock.tick(days=1)
    with store.transaction() as tx:
        mine = {(TraitKind.DEVICE, f"own-{number}") for number in range(OWN - CROWDED)}
        mine |= {(TraitKind.ADDRESS, f"crowd-{number}") for number in range(CROWDED)}
        tx.account_traits.forget(here.tenant_id, here.employer.id)
        tx.account_traits.keep(here.tenant_id, here.employer.id, frozenset(mine), here.ports.clock.now())
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE account_traits"))
    with store.view() as tx:
        known = tx.account_traits.of_employer(here.tenant_id, here.employer.id)
        found = links_of(tx, here.employer, known)
        taken = [_took(lambda: links_of(tx, here.employer, known)) for _ in range(SEARCHES)]
    return {"n": SEARCHES, **_told("search", taken), "counted": sum(link.count for link in found)}


def _fill(engine: Engine, here: Gate, size: int, seal: Seal) -> None:
    """Accounts of TRAITS traits each: one is a crowd's, the others are their own."""

    def mark(kind: str, value: str) -> bytes:
        return seal.mark("account trait", here.tenant_id, kind, value)[:16]

    fixed = {
        "tenant_id": here.tenant_id,
        "account_type": "direct_employer",
        "state": EmployerState.PENDING,
        "since": MORNING,
        "opened_at": MORNING,
    }
    for start in range(0, max(1, size // TRAITS), BATCH):
        numbers = range(start, min(start + BATCH, max(1, size // TRAITS)))
        with for_writing(engine).begin() as connection:
            rows = [{"id": f"emp_{n:026}", "reference": f"r{n}", **fixed} for n in numbers]
            connection.execute(insert(tables.employers), rows)
            connection.execute(insert(tables.account_traits), [
                {
                    "tenant_id": here.tenant_id,
                    "employer_id": f"emp_{n:026}",
                    "mark": mark("address", f"crowd-{n % CROWDS}") if t == 0 else mark("device", f"{n}-{t}"),
                    "kind": "address" if t == 0 else "device",
                    "since": MORNING + timedelta(seconds=n % 80_000),
                }
                for n in numbers
                for t in range(TRAITS)
            ])  # fmt: skip


def _told(name: str, taken: list[float]) -> Mapping[str, float]:
    return {f"{name}_p50_ms": round(statistics.median(taken), 2), f"{name}_p99_ms": round(_p99(taken), 2)}


def _p99(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=100)[98]


def _median(act: Callable[[], object]) -> float:
    return round(statistics.median(_took(act) for _ in range(200)), 2)


def _took(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


@contextmanager
def _sqlite() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = databases.migrated(f"sqlite:///{Path(folder, 'bench.sqlite')}")
        yield engine
        engine.dispose()


@contextmanager
def _postgresql() -> Iterator[Engine]:
    with databases.postgres_server() as server, databases.new_database(server) as url:
        engine = databases.migrated(url)
        yield engine
        engine.dispose()
