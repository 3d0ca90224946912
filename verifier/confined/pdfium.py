"""PDFium as we want it: pages in pixels, bounded whatever size they claim.

Annotations and form fields are drawn, for a seal may be a signature field. No script is run and no link
followed: this build of PDFium has neither V8 nor XFA.
"""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import pypdfium2
import pypdfium2.raw

from verifier.confined.refusal import Refusal, Refused
from verifier.confined.surface import Surface

POINTS_PER_INCH: Final = 72
DPI: Final = 200
"""A4 becomes 1654 × 2340 pixels, the page size at which the engine's speed and accuracy were measured."""

REFUSALS: Final[Mapping[int | None, Refusal]] = {
    pypdfium2.raw.FPDF_ERR_PASSWORD: Refusal.ENCRYPTED,
    pypdfium2.raw.FPDF_ERR_SUCCESS: Refusal.WITHOUT_PAGES,  # all went well, and yet there is no document
}

LONGEST_NAME: Final = 256  # characters of a program's name

LEAST: Final = 2340
MOST: Final = 4000
"""Pixels of a page's long side, whatever size it claims: from A4 to A3 (3307, with some room) at `DPI`. Many
programs state a page's size in pixels or not at all, so the claim alone says little about what is on it."""


def page_sizes(data: bytes, most_pages: int) -> list[tuple[int, int]]:
    """Width and height of each page as it will be rendered. Raises Refused."""
    with _opened(data) as document:
        pages = len(document)
        if pages > most_pages:
            raise Refused(Refusal.TOO_MANY_PAGES)
        return [_pixels(*document.get_page_size(index))[:2] for index in range(pages)]


def render(data: bytes, index: int) -> Surface:
    """One page, BGR on white. Raises Refused."""
    with _opened(data) as document:
        page = document[index]
        width, height, scale = _pixels(*page.get_size())
        bitmap = page.render(scale=scale, force_bitmap_format=pypdfium2.raw.FPDFBitmap_BGR)
        return Surface(width, height, 3, bitmap.stride, bytes(bitmap.buffer))


def describe(data: bytes, _media_type: str) -> Mapping[str, Any]:
    """The programs that the document's information names: its creator and its producer. Raises Refused."""
    with _opened(data) as document:
        values = (document.get_metadata_value(key) for key in ("Creator", "Producer"))
        return {"software": [value[:LONGEST_NAME] for value in values if value]}


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(data)
        document.init_forms()
        yield document
    except pypdfium2.PdfiumError as error:
        raise Refused(REFUSALS.get(error.err_code, Refusal.MALFORMED)) from error


def _pixels(width: float, height: float) -> tuple[int, int, float]:
    """Width and height in pixels of a page of so many points, and the scale between them."""
    if not (0 < width < math.inf and 0 < height < math.inf):
        raise Refused(Refusal.MALFORMED)
    long_side = max(width, height)
    scale = min(max(long_side * DPI / POINTS_PER_INCH, LEAST), MOST) / long_side
    return math.ceil(width * scale), math.ceil(height * scale), scale  # as PdfPage.render rounds
