"""The pages for people: what runs here, the API reference, the problems explained.

No inline script or style, no cookie, nothing from elsewhere: the Content-Security-Policy makes sure of it.
"""

from functools import cache
from pathlib import Path
from typing import Final

import flask_swagger_ui
from flask import Blueprint, Response, abort, render_template, send_from_directory

from verifier.api.problems import taxonomy
from verifier.domain.errors import ConfigurationError, VerifierError

SWAGGER_UI = Path(flask_swagger_ui.__file__).parent / "dist"
SWAGGER_FILES: Final = ("swagger-ui.css", "swagger-ui-bundle.js")
PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
ASSET_SECONDS = 3600

blueprint = Blueprint(
    "pages", __name__, template_folder="templates", static_folder="static", static_url_path="/assets"
)


@blueprint.get("/")
def index() -> str:
    return render_template("pages/index.html")


@blueprint.get("/v1/docs")
def reference() -> str:
    return render_template("pages/reference.html")


@blueprint.get("/v1/docs/assets/<name>")
def swagger_file(name: str) -> Response:
    if name not in SWAGGER_FILES:
        abort(404)
    return send_from_directory(SWAGGER_UI, name)


@blueprint.get("/v1/problems")
def problems() -> str:
    """Where the `type` of every problem points."""
    return render_template("pages/problems.html", kinds=explained())


@cache
def explained() -> tuple[type[VerifierError], ...]:
    """Every error that a client can meet, by status and code."""
    kinds = {kind.code: kind for kind in taxonomy() if kind is not ConfigurationError}
    return tuple(sorted(kinds.values(), key=lambda kind: (kind.status, kind.code)))


@blueprint.after_request
def _allow_own_assets(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = PAGE_POLICY
    public = response.mimetype != "text/html" and response.status_code in (200, 304)
    response.headers["Cache-Control"] = f"public, max-age={ASSET_SECONDS}" if public else "no-cache"
    return response
