"""In-memory stand-ins for what the use cases reach. They pass the contract suites of the real adapters."""

import hashlib
import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any

from tests.fake_audit import MemoryAudit
from tests.fake_bank import FakeBank, MemoryBatches, MemoryPayments, MemoryStatementEntries, MemoryStatements
from tests.fake_faces import (
    FACE_POLICY,
    FakeFilmJudge,
    KeptSession,
    KeptTemplate,
    MemoryAttempts,
    MemoryErasures,
    MemoryFaceDecisions,
    MemoryFaceSessions,
    MemoryFaceTemplates,
    MemoryFilmMarks,
    MemoryRecruiters,
)
from tests.fake_gate import (
    FakeScreener,
    MemoryBlocks,
    MemoryEmployers,
    MemoryKnownTraits,
    MemoryMemberships,
    MemoryPermits,
    MemoryPosters,
    MemorySigningKeys,
)
from tests.fake_integration import (
    KeptWebhook,
    MemoryDeliveries,
    MemoryEvents,
    MemoryKeys,
    MemoryWebhooks,
)
from tests.fake_office_videos import MemoryOfficeVideos
from tests.fake_oversight import MemoryOversight
from tests.fake_proofs import MemoryApplicantLinks, MemoryMails, MemoryProofs
from tests.fake_retention import MemoryRetention
from tests.fake_review import (
    MemoryAlerts,
    MemoryDocumentRequests,
    MemoryEscalations,
    MemoryNotes,
    MemorySavedViews,
    MemoryViewings,
)
from tests.fake_rows import Repository, must
from tests.fake_seekers import (
    MemoryComplaints,
    MemoryGrants,
    MemoryResumeReads,
    MemorySeekerLinks,
    MemorySeekers,
)
from tests.fake_staff import (
    STAFF_POLICY,
    MemoryCredentials,
    MemorySignInFailures,
    MemoryStaff,
    MemoryStaffSessions,
    MemoryTickets,
)
from tests.fake_visits import MemoryVisits
from verifier.domain.account_traits import Block
from verifier.domain.api_key import ApiKey
from verifier.domain.audit_chain import Entry as AuditEntry
from verifier.domain.audit_chain import Head
from verifier.domain.bank_proof import Payment
from verifier.domain.case import Case, CaseState
from verifier.domain.decision import POLICY, Decision, DecisionOutcome
from verifier.domain.employer import Employer, Entry, Membership
from verifier.domain.escalation import DocumentRequest, Escalation, Note
from verifier.domain.event import Event
from verifier.domain.evidence import Evidence, EvidenceKind, ReadingPlan
from verifier.domain.face_decision import FaceDecision
from verifier.domain.face_facts import FilmReading
from verifier.domain.face_session import Attempt, Batch, KeptFrame, Portrait, PortraitKind, Recruiter
from verifier.domain.finding import Finding
from verifier.domain.gate import NO_GATE, GatePolicy
from verifier.domain.mail import Errand, MailMessage
from verifier.domain.office_video import OfficeVideo, VideoPart
from verifier.domain.permit import Permit
from verifier.domain.picture import PictureKind, StoredPicture
from verifier.domain.policy import Policy
from verifier.domain.proof import ApplicantLink, Proof
from verifier.domain.reading import Reading
from verifier.domain.relatives import Likeness, Shared, Traits
from verifier.domain.resume_grant import Complaint, Grant, Seeker, SeekerLink
from verifier.domain.resume_read import ResumeRead
from verifier.domain.retention import Receipt
from verifier.domain.staff import Passkey, StaffMember, StaffSession, Ticket
from verifier.domain.task import EvidenceTask, FilmTask, Task, TaskState
from verifier.domain.tenant import Tenant
from verifier.domain.visit import Report
from verifier.domain.webhook import Delivery
from verifier.policies import load_proofs, load_reads, load_retention
from verifier.providers.bank.files import Files
from verifier.settings import POLICIES
from verifier.usecases import bank_ports
from verifier.usecases.blob_ports import BlobDamaged, BlobMissing, Blobs, BlobsUnavailable
from verifier.usecases.case_ports import (
    Cases,
    Decisions,
    EvidenceRecords,
    Likenesses,
    Near,
    Pictures,
    Readings,
    Sharing,
    Tasks,
)
from verifier.usecases.gate_ports import KnownTrait, SigningKey
from verifier.usecases.ports import (
    Clock,
    JobQueue,
    Ports,
    QueueUnavailable,
    Replies,
    Reply,
    SandboxRecord,
    StoredResponse,
    Tenants,
    Transaction,
)
from verifier.usecases.review_ports import Alert, SavedView, Viewing
from verifier.usecases.staff_ports import Totp

