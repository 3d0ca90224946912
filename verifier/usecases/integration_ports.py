"""The protocols behind what engineers of sites need beside cases: keys, events, webhooks, deliveries.

As in `ports`: every method that serves a request takes the tenant. Couriers act for all tenants.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from verifier.domain.api_key import ApiKey
from verifier.domain.event import Event, EventType
from verifier.domain.webhook import Delivery, DeliveryState, Met, Webhook


class Keys(Protocol):
    def add(self, key: ApiKey, key_hash: str) -> None:
        """Raises RowRefused."""
        ...

    def by_hash(self, key_hash: str) -> ApiKey | None:
        """Whatever its tenant, and whether it has expired or not."""
        ...

    def get(self, tenant_id: str, key_id: str) -> ApiKey | None: ...

    def of_tenant(self, tenant_id: str) -> Sequence[ApiKey]:
        """Oldest first, expired ones too."""
        ...

    def expire(self, tenant_id: str, key_id: str, *, at: datetime) -> bool: ...
    def remove(self, tenant_id: str, key_id: str) -> bool: ...

    def note_use(self, key_id: str, *, at: datetime, unless_since: datetime) -> bool:
        """Note that it was used, unless that was noted since then already."""
        ...


class Events(Protocol):
    def last_id(self, tenant_id: str) -> str | None:
        """The tenant's newest event. Hold the tenant first, or it may not stay so."""
        ...

    def add(self, *events: Event) -> None: ...
    def get(self, tenant_id: str, event_id: str) -> Event | None: ...

    def page(
        self, tenant_id: str, *, after: str | None, kind: EventType | None, limit: int
    ) -> Sequence[Event]:
        """Oldest first; `after` is the id that the last page ended with."""
        ...


class Webhooks(Protocol):
    def add(self, webhook: Webhook, secret: bytes) -> None:
        """Keep it; its secret is kept encrypted."""
        ...

    def get(self, tenant_id: str, webhook_id: str) -> Webhook | None: ...

    def of_tenant(self, tenant_id: str) -> Sequence[Webhook]:
        """Oldest first."""
        ...

    def change(self, webhook: Webhook) -> bool:
        """Keep its address, types and state as they are here."""
        ...

    def remove(self, tenant_id: str, webhook_id: str) -> bool:
        """Forget it and its deliveries."""
        ...

    def rotate(self, tenant_id: str, webhook_id: str, secret: bytes, *, until: datetime) -> bool:
        """Sign with this secret from now on, and until then with the present one too."""
        ...

    def secrets(self, tenant_id: str, webhook_id: str, *, now: datetime) -> Sequence[bytes]:
        """Those in force, newest first."""
        ...


class Deliveries(Protocol):
    def add(self, *deliveries: Delivery) -> None: ...
    def get(self, tenant_id: str, delivery_id: str) -> Delivery | None: ...

    def page(
        self, tenant_id: str, webhook_id: str, *, before: str | None, state: DeliveryState | None, limit: int
    ) -> Sequence[Delivery]:
        """Newest first; `before` is the id that the last page ended with."""
        ...

    def about(self, tenant_id: str, subject: str, *, limit: int) -> Sequence[tuple[Event, Delivery]]:
        """Those whose event happened to this, with the event; newest first."""
        ...

    def due(self, *, now: datetime, without: Collection[str], limit: int) -> Sequence[Delivery]:
        """The delivery of each endpoint that has waited longest, `without` these endpoints.

        Of two that are due at the same moment it is that of the earlier event. One waits when it is due, or
        was claimed under a lease that ran out.
        """
        ...

    def claim(self, delivery_id: str, *, now: datetime, until: datetime) -> Delivery | None:
        """Take it if it waits, and count the attempt; else None."""
        ...

    def settle(
        self,
        delivery_id: str,
        *,
        attempt: int,
        state: DeliveryState,
        met: Met,
        due_at: datetime | None = None,
    ) -> bool:
        """Note what this attempt met and what follows from it, if it still holds the delivery."""
        ...

    def hasten(self, tenant_id: str, delivery_id: str, *, now: datetime) -> bool:
        """Make it due now, if it waits for a later attempt."""
        ...


class Sender(Protocol):
    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Met:
        """One attempt to hand this over. It ends within seconds and raises nothing."""
        ...
