"""Webhooks in SQL. Their secrets are sealed and bound to their endpoint; only `secrets` opens them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, select, update

from verifier.domain.event import EventType
from verifier.domain.webhook import Webhook
from verifier.store import tables
from verifier.store.rows import add, change
from verifier.store.sealing import Seal
from verifier.usecases.integration_ports import Webhooks

_webhook = tables.webhooks.c
PURPOSE = "webhook"  # nothing else is sealed for this, so neither opens as the other


class SqlWebhooks(Webhooks):
    def __init__(self, connection: Connection, seal: Seal) -> None:
        self._connection = connection
        self._seal = seal

    def add(self, webhook: Webhook, secret: bytes) -> None:
        add(
            self._connection,
            tables.webhooks,
            id=webhook.id,
            tenant_id=webhook.tenant_id,
            url=webhook.url,
            types=list(webhook.types),
            enabled=webhook.enabled,
            gone=webhook.gone,
            created_at=webhook.created_at,
            secret=self._seal.close(secret, PURPOSE, webhook.tenant_id, webhook.id),
        )

    def get(self, tenant_id: str, webhook_id: str) -> Webhook | None:
        query = select(tables.webhooks).where(_one(tenant_id, webhook_id))
        row = self._connection.execute(query).one_or_none()
        return _to_webhook(row) if row else None

    def of_tenant(self, tenant_id: str) -> Sequence[Webhook]:
        query = select(tables.webhooks).where(_webhook.tenant_id == tenant_id).order_by(_webhook.id)
        return tuple(_to_webhook(row) for row in self._connection.execute(query))

    def change(self, webhook: Webhook) -> bool:
        statement = (
            update(tables.webhooks)
            .where(_one(webhook.tenant_id, webhook.id))
            .values(url=webhook.url, types=list(webhook.types), enabled=webhook.enabled, gone=webhook.gone)
        )
        return change(self._connection, statement) == 1

    def remove(self, tenant_id: str, webhook_id: str) -> bool:
        delivery = tables.deliveries.c
        of_it = and_(delivery.tenant_id == tenant_id, delivery.webhook_id == webhook_id)
        change(self._connection, delete(tables.deliveries).where(of_it))
        return change(self._connection, delete(tables.webhooks).where(_one(tenant_id, webhook_id))) == 1

    def rotate(self, tenant_id: str, webhook_id: str, secret: bytes, *, until: datetime) -> bool:
        statement = (
            update(tables.webhooks)
            .where(_one(tenant_id, webhook_id))
            .values(
                old_secret=_webhook.secret,
                old_secret_until=until,
                secret=self._seal.close(secret, PURPOSE, tenant_id, webhook_id),
            )
        )
        return change(self._connection, statement) == 1

    def secrets(self, tenant_id: str, webhook_id: str, *, now: datetime) -> Sequence[bytes]:
        query = select(tables.webhooks).where(_one(tenant_id, webhook_id))
        row = self._connection.execute(query).one_or_none()
        sealed = _in_force(row, now) if row else ()
        return tuple(self._seal.open(bytes(item), PURPOSE, tenant_id, webhook_id) for item in sealed)


def _one(tenant_id: str, webhook_id: str) -> ColumnElement[bool]:
    return and_(_webhook.tenant_id == tenant_id, _webhook.id == webhook_id)


def _in_force(row: Row[Any], now: datetime) -> Iterator[bytes]:
    yield row.secret
    if row.old_secret is not None and now < row.old_secret_until:
        yield row.old_secret


def _to_webhook(row: Row[Any]) -> Webhook:
    return Webhook(
        id=row.id,
        tenant_id=row.tenant_id,
        url=row.url,
        types=tuple(EventType(kind) for kind in row.types),
        enabled=row.enabled,
        created_at=row.created_at,
        gone=row.gone,
    )
