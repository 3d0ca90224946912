"""The protocols that the use cases own and that store, providers and fakes implement.

Every method that serves a request takes the tenant, so that one tenant cannot reach another's rows even
by guessing an identifier; `None` means "no such row for this tenant". Only the workers' side (tasks by
their own id) acts for all tenants. Nothing here names an engine, a driver or a server.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol, TypeAlias

from verifier.checks import judge_case
from verifier.domain.aliases import NO_ALIASES, AliasPool
from verifier.domain.decision import Proposal
from verifier.domain.evidence import PLAN, ReadingPlan
from verifier.domain.face_decision import FacePolicy
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding
from verifier.domain.gate import NO_GATE, GatePolicy
from verifier.domain.networks import Reach
from verifier.domain.policy import Policy
from verifier.domain.proof import NO_PROOFS, ProofPolicy
from verifier.domain.registry import NoRegistry, Registry
from verifier.domain.retention import NO_RETENTION, RetentionPolicy
from verifier.domain.review_policy import PLAIN, ReviewPolicy
from verifier.domain.staff import NO_STAFF, StaffPolicy
from verifier.domain.tenant import Tenant
from verifier.usecases.audit_ports import Audit
from verifier.usecases.bank_ports import (
    Bank,
    BankFiles,
    Batches,
    NoBank,
    NoBankFiles,
    Payments,
    StatementEntries,
    Statements,
)
from verifier.usecases.blob_ports import Blobs
from verifier.usecases.case_ports import (
    Cases,
    Decisions,
    EvidenceRecords,
    Likenesses,
    Pictures,
    Readings,
    Tasks,
)
from verifier.usecases.face_ports import (
    Attempts,
    Erasures,
    FaceDecisions,
    FaceSessions,
    FaceTemplates,
    FilmJudge,
    FilmMarks,
    Recruiters,
)
from verifier.usecases.gate.counter import Counter
from verifier.usecases.gate_ports import (
    Blocks,
    Employers,
    KnownTraits,
    Memberships,
    NoScreener,
    Permits,
    Posters,
    Screener,
    SigningKeys,
)
from verifier.usecases.integration_ports import Deliveries, Events, Keys, Webhooks
from verifier.usecases.mail_ports import Mails
from verifier.usecases.office_video_ports import OfficeVideos
from verifier.usecases.proof_ports import ApplicantLinks, Proofs
from verifier.usecases.retention_ports import Retention
from verifier.usecases.review_ports import (
    Alerts,
    DocumentRequests,
    Escalations,
    Notes,
    Oversight,
    SavedViews,
    Viewings,
)
from verifier.usecases.seeker_ports import Complaints, Grants, ResumeReads, SeekerLinks, Seekers
from verifier.usecases.staff_ports import (
    Credentials,
    IdentityProvider,
    SignInFailures,
    Staff,
    StaffSessions,
    Tickets,
)
from verifier.usecases.visit_ports import Visits


class Clock(Protocol):
    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def real(self) -> datetime:
        """The moment that nobody moves; the same, but for a sandbox.

        For leases and repeated requests, which a jump must not end, and for what other people's clocks judge.
        """
        return self.now()


class SandboxClock(Clock, Protocol):
    """A clock that users of a sandbox move, for every process of it at once, and only forwards."""

    def ahead(self) -> timedelta:
        """By how much it is ahead of the real one."""
        ...


class JobQueue(Protocol):
    def enqueue(self, task_id: str) -> None:
        """Ask a worker to run this task. Asking again while it waits is harmless.

        Raises QueueUnavailable when the queue cannot be reached; the sweep asks again later.
        """
        ...


class QueueUnavailable(Exception):
    """The queue server did not answer. Nothing is lost: the task row stands."""


class RowRefused(Exception):
    """The store forbids this row: there may be one such only, or it names what is not there.

    The transaction is lost: leave its block with this error.
    """


class Tenants(Protocol):
    def add(self, tenant: Tenant) -> None: ...
    def get(self, tenant_id: str) -> Tenant | None: ...
    def every(self) -> Sequence[Tenant]:
        """All of them, by name."""
        ...

    def hold(self, tenant_id: str) -> None:
        """Let nobody else hold this tenant until the transaction ends.

        Hold a case, a recruiter or an employer first, never after.
        """
        ...


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """An HTTP response that is given again, to the letter, to whoever repeats the request."""

    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What is known about one idempotency key: whose request it is, and the response once there is one."""

    fingerprint: str
    response: StoredResponse | None


class Replies(Protocol):
    """Responses by tenant and idempotency key; one that expired is as good as absent.

    A response holds personal data, so it is kept encrypted.
    """

    def begin(self, tenant_id: str, key: str, *, fingerprint: str, now: datetime, until: datetime) -> bool:
        """Note the request as being served `until` then; False for a known key."""
        ...

    def begin_all(
        self, tenant_id: str, asked: Mapping[str, str], *, now: datetime, until: datetime
    ) -> Set[str]:
        """As `begin`, of keys and their fingerprints, in the keys' order; those that were not known."""
        ...

    def get(self, tenant_id: str, key: str) -> Reply | None: ...

    def finish(self, tenant_id: str, key: str, response: StoredResponse, *, until: datetime) -> bool:
        """Keep the response of a request that is being served; False when it is not."""
        ...

    def finish_all(self, tenant_id: str, responses: Mapping[str, StoredResponse], *, until: datetime) -> None:
        """Keep the responses of requests that this very transaction began."""
        ...

    def abandon(self, tenant_id: str, key: str) -> None:
        """Forget a request that was not answered; one that was answered stays."""
        ...

    def forget_expired(self, *, now: datetime, limit: int) -> int: ...


