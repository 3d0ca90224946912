"""What a case is kept in: evidence, readings, pictures, tasks, decisions, and what it shares with others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from verifier.domain.case import Case, CaseState
from verifier.domain.decision import Decision
from verifier.domain.evidence import Evidence
from verifier.domain.finding import Finding
from verifier.domain.picture import PictureKind, StoredPicture
from verifier.domain.reading import Reading
from verifier.domain.relatives import Likeness, Shared, Traits
from verifier.domain.task import EvidenceTask, Task, TaskState


class Cases(Protocol):
    def add(self, case: Case) -> None: ...
    def get(self, tenant_id: str, case_id: str) -> Case | None: ...

    def find(self, case_id: str, *, tenants: frozenset[str] | None) -> Case | None:
        """By its id alone, among the tenants that somebody may see; None is all."""
        ...

    def hold(self, tenant_id: str, case_id: str) -> Case | None:
        """The case, which nobody else may hold or change until this transaction ends."""
        ...

    def page(self, tenant_id: str, *, before: str | None, limit: int) -> Sequence[Case]:
        """Newest first; `before` is the id that the last page ended with."""
        ...

    def of_employer(self, tenant_id: str, employer_id: str) -> Sequence[Case]:
        """Newest first, at most a hundred."""
        ...

    def some(self, tenant_id: str, case_ids: Collection[str]) -> Mapping[str, Case]:
        """Those of these ids that there are, by their ids."""
        ...

    def newest_of(self, tenant_id: str, employer_ids: Collection[str]) -> Mapping[str, Case]:
        """The newest case of each of these employers that has one, by the employer's id."""
        ...

    def move(self, tenant_id: str, case_id: str, *, since: CaseState, to: CaseState, at: datetime) -> bool:
        """Change the state if it is still `since`; False when somebody else was first.

        `at` becomes the case's `submitted_at` when it moves to SUBMITTED.
        """
        ...


class EvidenceRecords(Protocol):
    def add(self, evidence: Evidence) -> None: ...
    def get(self, tenant_id: str, evidence_id: str) -> Evidence | None: ...

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Evidence]:
        """In the order in which it was added."""
        ...


class Readings(Protocol):
    def add(self, reading: Reading, at: datetime) -> None:
        """Keep it; one reader reads one piece of evidence once. Raises RowRefused."""
        ...

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Reading]:
        """In the order of the evidence, then by reader."""
        ...


class Pictures(Protocol):
    def keep(self, picture: StoredPicture) -> str | None:
        """Keep it in place of an earlier one of its kind; that one's blob, if any. Raises RowRefused."""
        ...

    def get(self, tenant_id: str, evidence_id: str, kind: PictureKind) -> StoredPicture | None: ...

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[StoredPicture]:
        """In the order of their evidence's ids, then by kind."""
        ...


class Tasks(Protocol):
    def add(self, task: Task) -> None:
        """Raises RowRefused when the evidence or the film has such a task already."""
        ...

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[EvidenceTask]:
        """In the order of the evidence, then by reader."""
        ...

    def get(self, task_id: str) -> Task | None: ...

    def claim(self, task_id: str, *, by: str, now: datetime, until: datetime, attempts: int) -> Task | None:
        """Take the task if it is queued or its lease ran out, and count the attempt; else None.

        A task that has been attempted `attempts` times already is not given out again.
        """
        ...

    def renew(self, task_id: str, *, attempt: int, until: datetime) -> bool:
        """Prolong the lease if this attempt still holds it."""
        ...

    def release(self, task_id: str, *, attempt: int, at: datetime) -> bool:
        """Put the task back into the queue if this attempt still holds it."""
        ...

    def end(self, task_id: str, *, attempt: int, state: TaskState, failure: str | None = None) -> bool:
        """Mark it done or failed if this attempt still holds it, its lease run out or not."""
        ...

    def restart(self, task_id: str, *, at: datetime) -> bool:
        """Put a task that is done back into the queue, its attempts counted on."""
        ...

    def cancel(self, task_id: str, *, failure: str) -> bool:
        """Mark it failed, whoever holds it, unless it has ended."""
        ...

    def stale(self, *, asked_before: datetime, now: datetime, limit: int) -> Sequence[Task]:
        """Tasks that wait (queued, or claimed under a lease that ran out) and were asked for long ago."""
        ...

    def ask_again(self, task_id: str, *, asked_at: datetime, now: datetime) -> bool:
        """Note that a worker is asked for it now; False when another sweep did so since `asked_at`."""
        ...


class Decisions(Protocol):
    def add(self, tenant_id: str, decision: Decision, findings: Sequence[Finding]) -> None:
        """Keep a decision with every finding behind it, passes included. Raises RowRefused for its round."""
        ...

    def latest(self, tenant_id: str, case_id: str) -> tuple[Decision, Sequence[Finding]] | None: ...

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Decision]:
        """Every round, the first first."""
        ...


@dataclass(frozen=True, slots=True)
class Near:
    """A piece of another case's evidence that may look alike; `distance` is its nearer hash's, in bits."""

    case_id: str
    evidence_id: str
    distance: int


@dataclass(frozen=True, slots=True)
class Sharing:
    """A piece of another case's evidence that is known by some of the same traits, and which."""

    case_id: str
    evidence_id: str
    same_account: bool
    shared: frozenset[Shared]


class Likenesses(Protocol):
    """What pages look like and are known by. The traits' values are personal data: none is kept in plain."""

    def keep(self, evidence: Evidence, likeness: Likeness, traits: Traits) -> None:
        """Keep it; what is kept already of this evidence stays as it is. Raises RowRefused."""
        ...

    def near(self, case: Case, likeness: Likeness, *, within: int, limit: int) -> Sequence[Near]:
        """Of the tenant's other cases, the nearest first, none farther than `within` bits.

        Large stores may miss some: they search an index that is made for speed.
        """
        ...

    def sharing(self, case: Case, traits: Traits, *, limit: int) -> Sequence[Sharing]:
        """Of the tenant's other cases: those of other accounts first, of each the newest first."""
        ...

    def shared_by(
        self, case: Case, traits: Traits, evidence_ids: Sequence[str]
    ) -> Mapping[str, frozenset[Shared]]:
        """Which of the traits each of these pieces of the tenant's evidence is known by, if any."""
        ...

    def count_sharing(self, case: Case, traits: Traits) -> int:
        """How many pieces of evidence `sharing` would give without a limit."""
        ...
