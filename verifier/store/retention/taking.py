"""Taking items out of the tables with all that belongs to them, children first. Counts every row.

Files are not touched here: those that no row names any more are told, for the caller to list them for
deletion in the same transaction.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, delete, select, update

from verifier.domain.retention import Item
from verifier.store import hashes, tables
from verifier.store.faces.templates import SqlFaceTemplates
from verifier.store.retention.naming import named, names_in
from verifier.store.retention.picking import PICKS
from verifier.store.rows import change

faces, gate, proofs, review = tables.faces, tables.gate, tables.proofs, tables.review
Taking = Callable[["Taker", Sequence[str]], None]


class Taker:
    """Takes rows of one tenant in one transaction, and remembers how many, and which files they named."""

    def __init__(self, connection: Connection, tenant_id: str, templates: SqlFaceTemplates) -> None:
        self._connection = connection
        self._tenant_id = tenant_id
        self._templates = templates
        self._files: list[str] = []
        self.rows: Counter[str] = Counter()

    def take(self, table: Table, condition: ColumnElement[bool]) -> None:
        """Delete these rows; what files they name is remembered."""
        if "sha256" in table.c:
            self._files += names_in(self._connection, table, condition)
        self.rows[table.name] += change(self._connection, delete(table).where(condition))

    def blank(self, table: Table, condition: ColumnElement[bool], **values: Any) -> None:
        """Write other values into these rows."""
        self.rows[table.name] += change(self._connection, update(table).where(condition).values(**values))

    def unnamed(self) -> tuple[str, ...]:
        """The files that were named by what is gone, and by nothing that is left."""
        files = sorted(set(self._files))
        left = named(self._connection, self._tenant_id, files)
        return tuple(name for name in files if name not in left)

    def forget_faces(self, recruiter_ids: Sequence[str]) -> None:
        for one in recruiter_ids:
            self.rows[faces.face_templates.name] += self._templates.drop_all(self._tenant_id, one)

    def forget_proposed(self, session_ids: Sequence[str]) -> None:
        for one in session_ids:
            self.rows[faces.face_templates.name] += self._templates.drop_session(self._tenant_id, one)

    def mine(self, table: Table) -> ColumnElement[bool]:
        condition: ColumnElement[bool] = table.c.tenant_id == self._tenant_id
        return condition

    def ids(self, column: ColumnElement[Any], condition: ColumnElement[bool]) -> list[Any]:
        return list(self._connection.execute(select(column).where(condition)).scalars())

    def shown_templates(self, recruiter_id: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """That there is a template, and since when: what it says can be told nobody but an engine."""
        for engine, at in self._templates.kinds(self._tenant_id, recruiter_id):
            yield (
                faces.face_templates.name,
                {"engine": engine, "enrolled_at": at.isoformat() if at else None},
            )

    def take_hashes(self, numbers: Sequence[int]) -> None:
        self.rows[hashes.TABLE] += hashes.remove(self._connection, numbers)


def take_evidence(taker: Taker, case_ids: Sequence[str]) -> None:
    """All that was handed in with the cases, and all that was read from it."""
    evidence_ids = taker.ids(tables.evidence.c.id, tables.evidence.c.case_id.in_(case_ids))
    of_evidence = tables.likenesses.c.evidence_id.in_(evidence_ids)
    taker.take_hashes(taker.ids(tables.likenesses.c.id, of_evidence))
    taker.take(tables.likeness_keys, tables.likeness_keys.c.evidence_id.in_(evidence_ids))
    for table in (tables.likenesses, tables.readings, tables.pictures, tables.tasks):
        taker.take(table, table.c.evidence_id.in_(evidence_ids))
    taker.take(tables.evidence, tables.evidence.c.id.in_(evidence_ids))


def take_cases(taker: Taker, case_ids: Sequence[str]) -> None:
    take_evidence(taker, case_ids)
    _take_reviews(taker, case_ids)
    taker.take(tables.decisions, tables.decisions.c.case_id.in_(case_ids))
    of_cases = faces.recruiters.c.case_id.in_(case_ids)
    if taker.ids(faces.recruiters.c.id, of_cases):
        taker.blank(faces.recruiters, of_cases, case_id=None)
    taker.take(tables.cases, tables.cases.c.id.in_(case_ids))


def _take_reviews(taker: Taker, case_ids: Sequence[str]) -> None:
    """What people did with the cases: who looked at them, what they wrote, how long they waited."""
    of_cases = review.escalations.c.case_id.in_(case_ids)
    escalation_ids = taker.ids(review.escalations.c.id, of_cases)
    taker.take(review.escalation_reasons, review.escalation_reasons.c.escalation_id.in_(escalation_ids))
    for table in (review.escalations, review.notes, review.document_requests, review.viewings):
        taker.take(table, table.c.case_id.in_(case_ids))


def take_films(taker: Taker, session_ids: Sequence[str]) -> None:
    """What is left of the sessions' films, measures and marks included; sessions and decisions stay."""
    attempt_ids = taker.ids(faces.face_attempts.c.id, faces.face_attempts.c.session_id.in_(session_ids))
    taker.take(tables.tasks, tables.tasks.c.attempt_id.in_(attempt_ids))
    for table in (faces.film_marks, faces.film_batches, faces.film_readings, faces.kept_frames):
        taker.take(table, table.c.attempt_id.in_(attempt_ids))
    taker.forget_proposed(session_ids)


