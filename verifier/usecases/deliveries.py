"""A delivery's life: made with its event, attempted by couriers until it is accepted or dead, replayed.

Couriers act for all tenants: they are trusted with a delivery's id. Whatever kills one in the middle of an
attempt, the lease runs out and the same message goes out again under the same id: at least once, never lost.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.errors import NotFound, WebhookDisabled
from verifier.domain.event import Event, members
from verifier.domain.webhook import (
    ATTEMPTS_MAX,
    GONE,
    Delivery,
    DeliveryState,
    Met,
    Trouble,
    Webhook,
    pause_after,
    signatures,
)
from verifier.usecases.audit import asker, record
from verifier.usecases.events import send_to
from verifier.usecases.integration_ports import Sender
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.webhooks import found

LEASE = timedelta(seconds=60)  # an attempt takes 20 s at most; see verifier.providers.webhooks
PAGE_MAX = 100
COURIER = Actor(ActorKind.WORKER, "courier")


@dataclass(frozen=True, slots=True)
class DeliveryPage:
    """Some deliveries, newest first; `next` is the cursor of the following page, None on the last."""

    deliveries: tuple[Delivery, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Parcel:
    """All that an attempt needs, read at one moment."""

    delivery: Delivery
    webhook: Webhook
    event: Event
    secrets: Sequence[bytes] = field(repr=False)


def due_deliveries(ports: Ports, *, busy: Collection[str], limit: int) -> Sequence[Delivery]:
    """What to attempt now: the oldest of each endpoint that is not `busy`, so that none delays the others."""
    with ports.view() as tx:
        return tx.deliveries.due(now=ports.clock.now(), without=busy, limit=limit)


def attempt(ports: Ports, sender: Sender, delivery_id: str, *, chance: float) -> Delivery | None:
    """One attempt at a delivery and what follows from it; None when somebody else has it.

    `chance`, from 0 to 1, is the jitter of the pause before the next attempt.
    """
    parcel = _claim(ports, delivery_id)
    if parcel is None:
        return None
    met = _meet(ports, sender, parcel)
    return _settle(ports, parcel, met, chance)


def list_deliveries(
    ports: Ports,
    tenant_id: str,
    webhook_id: str,
    *,
    state: DeliveryState | None = None,
    before: str | None = None,
    limit: int = 20,
) -> DeliveryPage:
    """One page of an endpoint's deliveries, newest first, in one state or all. Raises NotFound."""
    limit = max(1, min(limit, PAGE_MAX))
    with ports.view() as tx:
        found(tx, tenant_id, webhook_id)
        page = tuple(tx.deliveries.page(tenant_id, webhook_id, before=before, state=state, limit=limit + 1))
    more = len(page) > limit
    return DeliveryPage(page[:limit], page[limit - 1].id if more else None)


def read_delivery(ports: Ports, tenant_id: str, delivery_id: str) -> Delivery:
    """Raises NotFound."""
    with ports.view() as tx:
        delivery = tx.deliveries.get(tenant_id, delivery_id)
    if delivery is None:
        raise NotFound
    return delivery


