"""Webhooks over HTTP: name endpoints, change them, rotate their secrets, test them."""

from typing import Any

from verifier import usecases
from verifier.api import context, errors
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint, identifier
from verifier.api.cases import LOCATION, RETRY_AFTER
from verifier.api.idempotency import REPLAYED, REPLAYED_DOC
from verifier.api.integration import examples, presenting
from verifier.api.integration.answers import (
    DeliveryAnswer,
    NewWebhookAnswer,
    WebhookAnswer,
    WebhookListAnswer,
)
from verifier.api.integration.keys import FOR_BODIES
from verifier.api.integration.questions import WebhookChangeQuestion, WebhookQuestion
from verifier.domain.api_key import Scope
from verifier.domain.errors import LimitReached, NotFound, WebhookDisabled

WEBHOOK_ID = identifier("webhook_id", "whk", "Identifier of one of your webhooks.")
ONE = "/webhooks/<webhook_id>"

blueprint = KeyedBlueprint(
    "webhooks",
    __name__,
    url_prefix="/v1",
    description="Be told of events: signed by Standard Webhooks, retried for three days.",
)


@blueprint.route("/webhooks", scope=Scope.WEBHOOKS_WRITE, methods=["GET"])
@blueprint.response(200, WebhookListAnswer, description="All of them.", example=examples.WEBHOOKS)
@blueprint.problems()
def list_webhooks() -> dict[str, Any]:
    """List your webhooks

    Without their secrets, which nobody can show again.
    """
    found = usecases.list_webhooks(context.ports(), _tenant_id())
    return {"items": [presenting.webhook(item) for item in found]}


@blueprint.route("/webhooks", scope=Scope.WEBHOOKS_WRITE, methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(WebhookQuestion, example=examples.WEBHOOK_QUESTION)
@blueprint.response(
    201,
    NewWebhookAnswer,
    description="Made. Keep `secret`: it is shown this once.",
    headers={"Location": LOCATION, REPLAYED: REPLAYED_DOC},
    example=examples.NEW_WEBHOOK,
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, LimitReached)
def create_webhook(question: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Make a webhook

    From now on its address is told of events, each as a signed POST. Answer with any 2xx within 15 seconds
    and do the work afterwards; the same event may come twice, under the same `webhook-id`.
    """
    made, secret = usecases.create_webhook(
        context.ports(), _tenant_id(), question["url"], types=question["types"], by=context.api_key()
    )
    return presenting.webhook(made) | {"secret": secret}, {"Location": presenting.webhook_url(made)}


@blueprint.route(ONE, scope=Scope.WEBHOOKS_WRITE, parameters=[WEBHOOK_ID], methods=["GET"])
@blueprint.response(200, WebhookAnswer, description="The webhook.", example=examples.WEBHOOK)
@blueprint.problems(NotFound)
def read_webhook(webhook_id: str) -> dict[str, Any]:
    """Read a webhook

    Without its secret.
    """
    return presenting.webhook(usecases.read_webhook(context.ports(), _tenant_id(), webhook_id))


@blueprint.route(ONE, scope=Scope.WEBHOOKS_WRITE, parameters=[WEBHOOK_ID], methods=["PATCH"])
@blueprint.arguments(WebhookChangeQuestion, example={"enabled": False})
@blueprint.response(
    200, WebhookAnswer, description="As it is now.", example=examples.WEBHOOK | {"enabled": False}
)
@blueprint.problems(*FOR_BODIES, NotFound)
def change_webhook(question: dict[str, Any], webhook_id: str) -> dict[str, Any]:
    """Change a webhook

    Its address, its events, or whether it is enabled; what you leave out stays. While it is disabled nothing
    is kept for it, and what waits is given up: read the event log to catch up.
    """
    changed = usecases.change_webhook(
        context.ports(), _tenant_id(), webhook_id, **question, by=context.api_key()
    )
    return presenting.webhook(changed)


@blueprint.route(ONE, scope=Scope.WEBHOOKS_WRITE, parameters=[WEBHOOK_ID], methods=["DELETE"])
@blueprint.response(204, description="Deleted, with its deliveries. The event log keeps its events.")
@blueprint.problems(NotFound)
def delete_webhook(webhook_id: str) -> None:
    """Delete a webhook

    At once and for good; what waits to be sent there is not sent.
    """
    usecases.delete_webhook(context.ports(), _tenant_id(), webhook_id, by=context.api_key())


@blueprint.route(f"{ONE}/rotation", scope=Scope.WEBHOOKS_WRITE, parameters=[WEBHOOK_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.response(
    201,
    NewWebhookAnswer,
    description="The webhook with its new secret, which is shown this once.",
    headers={"Location": LOCATION, REPLAYED: REPLAYED_DOC},
    example=examples.NEW_WEBHOOK,
)
@blueprint.problems(*FOR_REPEATABLE, errors.RequestTooLarge, NotFound)
def rotate_secret(webhook_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Rotate the secret of a webhook

    For 24 hours each message carries two signatures, by the new secret and by the one before. It needs no
    body.
    """
    webhook, secret = usecases.rotate_secret(context.ports(), _tenant_id(), webhook_id, by=context.api_key())
    return presenting.webhook(webhook) | {"secret": secret}, {"Location": presenting.webhook_url(webhook)}


@blueprint.route(f"{ONE}/test", scope=Scope.WEBHOOKS_WRITE, parameters=[WEBHOOK_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.response(
    202,
    DeliveryAnswer,
    description="On its way. Read the address in `Location` to see what became of it.",
    headers={
        "Location": LOCATION,
        "Retry-After": RETRY_AFTER,
        REPLAYED: REPLAYED_DOC,
    },
    example=examples.DELIVERY | {"attempts": 0, "last_attempt_at": None, "last_status": None},
)
@blueprint.problems(*FOR_REPEATABLE, errors.RequestTooLarge, NotFound, WebhookDisabled)
def test_webhook(webhook_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Test a webhook

    Sends an event of the type `webhook.test` to this endpoint alone, whatever events it chose. It needs no
    body.
    """
    item = usecases.send_test(context.ports(), _tenant_id(), webhook_id, by=context.api_key())
    return presenting.delivery(item), presenting.on_its_way(item)


def _tenant_id() -> str:
    return context.tenant().id
