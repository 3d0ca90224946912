"""The look of all hosted pages, under an address that changes with its content."""

from pathlib import Path
from typing import Final

from verifier.api import limiting
from verifier.api.editions import edition_of, serve_folder

FOLDER: Final = Path(__file__).parent / "static"

blueprint = serve_folder("hosted_assets", "/assets/hosted", FOLDER)
blueprint.template_folder = str(FOLDER.with_name("templates"))  # the frame that all hosted pages extend
blueprint.before_request(limiting.take_for_page)


def address() -> str:
    return f"/assets/hosted/{edition_of(FOLDER)}"