MORNING = datetime(2026, 5, 4, 3, 2, 1, 123456, tzinfo=UTC)


class FakeClock(Clock):
    """Stands still until a test moves it."""

    def __init__(self, now: datetime = MORNING) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def tick(self, **by: float) -> None:
        """Move on, e.g. `tick(seconds=5)`."""
        self._now += timedelta(**by)


class FakeQueue(JobQueue):
    """Keeps what was asked for, in order; `up = False` is a server that does not answer."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.up = True

    def enqueue(self, task_id: str) -> None:
        if not self.up:
            raise QueueUnavailable
        self.asked.append(task_id)


class MemoryBlobs(Blobs):
    """`up = False` is a store that does not answer."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}
        self.up = True

    def put(self, tenant_id: str, data: bytes) -> str:
        self._must_be_up()
        sha256 = hashlib.sha256(data).hexdigest()
        self._kept.setdefault((tenant_id, sha256), data)
        return sha256

    def get(self, tenant_id: str, sha256: str) -> bytes:
        self._must_be_up()
        if (tenant_id, sha256) not in self._kept:
            raise BlobMissing
        data = self._kept[tenant_id, sha256]
        if hashlib.sha256(data).hexdigest() != sha256:
            raise BlobDamaged
        return data

    def delete(self, tenant_id: str, sha256: str) -> None:
        self._must_be_up()
        self._kept.pop((tenant_id, sha256), None)

    def names(self, tenant_id: str) -> Iterator[str]:
        self._must_be_up()
        yield from sorted(name for tenant, name in self._kept if tenant == tenant_id)

    def drafts(self, tenant_id: str) -> Iterator[tuple[str, datetime]]:
        return iter(())

    def written_at(self, tenant_id: str, sha256: str) -> datetime | None:
        return MORNING if (tenant_id, sha256) in self._kept else None

    @property
    def count(self) -> int:
        return len(self._kept)

    def damage(self, tenant_id: str, sha256: str) -> None:
        self._kept[tenant_id, sha256] += b"!"

    def lose(self, tenant_id: str, sha256: str) -> None:
        del self._kept[tenant_id, sha256]

    def _must_be_up(self) -> None:
        if not self.up:
            raise BlobsUnavailable("down")


