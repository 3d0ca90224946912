"""Files of pages under an address that changes with their content, so that browsers may keep them for ever.

Scripts import each other by relative addresses; a page never mixes two editions.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, send_from_directory

FOR_EVER: Final = "public, max-age=31536000, immutable"
# A worker lives by the policy that its own script came with.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@cache
def edition_of(folder: Path) -> str:
    """A name for all files of the folder together, from their content."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def serve_folder(name: str, prefix: str, folder: Path) -> Blueprint:
    """A blueprint that serves the folder's files at prefix/edition/file."""
    blueprint = Blueprint(name, __name__, url_prefix=prefix)

    @blueprint.get("/<edition>/<path:name>")
    def file(edition: str, name: str) -> Response:  # noqa: ARG001  the address alone changes with it
        return send_from_directory(folder, name)

    @blueprint.after_request
    def keep(response: Response) -> Response:
        if response.status_code in (200, 304):
            response.headers["Cache-Control"] = FOR_EVER
            response.headers["Content-Security-Policy"] = POLICY
        return response

    return blueprint
