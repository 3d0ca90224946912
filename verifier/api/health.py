"""Is the process alive, and can it serve? For load balancers and operators; no key, no detail."""

from collections.abc import Callable, Mapping
from typing import TypeAlias, cast

from flask import current_app

from verifier.api.answers import HealthAnswer, ReadinessAnswer
from verifier.api.blueprints import OpenBlueprint

Probe: TypeAlias = Callable[[], bool]  # True when the part answers; it must be quick and must not raise

PROBES = "bonafide.probes"  # in app.extensions

blueprint = OpenBlueprint(
    "health", __name__, description="For load balancers and operators. No key is needed."
)


@blueprint.route("/healthz", methods=["GET"])
@blueprint.response(200, HealthAnswer, description="The process answers.", example={"status": "ok"})
@blueprint.doc(security=[])
def live() -> dict[str, str]:
    """Is the process alive?

    Says nothing of the parts it depends on: a restart would not mend those.
    """
    return {"status": "ok"}


@blueprint.route("/readyz", methods=["GET"])
@blueprint.response(
    200,
    ReadinessAnswer,
    description="Every part answers.",
    example={"status": "ok", "parts": {"database": "ok", "queue": "ok"}},
)
@blueprint.alt_response(
    503,
    schema=ReadinessAnswer,
    description="A part does not answer.",
    example={"status": "unavailable", "parts": {"database": "ok", "queue": "unavailable"}},
)
@blueprint.doc(security=[])
def ready() -> tuple[dict[str, object], int]:
    """Can it serve?

    Asks the database and the queue. Without the queue, cases are still taken and read later.
    """
    parts = {name: _word(probe()) for name, probe in _probes().items()}
    status = _word(set(parts.values()) <= {"ok"})
    return {"status": status, "parts": parts}, 200 if status == "ok" else 503


def _probes() -> Mapping[str, Probe]:
    return cast(Mapping[str, Probe], current_app.extensions[PROBES])


def _word(answers: bool) -> str:
    return "ok" if answers else "unavailable"
