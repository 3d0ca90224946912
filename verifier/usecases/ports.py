"""The protocols that the use cases own and that store, providers and fakes implement.

Every repository method takes the tenant where a request names one, so that one tenant cannot reach
another's rows even by guessing an identifier. `None` means "no such row for this tenant".
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from verifier.domain.case import Case, CaseState
from verifier.domain.decision import Decision
from verifier.domain.evidence import Evidence
from verifier.domain.finding import Finding
from verifier.domain.policy import Policy
from verifier.domain.reading import Reading
from verifier.domain.task import Task, TaskState
from verifier.domain.tenant import Tenant


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class JobQueue(Protocol):
    def enqueue(self, task_id: str) -> None:
        """Ask a worker to run this task. Asking again while it waits is harmless.

        Raises QueueUnavailable when the queue cannot be reached; the sweep asks again later.
        """
        ...


class QueueUnavailable(Exception):
    """The queue server did not answer. Nothing is lost: the task row stands."""


class Blobs(Protocol):
    def put(self, tenant_id: str, data: bytes) -> str:
        """Keep the bytes, durably, and return their SHA-256 in hex."""
        ...

    def get(self, tenant_id: str, sha256: str) -> bytes:
        """The bytes as they were put. Raises BlobMissing, or BlobDamaged when they no longer match."""
        ...


class BlobMissing(Exception):
    """No such bytes under this tenant."""


class BlobDamaged(Exception):
    """The stored bytes do not decrypt, or no longer have the SHA-256 they are known by."""


class Tenants(Protocol):
    def add(self, tenant: Tenant) -> None: ...
    def add_key(self, tenant_id: str, key_hash: str, created_at: datetime) -> None: ...
    def by_key(self, key_hash: str) -> Tenant | None: ...


class Cases(Protocol):
    def add(self, case: Case) -> None: ...
    def get(self, tenant_id: str, case_id: str) -> Case | None: ...
    def page(self, tenant_id: str, *, before: str | None, limit: int) -> Sequence[Case]:
        """Newest first; `before` is the id that the last page ended with."""
        ...

    def move(self, case_id: str, *, since: CaseState, to: CaseState, at: datetime) -> bool:
        """Change the state if it is still `since`; False when somebody else was first.

        `at` becomes the case's `submitted_at` when it moves to SUBMITTED.
        """
        ...


class EvidenceRecords(Protocol):
    def add(self, evidence: Evidence) -> None: ...
    def get(self, tenant_id: str, evidence_id: str) -> Evidence | None: ...
    def of_case(self, case_id: str) -> Sequence[Evidence]: ...


class Readings(Protocol):
    def add(self, reading: Reading) -> None: ...
    def of_case(self, case_id: str) -> Sequence[Reading]: ...


class Tasks(Protocol):
    def add(self, task: Task) -> None: ...
    def get(self, task_id: str) -> Task | None: ...
    def of_case(self, case_id: str) -> Sequence[Task]: ...

    def claim(self, task_id: str, *, by: str, now: datetime, until: datetime) -> Task | None:
        """Take the task if it is queued or its lease ran out, and count the attempt; else None."""
        ...

    def renew(self, task_id: str, *, by: str, until: datetime) -> bool:
        """Prolong the lease if it is still held by `by`."""
        ...

    def end(self, task_id: str, *, by: str, state: TaskState) -> bool:
        """Mark it done or failed if the lease is still held by `by`."""
        ...

    def stale(self, *, queued_before: datetime, now: datetime, limit: int) -> Sequence[Task]:
        """Tasks queued since before a moment, or claimed under a lease that ran out."""
        ...


class Decisions(Protocol):
    def add(self, decision: Decision, findings: Sequence[Finding]) -> None:
        """Keep a decision with every finding behind it, passes included."""
        ...

    def latest(self, case_id: str) -> tuple[Decision, Sequence[Finding]] | None: ...


class Transaction(Protocol):
    """All repositories over one database transaction, which commits when its block ends without an error."""

    tenants: Tenants
    cases: Cases
    evidence: EvidenceRecords
    readings: Readings
    tasks: Tasks
    decisions: Decisions


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything a use case may reach, put together once by a composition root."""

    transaction: Callable[[], AbstractContextManager[Transaction]]
    blobs: Blobs
    queue: JobQueue
    clock: Clock
    policy: Policy
