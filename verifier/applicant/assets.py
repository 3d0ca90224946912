"""The files of the applicant's pages, under an address that changes with their content."""

from pathlib import Path
from typing import Final

from verifier.api import limiting
from verifier.api.editions import edition_of, serve_folder

FOLDER: Final = Path(__file__).parent / "static"

blueprint = serve_folder("applicant_assets", "/assets/applicant", FOLDER)
blueprint.before_request(limiting.take_for_page)


def address() -> str:
    return f"/assets/applicant/{edition_of(FOLDER)}"
