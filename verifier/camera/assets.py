"""The page's files: under an address that changes with their content, so that browsers may keep them.

Modules import each other by relative addresses; a page never mixes two editions.
"""

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, make_response, request, send_from_directory

from verifier.api import limiting
from verifier.camera import cascade

FOLDER: Final = Path(__file__).parent / "static"
FOR_EVER: Final = "public, max-age=31536000, immutable"
# A worker lives by the policy that its own script came with.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)

blueprint = Blueprint("camera_assets", __name__, url_prefix="/assets/camera")
blueprint.before_request(limiting.take_for_page)


@cache
def edition() -> str:
    """A name for all files together, from their content."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


@blueprint.get("/<edition>/<name>")
def file(edition: str, name: str) -> Response:  # noqa: ARG001  the address alone changes with it
    return send_from_directory(FOLDER, name)


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


@blueprint.after_request
def _keep(response: Response) -> Response:
    if response.status_code in (200, 304):
        response.headers["Cache-Control"] = FOR_EVER
        response.headers["Content-Security-Policy"] = POLICY
    return response
