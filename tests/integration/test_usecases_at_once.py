"""What must come out right when processes meet: real ones, on SQLite and on PostgreSQL."""

import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # it has no stubs here
import pytest
from sqlalchemy import func, select

from tests import databases
from tests.acts import added, claimed, opened, reading_for, submitted
from tests.crowds import all_at_once, world_on
from tests.fakes import World
from verifier import usecases
from verifier.domain.case import CaseState
from verifier.domain.errors import CaseNotOpen, NotFound, RequestInFlight, TooMuchEvidence
from verifier.store import tables
from verifier.store.engine import connect
from verifier.usecases import idempotency
from verifier.usecases.evidence import EVIDENCE_MAX
from verifier.usecases.idempotency import StoredResponse
from verifier.usecases.tasks import ATTEMPTS_MAX, LEASE

ROUNDS = 10  # a race that is lost once in so many is lost


@pytest.fixture
def here(database_url: str) -> World:
    return world_on(database_url)


@pytest.fixture
def alice(here: World) -> str:
    return usecases.create_tenant(here.ports, "Alice's site")[0].id


def decisions(url: str) -> int:
    engine = connect(url)
    with engine.connect() as connection:
        count = connection.execute(select(func.count()).select_from(tables.decisions)).scalar_one()
    engine.dispose()
    return count


def test_a_case_goes_from_photo_to_decision(here: World, alice: str) -> None:
    case, (task,) = submitted(here.ports, alice)
    claim = claimed(here.ports, task)
    here.clock.tick(seconds=3)
    assert usecases.renew_lease(here.ports, claim)
    assert usecases.record_reading(here.ports, claim, reading_for(claim))
    view = usecases.read_case(here.ports, alice, case.id)
    assert view.case.state is CaseState.VERIFIED
    assert view.decision is not None
    assert view.readings == (reading_for(claim),)
    assert usecases.list_cases(here.ports, alice).cases == (view.case,)


def test_two_tasks_that_end_at_the_same_moment_decide_their_case_once(
    here: World, alice: str, database_url: str
) -> None:
    claims = []
    for _ in range(ROUNDS):
        _, tasks = submitted(here.ports, alice, pieces=2)
        claims.append([claimed(here.ports, task) for task in tasks])

    def record(there: World, number: int) -> list[bool]:
        return [
            usecases.record_reading(there.ports, pair[number], reading_for(pair[number])) for pair in claims
        ]

    assert all_at_once(database_url, record, crowd=2) == [[True] * ROUNDS] * 2
    states = {case.state for case in usecases.list_cases(here.ports, alice, limit=100).cases}
    assert states == {CaseState.VERIFIED}
    assert decisions(database_url) == ROUNDS


def test_a_task_that_ends_while_another_fails_decides_the_case_once(
    here: World, alice: str, database_url: str
) -> None:
    pairs = []
    for _ in range(ROUNDS):
        _, (good, bad) = submitted(here.ports, alice, pieces=2)
        for _ in range(ATTEMPTS_MAX - 1):
            usecases.fail_task(here.ports, claimed(here.ports, bad), "x")
        pairs.append((claimed(here.ports, good), claimed(here.ports, bad)))

    def end(there: World, number: int) -> list[bool]:
        if number == 0:
            return [usecases.record_reading(there.ports, good, reading_for(good)) for good, _ in pairs]
        return [usecases.fail_task(there.ports, bad, "x") for _, bad in pairs]

    assert all_at_once(database_url, end, crowd=2) == [[True] * ROUNDS] * 2
    assert decisions(database_url) == ROUNDS


def test_a_task_is_claimed_by_one_of_many_workers(here: World, alice: str, database_url: str) -> None:
    tasks = [submitted(here.ports, alice)[1][0] for _ in range(ROUNDS)]

    def claim(there: World, number: int) -> list[str]:
        return [task for task in tasks if usecases.claim_task(there.ports, task, worker=f"w{number}")]

    got = all_at_once(database_url, claim, crowd=4)
    assert Counter(task for some in got for task in some) == Counter(tasks)


