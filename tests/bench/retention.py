"""What a purge costs: cases with files, small rows, entries of the audit; memory; and kills at any moment."""

import multiprocessing
import os
import random
import resource
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from tests import databases
from tests.fakes import MORNING, FakeClock
from tests.retention_acts import keeping_house
from tests.rows import CASE, DECISION
from verifier import usecases
from verifier.domain.audit import Action, Deed
from verifier.domain.case import CaseState
from verifier.store import tables
from verifier.store.blobs.local import LocalBlobs
from verifier.store.engine import connect
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases import identifiers
from verifier.usecases.audit import OPERATOR, record
from verifier.usecases.audit_inspection import inspect_chains
from verifier.usecases.faces.films import clear_leftovers
from verifier.usecases.ports import Ports
from verifier.usecases.retention.files import check_files
from verifier.usecases.retention.purging import purge
from verifier.usecases.retention.receipts import check_receipts

CASES = int(os.environ.get("BONAFIDE_BENCH_CASES", "1000"))
PERMITS = int(os.environ.get("BONAFIDE_BENCH_PERMITS", "50000"))
ENTRIES = 50_000
KILLS = 20
KILLED_CASES = 400
SEED = 7
LATER = timedelta(days=1500)
FILE_BYTES = 50_000
FORK = multiprocessing.get_context("fork")


def run() -> Mapping[str, Any]:
    """On each engine: rates, then kills."""
    with databases.postgres_server() as server, tempfile.TemporaryDirectory() as folder:
        sqlite = f"sqlite:///{Path(folder, 'bench.sqlite')}"
        with databases.new_database(server) as postgres:
            return {
                name: {"a purge": _rates(url, Path(folder, name)), **_kills(url, Path(folder, f"{name}-2"))}
                for name, url in (("SQLite", sqlite), ("PostgreSQL", postgres))
            }


@contextmanager
def _house(url: str, folder: Path, now: datetime = MORNING) -> Iterator[tuple[SqlStore, Ports]]:
    databases.migrated(url).dispose()
    store = SqlStore(connect(url), Seal(databases.KEY), Seal(databases.FACE_KEY))
    here = keeping_house(store, LocalBlobs(folder, Seal(databases.KEY)))
    yield store, replace(here.ports, clock=FakeClock(now))
    store.engine.dispose()


def _rates(url: str, folder: Path) -> Mapping[str, str]:
    _apart(_fill, url, folder)  # so that what this process remembers is the purge's alone
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with _house(url, folder, MORNING + LATER) as (_, ports):
        counts = {"cases": CASES, "permits": PERMITS, "audit": ENTRIES}
        taken = _timed(ports)
        (chain,) = inspect_chains(ports)
        assert not chain.faults
        assert not [one for one in folder.rglob("*") if one.is_file()]
        rates = {f"{count} {name}": taken[name].told(count) for name, count in counts.items()}
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
        return {**rates, "memory that it took": f"{grown} MB", "nothing to do": _idle(ports)}


def _apart(act: Callable[..., None], *arguments: Any) -> None:
    process = FORK.Process(target=act, args=arguments)
    process.start()
    process.join()
    assert process.exitcode == 0


def _fill(url: str, folder: Path) -> None:
    with _house(url, folder) as (store, ports):
        tenant = usecases.create_tenant(ports, "x")[0].id
        _cases(store, ports, tenant, CASES)
        _permits(store, tenant)
        _entries(ports, tenant)


@dataclass(slots=True)
class _Spent:
    """On one kind of item."""

    wall: float = 0.0
    processor: float = 0.0
    longest: float = 0.0

    def told(self, count: int) -> str:
        each = self.processor / count * 1000
        return (
            f"{count / self.wall:.0f}/s, {each:.2f} ms of processor each; a step {self.longest * 1000:.0f} ms"
        )


def _timed(ports: Ports) -> dict[str, _Spent]:
    """A step without a receipt is the last kind's."""
    spent: dict[str, _Spent] = {}
    kind, wall, processor = "", time.perf_counter(), time.process_time()
    for receipt in purge(ports):
        step = time.perf_counter() - wall
        if receipt is not None:
            kind = receipt.body.partition('"item":"')[2].partition('"')[0]
        of_kind = spent.setdefault(kind, _Spent())
        of_kind.wall += step
        of_kind.processor += time.process_time() - processor
        of_kind.longest = max(of_kind.longest, step)
        wall, processor = time.perf_counter(), time.process_time()
    return spent


