"""Events in SQL: a log that is only added to."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from verifier.domain.event import Event, EventType
from verifier.store import tables
from verifier.store.rows import add_all
from verifier.usecases.integration_ports import Events

_event = tables.events.c


class SqlEvents(Events):
    def __init__(self, connection: Connection, told: list[EventType]) -> None:
        """`told` is where the types of the events that were added are noted."""
        self._connection = connection
        self._told = told

    def last_id(self, tenant_id: str) -> str | None:
        query = select(func.max(_event.id)).where(_event.tenant_id == tenant_id)
        last: str | None = self._connection.execute(query).scalar_one()
        return last

    def add(self, *events: Event) -> None:
        add_all(self._connection, tables.events, [_row(event) for event in events])
        self._told.extend(event.type for event in events)

    def get(self, tenant_id: str, event_id: str) -> Event | None:
        query = select(tables.events).where(_event.tenant_id == tenant_id, _event.id == event_id)
        row = self._connection.execute(query).one_or_none()
        return to_event(row) if row else None

    def page(
        self, tenant_id: str, *, after: str | None, kind: EventType | None, limit: int
    ) -> Sequence[Event]:
        query = select(tables.events).where(_event.tenant_id == tenant_id)
        if after is not None:
            query = query.where(_event.id > after)
        if kind is not None:
            query = query.where(_event.type == kind)
        rows = self._connection.execute(query.order_by(_event.id).limit(limit))
        return tuple(to_event(row) for row in rows)


def _row(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "tenant_id": event.tenant_id,
        "type": event.type,
        "occurred_at": event.occurred_at,
        "subject": event.subject,
        "told": dict(event.told),
    }


def to_event(row: Row[Any]) -> Event:
    """An event from its columns."""
    return Event(
        id=row.id,
        tenant_id=row.tenant_id,
        type=EventType(row.type),
        occurred_at=row.occurred_at,
        subject=row.subject,
        told=row.told,
    )
