"""A site's webhooks: name an endpoint, change it, rotate its secret, test it. Nothing is sent from here."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import FieldError, Invalid, LimitReached, NotFound, WebhookDisabled
from verifier.domain.event import CHOSEN, EventType
from verifier.domain.webhook import SECRET_BYTES, Delivery, Webhook, spelled
from verifier.usecases import identifiers
from verifier.usecases.audit import asker, record
from verifier.usecases.events import tell_test
from verifier.usecases.ports import Ports, Transaction

WEBHOOKS_MAX = 20  # of one tenant; each event writes a row for every one that wants it
OVERLAP = timedelta(hours=24)  # during which the old secret signs too


def create_webhook(
    ports: Ports,
    tenant_id: str,
    url: str,
    *,
    types: Sequence[EventType] = CHOSEN,
    by: ApiKey | None = None,
) -> tuple[Webhook, str]:
    """A new endpoint and its secret, shown this once. `by` is the key that asks; None is the operator.

    Raises Invalid for its address, or LimitReached.
    """
    _must_be_reachable(ports, url)
    now = ports.clock.now()
    webhook = Webhook(identifiers.new("whk", now), tenant_id, url, _in_order(types), True, now)
    secret = secrets.token_bytes(SECRET_BYTES)
    with ports.transaction() as tx:
        tx.tenants.hold(tenant_id)
        if len(tx.webhooks.of_tenant(tenant_id)) >= WEBHOOKS_MAX:
            raise LimitReached
        tx.webhooks.add(webhook, secret)
        record(tx, tenant_id, Deed(Action.WEBHOOK_CREATED, asker(by), webhook.id), now=now)
    return webhook, spelled(secret)


def list_webhooks(ports: Ports, tenant_id: str) -> Sequence[Webhook]:
    """Oldest first."""
    with ports.view() as tx:
        return tx.webhooks.of_tenant(tenant_id)


def read_webhook(ports: Ports, tenant_id: str, webhook_id: str) -> Webhook:
    """Raises NotFound."""
    with ports.view() as tx:
        return found(tx, tenant_id, webhook_id)


def change_webhook(  # noqa: PLR0913  each may be changed by itself
    ports: Ports,
    tenant_id: str,
    webhook_id: str,
    *,
    url: str | None = None,
    types: Sequence[EventType] | None = None,
    enabled: bool | None = None,
    by: ApiKey | None = None,
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
        deed = Deed(Action.WEBHOOK_CHANGED, asker(by), webhook_id, _changes(before, after))
        record(tx, tenant_id, deed, now=ports.clock.now())
    return after


def delete_webhook(ports: Ports, tenant_id: str, webhook_id: str, *, by: ApiKey | None = None) -> None:
    """Forget the endpoint and its deliveries; the events stay in the log. Raises NotFound."""
    with ports.transaction() as tx:
        tx.tenants.hold(tenant_id)
        if not tx.webhooks.remove(tenant_id, webhook_id):
            raise NotFound
        record(tx, tenant_id, Deed(Action.WEBHOOK_REMOVED, asker(by), webhook_id), now=ports.clock.now())


def rotate_secret(
    ports: Ports, tenant_id: str, webhook_id: str, *, by: ApiKey | None = None
) -> tuple[Webhook, str]:
    """A new secret, shown this once; during OVERLAP the old one signs too. Raises NotFound."""
    secret, now = secrets.token_bytes(SECRET_BYTES), ports.clock.now()
    with ports.transaction() as tx:
        tx.tenants.hold(tenant_id)
        webhook = found(tx, tenant_id, webhook_id)
        tx.webhooks.rotate(tenant_id, webhook_id, secret, until=now + OVERLAP)
        record(tx, tenant_id, Deed(Action.WEBHOOK_SECRET_ROTATED, asker(by), webhook_id), now=now)
    return webhook, spelled(secret)


def send_test(ports: Ports, tenant_id: str, webhook_id: str, *, by: ApiKey | None = None) -> Delivery:
    """Have a `webhook.test` event sent to this endpoint alone. Raises NotFound or WebhookDisabled."""
    now = ports.clock.now()
    with ports.transaction() as tx:
        tx.tenants.hold(tenant_id)
        webhook = found(tx, tenant_id, webhook_id)
        if not webhook.enabled:
            raise WebhookDisabled
        delivery = tell_test(tx, webhook, now)
        deed = Deed(Action.WEBHOOK_TESTED, asker(by), webhook_id, {"delivery_id": delivery.id})
        record(tx, tenant_id, deed, now=now)
    return delivery


def found(tx: Transaction, tenant_id: str, webhook_id: str) -> Webhook:
    webhook = tx.webhooks.get(tenant_id, webhook_id)
    if webhook is None:
        raise NotFound
    return webhook


def _changes(before: Webhook, after: Webhook) -> dict[str, str]:
    """What became different; an address is named and not repeated, for a site writes it as it likes."""
    told = {"enabled": str(after.enabled).lower()} if before.enabled != after.enabled else {}
    changed = [name for name in ("url", "types") if getattr(before, name) != getattr(after, name)]
    return told | ({"changed": ",".join(changed)} if changed else {})


def _in_order(types: Sequence[EventType]) -> tuple[EventType, ...]:
    return tuple(kind for kind in CHOSEN if kind in types)


def _must_be_reachable(ports: Ports, url: str) -> None:
    objection = ports.reach.objection(url)
    if objection:
        raise Invalid(errors=[FieldError("/url", objection)])
