"""What a client may send about keys, events and webhooks. Strict, as every question."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from verifier.api.questions import PAGE, PAGE_LIMIT, PlainDigits, Strict, readable
from verifier.domain.api_key import Scope
from verifier.domain.event import CHOSEN, EventType
from verifier.domain.webhook import DeliveryState
from verifier.usecases.keys import OVERLAP, OVERLAP_MAX

HOUR = 3600
NAME_MAX = 100


def _distinct(values: list[object]) -> None:
    if len(set(values)) < len(values):
        raise ValidationError("Given more than once.")


def _cursor(prefix: str, description: str) -> fields.String:
    return fields.String(
        validate=validate.Regexp(
            rf"{prefix}_[0-9a-hjkmnp-tv-z]{{26}}\Z", error="Not a cursor that this list gave out."
        ),
        metadata={"description": description},
    )


def _limit(what: str) -> PlainDigits:
    return PlainDigits(
        load_default=PAGE,
        validate=validate.Range(1, PAGE_LIMIT),
        metadata={"description": f"How many {what} at most."},
    )


def _types(**options: Any) -> fields.List[Any]:
    return fields.List(
        fields.Enum(EventType, by_value=fields.String, validate=validate.OneOf(CHOSEN)),
        validate=[validate.Length(min=1), _distinct],
        metadata={"description": f"Which events to be told of: {', '.join(f'`{kind}`' for kind in CHOSEN)}."},
        **options,
    )


def _url(**options: Any) -> fields.String:
    return fields.String(
        metadata={
            "description": "Where to send events: an https address of the public internet.",
            "examples": ["https://jobs.example/hooks/bonafide"],
        },
        **options,
    )


class KeyQuestion(Strict):
    """A new key."""

    name = fields.String(
        required=True,
        validate=[validate.Length(min=1, max=NAME_MAX), readable],
        metadata={"description": "What it is for, in your words.", "examples": ["job board, production"]},
    )
    scopes = fields.List(
        fields.Enum(Scope, by_value=fields.String),
        required=True,
        validate=[validate.Length(min=1), _distinct],
        metadata={"description": "What it may do; no more than the key that asks."},
    )
    expires_at = fields.AwareDateTime(
        format="iso", allow_none=True, metadata={"description": "When it ends by itself; never if absent."}
    )


class RotationQuestion(Strict):
    """How to rotate a key."""

    overlap_hours = fields.Integer(
        strict=True,
        load_default=int(OVERLAP.total_seconds()) // HOUR,
        validate=validate.Range(0, int(OVERLAP_MAX.total_seconds()) // HOUR),
        metadata={"description": "How long the old key lives on."},
    )


class EventsQuestion(Strict):
    """Which events."""

    after = _cursor("evt", "The last event that you have; absent, the log from its beginning.")
    type = fields.Enum(
        EventType, by_value=fields.String, metadata={"description": "Only events of this type."}
    )
    limit = _limit("events")


class WebhookQuestion(Strict):
    """A new endpoint."""

    url = _url(required=True)
    types = _types(load_default=CHOSEN)


class WebhookChangeQuestion(Strict):
    """What to change; what is absent stays."""

    url = _url()
    types = _types()
    enabled = fields.Boolean(
        truthy={True},
        falsy={False},
        metadata={"description": "`false`: nothing is sent there, and nothing is kept to be sent later."},
    )


class DeliveriesQuestion(Strict):
    """Which deliveries."""

    cursor = _cursor("dlv", "Where the last page ended: take it from that page's `next`.")
    state = fields.Enum(
        DeliveryState,
        by_value=fields.String,
        metadata={"description": "Only deliveries in this state; `dead` are the dead letters."},
    )
    limit = _limit("deliveries")
