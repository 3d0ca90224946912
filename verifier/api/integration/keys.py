"""API keys over HTTP: make, list, rotate, revoke."""

from datetime import timedelta
from typing import Any

from verifier import usecases
from verifier.api import context, errors
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint, identifier
from verifier.api.cases import LOCATION
from verifier.api.idempotency import REPLAYED, REPLAYED_DOC
from verifier.api.integration import examples, presenting
from verifier.api.integration.answers import KeyAnswer, KeyListAnswer, NewKeyAnswer
from verifier.api.integration.questions import KeyQuestion, RotationQuestion
from verifier.domain.api_key import Scope
from verifier.domain.errors import Invalid, LimitReached, NotFound

KEY_ID = identifier("key_id", "key", "Identifier of one of your keys.")
FOR_BODIES = (errors.MalformedRequest, errors.RequestTooLarge, errors.UnsupportedBody, Invalid)

blueprint = KeyedBlueprint(
    "keys", __name__, url_prefix="/v1", description="Keys with scopes, rotated without a gap."
)


@blueprint.route("/keys", scope=Scope.KEYS_WRITE, methods=["GET"])
@blueprint.response(200, KeyListAnswer, description="All of them.", example=examples.KEYS)
@blueprint.problems()
def list_keys() -> dict[str, Any]:
    """List your keys

    Without their secrets, which nobody can show again; expired ones too.
    """
    return {"items": [presenting.key(item) for item in usecases.list_keys(context.ports(), _tenant_id())]}


@blueprint.route("/keys", scope=Scope.KEYS_WRITE, methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(KeyQuestion, example=examples.KEY_QUESTION)
@blueprint.response(
    201,
    NewKeyAnswer,
    description="Made. Keep `key`: it is shown this once.",
    headers={"Location": LOCATION, REPLAYED: REPLAYED_DOC},
    example=examples.NEW_KEY,
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, LimitReached)
def create_key(question: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Make a key

    It can be given no scope that the key which asks does not have.
    """
    key, shown = usecases.create_key(
        context.ports(),
        _tenant_id(),
        question["name"],
        scopes=question["scopes"],
        expires_at=question.get("expires_at"),
        by=context.api_key(),
    )
    return presenting.key(key) | {"key": shown}, {"Location": presenting.key_url(key)}


@blueprint.route("/keys/<key_id>", scope=Scope.KEYS_WRITE, parameters=[KEY_ID], methods=["GET"])
@blueprint.response(200, KeyAnswer, description="The key, without its secret.", example=examples.KEY)
@blueprint.problems(NotFound)
def read_key(key_id: str) -> dict[str, Any]:
    """Read a key

    What it may do, until when, and when it was last used.
    """
    return presenting.key(usecases.read_key(context.ports(), _tenant_id(), key_id))


@blueprint.route("/keys/<key_id>", scope=Scope.KEYS_WRITE, parameters=[KEY_ID], methods=["DELETE"])
@blueprint.response(204, description="Revoked; it opens nothing any more.")
@blueprint.problems(NotFound)
def revoke_key(key_id: str) -> None:
    """Revoke a key

    At once and for good, whichever it is, the key that asks too. Only the gate may take it for a second more.
    """
    usecases.revoke_key(context.ports(), _tenant_id(), key_id, by=context.api_key())


@blueprint.route("/keys/<key_id>/rotation", scope=Scope.KEYS_WRITE, parameters=[KEY_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(RotationQuestion, example={"overlap_hours": 24})
@blueprint.response(
    201,
    NewKeyAnswer,
    description="The successor. Keep `key`: it is shown this once.",
    headers={"Location": LOCATION, REPLAYED: REPLAYED_DOC},
    example=examples.NEW_KEY,
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound, LimitReached)
def rotate_key(question: dict[str, Any], key_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Rotate a key

    Makes a successor with the same name and scopes. The old key lives on for the overlap, 24 hours unless you
    say otherwise and 30 days at most, so that you can change over without a gap.
    """
    key, shown = usecases.rotate_key(
        context.ports(),
        _tenant_id(),
        key_id,
        overlap=timedelta(hours=question["overlap_hours"]),
        by=context.api_key(),
    )
    return presenting.key(key) | {"key": shown}, {"Location": presenting.key_url(key)}


def _tenant_id() -> str:
    return context.tenant().id
