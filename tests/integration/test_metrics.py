"""What Prometheus is shown: counts of several processes, what waits in the database, and no identifier."""

import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.openmetrics.exposition import generate_latest as as_openmetrics
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from sqlalchemy import create_engine

from tests import databases
from tests.acts import submitted
from tests.fakes import MORNING, World, world
from verifier.domain.event import EventType
from verifier.serving.metrics import CENSUS_EVERY, Present, Sources
from verifier.store.census import take_census
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.ports import QueueUnavailable
from verifier.usecases.tenants import create_tenant

SITE = "样本招聘网"
COUNTING = """
import os, sys
from pathlib import Path
from verifier import telemetry
slot = telemetry.share(Path(sys.argv[1]), "worker")
for _ in range(int(sys.argv[2])):
    child = os.fork()
    if not child:
        telemetry.TASKS.labels("licence", "read").observe(0.3)
        telemetry.PERMITS.labels("allow").inc()
        os._exit(0)
    os.waitpid(child, 0)
print(slot.name, flush=True)
sys.stdin.read()
"""


LONGER_THAN_IT_IS = b"\xff\xff\xff\x7f" * 20
NO_TEXT = b"\x40\0\0\0\0\0\0\0\x20\0\0\0" + b"\xff" * 99


def counting(folder: Path, jobs: int) -> subprocess.Popen[str]:
    """A worker that has done so many jobs, each in a child, and lives until its input ends."""
    return subprocess.Popen(
        [sys.executable, "-c", COUNTING, str(folder), str(jobs)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def shown(folder: Path) -> str:
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(folder))
    return generate_latest(registry).decode()


def test_processes_jobs_and_restarts_count_together_and_leave_no_files_behind(tmp_path: Path) -> None:
    first, second = counting(tmp_path, 3), counting(tmp_path, 4)
    assert {one.stdout.readline().strip() for one in (first, second)} == {"worker-0", "worker-1"}
    for one in (first, second):
        one.communicate()
    third = counting(tmp_path, 5)
    assert third.stdout.readline().strip() == "worker-0"  # whose file counts on
    third.communicate()
    text = shown(tmp_path)
    assert 'bonafide_task_seconds_count{reader="licence",result="read"} 12.0' in text
    assert 'bonafide_permits_total{answer="allow"} 12.0' in text
    assert len(list(tmp_path.glob("*.db"))) == 4  # two slots, of counters and of histograms each


def test_files_that_a_fall_of_the_machine_tore_stop_no_process(tmp_path: Path) -> None:
    (tmp_path / "counter_worker-0.db").write_bytes(LONGER_THAN_IT_IS)
    (tmp_path / "histogram_worker-0.db").write_bytes(NO_TEXT)
    worker = counting(tmp_path, 1)
    assert worker.stdout.readline().strip() == "worker-0"
    worker.communicate()
    assert 'bonafide_permits_total{answer="allow"} 1.0' in shown(tmp_path)


@pytest.fixture
def made(sql_store: SqlStore) -> World:
    return world(store=sql_store)


def submit(made: World) -> None:
    submitted(made.ports, create_tenant(made.ports, SITE)[0].id)


def test_the_census_counts_what_waits_and_since_when(made: World, sql_store: SqlStore) -> None:
    submit(made)
    with sql_store.view() as tx:
        census = take_census(tx.connection)
    assert census.tasks == {"licence": 1}
    assert census.oldest_task == MORNING
    assert census.audit_entries > 0
    assert (census.dead_letters, census.reviews["case"].count) == (0, 0)


def test_the_census_of_nothing_is_nothing(sql_store: SqlStore) -> None:
    with sql_store.view() as tx:
        census = take_census(tx.connection)
    assert (census.tasks, census.oldest_task, census.dead_letters) == ({}, None, 0)
    assert [(one.count, one.since) for one in census.reviews.values()] == [(0, None)] * 3


def away() -> int:
    raise QueueUnavailable


def present(made: World, store: SqlStore, **changes: object) -> tuple[Present, list[float]]:
    now = [0.0]
    sources = Sources(made.ports, store.engine, {"database": lambda: True, "blobs": lambda: False}, lambda: 2)
    return Present(replace(sources, **changes), clock=lambda: now[0]), now


def as_text(collector: Present) -> str:
    registry = CollectorRegistry()
    registry.register(collector)
    text: str = as_openmetrics(registry).decode()
    assert list(text_string_to_metric_families(text))  # it is well-formed
    return text


def test_what_is_shown_of_the_present_is_asked_anew_once_in_a_while(made: World, sql_store: SqlStore) -> None:
    collector, now = present(made, sql_store)
    assert "bonafide_task_oldest_seconds 0.0" in as_text(collector)
    submit(made)
    made.clock.tick(seconds=90)
    assert "bonafide_task_oldest_seconds 0.0" in as_text(collector)
    now[0] += CENSUS_EVERY
    text = as_text(collector)
    assert "bonafide_task_oldest_seconds 90.0" in text
    assert 'bonafide_tasks_waiting{reader="licence"} 1.0' in text
    assert 'bonafide_part_up{part="blobs"} 0.0' in text
    assert "bonafide_workers 2.0" in text


def test_a_part_that_is_away_is_shown_as_such_and_the_rest_is_still_shown(
    made: World, sql_store: SqlStore
) -> None:
    gone = create_engine("sqlite:////nowhere/at/all.sqlite")
    collector, _ = present(made, sql_store, engine=gone, workers=away)
    text = as_text(collector)
    assert 'bonafide_part_up{part="database"} 1.0' in text
    assert "bonafide_workers" not in text
    assert "bonafide_tasks_waiting" not in text


def test_nothing_that_is_shown_names_a_tenant_or_anything_of_theirs(made: World, sql_store: SqlStore) -> None:
    submit(made)
    text = as_text(present(made, sql_store)[0])
    assert SITE not in text
    assert not re.search(r"[a-z]{2,8}_[0-9a-hjkmnp-tv-z]{26}", text)


def test_events_are_counted_once_they_are_committed_and_never_before(sql_store: SqlStore) -> None:
    counted: list[EventType] = []
    store = SqlStore(sql_store.engine, Seal(databases.KEY), Seal(databases.FACE_KEY), counted.extend)
    submit(world(store=store))
    assert counted == [EventType.CASE_SUBMITTED]
    with suppress(ZeroDivisionError), store.transaction() as tx:
        tx.told.append(EventType.CASE_VERIFIED)
        raise ZeroDivisionError
    assert counted == [EventType.CASE_SUBMITTED]
