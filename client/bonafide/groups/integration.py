# mypy: disable-error-code="empty-body"
"""Events, webhooks and keys, and whether the service is up."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from bonafide.answers.integration import Delivery, Event, Health, Key, NewKey, NewWebhook, Readiness, Webhook
from bonafide.answers.integration_enums import DeliveryState, EventType, Scope, ToldEvent
from bonafide.answers.pages import Items, Page
from bonafide.calls import Group, R, answer, delete, get, listing, patch, post, stream
from bonafide.flows import Flow, Pause
from bonafide.pages import Turn

LARGEST_PAGE: Final = 100


class Events(Group[R]):
    """What happened, oldest first. Skip the types that you do not know."""

    @listing("/v1/events")
    def list(
        self, *, after: str | None = None, type: EventType | None = None, limit: int | None = None
    ) -> Page[Event]:
        """All there is by now; `after` is the `id` of the last event that you dealt with."""

    @stream
    def follow(
        self, *, after: str | None = None, type: EventType | None = None, every: float = 5.0
    ) -> Turn[Event]:
        """Everything there is and everything to come, without an end; asks `every` so many seconds.

        Keep the `id` of each event once you dealt with it, and begin `after` it when you start again.
        """

        def turn(page: Page[Event] | None) -> Flow[Page[Event]]:
            return _news(self, page.items[-1].id if page else after, type, every)

        return turn


def _news(group: Group[Any], after: str | None, type: EventType | None, every: float) -> Flow[Page[Event]]:
    """The next page that is not empty."""
    endpoint = Events.list.endpoint
    while True:
        page: Page[Event] = yield from answer(
            group, endpoint, endpoint.request(after=after, type=type, limit=LARGEST_PAGE)
        )
        if page.items:
            return page
        yield Pause(every)


class Webhooks(Group[R]):
    """Your endpoints, and what became of each message. `verify_webhook` checks what they are sent."""

    @get("/v1/webhooks")
    def list(self) -> Items[Webhook]:
        """All of them."""

    @post("/v1/webhooks")
    def create(
        self, *, url: str, types: Sequence[ToldEvent] | None = None, idempotency_key: str | None = None
    ) -> NewWebhook:
        """Name an endpoint. Keep its `secret`: it is shown once."""

    @get("/v1/webhooks/{webhook_id}")
    def read(self, webhook_id: str) -> Webhook:
        """One of them."""

    @patch("/v1/webhooks/{webhook_id}")
    def change(
        self,
        webhook_id: str,
        *,
        url: str | None = None,
        types: Sequence[ToldEvent] | None = None,
        enabled: bool | None = None,
    ) -> Webhook:
        """Change what you name and nothing else."""

    @delete("/v1/webhooks/{webhook_id}")
    def remove(self, webhook_id: str) -> None:
        """Delete one."""

    @post("/v1/webhooks/{webhook_id}/rotation")
    def rotate_secret(self, webhook_id: str, *, idempotency_key: str | None = None) -> NewWebhook:
        """A new secret; the old one signs too for 24 hours."""

    @post("/v1/webhooks/{webhook_id}/test")
    def test(self, webhook_id: str, *, idempotency_key: str | None = None) -> Delivery:
        """Have `webhook.test` sent there."""

    @listing("/v1/webhooks/{webhook_id}/deliveries")
    def deliveries(
        self,
        webhook_id: str,
        *,
        state: DeliveryState | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> Page[Delivery]:
        """What became of each message, newest first; `limit` is of a page, 1 to 100."""

    @get("/v1/deliveries/{delivery_id}")
    def read_delivery(self, delivery_id: str) -> Delivery:
        """What became of one message."""

    @post("/v1/deliveries/{delivery_id}/replay")
    def replay(self, delivery_id: str, *, idempotency_key: str | None = None) -> Delivery:
        """Have it sent again, at once."""


class Keys(Group[R]):
    """Your keys: one for each program, with the scopes that it needs."""

    @get("/v1/keys")
    def list(self) -> Items[Key]:
        """All of them, without the keys themselves."""

    @post("/v1/keys")
    def create(
        self,
        *,
        name: str,
        scopes: Sequence[Scope],
        expires_at: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> NewKey:
        """Make one. It is shown once."""

    @get("/v1/keys/{key_id}")
    def read(self, key_id: str) -> Key:
        """One of them."""

    @delete("/v1/keys/{key_id}")
    def revoke(self, key_id: str) -> None:
        """End one at once."""

    @post("/v1/keys/{key_id}/rotation")
    def rotate(
        self, key_id: str, *, overlap_hours: int | None = None, idempotency_key: str | None = None
    ) -> NewKey:
        """Its successor; the old one lives on for `overlap_hours`, 24 if you say nothing, at most 720."""


class Service(Group[R]):
    """Whether the service is up. No key is needed."""

    @get("/healthz")
    def live(self) -> Health:
        """Is it alive?"""

    @get("/readyz", also=(503,))
    def ready(self) -> Readiness:
        """Can it serve? `status` is `ok` if every part answers."""
