"""Webhooks: where a site wants to be told of events, and the deliveries that carry them there.

waiting → claimed (by one courier, under a lease) → delivered | waiting again, later and later | dead.
A delivery has one event and one endpoint; its attempts all carry the same message.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from verifier.domain.event import EventType

SECRET_PREFIX = "whsec_"
SECRET_BYTES = 32  # Standard Webhooks: 24 to 64

# Pauses after the first attempt, the second, …: the schedule of the Standard Webhooks specification
# ("Deliverability and reliability"), ten attempts in 75 h 35 min.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
JITTER = 0.1  # of a pause, added at most, so that what failed together does not come back together
ATTEMPTS_MAX = len(PAUSES) + 1
GONE = 410  # "do not send here any more"


class DeliveryState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    DELIVERED = "delivered"
    DEAD = "dead"


class Trouble(StrEnum):
    """Why an attempt brought no status back, or why there was none at all."""

    NAME_UNKNOWN = "name_unknown"
    ADDRESS_REFUSED = "address_refused"
    UNREACHABLE = "unreachable"
    TLS_FAILED = "tls_failed"
    TIMED_OUT = "timed_out"
    GARBLED = "garbled"
    ENDPOINT_DISABLED = "endpoint_disabled"
    COURIER_LOST = "courier_lost"


@dataclass(frozen=True, slots=True)
class Webhook:
    """An endpoint of a site. Its secret is kept apart, sealed."""

    id: str
    tenant_id: str
    url: str
    types: tuple[EventType, ...]
    enabled: bool
    created_at: datetime
    gone: bool = False  # disabled by the receiver itself, which answered 410

    def wants(self, kind: EventType) -> bool:
        return self.enabled and kind in self.types


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event on its way to one endpoint. `attempts` counts the claims, and so tells one from the next.

    `due_at` is when the next attempt may begin; `status` and `trouble` are what the last one met.
    """

    id: str
    tenant_id: str
    webhook_id: str
    event_id: str
    created_at: datetime
    due_at: datetime
    state: DeliveryState = DeliveryState.WAITING
    attempts: int = 0
    attempted_at: datetime | None = None
    lease_until: datetime | None = None
    status: int | None = None
    trouble: Trouble | None = None

    @property
    def ended(self) -> bool:
        return self.state in (DeliveryState.DELIVERED, DeliveryState.DEAD)


@dataclass(frozen=True, slots=True)
class Met:
    """What one attempt met: the receiver's HTTP status, or why there is none."""

    status: int | None = None
    trouble: Trouble | None = None

    @property
    def accepted(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def pause_after(attempts: int, chance: float) -> timedelta | None:
    """How long to wait after so many attempts, from 1; None when that was the last. `chance` is 0 to 1."""
    if attempts >= ATTEMPTS_MAX:
        return None
    return PAUSES[attempts - 1] * (1 + JITTER * chance)


def spelled(secret: bytes) -> str:
    """The secret as receivers are given it."""
    return SECRET_PREFIX + base64.b64encode(secret).decode()


def signatures(secrets: Iterable[bytes], *, message_id: str, timestamp: int, body: bytes) -> str:
    """The header `webhook-signature`: one signature, scheme v1, for each secret in force."""
    signed = f"{message_id}.{timestamp}.".encode() + body
    digests = (hmac.digest(secret, signed, hashlib.sha256) for secret in secrets)
    return " ".join("v1," + base64.b64encode(digest).decode() for digest in digests)