def test_of_a_late_worker_and_its_successor_one_records(here: World, alice: str, database_url: str) -> None:
    case, (task,) = submitted(here.ports, alice)
    late = claimed(here.ports, task)
    here.clock.tick(seconds=LEASE.total_seconds() + 1)
    successor = claimed(here.ports, task)

    def record(there: World, number: int) -> bool:
        claim = (late, successor)[number]
        return usecases.record_reading(there.ports, claim, reading_for(claim))

    assert all_at_once(database_url, record, crowd=2) == [False, True]
    assert len(usecases.read_case(here.ports, alice, case.id).readings) == 1


def test_sweeps_at_once_ask_for_each_task_once(here: World, alice: str, database_url: str) -> None:
    tasks = [submitted(here.ports, alice)[1][0] for _ in range(20)]

    def sweep(there: World, number: int) -> list[str]:
        there.clock.tick(seconds=6)
        usecases.sweep_tasks(there.ports)
        return there.queue.asked

    asked = all_at_once(database_url, sweep, crowd=4)
    assert Counter(task for some in asked for task in some) == Counter(tasks)


def test_sweeps_at_once_give_up_a_task_once(here: World, alice: str, database_url: str) -> None:
    for _ in range(ROUNDS):
        _, (task,) = submitted(here.ports, alice)
        for _ in range(ATTEMPTS_MAX - 1):
            usecases.fail_task(here.ports, claimed(here.ports, task), "x")
        claimed(here.ports, task)

    def sweep(there: World, number: int) -> int:
        there.clock.tick(minutes=1)
        return usecases.sweep_tasks(there.ports)

    assert all_at_once(database_url, sweep, crowd=4) == [0] * 4
    assert decisions(database_url) == ROUNDS


def test_a_case_submitted_by_two_at_once_is_submitted_once(
    here: World, alice: str, database_url: str
) -> None:
    cases = [opened(here.ports, alice) for _ in range(ROUNDS)]
    for case in cases:
        added(here.ports, case)

    def submit(there: World, number: int) -> list[bool]:
        return [accepted(there, case.id) for case in cases]

    def accepted(there: World, case_id: str) -> bool:
        try:
            usecases.submit_case(there.ports, alice, case_id)
        except CaseNotOpen:
            return False
        return True

    one, other = all_at_once(database_url, submit, crowd=2)
    assert [a != b for a, b in zip(one, other, strict=True)] == [True] * ROUNDS


def test_uploads_at_once_cannot_pass_the_limit(here: World, alice: str, database_url: str) -> None:
    case = opened(here.ports, alice)
    for shade in range(EVIDENCE_MAX - 2):
        added(here.ports, case, shade)

    def upload(there: World, number: int) -> bool:
        try:
            added(there.ports, case, 100 + number)
        except TooMuchEvidence:
            return False
        return True

    assert sum(all_at_once(database_url, upload, crowd=5)) == 2
    assert len(usecases.read_case(here.ports, alice, case.id).evidence) == EVIDENCE_MAX


def test_evidence_that_meets_the_submission_is_read_or_refused(
    here: World, alice: str, database_url: str
) -> None:
    cases = [opened(here.ports, alice) for _ in range(ROUNDS)]
    for case in cases:
        added(here.ports, case)

    def act(there: World, number: int) -> int:
        taken = 0
        for case in cases:
            if number == 0:
                usecases.submit_case(there.ports, alice, case.id)
                continue
            try:
                added(there.ports, case, shade=1)
                taken += 1
            except CaseNotOpen:
                pass
        return taken

    _, taken = all_at_once(database_url, act, crowd=2)
    with here.ports.view() as tx:
        tasks = sum(len(tx.tasks.of_case(alice, case.id)) for case in cases)
    assert tasks == ROUNDS + taken


def test_keys_that_are_rotated_and_revoked_at_once_wait_for_each_other_in_one_order(
    here: World, alice: str, database_url: str
) -> None:
    keys = [usecases.create_key(here.ports, alice, "x")[0].id for _ in range(2 * ROUNDS)]

    def end(there: World, number: int) -> int:
        act = (usecases.rotate_key, usecases.revoke_key)[number]
        return sum(served(there, act, key) for key in keys)

    def served(there: World, act: Callable[..., object], key: str) -> bool:
        try:
            act(there.ports, alice, key)
        except NotFound:
            return False
        return True

    rotated, revoked = all_at_once(database_url, end, crowd=2)
    assert revoked == len(keys)
    assert len(usecases.list_keys(here.ports, alice)) == 1 + rotated