class SandboxRecord(Protocol):
    """What a database remembers of being a sandbox's: that it is, and by how much its clock is ahead."""

    def become(self, at: datetime) -> bool:
        """Be a sandbox's from now on; False where sites use it already as what is none."""
        ...

    def ahead(self) -> timedelta | None:
        """None where the database is no sandbox's."""
        ...

    def advance(self, by: timedelta, *, most: timedelta) -> bool:
        """Move the clock on; False, and nothing moved, if it would be ahead by more than `most`."""
        ...


class Transaction(Protocol):
    """All repositories over one database transaction, which commits when its block ends without an error."""

    @property
    def tenants(self) -> Tenants: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def evidence(self) -> EvidenceRecords: ...
    @property
    def readings(self) -> Readings: ...
    @property
    def pictures(self) -> Pictures: ...
    @property
    def tasks(self) -> Tasks: ...
    @property
    def decisions(self) -> Decisions: ...
    @property
    def likenesses(self) -> Likenesses: ...
    @property
    def recruiters(self) -> Recruiters: ...
    @property
    def face_sessions(self) -> FaceSessions: ...
    @property
    def attempts(self) -> Attempts: ...
    @property
    def face_decisions(self) -> FaceDecisions: ...
    @property
    def face_templates(self) -> FaceTemplates: ...
    @property
    def film_marks(self) -> FilmMarks: ...
    @property
    def erasures(self) -> Erasures: ...
    @property
    def replies(self) -> Replies: ...
    @property
    def keys(self) -> Keys: ...
    @property
    def events(self) -> Events: ...
    @property
    def webhooks(self) -> Webhooks: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def employers(self) -> Employers: ...
    @property
    def memberships(self) -> Memberships: ...
    @property
    def posters(self) -> Posters: ...
    @property
    def permits(self) -> Permits: ...
    @property
    def signing_keys(self) -> SigningKeys: ...
    @property
    def account_traits(self) -> KnownTraits: ...
    @property
    def blocks(self) -> Blocks: ...
    @property
    def proofs(self) -> Proofs: ...
    @property
    def office_videos(self) -> OfficeVideos: ...
    @property
    def applicant_links(self) -> ApplicantLinks: ...
    @property
    def payments(self) -> Payments: ...
    @property
    def batches(self) -> Batches: ...
    @property
    def statements(self) -> Statements: ...
    @property
    def statement_entries(self) -> StatementEntries: ...
    @property
    def visits(self) -> Visits: ...
    @property
    def mails(self) -> Mails: ...
    @property
    def seekers(self) -> Seekers: ...
    @property
    def grants(self) -> Grants: ...
    @property
    def resume_reads(self) -> ResumeReads: ...
    @property
    def seeker_links(self) -> SeekerLinks: ...
    @property
    def complaints(self) -> Complaints: ...
    @property
    def escalations(self) -> Escalations: ...
    @property
    def notes(self) -> Notes: ...
    @property
    def document_requests(self) -> DocumentRequests: ...
    @property
    def saved_views(self) -> SavedViews: ...
    @property
    def viewings(self) -> Viewings: ...
    @property
    def alerts(self) -> Alerts: ...
    @property
    def oversight(self) -> Oversight: ...

    @property
    def staff(self) -> Staff: ...
    @property
    def credentials(self) -> Credentials: ...
    @property
    def staff_sessions(self) -> StaffSessions: ...
    @property
    def tickets(self) -> Tickets: ...
    @property
    def sign_in_failures(self) -> SignInFailures: ...
    @property
    def sandbox(self) -> SandboxRecord: ...
    @property
    def retention(self) -> Retention: ...


CaseJudge: TypeAlias = Callable[[Facts, Policy], tuple[Sequence[Finding], Proposal]]
"""Findings of a case, and what the policy makes of them."""


def nothing_held_back(_tx: Transaction, _task_id: str, _now: datetime) -> bool:
    """Every task is for whoever asks."""
    return False


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything a use case may reach, put together once by a composition root.

    `transaction` reads and writes; `view` reads one consistent state, waits for no writer and cannot write.
    Without a policy of the gate every wish to post is refused, and without one of staff nobody signs in.
    `public_url` is who signs permits, and where recruiters' browsers reach us. `sandbox` is the clock of a
    sandbox, None of a service that is none; `holds_back` says whether a task may not be claimed yet.
    """

    transaction: Callable[[], AbstractContextManager[Transaction]]
    view: Callable[[], AbstractContextManager[Transaction]]
    blobs: Blobs
    queue: JobQueue
    clock: Clock
    policy: Policy
    face_policy: FacePolicy
    judge_film: FilmJudge
    registry: Registry = field(default_factory=NoRegistry)
    plan: ReadingPlan = PLAN
    reach: Reach = field(default_factory=Reach)
    gate_policy: GatePolicy = NO_GATE
    review_policy: ReviewPolicy = PLAIN
    proof_policy: ProofPolicy = NO_PROOFS
    bank: Bank = field(default_factory=NoBank)
    bank_files: BankFiles = field(default_factory=NoBankFiles)
    read_policy: GatePolicy = NO_GATE
    aliases: AliasPool = NO_ALIASES
    screener: Screener = field(default_factory=NoScreener)
    public_url: str = "http://127.0.0.1:8000"
    counter: Counter = field(default_factory=Counter)
    judge_case: CaseJudge = judge_case
    holds_back: Callable[[Transaction, str, datetime], bool] = nothing_held_back
    sandbox: SandboxClock | None = None
    staff_policy: StaffPolicy = NO_STAFF
    identity_provider: IdentityProvider | None = None
    retention_policy: RetentionPolicy = NO_RETENTION
