"""Who wishes to post, in SQL: one statement for all that is asked of a recruiter at the gate."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    Connection,
    Exists,
    Row,
    ScalarSelect,
    Select,
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
from verifier.store.sealing import Seal
from verifier.usecases.gate_ports import Poster, Posters, Posting

_recruiter = faces.recruiters.c
_session = faces.face_sessions.c
_template = faces.face_templates.c
_member = tables.memberships.c
_permit = tables.permits.c

TENANT: Final[BindParameter[Any]] = bindparam("tenant")
EMPLOYER: Final[BindParameter[Any]] = bindparam("employer")
RECRUITER: Final[BindParameter[Any]] = bindparam("recruiter")


class SqlPosters(Posters):
    def __init__(self, connection: Connection, face_seal: Seal) -> None:
        self._connection = connection
        self._seal = face_seal

    def get(self, tenant_id: str, posting: Posting) -> Poster | None:
        said = {
            "tenant": tenant_id,
            "employer": posting.employer_id,
            "recruiter": posting.recruiter_id,
            "place": enrolled_place(self._seal, tenant_id, posting.recruiter_id),
            "device": posting.device,
            "job": posting.job_digest,
        }
        row = self._connection.execute(POSTER, said).one_or_none()
        return _to_poster(row, posting) if row else None


def _session_of(state: SessionState) -> Mapping[str, Any]:
    return {"tenant_id": TENANT, "recruiter_id": RECRUITER, "state": state.value}


def _last_verified() -> ScalarSelect[Any]:
    verified = (_session[name] == value for name, value in _session_of(SessionState.VERIFIED).items())
    newest = select(_session.ended_at).where(*verified).order_by(_session.ended_at.desc()).limit(1)
    return newest.scalar_subquery()


def _in_review() -> Exists:
    waiting = (_session[name] == value for name, value in _session_of(SessionState.REVIEW).items())
    return exists(select(_session.id).where(*waiting))


def _permitted(only: TextClause, *more: Any) -> Exists:
    """Whether there is such a permit; each question has a partial index of its own."""
    return exists(select(_permit.id).where(_permit.tenant_id == TENANT, *more, only))


def _poster() -> Select[Any]:
    """Made once, for to build it takes longer than to run it."""
    enrolled = select(func.max(_template.enrolled_at)).where(_template.place == bindparam("place"))
    theirs = _permit.recruiter_id == RECRUITER
    return (
        select(
            faces.recruiters,
            _member.joined_at,
            _member.left_at,
            enrolled.scalar_subquery().label("enrolled_at"),
            _last_verified().label("face_at"),
            _permitted(tables.ALLOWED, theirs, _permit.asked_at >= _last_verified()).label("face_spent"),
            _in_review().label("in_review"),
            _permitted(tables.REDEEMED, theirs, _permit.device == bindparam("device")).label("device_known"),
            _permitted(
                tables.CLEARED, _permit.employer_id == EMPLOYER, _permit.job_digest == bindparam("job")
            ).label("text_cleared"),
        )
        .select_from(
            faces.recruiters.outerjoin(
                tables.memberships,
                and_(
                    _member.employer_id == EMPLOYER,
                    _member.recruiter_id == _recruiter.id,
                    _member.tenant_id == _recruiter.tenant_id,
                ),
            )
        )
        .where(_recruiter.tenant_id == TENANT, _recruiter.id == RECRUITER)
    )


POSTER: Final = _poster()


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
    )
