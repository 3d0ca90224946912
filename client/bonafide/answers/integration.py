"""Answers about events, webhooks, keys and the service itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bonafide.answers.integration_enums import DeliveryState, DeliveryTrouble, EventType, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened. `data` holds identifiers and states alone."""

    id: str
    type: EventType
    timestamp: datetime
    data: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An endpoint of yours. `gone`: it answered 410."""

    id: str
    url: str
    types: tuple[EventType, ...]
    enabled: bool
    gone: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhook(Webhook):
    """An endpoint with its `secret`, which is shown once."""

    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What became of one message to one endpoint."""

    id: str
    url: str
    webhook_id: str
    event_id: str
    state: DeliveryState
    attempts: int
    last_attempt_at: datetime | None
    last_status: int | None
    last_trouble: DeliveryTrouble | None
    next_attempt_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key of yours, by its `prefix`."""

    id: str
    name: str
    prefix: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey(Key):
    """A key, which is shown once."""

    key: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The process answers."""

    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Whether each part answers."""

    status: str
    parts: Mapping[str, str]
