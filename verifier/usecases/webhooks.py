"""A site's webhooks: name an endpoint, change it, rotate its secret, test it. Nothing is sent from here."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from verifier.domain.errors import FieldError, Invalid, LimitReached, NotFound, WebhookDisabled
from verifier.domain.event import CHOSEN, EventType
from verifier.domain.webhook import SECRET_BYTES, Delivery, Webhook, spelled
from verifier.usecases import identifiers
from verifier.usecases.events import tell_test
from verifier.usecases.ports import Ports, Transaction

WEBHOOKS_MAX = 20  # of one tenant; each event writes a row for every one that wants it
OVERLAP = timedelta(hours=24)  # during which the old secret signs too


def create_webhook(
    ports: Ports, tenant_id: str, url: str, *, types: Sequence[EventType] = CHOSEN
) -> tuple[Webhook, str]:
    """A new endpoint and its secret, shown this once. Raises Invalid for its address, or LimitReached."""
    _must_be_reachable(ports, url)
    now = ports.clock.now()
    webhook = Webhook(identifiers.new("whk", now), tenant_id, url, _in_order(types), True, now)
    secret = secrets.token_bytes(SECRET_BYTES)
    with ports.transaction() as tx:
        tx.tenants.hold(tenant_id)
        if len(tx.webhooks.of_tenant(tenant_id)) >= WEBHOOKS_MAX:
            raise LimitReached
        tx.webhooks.add(webhook, secret)
    return webhook, spelled(secret)


def list_webhooks(ports: Ports, tenant_id: str) -> Sequence[Webhook]:
    """Oldest first."""
    with ports.view() as tx:
        return tx.webhooks.of_tenant(tenant_id)


def read_webhook(ports: Ports, tenant_id: str, webhook_id: str) -> Webhook:
    """Raises NotFound."""
    with ports.view() as tx:
        return found(tx, tenant_id, webhook_id)


def change_webhook(
    ports: Ports,
    tenant_id: str,
    webhook_id: str,
    *,
    url: str | None = None,
    types: Sequence[EventType] | None = None,
    enabled: bool | None = None,
) -> Webhook:
    """Change what is given. Raises NotFound, or Invalid for its address."""
    if url is not None:
        _must_be_reachable(ports, url)
    with ports.transaction() as tx:
        tx.tenants.hold(tenant_id)
        before = found(tx, tenant_id, webhook_id)
        after = replace(
            before,
            url=before.url if url is None else url,
            types=before.types if types is None else _in_order(types),
            enabled=before.enabled if enabled is None else enabled,
            gone=before.gone and not enabled,
        )
        tx.webhooks.change(after)
    return after


def delete_webhook(ports: Ports, tenant_id: str, webhook_id: str) -> None:
    """Forget the endpoint and its deliveries; the events stay in the log. Raises NotFound."""
    with ports.transaction() as tx:
        tx.tenants.hold(tenant_id)
        if not tx.webhooks.remove(tenant_id, webhook_id):
            raise NotFound


def rotate_secret(ports: Ports, tenant_id: str, webhook_id: str) -> tuple[Webhook, str]:
    """A new secret, shown this once; during OVERLAP the old one signs too. Raises NotFound."""
    secret = secrets.token_bytes(SECRET_BYTES)
    with ports.transaction() as tx:
        tx.tenants.hold(tenant_id)
        webhook = found(tx, tenant_id, webhook_id)
        tx.webhooks.rotate(tenant_id, webhook_id, secret, until=ports.clock.now() + OVERLAP)
    return webhook, spelled(secret)


def send_test(ports: Ports, tenant_id: str, webhook_id: str) -> Delivery:
    """Have a `webhook.test` event sent to this endpoint alone. Raises NotFound or WebhookDisabled."""
    with ports.transaction() as tx:
        tx.tenants.hold(tenant_id)
        webhook = found(tx, tenant_id, webhook_id)
        if not webhook.enabled:
            raise WebhookDisabled
        return tell_test(tx, webhook, ports.clock.now())


def found(tx: Transaction, tenant_id: str, webhook_id: str) -> Webhook:
    webhook = tx.webhooks.get(tenant_id, webhook_id)
    if webhook is None:
        raise NotFound
    return webhook


def _in_order(types: Sequence[EventType]) -> tuple[EventType, ...]:
    return tuple(kind for kind in CHOSEN if kind in types)


def _must_be_reachable(ports: Ports, url: str) -> None:
    objection = ports.reach.objection(url)
    if objection:
        raise Invalid(errors=[FieldError("/url", objection)])
