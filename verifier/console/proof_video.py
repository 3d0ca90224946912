"""What a reviewer sees of an office film: the filmstrip with its marks, texts and times."""

from collections.abc import Mapping

from flask import Response

from verifier.api import context
from verifier.console.access import needs, reviewer
from verifier.console.blueprint import blueprint
from verifier.domain.proof import Proof
from verifier.domain.staff import Right
from verifier.usecases.proofs.video_review import film_shown, look_at_strip


@blueprint.get("/proofs/<proof_id>/filmstrip")
@needs(Right.SEE_CASE)
def filmstrip(proof_id: str) -> Response:
    strip = look_at_strip(context.ports(), reviewer(), proof_id)
    response = Response(strip, mimetype="image/jpeg")
    response.headers["Cache-Control"] = "no-store"
    return response


def particulars(proof: Proof) -> Mapping[str, object]:
    """For the partial of its page."""
    shown = film_shown(context.ports(), proof)
    reading = shown.video.reading if shown.video else None
    return {
        "video": shown.video,
        "reading": reading,
        "has_strip": shown.has_strip,
        "texts": sorted({one.text for one in reading.sightings if one.score >= 0.8}) if reading else [],
    }
