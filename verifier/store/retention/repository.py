"""The retention repository: purges, erasures, receipts and tenants' own times, over one transaction."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, func, select

from verifier.domain.retention import Item, Receipt, Removed
from verifier.store import tables
from verifier.store.faces.templates import SqlFaceTemplates
from verifier.store.gate.traits import SqlKnownTraits
from verifier.store.retention.emptying import (
    Emptying,
    emptied,
    empty_case,
    empty_employer,
    empty_recruiter,
    empty_seeker,
)
from verifier.store.retention.naming import every_name, named
from verifier.store.retention.picking import PICKS
from verifier.store.retention.showing import case_rows, employer_rows, recruiter_rows, seeker_rows
from verifier.store.retention.taking import TAKINGS, Taker
from verifier.store.rows import add, change
from verifier.usecases.retention_ports import Retention

_receipt = tables.retention.receipts.c
_own = tables.retention.times.c
SHOWN: Final = {"case": case_rows, "rec": recruiter_rows, "emp": employer_rows, "skr": seeker_rows}


class SqlRetention(Retention):
    def __init__(self, connection: Connection, templates: SqlFaceTemplates, traits: SqlKnownTraits) -> None:
        self._connection = connection
        self._templates = templates
        self._traits = traits

    def over(self, item: Item, tenant_id: str, before: datetime) -> int:
        over = PICKS[item].query(tenant_id, before).subquery()
        return int(self._connection.execute(select(func.count()).select_from(over)).scalar_one())

    def is_due(self, item: Item, tenant_id: str, before: datetime) -> bool:
        return self._connection.execute(PICKS[item].query(tenant_id, before).limit(1)).first() is not None

    def remove(self, item: Item, tenant_id: str, before: datetime, *, after: str, limit: int) -> Removed:
        names = self._held(item, tenant_id, before, after, limit)
        if not names:
            return Removed()
        last = names[-1]
        if item is Item.TEMPLATES:
            names = self._templates.owned(tenant_id, names)
        taker = self._taker(tenant_id)
        TAKINGS[item](taker, names)
        return Removed(tuple(names), dict(taker.rows), taker.unnamed(), last)

    def erase_case(self, tenant_id: str, case_id: str) -> Removed:
        return self._emptied(empty_case, tenant_id, case_id)

    def erase_recruiter(self, tenant_id: str, recruiter_id: str) -> Removed:
        return self._emptied(empty_recruiter, tenant_id, recruiter_id)

    def erase_employer(self, tenant_id: str, employer_id: str) -> Removed:
        return self._emptied(empty_employer, tenant_id, employer_id)

    def erase_seeker(self, tenant_id: str, seeker_id: str) -> Removed:
        return self._emptied(empty_seeker, tenant_id, seeker_id)

    def cases_of(self, tenant_id: str, employer_id: str) -> Sequence[str]:
        case = tables.cases.c
        query = select(case.id).where(case.tenant_id == tenant_id, case.employer_id == employer_id)
        return tuple(self._connection.execute(query.order_by(case.id)).scalars())

    def rows_of(self, tenant_id: str, subject_id: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        shown = SHOWN[subject_id.partition("_")[0]]
        return shown(self._connection, self._taker(tenant_id), subject_id)

    def keep_receipt(self, receipt: Receipt) -> None:
        add(
            self._connection,
            tables.retention.receipts,
            id=receipt.id,
            tenant_id=receipt.tenant_id,
            made_at=receipt.made_at,
            body=receipt.body,
            hash=receipt.hash,
        )

    def receipts(self, tenant_id: str, *, after: str = "", limit: int = 100) -> Sequence[Receipt]:
        query = select(tables.retention.receipts).where(_receipt.tenant_id == tenant_id, _receipt.id > after)
        return tuple(
            _to_receipt(row) for row in self._connection.execute(query.order_by(_receipt.id).limit(limit))
        )

    def evidence_time(self, tenant_id: str) -> timedelta | None:
        query = select(_own.evidence_days).where(_own.tenant_id == tenant_id)
        days = self._connection.execute(query).scalar_one_or_none()
        return None if days is None else timedelta(days=days)

    def choose_evidence_time(self, tenant_id: str, time: timedelta | None) -> None:
        change(self._connection, delete(tables.retention.times).where(_own.tenant_id == tenant_id))
        if time is not None:
            add(
                self._connection,
                tables.retention.times,
                tenant_id=tenant_id,
                evidence_days=time.days,
            )

    def names(self, tenant_id: str) -> Iterator[str]:
        return every_name(self._connection, tenant_id)

    def is_named(self, tenant_id: str, sha256: str) -> bool:
        return bool(named(self._connection, tenant_id, [sha256]))

    def _held(self, item: Item, tenant_id: str, before: datetime, after: str, limit: int) -> list[str]:
        pick = PICKS[item]
        query = pick.query(tenant_id, before).where(pick.name > after).order_by(pick.name).limit(limit)
        # SQLite knows no row locks and needs none: its writers are alone.
        held = query.with_for_update(of=pick.table, skip_locked=True)
        return list(self._connection.execute(held).scalars())

    def _emptied(self, empty: Emptying, tenant_id: str, subject_id: str) -> Removed:
        taker = self._taker(tenant_id)
        empty(self._connection, taker, self._traits, tenant_id, subject_id)
        return emptied(taker, subject_id)

    def _taker(self, tenant_id: str) -> Taker:
        return Taker(self._connection, tenant_id, self._templates)


def _to_receipt(row: Row[Any]) -> Receipt:
    return Receipt(row.id, row.tenant_id, row.made_at, str(row.body), str(row.hash))
