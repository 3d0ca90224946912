"""Tasks: one reader's job on one piece of evidence, as a row that outlives every process.

queued → claimed (by one worker, under a lease) → done | failed. A lease that ran out makes the task
claimable again; a task that used up its attempts fails, and its evidence counts as unread.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from verifier.domain.evidence import Evidence


class TaskState(StrEnum):
    QUEUED = "queued"
    CLAIMED = "claimed"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Task:
    """A job for a worker. `id` is derived from evidence and reader, so that asking twice asks once.

    `asked_at` is when a worker was last asked to run it; `attempts` counts the claims, and so tells one
    claim from the next; `failure` is the code it failed with.
    """

    id: str
    tenant_id: str
    case_id: str
    evidence_id: str
    reader: str
    asked_at: datetime
    state: TaskState = TaskState.QUEUED
    attempts: int = 0
    lease_until: datetime | None = None
    claimed_by: str | None = None
    failure: str | None = None


def task_for(reader: str, evidence: Evidence, asked_at: datetime) -> Task:
    """The task of one reader on one piece of evidence."""
    return Task(
        f"{reader}-{evidence.id}",
        evidence.tenant_id,
        evidence.case_id,
        evidence.id,
        reader,
        asked_at=asked_at,
    )
