"""All repositories over one database transaction."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import Connection, Engine

from verifier.domain.event import EventType
from verifier.store.audit import SqlAudit
from verifier.store.cases import SqlCases, SqlEvidence
from verifier.store.deliveries import SqlDeliveries
from verifier.store.engine import for_reading, for_writing
from verifier.store.envelope import Envelope
from verifier.store.events import SqlEvents
from verifier.store.faces.attempts import SqlAttempts
from verifier.store.faces.decisions import SqlFaceDecisions
from verifier.store.faces.erasures import SqlErasures
from verifier.store.faces.recruiters import SqlRecruiters
from verifier.store.faces.sessions import SqlFaceSessions
from verifier.store.faces.templates import SqlFaceTemplates, SqlFilmMarks
from verifier.store.gate.employers import SqlEmployers, SqlMemberships
from verifier.store.gate.permits import SqlPermits, SqlSigningKeys
from verifier.store.gate.posters import SqlPosters
from verifier.store.gate.traits import SqlBlocks, SqlKnownTraits
from verifier.store.keys import SqlKeys
from verifier.store.likenesses import SqlLikenesses
from verifier.store.pictures import SqlPictures
from verifier.store.proofs.bank import SqlBatches, SqlPayments, SqlStatementEntries
from verifier.store.proofs.mails import SqlMails
from verifier.store.proofs.office_videos import SqlOfficeVideos
from verifier.store.proofs.proofs import SqlApplicantLinks, SqlProofs
from verifier.store.proofs.statements import SqlStatements
from verifier.store.proofs.visits import SqlVisits
from verifier.store.readings import SqlDecisions, SqlReadings
from verifier.store.replies import SqlReplies
from verifier.store.retention.repository import SqlRetention
from verifier.store.review.escalations import SqlEscalations
from verifier.store.review.notes import SqlDocumentRequests, SqlNotes
from verifier.store.review.oversight import SqlOversight
from verifier.store.review.viewings import SqlAlerts, SqlSavedViews, SqlViewings
from verifier.store.sandbox import SqlSandbox
from verifier.store.sealing import Seal
from verifier.store.seekers.reads import SqlResumeReads
from verifier.store.seekers.seekers import SqlComplaints, SqlGrants, SqlSeekerLinks, SqlSeekers
from verifier.store.staff.credentials import SqlCredentials
from verifier.store.staff.members import SqlStaff
from verifier.store.staff.sessions import SqlSignInFailures, SqlStaffSessions, SqlTickets
from verifier.store.tasks import SqlTasks
from verifier.store.tenants import SqlTenants
from verifier.store.turns import Turns
from verifier.store.webhooks import SqlWebhooks
from verifier.usecases.ports import Transaction


class SqlTransaction(Transaction):
    """Commits when the block that opened it ends without an error, rolls back otherwise."""

    def __init__(self, connection: Connection, seal: Envelope, face_seal: Seal) -> None:
        self.told: list[EventType] = []  # events that are committed with this transaction
        self._connection = connection
        self._seal = seal
        self._face_seal = face_seal

    @property
    def connection(self) -> Connection:
        """For what the store itself does to its rows; use cases have the repositories."""
        return self._connection

    @property
    def tenants(self) -> SqlTenants:
        return SqlTenants(self._connection, self._seal)

    @property
    def cases(self) -> SqlCases:
        return SqlCases(self._connection)

    @property
    def evidence(self) -> SqlEvidence:
        return SqlEvidence(self._connection)

    @property
    def readings(self) -> SqlReadings:
        return SqlReadings(self._connection)

    @property
    def pictures(self) -> SqlPictures:
        return SqlPictures(self._connection)

    @property
    def tasks(self) -> SqlTasks:
        return SqlTasks(self._connection)

    @property
    def decisions(self) -> SqlDecisions:
        return SqlDecisions(self._connection)

    @property
    def likenesses(self) -> SqlLikenesses:
        return SqlLikenesses(self._connection, self._seal)

    @property
    def replies(self) -> SqlReplies:
        return SqlReplies(self._connection, self._seal)

    @property
    def keys(self) -> SqlKeys:
        return SqlKeys(self._connection)

    @property
    def events(self) -> SqlEvents:
        return SqlEvents(self._connection, self.told)

    @property
    def webhooks(self) -> SqlWebhooks:
        return SqlWebhooks(self._connection, self._seal)

    @property
    def deliveries(self) -> SqlDeliveries:
        return SqlDeliveries(self._connection)

    @property
    def audit(self) -> SqlAudit:
        return SqlAudit(self._connection, self._seal)

    @property
    def recruiters(self) -> SqlRecruiters:
        return SqlRecruiters(self._connection)

    @property
    def face_sessions(self) -> SqlFaceSessions:
        return SqlFaceSessions(self._connection)

    @property
    def attempts(self) -> SqlAttempts:
        return SqlAttempts(self._connection)

    @property
    def face_decisions(self) -> SqlFaceDecisions:
        return SqlFaceDecisions(self._connection)

    @property
    def face_templates(self) -> SqlFaceTemplates:
        return SqlFaceTemplates(self._connection, self._face_seal)

    @property
    def film_marks(self) -> SqlFilmMarks:
        return SqlFilmMarks(self._connection, self._face_seal)

    @property
    def erasures(self) -> SqlErasures:
        return SqlErasures(self._connection)

    @property
    def employers(self) -> SqlEmployers:
        return SqlEmployers(self._connection)

    @property
    def memberships(self) -> SqlMemberships:
        return SqlMemberships(self._connection)

    @property
    def posters(self) -> SqlPosters:
        return SqlPosters(self._connection, self._face_seal)

    @property
    def permits(self) -> SqlPermits:
        return SqlPermits(self._connection)

    @property
    def signing_keys(self) -> SqlSigningKeys:
        return SqlSigningKeys(self._connection, self._seal.master)

    @property
    def account_traits(self) -> SqlKnownTraits:
        return SqlKnownTraits(self._connection, self._seal)

    @property
    def blocks(self) -> SqlBlocks:
        return SqlBlocks(self._connection)

    @property
    def proofs(self) -> SqlProofs:
        return SqlProofs(self._connection)

    @property
    def office_videos(self) -> SqlOfficeVideos:
        return SqlOfficeVideos(self._connection)

    @property
    def applicant_links(self) -> SqlApplicantLinks:
        return SqlApplicantLinks(self._connection)

    @property
    def payments(self) -> SqlPayments:
        return SqlPayments(self._connection, self._seal)

    @property
    def batches(self) -> SqlBatches:
        return SqlBatches(self._connection, self._seal)

    @property
    def statement_entries(self) -> SqlStatementEntries:
        return SqlStatementEntries(self._connection, self._seal)

    @property
    def statements(self) -> SqlStatements:
        return SqlStatements(self._connection)

    @property
    def visits(self) -> SqlVisits:
        return SqlVisits(self._connection, self._seal)

    @property
    def mails(self) -> SqlMails:
        return SqlMails(self._connection, self._seal)

    @property
    def seekers(self) -> SqlSeekers:
        return SqlSeekers(self._connection)

    @property
    def grants(self) -> SqlGrants:
        return SqlGrants(self._connection)

    @property
    def resume_reads(self) -> SqlResumeReads:
        return SqlResumeReads(self._connection, self._seal)

    @property
    def seeker_links(self) -> SqlSeekerLinks:
        return SqlSeekerLinks(self._connection)

    @property
    def complaints(self) -> SqlComplaints:
        return SqlComplaints(self._connection)

    @property
    def sandbox(self) -> SqlSandbox:
        return SqlSandbox(self._connection)

    @property
    def escalations(self) -> SqlEscalations:
        return SqlEscalations(self._connection)

    @property
    def notes(self) -> SqlNotes:
        return SqlNotes(self._connection)

    @property
    def document_requests(self) -> SqlDocumentRequests:
        return SqlDocumentRequests(self._connection)

    @property
    def saved_views(self) -> SqlSavedViews:
        return SqlSavedViews(self._connection)

    @property
    def viewings(self) -> SqlViewings:
        return SqlViewings(self._connection)

    @property
    def alerts(self) -> SqlAlerts:
        return SqlAlerts(self._connection)

    @property
    def oversight(self) -> SqlOversight:
        return SqlOversight(self._connection)

    @property
    def staff(self) -> SqlStaff:
        return SqlStaff(self._connection)

    @property
    def credentials(self) -> SqlCredentials:
        return SqlCredentials(self._connection, self._seal.master)

    @property
    def staff_sessions(self) -> SqlStaffSessions:
        return SqlStaffSessions(self._connection, self._seal.master)

    @property
    def tickets(self) -> SqlTickets:
        return SqlTickets(self._connection)

    @property
    def sign_in_failures(self) -> SqlSignInFailures:
        return SqlSignInFailures(self._connection, self._seal.master)

    @property
    def retention(self) -> SqlRetention:
        return SqlRetention(self._connection, self.face_templates, self.account_traits)


class SqlStore:
    """Opens transactions on one database, whose tenants' keys the master key seals.

    `face_seal` is for biometric templates alone. `count` is told which events were committed.
    """

    def __init__(
        self,
        engine: Engine,
        master: Seal,
        face_seal: Seal,
        count: Callable[[Sequence[EventType]], None] = lambda _events: None,
    ) -> None:
        self.engine = engine
        self.envelope = Envelope(engine, master)
        self._writing = for_writing(engine)
        self._reading = for_reading(engine)
        self._face_seal = face_seal
        self._turn = _turns(engine)
        self._count = count

    @contextmanager
    def transaction(self) -> Iterator[SqlTransaction]:
        """One that reads and writes."""
        with self._turn(), self._writing.begin() as connection:
            transaction = SqlTransaction(connection, self.envelope, self._face_seal)
            yield transaction
        self._count(transaction.told)

    @contextmanager
    def view(self) -> Iterator[SqlTransaction]:
        """One that reads a single state, and cannot write."""
        with self._reading.begin() as connection:
            yield SqlTransaction(connection, self.envelope, self._face_seal)


def _turns(engine: Engine) -> Callable[[], AbstractContextManager[None]]:
    """SQLite's writers take turns; PostgreSQL's need not."""
    file = engine.url.database
    if engine.dialect.name != "sqlite" or file is None:
        return nullcontext
    return Turns(Path(f"{file}-turns")).turn
