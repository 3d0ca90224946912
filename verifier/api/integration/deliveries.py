"""Deliveries over HTTP: what became of each event on its way to an endpoint, and sending it again."""

from typing import Any

from flask import url_for

from verifier import usecases
from verifier.api import context, errors
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint, identifier
from verifier.api.cases import LINK, LOCATION, RETRY_AFTER
from verifier.api.idempotency import REPLAYED, REPLAYED_DOC
from verifier.api.integration import examples, presenting
from verifier.api.integration.answers import DeliveryAnswer, DeliveryPage
from verifier.api.integration.questions import DeliveriesQuestion
from verifier.api.integration.webhooks import ONE, WEBHOOK_ID
from verifier.domain.api_key import Scope
from verifier.domain.errors import Invalid, NotFound, WebhookDisabled

DELIVERY_ID = identifier("delivery_id", "dlv", "Identifier of one of your deliveries.")

blueprint = KeyedBlueprint(
    "deliveries", __name__, url_prefix="/v1", description="What became of each message to a webhook."
)


@blueprint.route(f"{ONE}/deliveries", scope=Scope.WEBHOOKS_WRITE, parameters=[WEBHOOK_ID], methods=["GET"])
@blueprint.arguments(DeliveriesQuestion, location="query")
@blueprint.response(
    200,
    DeliveryPage,
    description="One page, newest first.",
    headers={"Link": LINK},
    example=examples.DELIVERIES,
)
@blueprint.problems(NotFound, Invalid)
def list_deliveries(question: dict[str, Any], webhook_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """List the deliveries to a webhook

    Newest first, with `state=dead` the dead letters. A delivery that nobody accepted is given up after ten
    attempts in three days; replay it when the receiver is well again.
    """
    state, limit = question.get("state"), question["limit"]
    page = usecases.list_deliveries(
        context.ports(),
        context.tenant().id,
        webhook_id,
        state=state,
        before=question.get("cursor"),
        limit=limit,
    )
    url = page.next and url_for(
        "deliveries.list_deliveries", webhook_id=webhook_id, cursor=page.next, state=state, limit=limit
    )
    items = [presenting.delivery(item) for item in page.deliveries]
    return {"items": items, "next": url}, {"Link": f'<{url}>; rel="next"'} if url else {}


@blueprint.route(
    "/deliveries/<delivery_id>", scope=Scope.WEBHOOKS_WRITE, parameters=[DELIVERY_ID], methods=["GET"]
)
@blueprint.response(200, DeliveryAnswer, description="The delivery.", example=examples.DELIVERY)
@blueprint.problems(NotFound)
def read_delivery(delivery_id: str) -> dict[str, Any]:
    """Read a delivery

    How many attempts there were, what the last one met, and when the next is due.
    """
    item = usecases.read_delivery(context.ports(), context.tenant().id, delivery_id)
    return presenting.delivery(item)


@blueprint.route(
    "/deliveries/<delivery_id>/replay", scope=Scope.WEBHOOKS_WRITE, parameters=[DELIVERY_ID], methods=["POST"]
)
@blueprint.idempotent
@blueprint.response(
    202,
    DeliveryAnswer,
    description="On its way. Read the address in `Location` to see what became of it.",
    headers={"Location": LOCATION, "Retry-After": RETRY_AFTER, REPLAYED: REPLAYED_DOC},
    example=examples.DELIVERY | {"attempts": 0, "last_attempt_at": None, "last_status": None},
)
@blueprint.problems(*FOR_REPEATABLE, errors.RequestTooLarge, NotFound, WebhookDisabled)
def replay_delivery(delivery_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Replay a delivery

    One that still waits is attempted at once. One that ended stays as it is, and the same event goes out
    again as a new delivery, with the same `webhook-id`. It needs no body.
    """
    item = usecases.replay(context.ports(), context.tenant().id, delivery_id, by=context.api_key())
    return presenting.delivery(item), presenting.on_its_way(item)
