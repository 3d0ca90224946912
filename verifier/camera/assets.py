"""The page's files: under an address that changes with their content, so that browsers may keep them.

Modules import each other by relative addresses; a page never mixes two editions.
"""

import gzip
from functools import cache
from pathlib import Path
from typing import Final

from flask import Response, abort, make_response, request

from verifier.api import limiting
from verifier.api.editions import edition_of, serve_folder
from verifier.camera import cascade

FOLDER: Final = Path(__file__).parent / "static"

blueprint = serve_folder("camera_assets", "/assets/camera", FOLDER)
blueprint.before_request(limiting.take_for_page)


def edition() -> str:
    """A name for all files together, from their content."""
    return edition_of(FOLDER)


@blueprint.get("/<edition>/cascade.json")
def faces(edition: str) -> Response:  # noqa: ARG001
    """The cascade that finds faces; 404 where OpenCV's file is absent, and then words guide alone."""
    packed = _packed_cascade()
    if packed is None:
        abort(404)
    if not request.accept_encodings.quality("gzip"):
        response = make_response(gzip.decompress(packed))
    else:
        response = make_response(packed)
        response.headers["Content-Encoding"] = "gzip"
    response.mimetype = "application/json"
    response.vary.add("Accept-Encoding")
    return response


@cache
def _packed_cascade() -> bytes | None:
    found = cascade.compact()
    return gzip.compress(found, mtime=0) if found else None