@dataclass(slots=True)
class State:
    """The rows. What a row's key is, may exist once."""

    tenants: Mapping[str, Tenant] = field(default_factory=dict)
    keys: Mapping[str, ApiKey] = field(default_factory=dict)
    cases: Mapping[str, Case] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    readings: Mapping[tuple[str, str], Reading] = field(default_factory=dict)
    pictures: Mapping[tuple[str, PictureKind], StoredPicture] = field(default_factory=dict)
    likenesses: Mapping[str, tuple[Evidence, Likeness, Traits]] = field(default_factory=dict)
    tasks: Mapping[str, Task] = field(default_factory=dict)
    decisions: Mapping[tuple[str, int], tuple[Decision, tuple[Finding, ...]]] = field(default_factory=dict)
    replies: Mapping[tuple[str, str], tuple[Reply, datetime]] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    webhooks: Mapping[str, KeptWebhook] = field(default_factory=dict)
    deliveries: Mapping[str, Delivery] = field(default_factory=dict)
    audit: Mapping[tuple[str, int], AuditEntry] = field(default_factory=dict)
    audit_heads: Mapping[str, Head] = field(default_factory=dict)
    recruiters: Mapping[str, Recruiter] = field(default_factory=dict)
    portraits: Mapping[tuple[str, PortraitKind], Portrait] = field(default_factory=dict)
    face_sessions: Mapping[str, KeptSession] = field(default_factory=dict)
    attempts: Mapping[str, Attempt] = field(default_factory=dict)
    batches: Mapping[tuple[str, int], Batch] = field(default_factory=dict)
    film_readings: Mapping[str, FilmReading] = field(default_factory=dict)
    kept_frames: Mapping[tuple[str, int], tuple[KeptFrame, datetime]] = field(default_factory=dict)
    face_decisions: Mapping[str, tuple[FaceDecision, tuple[Finding, ...]]] = field(default_factory=dict)
    face_templates: Mapping[tuple[Any, ...], KeptTemplate] = field(default_factory=dict)
    film_marks: Mapping[tuple[str, bytes, str], bool] = field(default_factory=dict)
    erasures: Mapping[tuple[str, str], datetime] = field(default_factory=dict)
    employers: Mapping[str, Employer] = field(default_factory=dict)
    employer_entries: Mapping[str, Entry] = field(default_factory=dict)
    memberships: Mapping[tuple[str, str], Membership] = field(default_factory=dict)
    permits: Mapping[str, Permit] = field(default_factory=dict)
    signing_keys: Mapping[str, SigningKey] = field(default_factory=dict)
    account_traits: Mapping[tuple[str, str, bytes], KnownTrait] = field(default_factory=dict)
    blocks: Mapping[str, tuple[str, bytes, Block]] = field(default_factory=dict)
    proofs: Mapping[str, Proof] = field(default_factory=dict)
    applicant_links: Mapping[str, ApplicantLink] = field(default_factory=dict)
    office_videos: Mapping[str, OfficeVideo] = field(default_factory=dict)
    office_video_parts: Mapping[tuple[str, int], VideoPart] = field(default_factory=dict)
    office_video_strips: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    payments: Mapping[str, Payment] = field(default_factory=dict)
    batches: Mapping[str, bank_ports.Batch] = field(default_factory=dict)
    entries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    matches: Mapping[str, bank_ports.Matched] = field(default_factory=dict)
    statements: Mapping[str, bank_ports.Statement] = field(default_factory=dict)
    visits: Mapping[str, Report] = field(default_factory=dict)
    mails: Mapping[str, MailMessage] = field(default_factory=dict)
    errands: Mapping[str, Errand] = field(default_factory=dict)
    seekers: Mapping[str, Seeker] = field(default_factory=dict)
    grants: Mapping[str, Grant] = field(default_factory=dict)
    resume_reads: Mapping[str, ResumeRead] = field(default_factory=dict)
    seeker_links: Mapping[str, SeekerLink] = field(default_factory=dict)
    complaints: Mapping[str, Complaint] = field(default_factory=dict)
    sandbox: Mapping[int, timedelta] = field(default_factory=dict)
    escalations: Mapping[str, Escalation] = field(default_factory=dict)
    notes: Mapping[str, Note] = field(default_factory=dict)
    document_requests: Mapping[str, DocumentRequest] = field(default_factory=dict)
    saved_views: Mapping[str, SavedView] = field(default_factory=dict)
    viewings: Mapping[str, Viewing] = field(default_factory=dict)
    alerts: Mapping[str, Alert] = field(default_factory=dict)
    staff: Mapping[str, StaffMember] = field(default_factory=dict)
    passwords: Mapping[str, str | None] = field(default_factory=dict)
    totps: Mapping[str, Totp | None] = field(default_factory=dict)
    recovery_codes: Mapping[tuple[str, str], datetime | None] = field(default_factory=dict)
    passkeys: Mapping[str, Passkey] = field(default_factory=dict)
    staff_sessions: Mapping[str, tuple[StaffSession, str]] = field(default_factory=dict)
    seeds: Mapping[str, str] = field(default_factory=dict)
    challenges: Mapping[str, bytes] = field(default_factory=dict)
    tickets: Mapping[str, Ticket] = field(default_factory=dict)
    sign_in_failures: Mapping[tuple[str, str], tuple[datetime, ...]] = field(default_factory=dict)
    receipts: Mapping[str, Receipt] = field(default_factory=dict)

    def each(self, change: Callable[[Mapping[Any, Any]], Mapping[Any, Any]]) -> "State":
        return State(*(change(getattr(self, table.name)) for table in fields(self)))


class MemoryStore:
    """Transactions one after another, each all or nothing; views of what the last one left."""

    def __init__(self) -> None:
        self._state = State()
        self._one_writer = threading.Lock()

    @contextmanager
    def transaction(self) -> Iterator["MemoryTransaction"]:
        with self._one_writer:
            draft = self._state.each(dict)
            yield MemoryTransaction(draft)
            self._state = draft

    @contextmanager
    def view(self) -> Iterator["MemoryTransaction"]:
        yield MemoryTransaction(self._state.each(MappingProxyType))


