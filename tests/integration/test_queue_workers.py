"""Workers as real processes on a real queue and database: what fails costs its own task and no more."""

import base64
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest
from redis import Redis
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy import text

from tests import databases
from tests.conftest import ENGINES
from tests.fakes import LICENCE_ALONE
from tests.processes import QueueServer, children, gone, until
from tests.stand_ins import NAME_IN_A_MESSAGE
from verifier.assembly import assemble
from verifier.domain.case import AccountType, CaseState, Declared
from verifier.domain.evidence import Evidence, EvidenceKind
from verifier.domain.task import Task, TaskState
from verifier.providers.queue import JOB, QUEUE
from verifier.settings import Settings
from verifier.store.engine import connect
from verifier.usecases import identifiers
from verifier.usecases.cases import open_case, submit_case
from verifier.usecases.ports import Ports
from verifier.usecases.tenants import create_tenant

DECLARED = Declared("样本科技有限公司", "91110000MA01ABCD2E", "李样本")


class Crew:
    """`python -m tests.stand_ins`: the parent, its sweep and its workers, one unless told otherwise."""

    def __init__(self, reader: str, errors: Path, workers: int) -> None:
        argv = [sys.executable, "-m", "tests.stand_ins", reader]
        with errors.open("ab") as file:
            self.process = subprocess.Popen(
                argv, env=os.environ | {"BONAFIDE_WORKERS": str(workers)}, stderr=file
            )
        others = 2 + ("BONAFIDE_METRICS_PORT" in os.environ)  # the sweep, the courier and the exporter
        until(lambda: len(children(self.process.pid)) == others + workers)

    @property
    def worker(self) -> int:
        """The last worker; the sweep and the courier were started before the first."""
        return children(self.process.pid)[-1]

    @property
    def horse(self) -> int | None:
        """The worker's child that runs a job at present."""
        return next(iter(children(self.worker)), None)


Hire = Callable[..., Crew]


