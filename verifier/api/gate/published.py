"""The public keys that permits are verified with, for everybody: no key, no tenant, nothing secret."""

from typing import Any, Final

from verifier.api import context
from verifier.api.blueprints import OpenBlueprint
from verifier.api.errors import Unavailable
from verifier.api.gate import examples
from verifier.api.gate.answers import KeySetAnswer
from verifier.usecases.gate.signing import key_set

# Seconds. A new key is published a day before it signs; only a withdrawal has to be noticed within these.
FRESH_FOR: Final = 300
CACHE_CONTROL = {"schema": {"type": "string"}, "description": "For how long the keys may be kept."}

blueprint = OpenBlueprint(
    "published_keys", __name__, description="Verify a permit's token offline. No key is needed."
)


@blueprint.route("/.well-known/jwks.json", methods=["GET"])
@blueprint.response(
    200,
    KeySetAnswer,
    description="The keys.",
    headers={"Cache-Control": CACHE_CONTROL},
    example=examples.KEY_SET,
)
@blueprint.problems(Unavailable)
@blueprint.doc(security=[])
def read_key_set() -> tuple[dict[str, Any], dict[str, str]]:
    """Read the keys that sign permits

    A JWK set (RFC 7517). Keep it for five minutes, and fetch it anew when a token names a `kid` that you do
    not have. Check `alg` (EdDSA), `iss`, `aud`, `exp`, and that `employer`, `sub`, `job` and `device` are
    what you are about to publish.
    """
    return dict(key_set(context.ports())), {"Cache-Control": f"public, max-age={FRESH_FOR}"}