class MemoryTransaction(Transaction):
    def __init__(self, state: State) -> None:
        self._state = state

    @property
    def tenants(self) -> "MemoryTenants":
        return MemoryTenants(self._state)

    @property
    def cases(self) -> "MemoryCases":
        return MemoryCases(self._state)

    @property
    def evidence(self) -> "MemoryEvidence":
        return MemoryEvidence(self._state)

    @property
    def readings(self) -> "MemoryReadings":
        return MemoryReadings(self._state)

    @property
    def pictures(self) -> "MemoryPictures":
        return MemoryPictures(self._state)

    @property
    def likenesses(self) -> "MemoryLikenesses":
        return MemoryLikenesses(self._state)

    @property
    def tasks(self) -> "MemoryTasks":
        return MemoryTasks(self._state)

    @property
    def decisions(self) -> "MemoryDecisions":
        return MemoryDecisions(self._state)

    @property
    def sandbox(self) -> "MemorySandbox":
        return MemorySandbox(self._state)

    @property
    def replies(self) -> "MemoryReplies":
        return MemoryReplies(self._state)

    @property
    def keys(self) -> MemoryKeys:
        return MemoryKeys(self._state)

    @property
    def events(self) -> MemoryEvents:
        return MemoryEvents(self._state)

    @property
    def webhooks(self) -> MemoryWebhooks:
        return MemoryWebhooks(self._state)

    @property
    def deliveries(self) -> MemoryDeliveries:
        return MemoryDeliveries(self._state)

    @property
    def audit(self) -> MemoryAudit:
        return MemoryAudit(self._state)

    @property
    def recruiters(self) -> MemoryRecruiters:
        return MemoryRecruiters(self._state)

    @property
    def face_sessions(self) -> MemoryFaceSessions:
        return MemoryFaceSessions(self._state)

    @property
    def attempts(self) -> MemoryAttempts:
        return MemoryAttempts(self._state)

    @property
    def face_decisions(self) -> MemoryFaceDecisions:
        return MemoryFaceDecisions(self._state)

    @property
    def face_templates(self) -> MemoryFaceTemplates:
        return MemoryFaceTemplates(self._state)

    @property
    def film_marks(self) -> MemoryFilmMarks:
        return MemoryFilmMarks(self._state)

    @property
    def erasures(self) -> MemoryErasures:
        return MemoryErasures(self._state)

    @property
    def employers(self) -> MemoryEmployers:
        return MemoryEmployers(self._state)

    @property
    def memberships(self) -> MemoryMemberships:
        return MemoryMemberships(self._state)

    @property
    def posters(self) -> MemoryPosters:
        return MemoryPosters(self)

    @property
    def permits(self) -> MemoryPermits:
        return MemoryPermits(self._state)

    @property
    def signing_keys(self) -> MemorySigningKeys:
        return MemorySigningKeys(self._state)

    @property
    def account_traits(self) -> MemoryKnownTraits:
        return MemoryKnownTraits(self._state)

    @property
    def blocks(self) -> MemoryBlocks:
        return MemoryBlocks(self._state)

    @property
    def proofs(self) -> MemoryProofs:
        return MemoryProofs(self._state)

    @property
    def office_videos(self) -> MemoryOfficeVideos:
        return MemoryOfficeVideos(self._state)

    @property
    def applicant_links(self) -> MemoryApplicantLinks:
        return MemoryApplicantLinks(self._state)

    @property
    def payments(self) -> MemoryPayments:
        return MemoryPayments(self._state)

    @property
    def batches(self) -> MemoryBatches:
        return MemoryBatches(self._state)

    @property
    def statements(self) -> MemoryStatements:
        return MemoryStatements(self._state)

    @property
    def statement_entries(self) -> MemoryStatementEntries:
        return MemoryStatementEntries(self._state)

    @property
    def visits(self) -> MemoryVisits:
        return MemoryVisits(self._state)

    @property
    def mails(self) -> MemoryMails:
        return MemoryMails(self._state)

    @property
    def seekers(self) -> MemorySeekers:
        return MemorySeekers(self._state)

    @property
    def grants(self) -> MemoryGrants:
        return MemoryGrants(self._state)

    @property
    def resume_reads(self) -> MemoryResumeReads:
        return MemoryResumeReads(self._state)

    @property
    def seeker_links(self) -> MemorySeekerLinks:
        return MemorySeekerLinks(self._state)

    @property
    def complaints(self) -> MemoryComplaints:
        return MemoryComplaints(self._state)

    @property
    def escalations(self) -> MemoryEscalations:
        return MemoryEscalations(self._state)

    @property
    def notes(self) -> MemoryNotes:
        return MemoryNotes(self._state)

    @property
    def document_requests(self) -> MemoryDocumentRequests:
        return MemoryDocumentRequests(self._state)

    @property
    def saved_views(self) -> MemorySavedViews:
        return MemorySavedViews(self._state)

    @property
    def viewings(self) -> MemoryViewings:
        return MemoryViewings(self._state)

    @property
    def alerts(self) -> MemoryAlerts:
        return MemoryAlerts(self._state)

    @property
    def oversight(self) -> MemoryOversight:
        return MemoryOversight(self._state)

    @property
    def staff(self) -> MemoryStaff:
        return MemoryStaff(self._state)

    @property
    def credentials(self) -> MemoryCredentials:
        return MemoryCredentials(self._state)

    @property
    def staff_sessions(self) -> MemoryStaffSessions:
        return MemoryStaffSessions(self._state)

    @property
    def tickets(self) -> MemoryTickets:
        return MemoryTickets(self._state)

    @property
    def sign_in_failures(self) -> MemorySignInFailures:
        return MemorySignInFailures(self._state)

    @property
    def retention(self) -> MemoryRetention:
        return MemoryRetention(self._state)


