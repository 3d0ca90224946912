"""What members of staff looked at, the alerts about it, and their own views of the queue, in SQL."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, distinct, exists, func, or_, select, update

from verifier.store.review import tables
from verifier.store.rows import add, change
from verifier.usecases.review_ports import (
    Alert,
    Alerts,
    SavedView,
    SavedViews,
    Seen,
    Tenants,
    Viewing,
    Viewings,
)

_viewing = tables.viewings.c
_alert = tables.alerts.c
_view = tables.saved_views.c
_escalation = tables.escalations.c


class SqlViewings(Viewings):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, viewing: Viewing) -> None:
        add(
            self._connection,
            tables.viewings,
            id=viewing.id,
            staff_id=viewing.staff_id,
            tenant_id=viewing.tenant_id,
            case_id=viewing.case_id,
            seen=viewing.seen,
            at=viewing.at,
            what=viewing.what,
            reason=viewing.reason,
            words=viewing.words,
        )

    def revealed(self, staff_id: str, tenant_id: str, case_id: str, *, since: datetime) -> Sequence[str]:
        query = (
            select(_viewing.what)
            .distinct()
            .where(
                _viewing.staff_id == staff_id,
                _viewing.tenant_id == tenant_id,
                _viewing.case_id == case_id,
                _viewing.seen == Seen.REVEALED,
                _viewing.at >= since,
            )
        )
        return tuple(sorted(self._connection.execute(query).scalars()))

    def count(self, staff_id: str, seen: Seen, *, since: datetime) -> int:
        what = func.count(distinct(_viewing.case_id)) if seen is Seen.CASE else func.count()
        return self._number(select(what).where(*_of(staff_id, seen, since)))

    def idle_reveals(self, staff_id: str, *, since: datetime) -> int:
        theirs = exists().where(
            _escalation.case_id == _viewing.case_id,
            or_(_escalation.assignee == staff_id, _escalation.ended_by == staff_id),
        )
        query = select(func.count()).where(*_of(staff_id, Seen.REVEALED, since), ~theirs)
        return self._number(query)

    def of_staff(
        self, staff_id: str, *, since: datetime, until: datetime, tenants: Tenants, limit: int
    ) -> Sequence[Viewing]:
        query = select(tables.viewings).where(
            _viewing.staff_id == staff_id, _viewing.at >= since, _viewing.at <= until
        )
        if tenants is not None:
            query = query.where(_viewing.tenant_id.in_(sorted(tenants)))
        newest = query.order_by(_viewing.at.desc(), _viewing.id.desc()).limit(limit)
        return tuple(_to_viewing(row) for row in self._connection.execute(newest))

    def of_case(self, tenant_id: str, case_id: str) -> Sequence[Viewing]:
        mine = (_viewing.tenant_id == tenant_id, _viewing.case_id == case_id)
        rows = self._connection.execute(select(tables.viewings).where(*mine).order_by(_viewing.id))
        return tuple(_to_viewing(row) for row in rows)

    def _number(self, query: Select[Any]) -> int:
        return int(self._connection.execute(query).scalar_one())


class SqlAlerts(Alerts):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, alert: Alert) -> None:
        add(
            self._connection,
            tables.alerts,
            id=alert.id,
            staff_id=alert.staff_id,
            rule=alert.rule,
            at=alert.at,
            measured=alert.measured,
            threshold=alert.threshold,
            settled_by=alert.settled_by,
            settled_at=alert.settled_at,
            words=alert.words,
        )

    def latest(self, staff_id: str, rule: str) -> Alert | None:
        query = select(tables.alerts).where(_alert.staff_id == staff_id, _alert.rule == rule)
        row = self._connection.execute(query.order_by(_alert.id.desc()).limit(1)).one_or_none()
        return _to_alert(row) if row else None

    def get(self, alert_id: str) -> Alert | None:
        row = self._connection.execute(select(tables.alerts).where(_alert.id == alert_id)).one_or_none()
        return _to_alert(row) if row else None

    def page(self, *, open_only: bool, before: str | None, limit: int) -> Sequence[Alert]:
        query = select(tables.alerts)
        if open_only:
            query = query.where(_alert.settled_at.is_(None))
        if before is not None:
            query = query.where(_alert.id < before)
        rows = self._connection.execute(query.order_by(_alert.id.desc()).limit(limit))
        return tuple(_to_alert(row) for row in rows)

    def settle(self, alert: Alert) -> bool:
        statement = (
            update(tables.alerts)
            .where(_alert.id == alert.id, _alert.settled_at.is_(None))
            .values(settled_by=alert.settled_by, settled_at=alert.settled_at, words=alert.words)
        )
        return change(self._connection, statement) == 1


class SqlSavedViews(SavedViews):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, view: SavedView) -> None:
        named = (_view.staff_id == view.staff_id, _view.name == view.name)
        change(self._connection, delete(tables.saved_views).where(*named))
        add(
            self._connection,
            tables.saved_views,
            id=view.id,
            staff_id=view.staff_id,
            name=view.name,
            query=view.query,
        )

    def of(self, staff_id: str) -> Sequence[SavedView]:
        query = select(tables.saved_views).where(_view.staff_id == staff_id).order_by(_view.name)
        rows = self._connection.execute(query)
        return tuple(SavedView(row.id, row.staff_id, row.name, row.query) for row in rows)

    def remove(self, staff_id: str, view_id: str) -> None:
        mine = (_view.staff_id == staff_id, _view.id == view_id)
        change(self._connection, delete(tables.saved_views).where(*mine))


def _of(staff_id: str, seen: Seen, since: datetime) -> tuple[Any, ...]:
    return (_viewing.staff_id == staff_id, _viewing.seen == seen, _viewing.at >= since)


def _to_viewing(row: Row[Any]) -> Viewing:
    return Viewing(
        id=row.id,
        staff_id=row.staff_id,
        tenant_id=row.tenant_id,
        case_id=row.case_id,
        seen=Seen(row.seen),
        at=row.at,
        what=row.what,
        reason=row.reason,
        words=row.words,
    )


def _to_alert(row: Row[Any]) -> Alert:
    return Alert(
        id=row.id,
        staff_id=row.staff_id,
        rule=row.rule,
        at=row.at,
        measured=row.measured,
        threshold=row.threshold,
        settled_by=row.settled_by,
        settled_at=row.settled_at,
        words=row.words,
    )
