"""Reads of résumés in SQL, and the counts that their caps go by."""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, func, select, update

from verifier.domain.permit import Answer, Need
from verifier.domain.resume_grant import ReadPurpose
from verifier.domain.resume_read import DAY, HOUR, WEEK, Face, Pace, ResumeRead, night_began
from verifier.store.columns import Moment
from verifier.store.listed import among
from verifier.store.rows import add_all, change
from verifier.store.sealing import Seal
from verifier.store.seekers import tables
from verifier.store.serialisation import findings_from_json, findings_to_json
from verifier.usecases.seeker_ports import Marked, Reader, ResumeReads

_read = tables.resume_reads.c
PURPOSE: Final = "resume mark"  # the key's first part
AT_ONCE: Final = 5_000


def _since(name: str) -> Any:
    return func.count().filter(_read.asked_at >= bindparam(name, type_=Moment))


# Made once: these are asked before every read, for all that are answered together.
_THEIRS: Final = (_read.tenant_id == bindparam("tenant"), among(_read.recruiter_id, "recruiters"))
_PACES: Final = (
    select(
        _read.recruiter_id,
        _since("hour").label("hour"),
        _since("day").label("day"),
        func.count().label("week"),
        func.count(_read.contacted_at).label("contacted"),
        _since("night").label("night"),
    )
    .where(*_THEIRS, _read.asked_at >= bindparam("week", type_=Moment), tables.READ_ALLOWED)
    .group_by(_read.recruiter_id)
)
_STOPPED: Final = (
    select(_read.recruiter_id)
    .where(*_THEIRS, _read.asked_at >= bindparam("hour", type_=Moment), tables.READ_STOPPED)
    .distinct()
)
_DAYS: Final = (
    select(_read.employer_id, func.count().label("allowed"))
    .where(
        _read.tenant_id == bindparam("tenant"),
        among(_read.employer_id, "employers"),
        _read.asked_at >= bindparam("since", type_=Moment),
        tables.READ_ALLOWED,
    )
    .group_by(_read.employer_id)
)
_READERS: Final = (
    select(_read.seeker_id, _read.employer_id, _read.recruiter_id)
    .where(
        _read.tenant_id == bindparam("tenant"),
        among(_read.seeker_id, "seekers"),
        among(_read.employer_id, "employers"),
        _read.asked_at >= bindparam("since", type_=Moment),
        tables.READ_ALLOWED,
    )
    .distinct()
)