class MemoryTenants(Repository, Tenants):
    def add(self, tenant: Tenant) -> None:
        must(tenant.id not in self._state.tenants)
        self._state.tenants[tenant.id] = tenant

    def get(self, tenant_id: str) -> Tenant | None:
        tenant: Tenant | None = self._state.tenants.get(tenant_id)
        return tenant

    def every(self) -> Sequence[Tenant]:
        return sorted(self._state.tenants.values(), key=lambda tenant: (tenant.name, tenant.id))

    def hold(self, tenant_id: str) -> None:
        """Nothing: writers are alone."""


class MemoryCases(Repository, Cases):
    def add(self, case: Case) -> None:
        must(case.id not in self._state.cases and case.tenant_id in self._state.tenants)
        must((case.state is CaseState.OPEN) == (case.submitted_at is None))
        employer = self._state.employers.get(case.employer_id)
        must(case.employer_id is None or (employer is not None and employer.tenant_id == case.tenant_id))
        self._state.cases[case.id] = case

    def get(self, tenant_id: str, case_id: str) -> Case | None:
        case = self._state.cases.get(case_id)
        return case if case and case.tenant_id == tenant_id else None

    hold = get

    def find(self, case_id: str, *, tenants: frozenset[str] | None) -> Case | None:
        case = self._state.cases.get(case_id)
        return case if case and (tenants is None or case.tenant_id in tenants) else None

    def page(self, tenant_id: str, *, before: str | None, limit: int) -> Sequence[Case]:
        mine = [row for row in self._state.cases.values() if row.tenant_id == tenant_id]
        older = [row for row in mine if before is None or row.id < before]
        return tuple(sorted(older, key=lambda row: row.id, reverse=True)[:limit])

    def of_employer(self, tenant_id: str, employer_id: str) -> Sequence[Case]:
        rows = [row for row in self._state.cases.values() if row.employer_id == employer_id]
        mine = [row for row in rows if row.tenant_id == tenant_id]
        return tuple(sorted(mine, key=lambda row: row.id, reverse=True)[:100])

    def some(self, tenant_id: str, case_ids: Collection[str]) -> Mapping[str, Case]:
        found = {one: self.get(tenant_id, one) for one in case_ids}
        return {one: case for one, case in found.items() if case is not None}

    def newest_of(self, tenant_id: str, employer_ids: Collection[str]) -> Mapping[str, Case]:
        cases = {one: self.of_employer(tenant_id, one) for one in employer_ids}
        return {one: mine[0] for one, mine in cases.items() if mine}

    def move(self, tenant_id: str, case_id: str, *, since: CaseState, to: CaseState, at: datetime) -> bool:
        case = self.get(tenant_id, case_id)
        if case is None or case.state is not since:
            return False
        submitted_at = at if to is CaseState.SUBMITTED else case.submitted_at
        self._state.cases[case_id] = replace(case, state=to, submitted_at=submitted_at)
        return True


class MemoryEvidence(Repository, EvidenceRecords):
    def add(self, evidence: Evidence) -> None:
        case = self._state.cases.get(evidence.case_id)
        must(evidence.id not in self._state.evidence)
        must(case is not None and case.tenant_id == evidence.tenant_id)
        self._state.evidence[evidence.id] = evidence

    def get(self, tenant_id: str, evidence_id: str) -> Evidence | None:
        evidence = self._state.evidence.get(evidence_id)
        return evidence if evidence and evidence.tenant_id == tenant_id else None

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Evidence]:
        mine = [row for row in self._state.evidence.values() if row.tenant_id == tenant_id]
        rows = [row for row in mine if row.case_id == case_id]
        return tuple(sorted(rows, key=lambda row: (row.added_at, row.id)))


