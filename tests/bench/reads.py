"""Answering wishes to read a résumé on each database: how many, how late, at what cost.

Open loop: each wish is due at its moment, whatever became of those before, and its latency counts from there.
One process, and as many as `serve` has web processes, which share the wishes in turn. `busy`: beside two
processes that do nothing but reckon. The time of the processor is that of the answering processes, user and
system, for each answer; of PostgreSQL the server's part is not in it. All are allowed: caps are lifted.
BONAFIDE_BENCH_RATE names another rate, BONAFIDE_BENCH_SECONDS another time.
"""

import multiprocessing
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine

from tests import databases
from tests.face_acts import active, finished, read, recruited
from tests.gate_acts import verified
from tests.seeker_acts import PURPOSE, Desk, desk
from verifier.checks.reads import contacts, night, pace
from verifier.domain.case import Declared
from verifier.domain.permit import Answer
from verifier.domain.policy import Rule
from verifier.domain.resume_grant import Terms
from verifier.domain.resume_read import ReadWish
from verifier.serving import web
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

_fork = multiprocessing.get_context("fork")


def run() -> Mapping[str, Any]:
    figures: dict[str, Any] = {}
    for name, made in (("sqlite", sqlite), ("postgresql", postgresql)):
        with made() as engine:
            here = desk(SqlStore(engine, Seal(databases.KEY), Seal(databases.FACE_KEY)))
            ports, wishes = _lifted(here), wishes_of(here)
            asked = Asked(ports, here.tenant_id, wishes)
            figures[f"{name}, closed loop"] = _closed(asked)
            for count in (1, web.workers):
                title = f"{name}, {RATE:.0f} a second, processes {count}"
                figures[title] = _open(asked, engine, count)
                with workers():
                    figures[f"{title}, busy"] = _open(asked, engine, count)
    return figures


@dataclass(frozen=True, slots=True)
class Asked:
    """Wishes in turn, and whom they are asked of."""

    ports: Ports
    tenant_id: str
    wishes: Sequence[ReadWish]

    def ask(self, at: int) -> Answer:
        return ask_read(self.ports, self.tenant_id, self.wishes[at % len(self.wishes)]).read.answer


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


def _closed(asked: Asked) -> Mapping[str, Any]:
    """As many as the threads can ask: the most that one process answers."""
    count = int(RATE * SECONDS / 2)
    began, used = time.perf_counter(), _used()
    with ThreadPoolExecutor(THREADS) as threads:
        answers = list(threads.map(asked.ask, range(count)))
    took = time.perf_counter() - began
    return {
        "n": count,
        "allowed": answers.count(Answer.ALLOW),
        "a_second": round(count / took),
        "processor_ms_each": round((_used() - used) / count * 1000, 2),
    }


@dataclass(frozen=True, slots=True)
class Share:
    """What became of one process's wishes: latencies in ms, how many allowed, its end, seconds it used."""

    late: Sequence[float]
    allowed: int
    ended: float
    used: float


def _open(asked: Asked, engine: Engine, processes: int) -> Mapping[str, Any]:
    """Answered by so many forks of this process, which has no threads at this moment."""
    count, start = int(RATE * SECONDS), time.perf_counter() + 1
    told = [_answering(asked, engine, start, range(first, count, processes)) for first in range(processes)]
    shares: list[Share] = [one.recv() for one in told]
    late = [ms for share in shares for ms in share.late]
    return {
        "n": count,
        "allowed": sum(share.allowed for share in shares),
        "answered_a_second": round(count / (max(share.ended for share in shares) - start)),
        "p50_ms": round(statistics.median(late), 1),
        "p99_ms": round(statistics.quantiles(late, n=100)[98], 1),
        "processor_ms_each": round(sum(share.used for share in shares) / count * 1000, 2),
    }


def _answering(asked: Asked, engine: Engine, start: float, turns: Sequence[int]) -> Connection:
    """Where a fork tells its share; reading there raises EOFError if it died."""

    def answer() -> None:
        engine.dispose(close=False)  # its connections are the parent's
        ours.send(_share(asked, start, turns))

    theirs, ours = _fork.Pipe(duplex=False)
    _fork.Process(target=answer, daemon=True).start()
    ours.close()  # so that the fork's is the only one
    return theirs


def _share(asked: Asked, start: float, turns: Sequence[int]) -> Share:
    def answered(at: int) -> tuple[float, Answer]:
        due = start + at / RATE
        if (early := due - time.perf_counter()) > 0:
            time.sleep(early)
        answer = asked.ask(at)
        return (time.perf_counter() - due) * 1000, answer

    used = _used()
    with ThreadPoolExecutor(THREADS) as threads:
        both = list(threads.map(answered, turns))
    late, answers = zip(*both, strict=True)
    return Share(late, answers.count(Answer.ALLOW), time.perf_counter(), _used() - used)


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