class SqlResumeReads(ResumeReads):
    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    def add(self, *reads: ResumeRead) -> None:
        add_all(self._connection, tables.resume_reads, [_row(read) for read in reads])

    def get(self, tenant_id: str, read_id: str) -> ResumeRead | None:
        query = select(tables.resume_reads).where(_read.tenant_id == tenant_id, _read.id == read_id)
        row = self._connection.execute(query).one_or_none()
        return _to_read(row) if row else None

    def contact(self, tenant_id: str, read_id: str, at: datetime) -> bool:
        mine = (_read.tenant_id == tenant_id, _read.id == read_id, _read.contacted_at.is_(None))
        statement = update(tables.resume_reads).where(*mine, tables.READ_ALLOWED)
        return change(self._connection, statement.values(contacted_at=at)) == 1

    def mark(self, tenant_id: str, read_id: str, at: datetime, length: int) -> None:
        mine = (_read.tenant_id == tenant_id, _read.id == read_id)
        values = {"marked_at": at, "marked_length": length}
        change(self._connection, update(tables.resume_reads).where(*mine).values(**values))

    def paces(self, tenant_id: str, recruiter_ids: Sequence[str], now: datetime) -> Mapping[str, Pace]:
        night = night_began(now)
        whose = {"tenant": tenant_id, "recruiters": recruiter_ids, "hour": now - HOUR}
        said = whose | {"day": now - DAY, "week": now - WEEK, "night": night or now}
        counted = {row.recruiter_id: row for row in self._connection.execute(_PACES, said)}
        stopped = set(self._connection.execute(_STOPPED, whose).scalars())
        return {one: _pace(counted.get(one), night, one in stopped) for one in recruiter_ids}

    def of_employers(self, tenant_id: str, employer_ids: Sequence[str], since: datetime) -> Mapping[str, int]:
        said = {"tenant": tenant_id, "employers": employer_ids, "since": since}
        counted = {row.employer_id: row.allowed for row in self._connection.execute(_DAYS, said)}
        return {one: counted.get(one, 0) for one in employer_ids}

    def readers(
        self, tenant_id: str, seeker_ids: Sequence[str], employer_ids: Sequence[str], since: datetime
    ) -> Set[Reader]:
        said = {"tenant": tenant_id, "seekers": seeker_ids, "employers": employer_ids, "since": since}
        return {Reader(*row) for row in self._connection.execute(_READERS, said)}

    def of_grant(self, tenant_id: str, grant_id: str, limit: int) -> Sequence[ResumeRead]:
        return self._allowed(tenant_id, _read.grant_id == grant_id, limit=limit)

    def of_seeker(
        self, tenant_id: str, seeker_id: str, *, before: str | None, limit: int
    ) -> Sequence[ResumeRead]:
        older = () if before is None else (_read.id < before,)
        return self._allowed(tenant_id, _read.seeker_id == seeker_id, *older, limit=limit)

    def marked(self, tenant_id: str, length_min: int) -> Iterator[Marked]:
        mine = (_read.tenant_id == tenant_id, _read.marked_length >= length_min, tables.READ_MARKED)
        query = select(_read.id, _read.marked_length).where(*mine)
        for row in self._connection.execute(query).yield_per(AT_ONCE):
            yield Marked(row.id, row.marked_length)

    def by_alias(self, tenant_id: str | None, alias_hash: str) -> Sequence[ResumeRead]:
        either = (_read.mail_alias == alias_hash) | (_read.phone_alias == alias_hash)
        query = select(tables.resume_reads).where(either)
        if tenant_id is not None:
            query = query.where(_read.tenant_id == tenant_id)
        return tuple(_to_read(row) for row in self._connection.execute(query.order_by(_read.id)))

    def marking_key(self, tenant_id: str) -> bytes:
        return self._seal.mark(PURPOSE, tenant_id)

    def _allowed(self, tenant_id: str, *which: Any, limit: int) -> Sequence[ResumeRead]:
        query = select(tables.resume_reads).where(_read.tenant_id == tenant_id, tables.READ_ALLOWED, *which)
        rows = self._connection.execute(query.order_by(_read.id.desc()).limit(limit))
        return tuple(_to_read(row, with_findings=False) for row in rows)


def _pace(row: Row[Any] | None, night: datetime | None, stopped: bool) -> Pace:
    if row is None:
        return Pace(stopped=stopped)
    at_night = row.night if night is not None else 0
    return Pace(row.hour, row.day, row.week, row.contacted, at_night, stopped)


_SAME: Final = (
    "id", "tenant_id", "grant_id", "seeker_id", "employer_id", "recruiter_id", "purpose", "resume", "answer",
    "needs", "policy_version", "asked_at", "expires_at", "token_id", "stopped", "contacted_at", "marked_at",
    "marked_length", "mail_alias", "phone_alias",
)  # fmt: skip


def _row(read: ResumeRead) -> dict[str, Any]:
    return {name: getattr(read, name) for name in _SAME} | {
        "findings": findings_to_json(read.findings),
        "face_session_id": read.face and read.face.session_id,
        "face_at": read.face and read.face.at,
    }


def _to_read(row: Row[Any], *, with_findings: bool = True) -> ResumeRead:
    told = {name: getattr(row, name) for name in _SAME}
    return ResumeRead(**told | {
        "purpose": ReadPurpose(row.purpose),
        "answer": Answer(row.answer),
        "needs": tuple(Need(need) for need in row.needs),
        "findings": findings_from_json(row.findings) if with_findings else (),
        "face": Face(row.face_session_id, row.face_at) if row.face_at is not None else None,
    })  # fmt: skip