def test_a_request_sent_by_many_at_once_is_served_once(here: World, alice: str, database_url: str) -> None:
    def send(there: World, number: int) -> list[str]:
        return [serve(there, f"k{key}") for key in range(ROUNDS)]

    def serve(there: World, key: str) -> str:
        try:
            kept = idempotency.begin(there.ports, alice, key, "f")
        except RequestInFlight:
            return "in flight"
        if kept is not None:
            return "kept"
        idempotency.finish(there.ports, alice, key, StoredResponse(201, {}, "{}"))
        return "served"

    sent = all_at_once(database_url, send, crowd=4)
    for answers in zip(*sent, strict=True):
        assert Counter(answers)["served"] == 1


def test_writers_of_many_processes_and_threads_never_find_the_database_locked(
    here: World, alice: str, database_url: str
) -> None:
    def write(there: World, number: int) -> int:
        with ThreadPoolExecutor(4) as threads:
            return sum(threads.map(lambda _: one_more(there), range(40)))

    def one_more(there: World) -> int:
        case = opened(there.ports, alice)
        return usecases.read_case(there.ports, alice, case.id).case == case

    assert all_at_once(database_url, write, crowd=4) == [40] * 4
    engine = connect(database_url)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(tables.cases)).scalar_one() == 160
    engine.dispose()


def test_reading_does_not_wait_for_a_writer(here: World, alice: str) -> None:
    case = opened(here.ports, alice)
    usecases.read_case(
        here.ports, alice, case.id
    )  # the first reading in an hour is recorded, which is a write
    with here.ports.transaction() as tx:
        tx.cases.hold(alice, case.id)
        assert usecases.read_case(here.ports, alice, case.id).case == case
        assert usecases.sweep_tasks(here.ports) == 0


def test_a_store_goes_on_working_on_both_sides_of_a_fork(here: World, alice: str) -> None:
    """Workers load everything, the store included, and then fork."""
    before = opened(here.ports, alice)
    with here.ports.view():  # in use while the process forks
        assert in_a_fork(lambda: bool(opened(here.ports, alice)))
    after = opened(here.ports, alice)
    found = {case.id for case in usecases.list_cases(here.ports, alice).cases}
    assert {before.id, after.id} < found
    assert len(found) == 3


def test_no_connection_crosses_a_fork(database_url: str) -> None:
    engine = connect(database_url)

    def connection_in_use() -> object:
        with closing(engine.raw_connection()) as connection:
            return connection.dbapi_connection

    parents = connection_in_use()
    assert connection_in_use() is parents
    assert in_a_fork(lambda: connection_in_use() is not parents)
    engine.dispose()


def test_a_forked_child_inherits_no_open_sqlite_file(tmp_path: Path) -> None:
    """Closing one there would undo the parent's locks; SQLite forbids it."""
    engine = databases.migrated(f"sqlite:///{tmp_path / 'test.sqlite'}")
    with engine.connect() as connection:
        connection.execute(select(tables.cases)).all()

    def files() -> list[str]:
        return [file.path for file in psutil.Process().open_files() if str(tmp_path) in file.path]

    assert files()
    assert in_a_fork(lambda: not files())
    engine.dispose()


def in_a_fork(act: Callable[[], bool]) -> bool:
    """What the act returns in a forked child; an error there is False, and on stderr."""
    process = multiprocessing.get_context("fork").Process(target=lambda: sys.exit(not act()))
    process.start()
    process.join(60)
    return process.exitcode == 0


def test_a_transaction_of_a_killed_process_leaves_nothing_and_blocks_nobody(
    here: World, alice: str, database_url: str
) -> None:
    case = opened(here.ports, alice)
    child = os.fork()
    if child == 0:
        there = world_on(database_url)
        with there.ports.transaction() as tx:
            tx.cases.hold(alice, case.id)
            tx.cases.move(alice, case.id, since=CaseState.OPEN, to=CaseState.SUBMITTED, at=there.clock.now())
            os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    started = time.monotonic()
    added(here.ports, case)
    assert usecases.submit_case(here.ports, alice, case.id).state is CaseState.SUBMITTED
    assert time.monotonic() - started < timedelta(seconds=20).total_seconds()
