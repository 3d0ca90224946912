"""A task's life at the hands of workers: claimed under a lease, read, recorded or failed, swept up if left.

These act for all tenants: a worker is trusted with a task's id, which no request can name. Leases and the
sweep go by the real clock: that a sandbox's was moved must not look as if every worker had died.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from verifier.domain.evidence import Evidence
from verifier.domain.picture import Picture
from verifier.domain.reading import LicenceReading, Reading
from verifier.domain.task import EvidenceTask, FilmTask, ProofTask, Task, TaskState, task_for
from verifier.usecases.dispatch import ask
from verifier.usecases.evaluation import conclude
from verifier.usecases.faces.films import FilmClaim, claimed_film, give_up_film
from verifier.usecases.pictures import keep_pictures, name_pictures
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.office_video import VideoClaim, claimed_video, give_up_video

LEASE = timedelta(seconds=10)  # how long a dead worker's task waits; see docs/decisions/0004
RENEW_EVERY = timedelta(seconds=3)  # so that two renewals may be missed
ATTEMPTS_MAX = 3
ASK_AGAIN_AFTER = timedelta(seconds=5)
SWEEP_LIMIT = 100  # tasks in one sweep
WORKER_LOST = "worker_lost"


@dataclass(frozen=True, slots=True)
class Claim:
    """A worker's hold on a task for one attempt, and the evidence to read."""

    task: EvidenceTask
    evidence: Evidence

    @property
    def attempt(self) -> int:
        return self.task.attempts


AnyClaim: TypeAlias = Claim | FilmClaim | VideoClaim


def claim_task(ports: Ports, task_id: str, *, worker: str) -> AnyClaim | None:
    """Take the task for LEASE; None when it is ended, held back, attempted too often, or another has it."""
    now = ports.clock.real()
    with ports.transaction() as tx:
        if ports.holds_back(tx, task_id, ports.clock.now()):
            return None
        task = tx.tasks.claim(task_id, by=worker, now=now, until=now + LEASE, attempts=ATTEMPTS_MAX)
        return _claim(tx, task) if task else None


def renew_lease(ports: Ports, claim: AnyClaim) -> bool:
    """Hold the task for another LEASE from now; False when another worker has it and reading on is idle."""
    with ports.transaction() as tx:
        return tx.tasks.renew(claim.task.id, attempt=claim.task.attempts, until=ports.clock.real() + LEASE)


def record_reading(ports: Ports, claim: Claim, reading: Reading, pictures: Sequence[Picture] = ()) -> bool:
    """Keep the reading and its pictures, end the task, and ask those readers that follow this one.

    If it was the case's last task, decide the case. All or nothing; False, and nothing changed, when the task
    is no longer this claim's.
    """
    task = claim.task
    if (reading.evidence_id, reading.reader) != (task.evidence_id, task.reader):
        raise ValueError("the reading belongs to another task")
    now = ports.clock.now()
    following = _following(ports, claim.evidence, reading, ports.clock.real())
    # Bytes first, as with evidence.
    stored = keep_pictures(ports, claim.evidence, pictures)
    with ports.transaction() as tx:
        if not _end(tx, task, TaskState.DONE):
            return False
        tx.readings.add(reading, now)
        name_pictures(tx, stored, now)
        for follower in following:
            tx.tasks.add(follower)
        conclude(ports, tx, task.tenant_id, task.case_id)
    ask(ports, [follower.id for follower in following])
    return True


def page_of(ports: Ports, claim: Claim) -> LicenceReading:
    """The page that the claimed task's reader is to look at again, as an earlier reader read it."""
    task = claim.task
    with ports.view() as tx:
        readings = tx.readings.of_case(task.tenant_id, task.case_id)
    mine = (reading for reading in readings if reading.evidence_id == task.evidence_id)
    pages = (reading.body for reading in mine if task.reader in ports.plan.after(reading.reader))
    return next(page for page in pages if isinstance(page, LicenceReading))


def fail_task(ports: Ports, claim: AnyClaim, code: str) -> bool:
    """Give up this attempt. The sweep asks for another, unless this was the last one.

    Then the task has failed: its evidence counts as unread, and the case is decided without it; the session
    of a film, or a proof, goes to a person.

    `code` is ours and never a message, which could hold personal data. False when the task is no longer
    this claim's.
    """
    task = claim.task
    if task.attempts >= ATTEMPTS_MAX:
        return _give_up(ports, task, code)
    with ports.transaction() as tx:
        return tx.tasks.release(task.id, attempt=task.attempts, at=ports.clock.real())


def sweep_tasks(ports: Ports) -> int:
    """Ask again for tasks that wait and were asked for long ago, and fail those attempted too often.

    Takes no lock when there are none. Several processes may sweep at once: each task is asked for by one.
    Returns how many were asked for.
    """
    now = ports.clock.real()
    with ports.view() as tx:
        stale = tx.tasks.stale(asked_before=now - ASK_AGAIN_AFTER, now=now, limit=SWEEP_LIMIT)
    waiting = [task for task in stale if task.attempts < ATTEMPTS_MAX]
    exhausted = [task for task in stale if task.attempts >= ATTEMPTS_MAX]
    with ExitStack() as every_one:
        # An error in one case's evaluation must not keep the sweep from the others.
        for task in exhausted:
            every_one.callback(_give_up, ports, task, WORKER_LOST)
        return ask(ports, _asked_again(ports, waiting)) if waiting else 0


def _claim(tx: Transaction, task: Task) -> AnyClaim:
    if isinstance(task, FilmTask):
        return claimed_film(tx, task)
    if isinstance(task, ProofTask):
        return claimed_video(tx, task)
    assert isinstance(task, EvidenceTask), "there are three kinds of tasks"
    evidence = tx.evidence.get(task.tenant_id, task.evidence_id)
    assert evidence is not None, "a task's evidence is a foreign key"
    return Claim(task, evidence)


def _following(ports: Ports, evidence: Evidence, reading: Reading, now: datetime) -> tuple[EvidenceTask, ...]:
    """The tasks of the readers that follow this reading; none where there is no page to look at again."""
    if not isinstance(reading.body, LicenceReading):
        return ()
    return tuple(task_for(name, evidence, asked_at=now) for name in ports.plan.after(reading.reader))


def _asked_again(ports: Ports, waiting: list[Task]) -> list[str]:
    """Note that these are asked for now; those that another sweep has just asked for are left to it."""
    now = ports.clock.real()
    with ports.transaction() as tx:
        return [task.id for task in waiting if tx.tasks.ask_again(task.id, asked_at=task.asked_at, now=now)]


def _give_up(ports: Ports, task: Task, code: str) -> bool:
    if isinstance(task, FilmTask):
        return give_up_film(ports, task, code)
    if isinstance(task, ProofTask):
        return give_up_video(ports, task, code)
    assert isinstance(task, EvidenceTask), "there are three kinds of tasks"
    with ports.transaction() as tx:
        if not _end(tx, task, TaskState.FAILED, code):
            return False
        conclude(ports, tx, task.tenant_id, task.case_id)
    return True


def _end(tx: Transaction, task: EvidenceTask, state: TaskState, failure: str | None = None) -> bool:
    """End the task if this attempt still holds it. The case is held first, always in this order."""
    tx.cases.hold(task.tenant_id, task.case_id)
    return tx.tasks.end(task.id, attempt=task.attempts, state=state, failure=failure)
