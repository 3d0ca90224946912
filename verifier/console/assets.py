"""The console's files, under an address that changes with their content."""

from pathlib import Path
from typing import Final

from verifier.api import limiting
from verifier.api.editions import edition_of, serve_folder

FOLDER: Final = Path(__file__).parent / "static"

blueprint = serve_folder("console_assets", "/assets/console", FOLDER)
blueprint.before_request(limiting.take_for_page)


def address() -> str:
    """Where the files of this edition are."""
    return f"/assets/console/{edition_of(FOLDER)}"
