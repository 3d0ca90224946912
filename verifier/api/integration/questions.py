"""What a client may send about keys, events and webhooks. Strict, as every question."""

from typing import Any

from marshmallow import ValidationError, fields, validate

from verifier.api.questions import (
    READABLE,
    Strict,
    StrictBoolean,
    WholeNumber,
    cursor_field,
    limit_field,
    moment_field,
    readable,
)
from verifier.domain.api_key import Scope
from verifier.domain.event import CHOSEN, EventType
from verifier.domain.networks import URL_MAX, VISIBLE
from verifier.domain.webhook import DeliveryState
from verifier.usecases.keys import OVERLAP, OVERLAP_MAX

HOUR = 3600
NAME_MAX = 100


def _distinct(values: list[object]) -> None:
    if len(set(values)) < len(values):
        raise ValidationError("Given more than once.")


class ChosenEvent(fields.String):
    """A type of events that a site may choose; documented as these alone, which an Enum field would not."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> str:
        text = super()._deserialize(value, attr, data, **options)
        return EventType(text) if text in CHOSEN else text  # what is none of them is refused next


def _types(**options: Any) -> fields.List[Any]:
    return fields.List(
        ChosenEvent(validate=validate.OneOf(CHOSEN)),
        validate=[validate.Length(min=1), _distinct],
        metadata={
            "description": f"Which events to be told of: {', '.join(f'`{kind}`' for kind in CHOSEN)}.",
            "uniqueItems": True,
        },
        **options,
    )


def _url(**options: Any) -> fields.String:
    return fields.String(
        metadata={
            "description": "Where to send events: an https address of the public internet.",
            "examples": ["https://jobs.example/hooks/bonafide"],
            "pattern": f"^{VISIBLE.pattern}$",
            "maxLength": URL_MAX,
        },
        **options,
    )


class KeyQuestion(Strict):
    """A new key."""

    name = fields.String(
        required=True,
        validate=[validate.Length(min=1, max=NAME_MAX), readable],
        metadata={
            "description": "What it is for, in your words.",
            "examples": ["job board, production"],
            "pattern": READABLE,
        },
    )
    scopes = fields.List(
        fields.Enum(Scope, by_value=fields.String),
        required=True,
        validate=[validate.Length(min=1), _distinct],
        metadata={"description": "What it may do; no more than the key that asks.", "uniqueItems": True},
    )
    expires_at = moment_field("When it ends by itself; never if absent.", allow_none=True)


class RotationQuestion(Strict):
    """How to rotate a key."""

    overlap_hours = WholeNumber(
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
    enabled = StrictBoolean(
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