@pytest.fixture
def ports(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ports:
    """Real ports on SQLite, or on the engine that the test's parameter names."""
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    if getattr(request, "param", "sqlite") == "postgresql":
        url = request.getfixturevalue("postgres_database")
        databases.emptied(url).dispose()
        monkeypatch.setenv("BONAFIDE_DATABASE_URL", url)
        monkeypatch.setenv("BONAFIDE_BLOB_KEY", base64.b64encode(databases.KEY).decode())
        monkeypatch.setenv("BONAFIDE_FACE_KEY", base64.b64encode(databases.FACE_KEY).decode())
    return replace(assemble(Settings.from_env()), plan=LICENCE_ALONE)


on_both_engines = pytest.mark.parametrize("ports", ENGINES, indirect=True)


@pytest.fixture
def server(ports: Ports, tmp_path: Path) -> Iterator[QueueServer]:
    server = QueueServer(tmp_path / "queue")
    yield server
    server.kill()


@pytest.fixture
def crew(server: QueueServer, tmp_path: Path) -> Iterator[Hire]:
    crews: list[Crew] = []

    def hire(reader: str, workers: int = 1) -> Crew:
        crews.append(Crew(reader, tmp_path / "errors", workers))
        return crews[-1]

    yield hire
    for each in crews:
        each.process.kill()
        each.process.wait()


def submitted(ports: Ports, data: bytes = b"pixels") -> tuple[str, str]:
    """A submitted case: its tenant and its id. The bytes skip the intake, which would refuse them."""
    tenant, _ = create_tenant(ports, "site")
    case = open_case(
        ports, tenant.id, account_type=AccountType.DIRECT_EMPLOYER, declared=DECLARED, reference=None
    )
    now = ports.clock.now()
    with ports.transaction() as tx:
        tx.evidence.add(
            Evidence(
                id=identifiers.new("evd", now),
                tenant_id=tenant.id,
                case_id=case.id,
                kind=EvidenceKind.BUSINESS_LICENCE,
                sha256=ports.blobs.put(tenant.id, data),
                media_type="image/png",
                declared_media_type=None,
                size=len(data),
                added_at=now,
            )
        )
    submit_case(ports, tenant.id, case.id)
    return tenant.id, case.id


def task_of(ports: Ports, case: tuple[str, str]) -> Task:
    with ports.view() as tx:
        (task,) = tx.tasks.of_case(*case)
    return task


def state_of(ports: Ports, case: tuple[str, str]) -> CaseState:
    with ports.view() as tx:
        found = tx.cases.get(*case)
    assert found is not None
    return found.state


def decided_once(ports: Ports, case: tuple[str, str], *, within: float = 90) -> None:
    until(lambda: state_of(ports, case) is CaseState.ESCALATED, within=within)
    database = connect(Settings.from_env().database_url)
    with database.connect() as connection:
        count = text("SELECT count(*) FROM decisions WHERE case_id = :case")
        assert connection.execute(count, {"case": case[1]}).scalar() == 1
    database.dispose()


def run_with_time_out(server: QueueServer, task: Task, seconds: int) -> None:
    """Enqueue the task's job as the service does, but for the time-out."""
    redis = Redis.from_url(server.url)
    redis.flushall()
    queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
    queue.enqueue(JOB, task.id, job_id=task.id, job_timeout=seconds)


@on_both_engines
def test_a_submitted_case_is_read_and_decided(ports: Ports, crew: Hire) -> None:
    crew("quick")
    case = submitted(ports)
    decided_once(ports, case)
    assert task_of(ports, case).state is TaskState.DONE


def test_what_jobs_and_sweep_count_is_shown_to_prometheus(
    ports: Ports, crew: Hire, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("BONAFIDE_METRICS_PORT", str(port))
    crew("quick")
    case = submitted(ports)
    decided_once(ports, case)

    def shown() -> str:
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            return str(answer.read().decode())
        return ""

    counts = ('_count{reader="licence",result="read"} 1.0', 'events_total{type="case.escalated"} 1.0')
    until(lambda: all(count in shown() for count in counts))
    assert 'bonafide_part_up{part="queue"} 1.0' in shown()
    assert case[0] not in shown()


def test_a_job_longer_than_the_lease_keeps_it(ports: Ports, crew: Hire) -> None:
    crew("late", workers=2)  # the second would take it over
    case = submitted(ports)
    decided_once(ports, case)
    assert task_of(ports, case).attempts == 1


@on_both_engines
def test_a_case_that_was_never_enqueued_is_decided_by_the_sweep(
    ports: Ports, server: QueueServer, crew: Hire
) -> None:
    server.kill()
    case = submitted(ports)
    server.start()
    crew("quick")
    decided_once(ports, case)


def test_poison_fails_its_own_task_and_the_case_is_decided_all_the_same(ports: Ports, crew: Hire) -> None:
    hired = crew("crashing")
    worker = hired.worker
    poisoned = submitted(ports, b"poison")
    decided_once(ports, poisoned)
    task = task_of(ports, poisoned)
    assert (task.state, task.attempts, task.failure) == (TaskState.FAILED, 3, "worker_lost")
    assert hired.worker == worker, "the worker died of the evidence"
    sound = submitted(ports)
    until(lambda: state_of(ports, sound) is CaseState.ESCALATED)


def test_a_reader_that_raises_fails_its_task_and_leaves_no_message_behind(
    ports: Ports, server: QueueServer, crew: Hire, tmp_path: Path
) -> None:
    crew("raising")
    case = submitted(ports)
    decided_once(ports, case)
    task = task_of(ports, case)
    assert (task.state, task.attempts, task.failure) == (TaskState.FAILED, 3, "reader_failed")
    errors = (tmp_path / "errors").read_text()
    assert "attempt_failed" in errors
    assert NAME_IN_A_MESSAGE not in errors
    job = Job.fetch(task.id, connection=Redis.from_url(server.url), serializer=JSONSerializer)
    until(job.latest_result)
    assert job.latest_result().exc_string.splitlines()[-1] == "workers.runtime.AttemptFailed: RuntimeError"
    assert NAME_IN_A_MESSAGE not in job.latest_result().exc_string


def test_a_job_over_its_time_out_gives_its_attempt_up(ports: Ports, server: QueueServer, crew: Hire) -> None:
    case = submitted(ports)
    run_with_time_out(server, task_of(ports, case), 1)
    crew("slow")
    until(lambda: task_of(ports, case).attempts == 1)
    until(lambda: task_of(ports, case).state is TaskState.QUEUED)


def test_a_job_that_no_time_out_reaches_is_killed_and_done_again(
    ports: Ports, server: QueueServer, crew: Hire
) -> None:
    case = submitted(ports)
    run_with_time_out(server, task_of(ports, case), 1)
    hired = crew("deaf")
    worker = hired.worker
    decided_once(ports, case, within=50)  # RQ by itself would kill it after 61 seconds
    assert hired.worker == worker


def test_a_killed_worker_takes_its_horse_along_and_is_replaced(ports: Ports, crew: Hire) -> None:
    hired = crew("slow")
    submitted(ports)
    until(lambda: hired.horse)
    worker, horse = hired.worker, hired.horse
    os.kill(worker, signal.SIGKILL)
    assert horse is not None
    until(lambda: gone(horse))
    until(lambda: len(children(hired.process.pid)) == 3 and hired.worker != worker)


def test_a_killed_parent_leaves_nobody_behind(ports: Ports, crew: Hire) -> None:
    hired = crew("slow")
    submitted(ports)
    until(lambda: hired.horse)
    family = [*children(hired.process.pid), hired.horse]
    hired.process.kill()
    until(lambda: all(gone(pid) for pid in family if pid))


def test_workers_wait_for_a_queue_that_is_away_and_go_on(
    ports: Ports, server: QueueServer, crew: Hire
) -> None:
    hired = crew("quick")
    until(lambda: Redis.from_url(server.url).exists("rq:workers"))
    server.kill()
    case = submitted(ports)
    server.start()
    decided_once(ports, case)
    assert hired.process.poll() is None


def test_asked_to_end_idle_workers_end_at_once_and_busy_ones_soon(ports: Ports, crew: Hire) -> None:
    hired = crew("slow")
    submitted(ports)
    until(lambda: hired.horse)
    hired.process.terminate()
    assert hired.process.wait(timeout=90) == 0
