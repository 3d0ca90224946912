"""Keys, events, webhooks and deliveries in memory. They pass the contract suite of the real repositories."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from tests.fake_rows import Repository, must
from verifier.domain.api_key import ApiKey
from verifier.domain.event import Event, EventType
from verifier.domain.webhook import Delivery, DeliveryState, Met, Webhook
from verifier.usecases.integration_ports import Deliveries, Events, Keys, Sender, Webhooks


class MemoryKeys(Repository, Keys):
    def add(self, key: ApiKey, key_hash: str) -> None:
        must(key.tenant_id in self._state.tenants and key_hash not in self._state.keys)
        must(key.id not in {row.id for row in self._state.keys.values()})
        self._state.keys[key_hash] = key

    def by_hash(self, key_hash: str) -> ApiKey | None:
        key: ApiKey | None = self._state.keys.get(key_hash)
        return key

    def get(self, tenant_id: str, key_id: str) -> ApiKey | None:
        return next((key for key in self.of_tenant(tenant_id) if key.id == key_id), None)

    def of_tenant(self, tenant_id: str) -> Sequence[ApiKey]:
        mine = (key for key in self._state.keys.values() if key.tenant_id == tenant_id)
        return tuple(sorted(mine, key=lambda key: key.id))

    def expire(self, tenant_id: str, key_id: str, *, at: datetime) -> bool:
        key = self.get(tenant_id, key_id)
        return key is not None and self._put(key, expires_at=at)

    def remove(self, tenant_id: str, key_id: str) -> bool:
        key = self.get(tenant_id, key_id)
        if key is None:
            return False
        del self._state.keys[self._hash(key)]
        return True

    def note_use(self, key_id: str, *, at: datetime, unless_since: datetime) -> bool:
        key = next((key for key in self._state.keys.values() if key.id == key_id), None)
        long_ago = key is not None and (key.last_used_at is None or key.last_used_at < unless_since)
        return long_ago and self._put(key, last_used_at=at)

    def _hash(self, key: ApiKey) -> str:
        return next(found for found, row in self._state.keys.items() if row.id == key.id)

    def _put(self, key: ApiKey, **changes: Any) -> bool:
        self._state.keys[self._hash(key)] = replace(key, **changes)
        return True


class MemoryEvents(Repository, Events):
    def last_id(self, tenant_id: str) -> str | None:
        return max((row.id for row in self._mine(tenant_id)), default=None)

    def add(self, *events: Event) -> None:
        for event in events:
            must(event.id not in self._state.events and event.tenant_id in self._state.tenants)
            self._state.events[event.id] = event

    def get(self, tenant_id: str, event_id: str) -> Event | None:
        return next((row for row in self._mine(tenant_id) if row.id == event_id), None)

    def page(
        self, tenant_id: str, *, after: str | None, kind: EventType | None, limit: int
    ) -> Sequence[Event]:
        rows = [row for row in self._mine(tenant_id) if after is None or row.id > after]
        found = [row for row in rows if kind is None or row.type is kind]
        return tuple(sorted(found, key=lambda row: row.id)[:limit])

    def _mine(self, tenant_id: str) -> Iterable[Event]:
        return (row for row in self._state.events.values() if row.tenant_id == tenant_id)


@dataclass(frozen=True, slots=True)
class KeptWebhook:
    webhook: Webhook
    secret: bytes
    old: tuple[bytes, datetime] | None = None


class MemoryWebhooks(Repository, Webhooks):
    def add(self, webhook: Webhook, secret: bytes) -> None:
        must(webhook.id not in self._state.webhooks and webhook.tenant_id in self._state.tenants)
        self._state.webhooks[webhook.id] = KeptWebhook(webhook, secret)

    def get(self, tenant_id: str, webhook_id: str) -> Webhook | None:
        kept = self._kept(tenant_id, webhook_id)
        return kept and kept.webhook

    def of_tenant(self, tenant_id: str) -> Sequence[Webhook]:
        mine = (row.webhook for row in self._state.webhooks.values() if row.webhook.tenant_id == tenant_id)
        return tuple(sorted(mine, key=lambda row: row.id))

    def change(self, webhook: Webhook) -> bool:
        kept = self._kept(webhook.tenant_id, webhook.id)
        if kept is None:
            return False
        changed = replace(
            kept.webhook, url=webhook.url, types=webhook.types, enabled=webhook.enabled, gone=webhook.gone
        )
        self._state.webhooks[webhook.id] = replace(kept, webhook=changed)
        return True

    def remove(self, tenant_id: str, webhook_id: str) -> bool:
        if self._kept(tenant_id, webhook_id) is None:
            return False
        for row in tuple(self._state.deliveries.values()):
            if row.webhook_id == webhook_id:
                del self._state.deliveries[row.id]
        del self._state.webhooks[webhook_id]
        return True

    def rotate(self, tenant_id: str, webhook_id: str, secret: bytes, *, until: datetime) -> bool:
        kept = self._kept(tenant_id, webhook_id)
        if kept is None:
            return False
        self._state.webhooks[webhook_id] = KeptWebhook(kept.webhook, secret, (kept.secret, until))
        return True

    def secrets(self, tenant_id: str, webhook_id: str, *, now: datetime) -> Sequence[bytes]:
        kept = self._kept(tenant_id, webhook_id)
        if kept is None:
            return ()
        old = (kept.old[0],) if kept.old and now < kept.old[1] else ()
        return (kept.secret, *old)

    def _kept(self, tenant_id: str, webhook_id: str) -> KeptWebhook | None:
        kept: KeptWebhook | None = self._state.webhooks.get(webhook_id)
        return kept if kept and kept.webhook.tenant_id == tenant_id else None


class MemoryDeliveries(Repository, Deliveries):
    def add(self, *deliveries: Delivery) -> None:
        for delivery in deliveries:
            self._add(delivery)

    def _add(self, delivery: Delivery) -> None:
        webhook = self._state.webhooks.get(delivery.webhook_id)
        event = self._state.events.get(delivery.event_id)
        must(delivery.id not in self._state.deliveries)
        must(webhook is not None and webhook.webhook.tenant_id == delivery.tenant_id)
        must(event is not None and event.tenant_id == delivery.tenant_id)
        must((delivery.state is DeliveryState.CLAIMED) == (delivery.lease_until is not None))
        self._state.deliveries[delivery.id] = delivery

    def get(self, tenant_id: str, delivery_id: str) -> Delivery | None:
        row = self._state.deliveries.get(delivery_id)
        return row if row and row.tenant_id == tenant_id else None

    def page(
        self, tenant_id: str, webhook_id: str, *, before: str | None, state: DeliveryState | None, limit: int
    ) -> Sequence[Delivery]:
        mine = [row for row in self._state.deliveries.values() if row.tenant_id == tenant_id]
        rows = [row for row in mine if row.webhook_id == webhook_id and (before is None or row.id < before)]
        found = [row for row in rows if state is None or row.state is state]
        return tuple(sorted(found, key=lambda row: row.id, reverse=True)[:limit])

    def about(self, tenant_id: str, subject: str, *, limit: int) -> Sequence[tuple[Event, Delivery]]:
        mine = [row for row in self._state.deliveries.values() if row.tenant_id == tenant_id]
        told = [(self._state.events[row.event_id], row) for row in mine]
        found = [(event, row) for event, row in told if event.subject == subject]
        return tuple(sorted(found, key=lambda one: one[1].id, reverse=True)[:limit])

    def due(self, *, now: datetime, without: Collection[str], limit: int) -> Sequence[Delivery]:
        rows = [row for row in self._state.deliveries.values() if row.webhook_id not in without]
        oldest: dict[str, Delivery] = {}
        for row in sorted(rows, key=lambda row: (row.due_at, row.event_id)):
            if waits(row, now):
                oldest.setdefault(row.webhook_id, row)
        return tuple(oldest.values())[:limit]

    def claim(self, delivery_id: str, *, now: datetime, until: datetime) -> Delivery | None:
        row = self._state.deliveries.get(delivery_id)
        if row is None or not waits(row, now):
            return None
        return self._put(
            row,
            state=DeliveryState.CLAIMED,
            lease_until=until,
            attempts=row.attempts + 1,
            attempted_at=now,
        )

    def settle(
        self,
        delivery_id: str,
        *,
        attempt: int,
        state: DeliveryState,
        met: Met,
        due_at: datetime | None = None,
    ) -> bool:
        row = self._state.deliveries.get(delivery_id)
        if row is None or row.state is not DeliveryState.CLAIMED or row.attempts != attempt:
            return False
        changes: Mapping[str, Any] = {"due_at": due_at} if due_at is not None else {}
        self._put(row, state=state, lease_until=None, status=met.status, trouble=met.trouble, **changes)
        return True

    def hasten(self, tenant_id: str, delivery_id: str, *, now: datetime) -> bool:
        row = self.get(tenant_id, delivery_id)
        if row is None or row.state is not DeliveryState.WAITING:
            return False
        return bool(self._put(row, due_at=now))

    def _put(self, row: Delivery, **changes: Any) -> Delivery:
        self._state.deliveries[row.id] = changed = replace(row, **changes)
        return changed


def waits(row: Delivery, now: datetime) -> bool:
    if row.state is DeliveryState.CLAIMED:
        return row.lease_until is not None and row.lease_until < now
    return row.state is DeliveryState.WAITING and row.due_at <= now


class FakeSender(Sender):
    """Meets what a test says, in turn, and then accepts everything; keeps what it was given."""

    def __init__(self, *meets: Met) -> None:
        self._meets = list(meets)
        self.sent: list[tuple[str, Mapping[str, str], bytes]] = []

    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Met:
        self.sent.append((url, headers, body))
        return self._meets.pop(0) if self._meets else Met(204)
