"""The files of the seeker's page, under an address that changes with their content."""

from pathlib import Path
from typing import Final

from verifier.api import limiting
from verifier.api.editions import edition_of, serve_folder

FOLDER: Final = Path(__file__).parent / "static"

blueprint = serve_folder("seeker_assets", "/assets/seeker", FOLDER)
blueprint.before_request(limiting.take_for_page)


def address() -> str:
    return f"/assets/seeker/{edition_of(FOLDER)}"
