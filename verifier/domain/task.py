"""Tasks: one job for a worker, as a row that outlives every process.

queued → claimed (by one worker, under a lease) → done | failed. A lease that ran out makes the task
claimable again; a task that used up its attempts fails. What a task is about differs: one reader's look at a
piece of evidence, which then counts as unread; the film of a face session, or what was handed in for a proof,
which then go to a person.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from verifier.domain.evidence import Evidence
from verifier.domain.face_session import Attempt
from verifier.domain.proof import Proof

FILM: Final = "film"  # the reader of films


class TaskState(StrEnum):
    QUEUED = "queued"
    CLAIMED = "claimed"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A job's life, whatever it is about. `id` is derived from that, so that asking twice asks once.

    `asked_at` is when a worker was last asked to run it; `attempts` counts the claims, and so tells one
    claim from the next; `failure` is the code it failed with.
    """

    id: str
    tenant_id: str
    reader: str
    asked_at: datetime
    state: TaskState = TaskState.QUEUED
    attempts: int = 0
    lease_until: datetime | None = None
    claimed_by: str | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceTask(Task):
    """One reader's job on one piece of evidence."""

    case_id: str
    evidence_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilmTask(Task):
    """The job of reading the film of one attempt of a face session."""

    session_id: str
    attempt_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofTask(Task):
    """The job of reading what was handed in for a proof of control."""

    proof_id: str


def task_for(reader: str, evidence: Evidence, asked_at: datetime) -> EvidenceTask:
    """The task of one reader on one piece of evidence."""
    return EvidenceTask(
        id=f"{reader}-{evidence.id}",
        tenant_id=evidence.tenant_id,
        reader=reader,
        asked_at=asked_at,
        case_id=evidence.case_id,
        evidence_id=evidence.id,
    )


def film_task(attempt: Attempt, asked_at: datetime) -> FilmTask:
    """The task of reading an attempt's film."""
    return FilmTask(
        id=f"{FILM}-{attempt.id}",
        tenant_id=attempt.tenant_id,
        reader=FILM,
        asked_at=asked_at,
        session_id=attempt.session_id,
        attempt_id=attempt.id,
    )


def proof_task(reader: str, proof: Proof, asked_at: datetime) -> ProofTask:
    """The task of reading what was handed in for a proof."""
    return ProofTask(
        id=f"{reader}-{proof.id}",
        tenant_id=proof.tenant_id,
        reader=reader,
        asked_at=asked_at,
        proof_id=proof.id,
    )
