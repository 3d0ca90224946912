"""Taking the person out of what has to stay: decisions keep outcome and codes, and lose every word.

`reference` becomes the row's own id: it is the site's word for somebody, and must be a text that is unique.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Table, select

from verifier.domain.account_traits import TraitKind
from verifier.domain.retention import Removed
from verifier.store import tables
from verifier.store.gate.traits import SqlKnownTraits
from verifier.store.retention.taking import Taker, take_cases, take_evidence, take_films, take_proof_contents

faces, gate, proofs, review = tables.faces, tables.gate, tables.proofs, tables.review
seekers = tables.seekers
FINDINGS: Final = ("findings", "reasons")
KEPT: Final = ("check", "outcome", "code")  # of a finding
NOTHING_DECLARED: Final = {
    "declared_name": "",
    "declared_code": "",
    "declared_person": "",
    "declared_address": None,
    "declared_phone": None,
    "declared_bank_account": None,
    "declared_website": None,
    "declared_agent": None,
    "reference": None,
}
AT_ONCE: Final = 500

Emptying = Callable[[Connection, Taker, SqlKnownTraits, str, str], None]


def empty_case(
    connection: Connection, taker: Taker, _traits: SqlKnownTraits, _tenant_id: str, case_id: str
) -> None:
    of_case = tables.decisions.c.case_id == case_id
    if connection.execute(select(tables.decisions.c.id).where(of_case)).first() is None:
        take_cases(taker, [case_id])
        return
    take_evidence(taker, [case_id])
    mine = taker.mine(tables.cases) & (tables.cases.c.id == case_id)
    taker.blank(tables.cases, mine, **NOTHING_DECLARED)
    _strip(connection, taker, tables.decisions, of_case)
    _silence(connection, taker, case_id)


def _silence(connection: Connection, taker: Taker, case_id: str) -> None:
    """Take the words of people out of what stays: grounds and verdicts are left, and who said them."""
    taker.take(review.notes, review.notes.c.case_id == case_id)
    for table in (review.document_requests, review.viewings):
        taker.blank(table, table.c.case_id == case_id, words="")
    for table, column, texts in (
        (tables.decisions, tables.decisions.c.ruling, ()),
        (review.escalations, review.escalations.c.first_word, ("said",)),
    ):
        of_case = (table.c.case_id == case_id) & column.is_not(None)
        for row in connection.execute(select(table.c.id, column.label("told")).where(of_case)).all():
            taker.blank(table, table.c.id == row.id, **{column.name: _wordless(row.told, texts)})


def _wordless(told: dict[str, Any], within: Sequence[str]) -> dict[str, Any]:
    """The same without its texts for applicant and auditor, which may stand in a part of it."""
    if within:
        return {**told, within[0]: _wordless(told[within[0]], within[1:])}
    return {**told, "applicant": "", "auditor": ""}


def empty_recruiter(
    connection: Connection, taker: Taker, traits: SqlKnownTraits, tenant_id: str, recruiter_id: str
) -> None:
    of_recruiter = faces.face_sessions.c.recruiter_id == recruiter_id
    session_ids = taker.ids(faces.face_sessions.c.id, of_recruiter)
    take_films(taker, session_ids)
    taker.forget_faces([recruiter_id])
    taker.take(faces.portraits, faces.portraits.c.recruiter_id == recruiter_id)
    taker.blank(faces.face_sessions, of_recruiter, browser_hash=None)
    _strip(
        connection, taker, faces.face_decisions, faces.face_decisions.c.session_id.in_(session_ids), words=""
    )
    face = traits.mark(tenant_id, TraitKind.FACE, recruiter_id)
    taker.take(gate.account_traits, taker.mine(gate.account_traits) & (gate.account_traits.c.mark == face))
    posted = taker.mine(gate.permits) & (gate.permits.c.recruiter_id == recruiter_id)
    _strip(connection, taker, gate.permits, posted, device=None)
    read = taker.mine(seekers.resume_reads) & (seekers.resume_reads.c.recruiter_id == recruiter_id)
    _strip(connection, taker, seekers.resume_reads, read)
    own = taker.mine(proofs.proofs) & (proofs.proofs.c.recruiter_id == recruiter_id)
    _empty_proofs(connection, taker, own)
    mine = taker.mine(faces.recruiters) & (faces.recruiters.c.id == recruiter_id)
    taker.blank(faces.recruiters, mine, reference=recruiter_id, case_id=None)


def empty_employer(
    connection: Connection, taker: Taker, _traits: SqlKnownTraits, _tenant_id: str, employer_id: str
) -> None:
    of_employer = taker.mine(gate.account_traits) & (gate.account_traits.c.employer_id == employer_id)
    taker.take(gate.account_traits, of_employer)
    taker.blank(gate.employer_entries, gate.employer_entries.c.employer_id == employer_id, words="")
    posted = taker.mine(gate.permits) & (gate.permits.c.employer_id == employer_id)
    _strip(connection, taker, gate.permits, posted)
    read = taker.mine(seekers.resume_reads) & (seekers.resume_reads.c.employer_id == employer_id)
    _strip(connection, taker, seekers.resume_reads, read)
    of_them = taker.mine(proofs.proofs) & (proofs.proofs.c.employer_id == employer_id)
    _empty_proofs(connection, taker, of_them)
    taker.take(proofs.applicant_links, proofs.applicant_links.c.employer_id == employer_id)
    mine = taker.mine(gate.employers) & (gate.employers.c.id == employer_id)
    taker.blank(gate.employers, mine, reference=employer_id, scope=None)


def empty_seeker(
    connection: Connection, taker: Taker, _traits: SqlKnownTraits, _tenant_id: str, seeker_id: str
) -> None:
    """Words, links, aliases and the site's references go; grants and who read by them stay."""
    taker.take(seekers.seeker_links, seekers.seeker_links.c.seeker_id == seeker_id)
    taker.blank(
        seekers.seeker_complaints, seekers.seeker_complaints.c.seeker_id == seeker_id, words="", found=""
    )
    taker.blank(seekers.resume_grants, seekers.resume_grants.c.seeker_id == seeker_id, resume="")
    read = seekers.resume_reads.c.seeker_id == seeker_id
    _strip(connection, taker, seekers.resume_reads, read, resume="", mail_alias=None, phone_alias=None)
    mine = taker.mine(seekers.seekers) & (seekers.seekers.c.id == seeker_id)
    taker.blank(seekers.seekers, mine, reference=seeker_id)


def _empty_proofs(connection: Connection, taker: Taker, condition: ColumnElement[bool]) -> None:
    """Of what the kinds keep nothing stays; how each proof ended does, without a word."""
    take_proof_contents(taker, taker.ids(proofs.proofs.c.id, condition))
    _strip(connection, taker, proofs.proofs, condition, words="")


def emptied(taker: Taker, subject_id: str) -> Removed:
    return Removed(names=(subject_id,), rows=dict(taker.rows), blobs=taker.unnamed())


def _strip(
    connection: Connection, taker: Taker, table: Table, condition: ColumnElement[bool], **also: Any
) -> None:
    """Leave of each finding what it was and not what it says; a part at a time, in the order of ids."""
    columns = [table.c[name] for name in FINDINGS if name in table.c]
    query = select(table.c.id, *columns).where(condition).order_by(table.c.id).limit(AT_ONCE)
    last = ""
    while rows := connection.execute(query.where(table.c.id > last)).all():
        for row in rows:
            bare = {column.name: _bare(getattr(row, column.name)) for column in columns}
            taker.blank(table, table.c.id == row.id, **bare, **also)
        last = rows[-1].id


def _bare(findings: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: one[name] for name in KEPT} | {"detail": ""} for one in findings]