def take_sessions(taker: Taker, session_ids: Sequence[str]) -> None:
    take_films(taker, session_ids)
    for table in (faces.face_decisions, faces.face_attempts):
        taker.take(table, table.c.session_id.in_(session_ids))
    taker.take(faces.face_sessions, faces.face_sessions.c.id.in_(session_ids))


def take_proofs(taker: Taker, proof_ids: Sequence[str]) -> None:
    """The proofs with all that their kinds keep of them."""
    take_proof_contents(taker, proof_ids)
    taker.take(proofs.proofs, proofs.proofs.c.id.in_(proof_ids))


def take_proof_contents(taker: Taker, proof_ids: Sequence[str]) -> None:
    """What their kinds keep; that there was a proof, and how it ended, stays."""
    taker.take(tables.tasks, tables.tasks.c.proof_id.in_(proof_ids))
    for table in proofs.OF_A_PROOF:
        taker.take(table, table.c.proof_id.in_(proof_ids))


def _take_events(taker: Taker, event_ids: Sequence[str]) -> None:
    taker.take(tables.deliveries, tables.deliveries.c.event_id.in_(event_ids))
    taker.take(tables.events, tables.events.c.id.in_(event_ids))


def _take_employers(taker: Taker, employer_ids: Sequence[str]) -> None:
    for table in (gate.account_traits, gate.memberships):
        taker.take(table, table.c.employer_id.in_(employer_ids))
    taker.take(gate.employers, gate.employers.c.id.in_(employer_ids))


def _take_recruiters(taker: Taker, recruiter_ids: Sequence[str]) -> None:
    taker.forget_faces(recruiter_ids)
    taker.take(faces.recruiters, faces.recruiters.c.id.in_(recruiter_ids))


def _take_portraits(taker: Taker, recruiter_ids: Sequence[str]) -> None:
    taker.take(faces.portraits, faces.portraits.c.recruiter_id.in_(recruiter_ids))


def _take_marks(taker: Taker, attempt_ids: Sequence[str]) -> None:
    taker.take(faces.film_marks, faces.film_marks.c.attempt_id.in_(attempt_ids))


def _rows_of(item: Item) -> Taking:
    """Items that are rows and nothing else."""
    pick = PICKS[item]

    def take(taker: Taker, names: Sequence[str]) -> None:
        taker.take(pick.table, taker.mine(pick.table) & pick.name.in_(names))

    return take


TAKINGS: Final[Mapping[Item, Taking]] = {
    Item.EVENTS: _take_events,
    Item.PROOFS: take_proofs,
    Item.PORTRAITS: _take_portraits,
    Item.TEMPLATES: Taker.forget_faces,
    Item.FILM_MARKS: _take_marks,
    Item.DRAFTS: take_cases,
    Item.EVIDENCE: take_evidence,
    Item.CASES: take_cases,
    Item.FACE_SESSIONS: take_sessions,
    Item.EMPLOYERS: _take_employers,
    Item.RECRUITERS: _take_recruiters,
    **{
        item: _rows_of(item)
        for item in (
            Item.REPLIES,
            Item.PERMITS,
            Item.APPLICANT_LINKS,
            Item.RESUME_READS,
            Item.RESUME_GRANTS,
            Item.SEEKER_LINKS,
            Item.SEEKER_COMPLAINTS,
            Item.SEEKERS,
            Item.EMPLOYER_ENTRIES,
            Item.MEMBERSHIPS,
            Item.BLOCKS,
            Item.KEYS,
        )
    },
}
