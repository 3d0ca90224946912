"""All that is kept of one subject, as tables and rows, for whoever it is about; no seals, marks or tokens.

Of somebody else there is an identifier at most: a recruiter of an employer, a case that looks alike.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, LargeBinary, Select, Table, select

from verifier.store import tables
from verifier.store.retention.taking import Taker

faces, gate, proofs, review = tables.faces, tables.gate, tables.proofs, tables.review
seekers = tables.seekers
# What opens something, or is another one's: a device is its recruiter's and not the employer's.
UNTOLD: Final = frozenset(
    {"mail_alias", "phone_alias", "token_hash", "browser_hash", "nonce", "digests", "claimed_by", "tenant_id"}
)
AT_ONCE: Final = 200
Shown = Iterator[tuple[str, Mapping[str, Any]]]


def case_rows(connection: Connection, taker: Taker, case_id: str) -> Shown:
    of_case = taker.mine(tables.cases) & (tables.cases.c.id == case_id)
    yield from _rows(connection, tables.cases, select(tables.cases).where(of_case))
    for table in (tables.evidence, tables.pictures, tables.decisions, tables.likenesses):
        mine = taker.mine(table) & (table.c.case_id == case_id)
        yield from _rows(connection, table, select(table).where(mine))
    readings = select(tables.readings).join(
        tables.evidence, tables.readings.c.evidence_id == tables.evidence.c.id
    )
    yield from _rows(connection, tables.readings, readings.where(tables.evidence.c.case_id == case_id))
    for table in (review.escalations, review.notes, review.document_requests, review.viewings):
        mine = taker.mine(table) & (table.c.case_id == case_id)
        yield from _rows(connection, table, select(table).where(mine))
    yield from _told_of(connection, taker, case_id)


def recruiter_rows(connection: Connection, taker: Taker, recruiter_id: str) -> Shown:
    of_recruiter = taker.mine(faces.recruiters) & (faces.recruiters.c.id == recruiter_id)
    yield from _rows(connection, faces.recruiters, select(faces.recruiters).where(of_recruiter))
    for table in (faces.portraits, faces.face_sessions, gate.memberships, gate.permits):
        mine = taker.mine(table) & (table.c.recruiter_id == recruiter_id)
        yield from _rows(connection, table, select(table).where(mine))
    session_ids = taker.ids(faces.face_sessions.c.id, faces.face_sessions.c.recruiter_id == recruiter_id)
    for table in (faces.face_attempts, faces.kept_frames, faces.face_decisions):
        yield from _rows(connection, table, select(table).where(table.c.session_id.in_(session_ids)))
    attempt_ids = taker.ids(faces.face_attempts.c.id, faces.face_attempts.c.session_id.in_(session_ids))
    readings = select(faces.film_readings).where(faces.film_readings.c.attempt_id.in_(attempt_ids))
    yield from _rows(connection, faces.film_readings, readings)
    yield from taker.shown_templates(recruiter_id)
    yield from _reads(connection, taker, seekers.resume_reads.c.recruiter_id == recruiter_id)
    yield from _proofs(connection, taker, proofs.proofs.c.recruiter_id == recruiter_id)
    yield from _told_of(connection, taker, recruiter_id)


def employer_rows(connection: Connection, taker: Taker, employer_id: str) -> Shown:
    of_employer = taker.mine(gate.employers) & (gate.employers.c.id == employer_id)
    yield from _rows(connection, gate.employers, select(gate.employers).where(of_employer))
    for table in (gate.employer_entries, gate.memberships, gate.account_traits, gate.blocks, gate.permits):
        mine = taker.mine(table) & (table.c.employer_id == employer_id)
        yield from _rows(connection, table, select(table).where(mine), but={"device"})
    yield from _proofs(connection, taker, proofs.proofs.c.employer_id == employer_id)
    of_links = taker.mine(proofs.applicant_links) & (proofs.applicant_links.c.employer_id == employer_id)
    yield from _rows(connection, proofs.applicant_links, select(proofs.applicant_links).where(of_links))
    yield from _reads(connection, taker, seekers.resume_reads.c.employer_id == employer_id)
    for case_id in taker.ids(tables.cases.c.id, tables.cases.c.employer_id == employer_id):
        yield from case_rows(connection, taker, case_id)
    yield from _told_of(connection, taker, employer_id)


def seeker_rows(connection: Connection, taker: Taker, seeker_id: str) -> Shown:
    mine = taker.mine(seekers.seekers) & (seekers.seekers.c.id == seeker_id)
    yield from _rows(connection, seekers.seekers, select(seekers.seekers).where(mine))
    for table in (
        seekers.resume_grants,
        seekers.resume_reads,
        seekers.seeker_links,
        seekers.seeker_complaints,
    ):
        of_seeker = taker.mine(table) & (table.c.seeker_id == seeker_id)
        yield from _rows(connection, table, select(table).where(of_seeker))
    yield from _told_of(connection, taker, seeker_id)


def _reads(connection: Connection, taker: Taker, whose: ColumnElement[bool]) -> Shown:
    """Reads of others' résumés: whose they are is told by our own id alone."""
    mine = taker.mine(seekers.resume_reads) & whose
    yield from _rows(
        connection, seekers.resume_reads, select(seekers.resume_reads).where(mine), but={"resume"}
    )


def _proofs(connection: Connection, taker: Taker, whose: ColumnElement[bool]) -> Shown:
    """The proofs, and what their kinds keep of them."""
    mine = taker.mine(proofs.proofs) & whose
    yield from _rows(connection, proofs.proofs, select(proofs.proofs).where(mine))
    proof_ids = taker.ids(proofs.proofs.c.id, mine)
    for table in proofs.OF_A_PROOF:
        yield from _rows(connection, table, select(table).where(table.c.proof_id.in_(proof_ids)))


def _told_of(connection: Connection, taker: Taker, subject_id: str) -> Shown:
    """Who did what to it, and to whom it was given."""
    mine = taker.mine(tables.audit) & (tables.audit.c.subject == subject_id)
    columns = ("moment", "actor_kind", "actor_id", "action", "subject", "details")
    query = select(*(tables.audit.c[name] for name in columns)).where(mine)
    yield from _rows(connection, tables.audit, query.order_by(tables.audit.c.moment))


def _rows(
    connection: Connection, table: Table, query: Select[Any], *, but: frozenset[str] | set[str] = frozenset()
) -> Shown:
    for row in connection.execute(query).mappings():
        yield (
            table.name,
            {
                name: value.isoformat() if isinstance(value, datetime) else value
                for name, value in row.items()
                if name not in UNTOLD | but and not isinstance(table.c[name].type, LargeBinary)
            },
        )
