"""From keys, events and webhooks to the members that the answer schemas name. Decides nothing."""

from verifier.api.presenting import Members
from verifier.domain.api_key import ApiKey
from verifier.domain.event import Event
from verifier.domain.webhook import Delivery, Webhook

LOOK_AFTER = "1"  # seconds; a courier looks twice a second


def key_url(key: ApiKey) -> str:
    return f"/v1/keys/{key.id}"


def webhook_url(webhook: Webhook) -> str:
    return f"/v1/webhooks/{webhook.id}"


def delivery_url(item: Delivery) -> str:
    return f"/v1/deliveries/{item.id}"


def on_its_way(item: Delivery) -> dict[str, str]:
    """The headers of an answer that sends somebody to look at this delivery soon."""
    return {"Location": delivery_url(item), "Retry-After": LOOK_AFTER}


def key(item: ApiKey) -> Members:
    return {
        "id": item.id,
        "name": item.name,
        "prefix": item.prefix,
        "scopes": item.scopes,
        "created_at": item.created_at,
        "expires_at": item.expires_at,
        "last_used_at": item.last_used_at,
    }


def event(item: Event) -> Members:
    """As webhooks carry it: see verifier.domain.event.members."""
    return {"id": item.id, "type": item.type, "timestamp": item.occurred_at, "data": item.told}


def webhook(item: Webhook) -> Members:
    return {
        "id": item.id,
        "url": item.url,
        "types": item.types,
        "enabled": item.enabled,
        "gone": item.gone,
        "created_at": item.created_at,
    }


def delivery(item: Delivery) -> Members:
    return {
        "id": item.id,
        "url": delivery_url(item),
        "webhook_id": item.webhook_id,
        "event_id": item.event_id,
        "state": item.state,
        "attempts": item.attempts,
        "last_attempt_at": item.attempted_at,
        "last_status": item.status,
        "last_trouble": item.trouble,
        "next_attempt_at": None if item.ended else item.due_at,
        "created_at": item.created_at,
    }
