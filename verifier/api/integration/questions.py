"""What a client may send about keys, events and webhooks. Strict, as every question."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from verifier.api.questions import Strict, cursor_field, limit_field, readable
from verifier.domain.api_key import Scope
from verifier.domain.event import CHOSEN, EventType
from verifier.domain.webhook import DeliveryState
from verifier.usecases.keys import OVERLAP, OVERLAP_MAX

HOUR = 3600
NAME_MAX = 100


def _distinct(values: list[object]) -> None:
    if len(set(values)) < len(values):
        raise ValidationError("Given more than once.")


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

    after = cursor_field("evt", "The last event that you have; absent, the log from its beginning.")
    type = fields.Enum(
        EventType, by_value=fields.String, metadata={"description": "Only events of this type."}
    )
    limit = limit_field("events")


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

    cursor = cursor_field("dlv")
    state = fields.Enum(
        DeliveryState,
        by_value=fields.String,
        metadata={"description": "Only deliveries in this state; `dead` are the dead letters."},
    )
    limit = limit_field("deliveries")
