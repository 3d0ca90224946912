"""Deliveries in SQL: as with tasks, every change is one conditional UPDATE, so that of two one succeeds."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select, update

from verifier.domain.event import Event
from verifier.domain.webhook import Delivery, DeliveryState, Met, Trouble
from verifier.store import tables
from verifier.store.events import to_event
from verifier.store.rows import add_all, change
from verifier.usecases.integration_ports import Deliveries

_delivery = tables.deliveries.c
_AS_DELIVERY: Final = [column.label(f"delivery_{column.name}") for column in tables.deliveries.columns]
UNDER_WAY = (DeliveryState.WAITING, DeliveryState.CLAIMED)


class SqlDeliveries(Deliveries):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, *deliveries: Delivery) -> None:
        add_all(self._connection, tables.deliveries, [asdict(one) for one in deliveries])

    def get(self, tenant_id: str, delivery_id: str) -> Delivery | None:
        query = select(tables.deliveries).where(_delivery.tenant_id == tenant_id, _delivery.id == delivery_id)
        row = self._connection.execute(query).one_or_none()
        return _to_delivery(row) if row else None

    def page(
        self, tenant_id: str, webhook_id: str, *, before: str | None, state: DeliveryState | None, limit: int
    ) -> Sequence[Delivery]:
        query = select(tables.deliveries).where(
            _delivery.tenant_id == tenant_id, _delivery.webhook_id == webhook_id
        )
        if before is not None:
            query = query.where(_delivery.id < before)
        if state is not None:
            query = query.where(_delivery.state == state)
        rows = self._connection.execute(query.order_by(_delivery.id.desc()).limit(limit))
        return tuple(_to_delivery(row) for row in rows)

    def about(self, tenant_id: str, subject: str, *, limit: int) -> Sequence[tuple[Event, Delivery]]:
        query = (
            select(tables.events, *_AS_DELIVERY)
            .join(tables.deliveries, _delivery.event_id == tables.events.c.id)
            .where(tables.events.c.tenant_id == tenant_id, tables.events.c.subject == subject)
            .where(_delivery.tenant_id == tenant_id)
            .order_by(_delivery.id.desc())
            .limit(limit)
        )
        return tuple(
            (to_event(row), _to_delivery(row, "delivery_")) for row in self._connection.execute(query)
        )

    def due(self, *, now: datetime, without: Collection[str], limit: int) -> Sequence[Delivery]:
        place = func.row_number().over(
            partition_by=_delivery.webhook_id, order_by=(_delivery.due_at, _delivery.event_id)
        )
        waiting = (
            select(*tables.deliveries.columns, place.label("place"))
            # What is claimed was due before: said so that the index of states and moments serves all of it.
            .where(_delivery.state.in_(UNDER_WAY), _delivery.due_at <= now, _waits(now))
            .where(_delivery.webhook_id.not_in(without))
            .subquery()
        )
        query = select(waiting).where(waiting.c.place == 1).order_by(waiting.c.due_at).limit(limit)
        return tuple(_to_delivery(row) for row in self._connection.execute(query))

    def claim(self, delivery_id: str, *, now: datetime, until: datetime) -> Delivery | None:
        statement = (
            update(tables.deliveries)
            .where(_delivery.id == delivery_id, _waits(now))
            .values(
                state=DeliveryState.CLAIMED,
                lease_until=until,
                attempts=_delivery.attempts + 1,
                attempted_at=now,
            )
            .returning(*tables.deliveries.columns)
        )
        row = self._connection.execute(statement).one_or_none()
        return _to_delivery(row) if row else None

    def settle(
        self,
        delivery_id: str,
        *,
        attempt: int,
        state: DeliveryState,
        met: Met,
        due_at: datetime | None = None,
    ) -> bool:
        held = and_(
            _delivery.id == delivery_id,
            _delivery.state == DeliveryState.CLAIMED,
            _delivery.attempts == attempt,
        )
        values: dict[str, Any] = {"due_at": due_at} if due_at is not None else {}
        statement = (
            update(tables.deliveries)
            .where(held)
            .values(state=state, lease_until=None, status=met.status, trouble=met.trouble, **values)
        )
        return change(self._connection, statement) == 1

    def hasten(self, tenant_id: str, delivery_id: str, *, now: datetime) -> bool:
        statement = (
            update(tables.deliveries)
            .where(
                _delivery.tenant_id == tenant_id,
                _delivery.id == delivery_id,
                _delivery.state == DeliveryState.WAITING,
            )
            .values(due_at=now)
        )
        return change(self._connection, statement) == 1


def _waits(now: datetime) -> ColumnElement[bool]:
    """Nobody is at it and it is time: due, or claimed under a lease that ran out."""
    return or_(
        and_(_delivery.state == DeliveryState.WAITING, _delivery.due_at <= now),
        and_(_delivery.state == DeliveryState.CLAIMED, _delivery.lease_until < now),
    )


def _to_delivery(row: Row[Any], prefix: str = "") -> Delivery:
    found = {column.name: row._mapping[f"{prefix}{column.name}"] for column in tables.deliveries.columns}
    trouble = found.pop("trouble")
    state = DeliveryState(found.pop("state"))
    return Delivery(**found, state=state, trouble=Trouble(trouble) if trouble else None)
