"""Which items are over: for each a query of those that ended before a moment. Changes nothing.

Identifiers sort by the time they were made at: for what grows without end, the primary key finds what is old.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, and_, exists, func, or_, select

from verifier.domain.case import CaseState
from verifier.domain.face_session import SessionState
from verifier.domain.retention import Item
from verifier.store import tables
from verifier.usecases import identifiers

faces, gate, proofs, seekers = tables.faces, tables.gate, tables.proofs, tables.seekers
_case, _evidence, _decision = tables.cases.c, tables.evidence.c, tables.decisions.c
_session, _attempt, _recruiter = faces.face_sessions.c, faces.face_attempts.c, faces.recruiters.c
_employer, _member, _entry = gate.employers.c, gate.memberships.c, gate.employer_entries.c
_block, _permit = gate.blocks.c, gate.permits.c
_proof, _link = proofs.proofs.c, proofs.applicant_links.c
_grant, _read, _seeker = seekers.resume_grants.c, seekers.resume_reads.c, seekers.seekers.c
_page, _complaint = seekers.seeker_links.c, seekers.seeker_complaints.c

ENDED: Final = (SessionState.VERIFIED, SessionState.REJECTED, SessionState.EXPIRED)
Condition = Callable[[datetime], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Pick:
    """A table, what its items are named by, and when one is over."""

    table: Table
    name: ColumnElement[str]
    over: Condition

    def query(self, tenant_id: str, before: datetime) -> Select[Any]:
        return select(self.name.label("name")).where(self.table.c.tenant_id == tenant_id, self.over(before))


def _made_before(column: ColumnElement[str], prefix: str, before: datetime) -> ColumnElement[bool]:
    return column < identifiers.first(prefix, before)


def _case_end() -> ColumnElement[datetime]:
    last = select(func.max(_decision.expires_at)).where(_decision.case_id == _case.id).scalar_subquery()
    return func.coalesce(last, _case.submitted_at, _case.opened_at)


def _case_over(before: datetime) -> ColumnElement[bool]:
    handed_in = _case.state != CaseState.OPEN
    return and_(_made_before(_case.id, "case", before), handed_in, _case_end() < before)


def _evidence_over(before: datetime) -> ColumnElement[bool]:
    return and_(_case_over(before), exists().where(_evidence.case_id == _case.id))


def _draft_over(before: datetime) -> ColumnElement[bool]:
    later = exists().where(_evidence.case_id == _case.id, _evidence.added_at >= before)
    return and_(_case.state == CaseState.OPEN, _case.opened_at < before, ~later)


def _session_over(before: datetime) -> ColumnElement[bool]:
    ended = func.coalesce(_session.ended_at, _session.expires_at) < before
    return and_(_made_before(_session.id, "fcs", before), ended)


def _marks_over(before: datetime) -> ColumnElement[bool]:
    marked = exists().where(faces.film_marks.c.attempt_id == _attempt.id)
    return and_(_made_before(_attempt.id, "fat", before), _attempt.issued_at < before, marked)


def _portraits_over(before: datetime) -> ColumnElement[bool]:
    old = exists().where(faces.portraits.c.recruiter_id == _recruiter.id, faces.portraits.c.added_at < before)
    young = _session.created_at >= before  # what nobody looked at by now, nobody is waiting for
    under_way = exists().where(_session.recruiter_id == _recruiter.id, _session.state.not_in(ENDED), young)
    return and_(old, ~under_way)


def _idle(before: datetime) -> ColumnElement[bool]:
    asked = exists().where(_session.recruiter_id == _recruiter.id, _session.created_at >= before)
    return and_(_recruiter.added_at < before, ~asked)


def _permit_over(before: datetime) -> ColumnElement[bool]:
    return and_(_made_before(_permit.id, "pmt", before), _permit.expires_at < before)


def _proof_over(before: datetime) -> ColumnElement[bool]:
    ended = func.coalesce(_proof.valid_until, _proof.settled_at, _proof.expires_at) < before
    return and_(_made_before(_proof.id, "prf", before), ended)


def _read_over(before: datetime) -> ColumnElement[bool]:
    return and_(_made_before(_read.id, "rrd", before), _read.expires_at < before)


def _grant_over(before: datetime) -> ColumnElement[bool]:
    ended = func.coalesce(_grant.withdrawn_at, _grant.expires_at) < before
    return and_(_made_before(_grant.id, "grt", before), ended)


def _seeker_over(before: datetime) -> ColumnElement[bool]:
    """Nothing of theirs is left."""
    others = (seekers.resume_grants, seekers.resume_reads, seekers.seeker_links, seekers.seeker_complaints)
    return and_(
        _seeker.added_at < before, *(~exists().where(one.c.seeker_id == _seeker.id) for one in others)
    )


def _event_over(before: datetime) -> ColumnElement[bool]:
    return and_(_made_before(tables.events.c.id, "evt", before), tables.events.c.occurred_at < before)


def _employer_over(before: datetime) -> ColumnElement[bool]:
    """Nothing happened to it for so long, so that nobody can post for it."""
    lapsed = or_(_employer.verified_until.is_(None), _employer.verified_until < before)
    cases = exists().where(_case.employer_id == _employer.id)
    lines = exists().where(_entry.employer_id == _employer.id)
    proven = exists().where(_proof.employer_id == _employer.id)
    linked = exists().where(_link.employer_id == _employer.id)
    granted = exists().where(_grant.employer_id == _employer.id)
    return and_(_employer.since < before, lapsed, ~cases, ~lines, ~proven, ~linked, ~granted)


def _recruiter_over(before: datetime) -> ColumnElement[bool]:
    member = exists().where(_member.recruiter_id == _recruiter.id)
    sessions = exists().where(_session.recruiter_id == _recruiter.id)
    pictured = exists().where(faces.portraits.c.recruiter_id == _recruiter.id)
    return and_(_recruiter.added_at < before, ~member, ~sessions, ~pictured)


PICKS: Final[Mapping[Item, Pick]] = {
    Item.REPLIES: Pick(
        tables.replies, tables.replies.c.key, lambda before: tables.replies.c.expires_at < before
    ),
    Item.EVENTS: Pick(tables.events, tables.events.c.id, _event_over),
    Item.PORTRAITS: Pick(faces.recruiters, _recruiter.id, _portraits_over),
    Item.TEMPLATES: Pick(faces.recruiters, _recruiter.id, _idle),
    Item.FILM_MARKS: Pick(faces.face_attempts, _attempt.id, _marks_over),
    Item.DRAFTS: Pick(tables.cases, _case.id, _draft_over),
    Item.EVIDENCE: Pick(tables.cases, _case.id, _evidence_over),
    Item.CASES: Pick(tables.cases, _case.id, _case_over),
    Item.FACE_SESSIONS: Pick(faces.face_sessions, _session.id, _session_over),
    Item.PERMITS: Pick(gate.permits, _permit.id, _permit_over),
    Item.PROOFS: Pick(proofs.proofs, _proof.id, _proof_over),
    Item.APPLICANT_LINKS: Pick(proofs.applicant_links, _link.id, lambda before: _link.expires_at < before),
    Item.RESUME_READS: Pick(seekers.resume_reads, _read.id, _read_over),
    Item.RESUME_GRANTS: Pick(seekers.resume_grants, _grant.id, _grant_over),
    Item.SEEKER_LINKS: Pick(seekers.seeker_links, _page.id, lambda before: _page.expires_at < before),
    Item.SEEKER_COMPLAINTS: Pick(
        seekers.seeker_complaints, _complaint.id, lambda before: _complaint.settled_at < before
    ),
    Item.SEEKERS: Pick(seekers.seekers, _seeker.id, _seeker_over),
    Item.EMPLOYER_ENTRIES: Pick(gate.employer_entries, _entry.id, lambda before: _entry.at < before),
    Item.MEMBERSHIPS: Pick(
        gate.memberships,
        _member.employer_id + "/" + _member.recruiter_id,
        lambda before: _member.left_at < before,
    ),
    Item.BLOCKS: Pick(
        gate.blocks, _block.id, lambda before: func.coalesce(_block.ended_at, _block.until) < before
    ),
    Item.KEYS: Pick(
        tables.tenant_keys, tables.tenant_keys.c.id, lambda before: tables.tenant_keys.c.expires_at < before
    ),
    Item.EMPLOYERS: Pick(gate.employers, _employer.id, _employer_over),
    Item.RECRUITERS: Pick(faces.recruiters, _recruiter.id, _recruiter_over),
}
