"""The one blueprint of the applicant's pages, which every module of pages adds its own to."""

from typing import Final

from flask import Blueprint, request

from verifier.api import limiting, origins

FORM_BYTES: Final = 16 * 1024

blueprint = Blueprint("applicant", __name__, url_prefix="/apply/<token>", template_folder="templates")
blueprint.before_request(limiting.take_for_page)
LARGE: Final[set[str]] = set()
"""Endpoints that take more than a form and limit their bodies themselves."""


@blueprint.before_request
def _guard() -> None:
    """Refuse a change that another site's page asks for, and what is no form. Raises ForeignOrigin."""
    origins.require_own("null")
    if request.endpoint not in LARGE:
        request.max_content_length = FORM_BYTES
