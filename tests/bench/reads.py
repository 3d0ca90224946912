"""Answering wishes to read a résumé in one process on each database: how many, how late, at what cost.

Open loop: each wish is due at its moment, whatever became of those before, and its latency counts from there.
`busy`: beside two processes that do nothing but reckon. The time of the processor is this process's own, user
and system, for each answer; of PostgreSQL the server's part is not in it. All are allowed: caps are lifted.
BONAFIDE_BENCH_RATE names another rate, BONAFIDE_BENCH_SECONDS another time.
"""

import multiprocessing
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine

from tests import databases
from tests.face_acts import active, finished, read, recruited
from tests.gate_acts import verified
from tests.seeker_acts import PURPOSE, Desk, desk
from verifier.checks.reads import contacts, night, pace
from verifier.domain.case import Declared
from verifier.domain.policy import Rule
from verifier.domain.resume_grant import Terms
from verifier.domain.resume_read import ReadWish
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.gate.members import join
from verifier.usecases.ports import Ports
from verifier.usecases.seekers.grants import Wanted, give, text_for
from verifier.usecases.seekers.reads import ask_read
from workers.main import NICENESS

RATE: Final = float(os.environ.get("BONAFIDE_BENCH_RATE", "500"))
SECONDS: Final = float(os.environ.get("BONAFIDE_BENCH_SECONDS", "8"))
THREADS: Final = 24  # of a web process that serves many at once
EMPLOYERS: Final = 24
GRANTS: Final = 5  # of each employer
LIFTED: Final = 1e9
WORKERS: Final = 2


def run() -> Mapping[str, Any]:
    figures: dict[str, Any] = {}
    for name, made in (("sqlite", sqlite), ("postgresql", postgresql)):
        with made() as engine:
            here = desk(SqlStore(engine, Seal(databases.KEY), Seal(databases.FACE_KEY)))
            ports, wishes = _lifted(here), wishes_of(here)
            figures[f"{name}, closed loop"] = _closed(ports, here.tenant_id, wishes)
            figures[f"{name}, {RATE:.0f} a second"] = _open(ports, here.tenant_id, wishes)
            with workers():
                figures[f"{name}, {RATE:.0f} a second, busy"] = _open(ports, here.tenant_id, wishes)
    return figures


def _lifted(here: Desk) -> Ports:
    policy = here.ports.read_policy
    rules = dict(policy.rules.rules)
    for name in (pace.NAME, contacts.NAME, night.NAME):
        high = dict.fromkeys(rules[name].thresholds, LIFTED)
        rules[name] = Rule(rules[name].weight, rules[name].source, high)
    lifted = replace(policy, rules=replace(policy.rules, rules=rules))
    return replace(here.ports, read_policy=lifted)


def wishes_of(here: Desk) -> list[ReadWish]:
    """Of EMPLOYERS in turn, so that hardly two of a group are of one."""
    firms = [_firm(here, number) for number in range(EMPLOYERS)]
    return [
        _wish(here, firm, f"b{number}-{one}") for one in range(GRANTS) for number, firm in enumerate(firms)
    ]


@dataclass(frozen=True, slots=True)
class _Firm:
    """An employer and its recruiter, by their ids."""

    employer_id: str
    recruiter_id: str


def _firm(here: Desk, number: int) -> _Firm:
    firm = verified(here.ports, here.tenant_id, f"firm-{number}", _declared(number))
    recruiter = recruited(here.ports, here.tenant_id, f"bench-{number}")
    read(here.ports, finished(here.ports, active(here.ports, recruiter), seed=200 + number))
    join(here.ports, here.tenant_id, firm.id, recruiter.id)
    return _Firm(firm.id, recruiter.id)


def _declared(number: int) -> Declared:
    code = f"91330100MA{number:02}SAMPLE"
    return Declared(
        f"样本{number}有限公司", code, f"样本人{number}", f"样本路{number}号", f"1390000{number:04}"
    )


def _wish(here: Desk, firm: _Firm, name: str) -> ReadWish:
    """With the grant that it goes by."""
    text = text_for(here.ports, here.tenant_id, firm.employer_id, PURPOSE, "zh")
    terms = Terms(firm.employer_id, None, PURPOSE, f"resume-{name}")
    until = here.ports.clock.now() + timedelta(days=30)
    wanted = Wanted(f"seeker-{name}", terms, until, text.version, "zh", text.sha256)
    grant = give(here.ports, here.tenant_id, wanted)
    return ReadWish(firm.employer_id, firm.recruiter_id, PURPOSE, terms.resume, grant_id=grant.id)


def _closed(ports: Ports, tenant_id: str, wishes: list[ReadWish]) -> Mapping[str, Any]:
    """As many as the threads can ask: the most that one process answers."""
    count = int(RATE * SECONDS / 2)
    began, used = time.perf_counter(), _used()
    with ThreadPoolExecutor(THREADS) as threads:
        answers = list(
            threads.map(
                lambda at: ask_read(ports, tenant_id, wishes[at % len(wishes)]).read.answer, range(count)
            )
        )
    took = time.perf_counter() - began
    return {
        "n": count,
        "allowed": answers.count("allow"),  # type: ignore[arg-type]  # a StrEnum
        "a_second": round(count / took),
        "processor_ms_each": round((_used() - used) / count * 1000, 2),
    }


def _open(ports: Ports, tenant_id: str, wishes: list[ReadWish]) -> Mapping[str, Any]:
    count = int(RATE * SECONDS)
    start = time.perf_counter() + 0.2

    def ask(at: int) -> float:
        due = start + at / RATE
        if (early := due - time.perf_counter()) > 0:
            time.sleep(early)
        ask_read(ports, tenant_id, wishes[at % len(wishes)])
        return (time.perf_counter() - due) * 1000

    used = _used()
    with ThreadPoolExecutor(THREADS) as threads:
        late = list(threads.map(ask, range(count)))
    took = time.perf_counter() - start
    return {
        "n": count,
        "answered_a_second": round(count / took),
        "p50_ms": round(statistics.median(late), 1),
        "p99_ms": round(statistics.quantiles(late, n=100)[98], 1),
        "processor_ms_each": round((_used() - used) / count * 1000, 2),
    }


def _used() -> float:
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime


def _reckon() -> None:
    os.nice(NICENESS)  # as the service's own workers are
    while True:
        sum(range(10_000))


@contextmanager
def workers() -> Iterator[None]:
    """Two that do nothing but reckon, as yielding as the service's own."""
    started = [
        multiprocessing.get_context("spawn").Process(target=_reckon, daemon=True) for _ in range(WORKERS)
    ]
    for worker in started:
        worker.start()
    time.sleep(1)
    try:
        yield
    finally:
        for worker in started:
            worker.kill()
            worker.join()


@contextmanager
def sqlite() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = databases.migrated(f"sqlite:///{Path(folder, 'bench.sqlite')}")
        yield engine
        engine.dispose()


@contextmanager
def postgresql() -> Iterator[Engine]:
    with databases.postgres_server() as server, databases.new_database(server) as url:
        engine = databases.migrated(url)
        yield engine
        engine.dispose()
