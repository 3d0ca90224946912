"""What several modules with real engines share: what takes seconds to load is loaded once a process."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from models.ocr import TextEngine


@pytest.fixture(scope="session")
def text_engine() -> "TextEngine":
    """The text engine with its real weights; it keeps nothing of one page for the next."""
    from models.ocr import TextEngine  # takes 2 s, and most modules here do without

    return TextEngine.load()