def replay(ports: Ports, tenant_id: str, delivery_id: str, *, by: ApiKey | None = None) -> Delivery:
    """Send it again: at once if it still waits, else as a new delivery of the same event.

    `by` is the key that asks; None is the operator. Raises NotFound or WebhookDisabled.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        tx.tenants.hold(tenant_id)
        delivery = tx.deliveries.get(tenant_id, delivery_id)
        if delivery is None:
            raise NotFound
        webhook = found(tx, tenant_id, delivery.webhook_id)
        if not webhook.enabled:
            raise WebhookDisabled
        sent = _sent_again(tx, webhook, delivery, now)
        deed = Deed(Action.DELIVERY_REPLAYED, asker(by), delivery_id, {"sent_as": sent.id})
        record(tx, tenant_id, deed, now=now)
    return sent


def _sent_again(tx: Transaction, webhook: Webhook, delivery: Delivery, now: datetime) -> Delivery:
    if delivery.ended:
        return send_to(tx, webhook, delivery.event_id, now)
    if tx.deliveries.hasten(delivery.tenant_id, delivery.id, now=now):
        return replace(delivery, due_at=now)
    return delivery


def message(parcel: Parcel, now: datetime) -> tuple[Mapping[str, str], bytes]:
    """Headers and body as Standard Webhooks has them: every attempt the same but for its moment.

    `now` is the real one, for the receiver's clock judges it.
    """
    body = json.dumps(members(parcel.event), separators=(",", ":")).encode()
    timestamp = int(now.timestamp())
    headers = {
        "content-type": "application/json",
        "webhook-id": parcel.event.id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signatures(
            parcel.secrets, message_id=parcel.event.id, timestamp=timestamp, body=body
        ),
    }
    return headers, body


def _claim(ports: Ports, delivery_id: str) -> Parcel | None:
    now = ports.clock.now()
    with ports.transaction() as tx:
        delivery = tx.deliveries.claim(delivery_id, now=now, until=now + LEASE)
    # Read after the commit: what cannot be read uses up its attempts instead of coming back at once.
    return _parcel(ports, delivery, now) if delivery else None


def _parcel(ports: Ports, delivery: Delivery, now: datetime) -> Parcel | None:
    tenant_id, webhook_id = delivery.tenant_id, delivery.webhook_id
    with ports.view() as tx:
        webhook = tx.webhooks.get(tenant_id, webhook_id)
        event = tx.events.get(tenant_id, delivery.event_id)
        if webhook is None or event is None:  # deleted just now, and the delivery with it
            return None
        return Parcel(delivery, webhook, event, tx.webhooks.secrets(tenant_id, webhook_id, now=now))


def _meet(ports: Ports, sender: Sender, parcel: Parcel) -> Met:
    if not parcel.webhook.enabled:
        return Met(trouble=Trouble.ENDPOINT_DISABLED)
    if parcel.delivery.attempts > ATTEMPTS_MAX:  # the couriers of all earlier attempts were lost, it seems
        return Met(trouble=Trouble.COURIER_LOST)
    headers, body = message(parcel, ports.clock.real())
    return sender.post(parcel.webhook.url, headers=headers, body=body)


def _settle(ports: Ports, parcel: Parcel, met: Met, chance: float) -> Delivery | None:
    """What follows: delivered, dead, or another attempt later. None when the lease was lost meanwhile."""
    state, due_at = _consequence(parcel.delivery, met, chance, ports.clock.now())
    delivery = parcel.delivery
    with ports.transaction() as tx:
        if met.status == GONE:
            _disable(tx, parcel, ports.clock.now())
        kept = tx.deliveries.settle(
            delivery.id, attempt=delivery.attempts, state=state, met=met, due_at=due_at
        )
    settled = replace(delivery, state=state, due_at=due_at or delivery.due_at, lease_until=None)
    return replace(settled, status=met.status, trouble=met.trouble) if kept else None


def _consequence(
    delivery: Delivery, met: Met, chance: float, now: datetime
) -> tuple[DeliveryState, datetime | None]:
    if met.accepted:
        return DeliveryState.DELIVERED, None
    final = met.status == GONE or met.trouble in (Trouble.ENDPOINT_DISABLED, Trouble.COURIER_LOST)
    pause = None if final else pause_after(delivery.attempts, chance)
    return (DeliveryState.WAITING, now + pause) if pause else (DeliveryState.DEAD, None)


def _disable(tx: Transaction, parcel: Parcel, now: datetime) -> None:
    """The receiver wants no more; unless the endpoint was given another address meanwhile."""
    tx.tenants.hold(parcel.webhook.tenant_id)
    webhook = tx.webhooks.get(parcel.webhook.tenant_id, parcel.webhook.id)
    if webhook is not None and webhook.url == parcel.webhook.url:
        tx.webhooks.change(replace(webhook, enabled=False, gone=True))
        deed = Deed(Action.WEBHOOK_CHANGED, COURIER, webhook.id, {"enabled": "false", "status": str(GONE)})
        record(tx, webhook.tenant_id, deed, now=now)