class MemoryReadings(Repository, Readings):
    def add(self, reading: Reading, at: datetime) -> None:
        key = (reading.evidence_id, reading.reader)
        must(key not in self._state.readings and reading.evidence_id in self._state.evidence)
        self._state.readings[key] = reading

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Reading]:
        order = [row.id for row in MemoryEvidence(self._state).of_case(tenant_id, case_id)]
        rows = [row for row in self._state.readings.values() if row.evidence_id in order]
        return tuple(sorted(rows, key=lambda row: (order.index(row.evidence_id), row.reader)))


class MemoryPictures(Repository, Pictures):
    def keep(self, picture: StoredPicture) -> str | None:
        evidence = self._state.evidence.get(picture.evidence_id)
        must(evidence is not None and evidence.tenant_id == picture.tenant_id)
        must(evidence is not None and evidence.case_id == picture.case_id)
        earlier = self._state.pictures.get((picture.evidence_id, picture.kind))
        self._state.pictures[picture.evidence_id, picture.kind] = picture
        return earlier.sha256 if earlier else None

    def get(self, tenant_id: str, evidence_id: str, kind: PictureKind) -> StoredPicture | None:
        picture = self._state.pictures.get((evidence_id, kind))
        return picture if picture and picture.tenant_id == tenant_id else None

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[StoredPicture]:
        mine = [row for row in self._state.pictures.values() if row.tenant_id == tenant_id]
        rows = [row for row in mine if row.case_id == case_id]
        return tuple(sorted(rows, key=lambda row: (row.evidence_id, row.kind)))


class MemoryLikenesses(Repository, Likenesses):
    def keep(self, evidence: Evidence, likeness: Likeness, traits: Traits) -> None:
        must(self._state.evidence.get(evidence.id) == evidence)
        self._state.likenesses.setdefault(evidence.id, (evidence, likeness, traits))

    def near(self, case: Case, likeness: Likeness, *, within: int, limit: int) -> Sequence[Near]:
        found = [
            Near(evidence.case_id, evidence.id, min(_distance(likeness, other)))
            for evidence, other, _ in self._others(case)
        ]
        nearest = sorted(found, key=lambda one: (one.distance, one.evidence_id))
        return [one for one in nearest if one.distance <= within][:limit]

    def sharing(self, case: Case, traits: Traits, *, limit: int) -> Sequence[Sharing]:
        found = [
            Sharing(
                evidence.case_id,
                evidence.id,
                self._state.cases[evidence.case_id].is_of_the_account_of(case),
                frozenset(kind for kind, _ in traits & theirs),
            )
            for evidence, _, theirs in self._others(case)
            if traits & theirs
        ]
        newest = sorted(found, key=lambda one: one.evidence_id, reverse=True)
        return tuple(sorted(newest, key=lambda one: one.same_account)[:limit])

    def shared_by(
        self, case: Case, traits: Traits, evidence_ids: Sequence[str]
    ) -> Mapping[str, frozenset[Shared]]:
        every = self.sharing(case, traits, limit=len(self._state.likenesses))
        return {one.evidence_id: one.shared for one in every if one.evidence_id in evidence_ids}

    def count_sharing(self, case: Case, traits: Traits) -> int:
        return len(self.sharing(case, traits, limit=len(self._state.likenesses)))

    def _others(self, case: Case) -> list[tuple[Evidence, Likeness, Traits]]:
        return [
            row
            for row in self._state.likenesses.values()
            if row[0].tenant_id == case.tenant_id and row[0].case_id != case.id
        ]


def _distance(one: Likeness, other: Likeness) -> tuple[int, int]:
    return _bits(one.page, other.page), _bits(one.print, other.print)