def _idle(ports: Ports) -> str:
    began = time.perf_counter()
    assert not any(purge(ports))
    return f"{(time.perf_counter() - began) * 1000:.0f} ms a tenant"


def _kills(url: str, folder: Path) -> Mapping[str, str]:
    """SIGKILL at chosen moments; after each, chains are sound, and at the end nothing is left."""
    with _house(url, folder) as (store, ports):
        tenant = usecases.create_tenant(ports, "x")[0].id
        _cases(store, ports, tenant, KILLED_CASES)
    chance, killed, left = random.Random(SEED), 0, {KILLED_CASES}

    def turn(begun: Any) -> None:
        with _house(url, folder, MORNING + LATER) as (_, ports):
            begun.set()
            list(purge(ports))

    for _ in range(KILLS):
        begun = FORK.Event()
        process = FORK.Process(target=turn, args=(begun,))
        process.start()
        begun.wait(60)
        process.join(chance.random() * 0.8)
        if process.is_alive() and process.pid is not None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        process.join()
        with _house(url, folder, MORNING + LATER) as (store, ports):
            assert not [fault for chain in inspect_chains(ports) for fault in chain.faults]
            left.add(_count(store))
    with _house(url, folder, MORNING + LATER) as (store, ports):
        list(purge(ports))
        while clear_leftovers(ports):
            pass
        assert all(not one.flaws for one in check_receipts(ports))
        assert not list(check_files(ports))
        assert not _count(store)
        assert not [one for one in folder.rglob("*") if one.is_file()]
    return {f"killed (seed {SEED})": f"{killed} of {KILLS} runs, in {len(left) - 1} states; nothing left"}


def _count(store: SqlStore) -> int:
    with store.engine.connect() as connection:
        return int(connection.execute(text("SELECT COUNT(*) FROM cases")).scalar_one())


def _cases(store: SqlStore, ports: Ports, tenant: str, count: int) -> None:
    for number in range(count):
        at = MORNING + timedelta(milliseconds=number)
        case = replace(
            CASE,
            id=identifiers.new("case", at),
            tenant_id=tenant,
            state=CaseState.VERIFIED,
            opened_at=at,
            submitted_at=at,
        )
        sha256 = ports.blobs.put(tenant, os.urandom(FILE_BYTES))
        with store.transaction() as tx:
            tx.cases.add(case)
            place = {"tenant_id": tenant, "case_id": case.id}
            evidence = {"id": identifiers.new("evd", at), "kind": "business_licence", "sha256": sha256}
            more = {"media_type": "image/png", "size": FILE_BYTES, "added_at": at}
            tx.connection.execute(insert(tables.evidence).values(**place, **evidence, **more))
            decision = replace(DECISION, id=identifiers.new("dec", at), case_id=case.id)
            tx.decisions.add(tenant, decision, ())


def _permits(store: SqlStore, tenant: str) -> None:
    rows = [
        {
            "id": identifiers.new("pmt", MORNING + timedelta(milliseconds=number)),
            "tenant_id": tenant,
            "employer_id": "emp_x",
            "recruiter_id": "rec_x",
            "job_digest": "a" * 64,
            "answer": "deny",
            "needs": [],
            "findings": [{"check": "face", "outcome": "fail", "code": "face_stale", "detail": "x" * 200}] * 7,
            "policy_version": "gate-v1",
            "asked_at": MORNING,
            "expires_at": MORNING,
        }
        for number in range(PERMITS)
    ]
    with store.transaction() as tx:
        tx.connection.execute(insert(tables.gate.permits), rows)


def _entries(ports: Ports, tenant: str) -> None:
    deeds = [Deed(Action.CASE_READ, OPERATOR, f"case_{number}") for number in range(1000)]
    for _ in range(ENTRIES // len(deeds)):
        with ports.transaction() as tx:
            record(tx, tenant, *deeds, now=MORNING)
