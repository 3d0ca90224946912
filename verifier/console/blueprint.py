"""The one blueprint that every page of the console is on, so that none escapes its guard."""

from flask import Blueprint

from verifier.api import limiting

blueprint = Blueprint("console", __name__, url_prefix="/console", template_folder="templates")
blueprint.before_request(limiting.take_for_page)