def _bits(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


class MemoryTasks(Repository, Tasks):
    def add(self, task: Task) -> None:
        must(task.id not in self._state.tasks)
        if isinstance(task, EvidenceTask):
            pairs = {(row.evidence_id, row.reader) for row in self._of_evidence()}
            evidence = self._state.evidence.get(task.evidence_id)
            must((task.evidence_id, task.reader) not in pairs and evidence is not None)
            must((evidence.case_id, evidence.tenant_id) == (task.case_id, task.tenant_id))
        if isinstance(task, FilmTask):
            films = {row.attempt_id for row in self._state.tasks.values() if isinstance(row, FilmTask)}
            attempt = self._state.attempts.get(task.attempt_id)
            must(task.attempt_id not in films and attempt is not None)
            must((attempt.session_id, attempt.tenant_id) == (task.session_id, task.tenant_id))
        self._state.tasks[task.id] = task

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[EvidenceTask]:
        order = [row.id for row in MemoryEvidence(self._state).of_case(tenant_id, case_id)]
        rows = [row for row in self._of_evidence() if row.evidence_id in order]
        return tuple(sorted(rows, key=lambda row: (order.index(row.evidence_id), row.reader)))

    def get(self, task_id: str) -> Task | None:
        task: Task | None = self._state.tasks.get(task_id)
        return task

    def claim(self, task_id: str, *, by: str, now: datetime, until: datetime, attempts: int) -> Task | None:
        task = self.get(task_id)
        if task is None or not waits(task, now) or task.attempts >= attempts:
            return None
        return self._put(
            task, state=TaskState.CLAIMED, claimed_by=by, lease_until=until, attempts=task.attempts + 1
        )

    def renew(self, task_id: str, *, attempt: int, until: datetime) -> bool:
        task = self._held(task_id, attempt)
        return task is not None and bool(self._put(task, lease_until=until))

    def release(self, task_id: str, *, attempt: int, at: datetime) -> bool:
        task = self._held(task_id, attempt)
        return task is not None and bool(
            self._put(task, state=TaskState.QUEUED, lease_until=None, claimed_by=None, asked_at=at)
        )

    def end(self, task_id: str, *, attempt: int, state: TaskState, failure: str | None = None) -> bool:
        task = self._held(task_id, attempt)
        return task is not None and bool(self._put(task, state=state, lease_until=None, failure=failure))

    def restart(self, task_id: str, *, at: datetime) -> bool:
        task = self.get(task_id)
        done = task is not None and task.state is TaskState.DONE
        return done and bool(self._put(task, state=TaskState.QUEUED, claimed_by=None, asked_at=at))

    def cancel(self, task_id: str, *, failure: str) -> bool:
        task = self.get(task_id)
        if task is None or task.state not in (TaskState.QUEUED, TaskState.CLAIMED):
            return False
        return bool(self._put(task, state=TaskState.FAILED, lease_until=None, failure=failure))

    def stale(self, *, asked_before: datetime, now: datetime, limit: int) -> Sequence[Task]:
        rows = [row for row in self._state.tasks.values() if waits(row, now) and row.asked_at < asked_before]
        return tuple(sorted(rows, key=lambda row: row.asked_at)[:limit])

    def ask_again(self, task_id: str, *, asked_at: datetime, now: datetime) -> bool:
        task = self.get(task_id)
        if task is None or not waits(task, now) or task.asked_at != asked_at:
            return False
        return bool(self._put(task, asked_at=now))

    def _of_evidence(self) -> Sequence[EvidenceTask]:
        return [row for row in self._state.tasks.values() if isinstance(row, EvidenceTask)]

    def _held(self, task_id: str, attempt: int) -> Task | None:
        task = self.get(task_id)
        held = task is not None and task.state is TaskState.CLAIMED and task.attempts == attempt
        return task if held else None

    def _put(self, task: Task, **changes: Any) -> Task:
        self._state.tasks[task.id] = changed = replace(task, **changes)
        must((changed.state is TaskState.FAILED) == (changed.failure is not None))
        return changed


def waits(task: Task, now: datetime) -> bool:
    if task.state is TaskState.CLAIMED:
        return task.lease_until is not None and task.lease_until < now
    return task.state is TaskState.QUEUED


class MemoryDecisions(Repository, Decisions):
    def add(self, tenant_id: str, decision: Decision, findings: Sequence[Finding]) -> None:
        case = self._state.cases.get(decision.case_id)
        rejected = decision.proposal.outcome is DecisionOutcome.REJECTED
        must((decision.case_id, decision.round) not in self._state.decisions and decision.round >= 1)
        must(case is not None and case.tenant_id == tenant_id)
        must(not rejected or decision.decided_by != POLICY)
        must(decision.decided_by == POLICY or decision.ruling is not None)
        self._state.decisions[decision.case_id, decision.round] = (decision, tuple(findings))

    def latest(self, tenant_id: str, case_id: str) -> tuple[Decision, Sequence[Finding]] | None:
        if MemoryCases(self._state).get(tenant_id, case_id) is None:
            return None
        rounds = [row for (of, _), row in self._state.decisions.items() if of == case_id]
        return max(rounds, key=lambda row: row[0].round, default=None)

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Decision]:
        if MemoryCases(self._state).get(tenant_id, case_id) is None:
            return ()
        rounds = (row[0] for (of, _), row in self._state.decisions.items() if of == case_id)
        return sorted(rounds, key=lambda decision: decision.round)


