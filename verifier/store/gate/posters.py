"""Who wishes to post, in SQL: one statement for all that is asked of recruiters at the gate."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Exists,
    Row,
    ScalarSelect,
    Select,
    Subquery,
    TextClause,
    and_,
    bindparam,
    exists,
    func,
    select,
)

from verifier.domain.employer import Membership
from verifier.domain.face_session import Recruiter, SessionState
from verifier.store.faces import tables as faces
from verifier.store.faces.templates import enrolled_place
from verifier.store.gate import tables
from verifier.store.listed import BYTES, TEXT, as_rows, rows_of
from verifier.store.sealing import Seal
from verifier.usecases.gate_ports import Poster, Posters, Posting

_recruiter = faces.recruiters.c
_session = faces.face_sessions.c
_template = faces.face_templates.c
_member = tables.memberships.c
_permit = tables.permits.c

TENANT: Final[BindParameter[Any]] = bindparam("tenant")
ASKED: Final = "asked"  # who asks: one row for each
COLUMNS: Final = {"employer": TEXT, "recruiter": TEXT, "place": BYTES, "device": TEXT, "job": TEXT}


class SqlPosters(Posters):
    def __init__(self, connection: Connection, face_seal: Seal) -> None:
        self._connection = connection
        self._seal = face_seal

    def of(self, tenant_id: str, postings: Sequence[Posting]) -> Sequence[Poster | None]:
        rows = as_rows(
            (one.employer_id, one.recruiter_id, self._place(tenant_id, one), one.device, one.job_digest)
            for one in postings
        )
        query = POSTERS[self._connection.dialect.name]
        found: list[Poster | None] = [None] * len(postings)
        for row in self._connection.execute(query, {"tenant": tenant_id, ASKED: rows}):
            found[row.number] = _to_poster(row, postings[row.number])
        return found

    def _place(self, tenant_id: str, posting: Posting) -> bytes:
        return enrolled_place(self._seal, tenant_id, posting.recruiter_id)


def _last_verified(asked: Subquery, told: ColumnElement[Any]) -> ScalarSelect[Any]:
    """Of the recruiter's last verified session."""
    newest = select(told).where(*_session_of(asked, SessionState.VERIFIED)).correlate(asked)
    return newest.order_by(_session.ended_at.desc()).limit(1).scalar_subquery()


def _session_of(asked: Subquery, state: SessionState) -> Sequence[ColumnElement[bool]]:
    theirs = _session.recruiter_id == asked.c.recruiter
    return _session.tenant_id == TENANT, theirs, _session.state == state.value


def _permitted(only: TextClause, *more: ColumnElement[bool]) -> Exists:
    """Whether there is such a permit; each question has a partial index of its own."""
    return exists(select(_permit.id).where(_permit.tenant_id == TENANT, *more, only))


def _posters(dialect: str) -> Select[Any]:
    """Made once, for to build it takes longer than to run it."""
    asked = rows_of(dialect, ASKED, **COLUMNS)
    enrolled = select(func.max(_template.enrolled_at)).where(_template.place == asked.c.place)
    face_at = _last_verified(asked, _session.ended_at)
    theirs, firms = _permit.recruiter_id == asked.c.recruiter, _permit.employer_id == asked.c.employer
    belongs = (_member.employer_id == asked.c.employer, _member.recruiter_id == _recruiter.id)
    of_asked = (_recruiter.tenant_id == TENANT, _recruiter.id == asked.c.recruiter)
    return select(
        asked.c.number,
        faces.recruiters,
        _member.joined_at,
        _member.left_at,
        enrolled.scalar_subquery().label("enrolled_at"),
        face_at.label("face_at"),
        _last_verified(asked, _session.id).label("face_session_id"),
        _permitted(tables.ALLOWED, theirs, _permit.asked_at >= face_at).label("face_spent"),
        exists(select(_session.id).where(*_session_of(asked, SessionState.REVIEW))).label("in_review"),
        _permitted(tables.REDEEMED, theirs, _permit.device == asked.c.device).label("device_known"),
        _permitted(tables.CLEARED, firms, _permit.job_digest == asked.c.job).label("text_cleared"),
    ).select_from(
        asked.join(faces.recruiters, and_(*of_asked)).outerjoin(
            tables.memberships, and_(*belongs, _member.tenant_id == _recruiter.tenant_id)
        )
    )


POSTERS: Final = {dialect: _posters(dialect) for dialect in ("sqlite", "postgresql")}


def _to_poster(row: Row[Any], posting: Posting) -> Poster:
    recruiter = Recruiter(row.id, row.tenant_id, row.reference, row.case_id, row.added_at)
    place = (row.tenant_id, posting.employer_id, row.id)
    return Poster(
        recruiter=recruiter,
        membership=Membership(*place, row.joined_at, row.left_at) if row.joined_at is not None else None,
        enrolled=row.enrolled_at is not None,
        face_at=row.face_at,
        face_spent=bool(row.face_spent),
        in_review=bool(row.in_review),
        device_known=bool(row.device_known) if posting.device is not None else None,
        text_cleared=bool(row.text_cleared),
        face_session_id=row.face_session_id,
    )
