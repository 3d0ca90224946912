"""Seekers, grants, links and complaints in SQL."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, bindparam, or_, select, update

from verifier.domain.resume_grant import (
    Agreed,
    Complaint,
    ComplaintReason,
    Grant,
    ReadPurpose,
    Seeker,
    SeekerLink,
    Terms,
    Way,
)
from verifier.domain.resume_read import ReadWish
from verifier.store.listed import TEXT, among, as_rows, rows_of
from verifier.store.rows import add, change
from verifier.store.seekers import tables
from verifier.usecases.review_ports import Tenants
from verifier.usecases.seeker_ports import Complaints, Grants, SeekerLinks, Seekers

_seeker = tables.seekers.c
_grant = tables.resume_grants.c
_link = tables.seeker_links.c
_complaint = tables.seeker_complaints.c
MOST: Final = 200  # grants of one seeker that are told

# Made once: they are asked before every read.
_HOLD: Final = (
    select(tables.resume_grants)
    .where(_grant.tenant_id == bindparam("tenant"), among(_grant.id, "held"))
    .order_by(_grant.id)
    .with_for_update()
)
WISHES: Final = "wishes"
COLUMNS: Final = dict.fromkeys(("seeker", "employer", "purpose", "resume", "recruiter"), TEXT)


def _finding(dialect: str) -> Select[Any]:
    wished = rows_of(dialect, WISHES, **COLUMNS)
    anybody = or_(_grant.recruiter_id.is_(None), _grant.recruiter_id == wished.c.recruiter)
    best = (
        select(_grant.id)
        .join(tables.seekers, _seeker.id == _grant.seeker_id)
        .where(
            _seeker.tenant_id == bindparam("tenant"),
            _seeker.reference == wished.c.seeker,
            _grant.employer_id == wished.c.employer,
            _grant.purpose == wished.c.purpose,
            _grant.resume == wished.c.resume,
            anybody,
        )
        .order_by(_grant.withdrawn_at.is_(None).desc(), _grant.expires_at.desc(), _grant.id.desc())
        .limit(1)
    )
    return select(best.correlate(wished).scalar_subquery()).select_from(wished).order_by(wished.c.number)


_FIND: Final = {dialect: _finding(dialect) for dialect in ("sqlite", "postgresql")}


class SqlSeekers(Seekers):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, seeker: Seeker) -> None:
        values = {name: getattr(seeker, name) for name in ("id", "tenant_id", "reference", "added_at")}
        add(self._connection, tables.seekers, **values)

    def get(self, tenant_id: str, seeker_id: str) -> Seeker | None:
        return self._one(tenant_id, _seeker.id == seeker_id)

    def of_reference(self, tenant_id: str, reference: str) -> Seeker | None:
        return self._one(tenant_id, _seeker.reference == reference)

    def _one(self, tenant_id: str, which: Any) -> Seeker | None:
        query = select(tables.seekers).where(_seeker.tenant_id == tenant_id, which)
        row = self._connection.execute(query).one_or_none()
        return Seeker(row.id, row.tenant_id, row.reference, row.added_at) if row else None


class SqlGrants(Grants):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, grant: Grant) -> None:
        add(
            self._connection,
            tables.resume_grants,
            id=grant.id,
            tenant_id=grant.tenant_id,
            seeker_id=grant.seeker_id,
            employer_id=grant.terms.employer_id,
            recruiter_id=grant.terms.recruiter_id,
            purpose=grant.terms.purpose,
            resume=grant.terms.resume,
            text_version=grant.agreed.version,
            text_language=grant.agreed.language,
            text_sha256=grant.agreed.text_sha256,
            agreed_at=grant.agreed.at,
            agreed_way=grant.agreed.way,
            expires_at=grant.expires_at,
            withdrawn_at=grant.withdrawn_at,
            withdrawn_way=grant.withdrawn_way,
        )

    def get(self, tenant_id: str, grant_id: str) -> Grant | None:
        query = select(tables.resume_grants).where(_grant.tenant_id == tenant_id, _grant.id == grant_id)
        row = self._connection.execute(query).one_or_none()
        return _to_grant(row) if row else None

    def find(self, tenant_id: str, wishes: Sequence[ReadWish]) -> Sequence[str | None]:
        rows = as_rows(
            (one.seeker, one.employer_id, one.purpose, one.resume, one.recruiter_id) for one in wishes
        )
        query = _FIND[self._connection.dialect.name]
        return self._connection.execute(query, {"tenant": tenant_id, WISHES: rows}).scalars().all()

    def hold(self, tenant_id: str, grant_ids: Sequence[str]) -> Sequence[Grant]:
        if not grant_ids:
            return ()
        rows = self._connection.execute(_HOLD, {"tenant": tenant_id, "held": grant_ids})
        return tuple(_to_grant(row) for row in rows)

    def keep(self, grant: Grant) -> None:
        mine = (_grant.tenant_id == grant.tenant_id, _grant.id == grant.id)
        ended = {"withdrawn_at": grant.withdrawn_at, "withdrawn_way": grant.withdrawn_way}
        change(self._connection, update(tables.resume_grants).where(*mine).values(**ended))

    def standing(self, tenant_id: str, seeker_id: str, limit: int) -> Sequence[str]:
        mine = (_grant.tenant_id == tenant_id, _grant.seeker_id == seeker_id)
        query = select(_grant.id).where(*mine, _grant.withdrawn_at.is_(None))
        return self._connection.execute(query.order_by(_grant.id).limit(limit)).scalars().all()

    def of_seeker(self, tenant_id: str, seeker_id: str) -> Sequence[Grant]:
        query = select(tables.resume_grants).where(
            _grant.tenant_id == tenant_id, _grant.seeker_id == seeker_id
        )
        rows = self._connection.execute(query.order_by(_grant.id.desc()).limit(MOST))
        return tuple(_to_grant(row) for row in rows)


class SqlSeekerLinks(SeekerLinks):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, link: SeekerLink, token_hash: str) -> None:
        terms = link.offered
        add(
            self._connection,
            tables.seeker_links,
            id=link.id,
            token_hash=token_hash,
            tenant_id=link.tenant_id,
            seeker_id=link.seeker_id,
            made_at=link.made_at,
            expires_at=link.expires_at,
            employer_id=terms and terms.employer_id,
            recruiter_id=terms and terms.recruiter_id,
            purpose=terms and terms.purpose,
            resume=terms and terms.resume,
            offered_until=link.offered_until,
        )

    def by_token(self, token_hash: str) -> SeekerLink | None:
        query = select(tables.seeker_links).where(_link.token_hash == token_hash)
        row = self._connection.execute(query).one_or_none()
        return _to_link(row) if row else None


class SqlComplaints(Complaints):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, complaint: Complaint) -> None:
        names = tables.seeker_complaints.c.keys()
        add(self._connection, tables.seeker_complaints, **{name: getattr(complaint, name) for name in names})

    def find(self, complaint_id: str, *, tenants: Tenants) -> Complaint | None:
        query = _among(select(tables.seeker_complaints).where(_complaint.id == complaint_id), tenants)
        row = self._connection.execute(query).one_or_none()
        return _to_complaint(row) if row else None

    def page(
        self, *, tenants: Tenants, open_only: bool, before: str | None, limit: int
    ) -> Sequence[Complaint]:
        query = _among(select(tables.seeker_complaints), tenants)
        if open_only:
            query = query.where(_complaint.settled_at.is_(None))
        if before is not None:
            query = query.where(_complaint.id < before)
        rows = self._connection.execute(query.order_by(_complaint.id.desc()).limit(limit))
        return tuple(_to_complaint(row) for row in rows)

    def settle(self, complaint: Complaint) -> bool:
        waiting = (_complaint.id == complaint.id, _complaint.settled_at.is_(None))
        values = {name: getattr(complaint, name) for name in ("settled_by", "settled_at", "found")}
        statement = update(tables.seeker_complaints).where(*waiting).values(**values)
        return change(self._connection, statement) == 1


def _among(query: Select[Any], tenants: Tenants) -> Select[Any]:
    return query if tenants is None else query.where(_complaint.tenant_id.in_(tenants))


def _to_grant(row: Row[Any]) -> Grant:
    return Grant(
        id=row.id,
        tenant_id=row.tenant_id,
        seeker_id=row.seeker_id,
        terms=Terms(row.employer_id, row.recruiter_id, ReadPurpose(row.purpose), row.resume),
        agreed=Agreed(
            row.text_version, row.text_language, row.text_sha256, row.agreed_at, Way(row.agreed_way)
        ),
        expires_at=row.expires_at,
        withdrawn_at=row.withdrawn_at,
        withdrawn_way=Way(row.withdrawn_way) if row.withdrawn_way else None,
    )


def _to_link(row: Row[Any]) -> SeekerLink:
    offered = None
    if row.employer_id is not None:
        offered = Terms(row.employer_id, row.recruiter_id, ReadPurpose(row.purpose), row.resume)
    return SeekerLink(
        row.id, row.tenant_id, row.seeker_id, row.made_at, row.expires_at, offered, row.offered_until
    )


def _to_complaint(row: Row[Any]) -> Complaint:
    told = dict(row._mapping)
    return Complaint(**{**told, "reason": ComplaintReason(row.reason)})