class MemorySandbox(Repository, SandboxRecord):
    def become(self, _at: datetime) -> bool:
        if not self._state.sandbox and self._state.tenants:
            return False
        self._state.sandbox.setdefault(1, timedelta(0))
        return True

    def ahead(self) -> timedelta | None:
        ahead: timedelta | None = self._state.sandbox.get(1)
        return ahead

    def advance(self, by: timedelta, *, most: timedelta) -> bool:
        ahead = self.ahead()
        if ahead is None or ahead + by > most:
            return False
        self._state.sandbox[1] = ahead + by
        return True


class MemoryReplies(Repository, Replies):
    def begin(self, tenant_id: str, key: str, *, fingerprint: str, now: datetime, until: datetime) -> bool:
        kept = self._state.replies.get((tenant_id, key))
        if kept is not None and kept[1] > now:
            return False
        self._state.replies[tenant_id, key] = (Reply(fingerprint, None), until)
        return True

    def begin_all(
        self, tenant_id: str, asked: Mapping[str, str], *, now: datetime, until: datetime
    ) -> Set[str]:
        begin = partial(self.begin, tenant_id, now=now, until=until)
        return {key for key, fingerprint in asked.items() if begin(key, fingerprint=fingerprint)}

    def get(self, tenant_id: str, key: str) -> Reply | None:
        kept = self._state.replies.get((tenant_id, key))
        return kept[0] if kept else None

    def finish(self, tenant_id: str, key: str, response: StoredResponse, *, until: datetime) -> bool:
        kept = self.get(tenant_id, key)
        if kept is None or kept.response is not None:
            return False
        self._state.replies[tenant_id, key] = (replace(kept, response=response), until)
        return True

    def finish_all(self, tenant_id: str, responses: Mapping[str, StoredResponse], *, until: datetime) -> None:
        for key, response in responses.items():
            self.finish(tenant_id, key, response, until=until)

    def abandon(self, tenant_id: str, key: str) -> None:
        kept = self.get(tenant_id, key)
        if kept is not None and kept.response is None:
            del self._state.replies[tenant_id, key]

    def forget_expired(self, *, now: datetime, limit: int) -> int:
        expired = [key for key, (_, until) in self._state.replies.items() if until <= now][:limit]
        for key in expired:
            del self._state.replies[key]
        return len(expired)


RETENTION = load_retention(POLICIES / "retention-v1.toml")
PROOFS = load_proofs(POLICIES / "proofs-v1.toml")
READS = load_reads(POLICIES / "reads-v1.toml")
LENIENT = Policy("lenient", timedelta(days=180), soft_limit=2, rules={})
"""A policy that asks for nothing, and so verifies."""


@dataclass(frozen=True, slots=True)
class World:
    """Ports for the use cases, and the fakes behind them for the test to look at and to move."""

    ports: Ports
    queue: FakeQueue
    clock: FakeClock
    blobs: MemoryBlobs
    judge: FakeFilmJudge
    screener: FakeScreener


LICENCE_ALONE = ReadingPlan({EvidenceKind.BUSINESS_LICENCE: ("licence",)})
"""A plan of one reader, for tests of what is the same for all."""


def world(
    policy: Policy = LENIENT,
    store: Any = None,
    plan: ReadingPlan = LICENCE_ALONE,
    gate: GatePolicy = NO_GATE,
) -> World:
    """Everything in memory, or on a store of the test's own."""
    store = store or MemoryStore()
    queue, clock, blobs, judge = FakeQueue(), FakeClock(), MemoryBlobs(), FakeFilmJudge()
    screener = FakeScreener()
    ports = Ports(
        store.transaction,
        store.view,
        blobs,
        queue,
        clock,
        policy,
        FACE_POLICY,
        judge,
        plan=plan,
        gate_policy=gate,
        proof_policy=PROOFS,
        bank=FakeBank(),
        bank_files=Files(),
        read_policy=READS,
        screener=screener,
        staff_policy=STAFF_POLICY,
        retention_policy=RETENTION,
    )
    return World(ports, queue, clock, blobs, judge, screener)


def fake_ports(
    policy: Policy = LENIENT, plan: ReadingPlan = LICENCE_ALONE, gate: GatePolicy = NO_GATE
) -> Ports:
    """Ports that live in memory."""
    return world(policy, plan=plan, gate=gate).ports
