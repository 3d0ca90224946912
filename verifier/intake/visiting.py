"""Photographs of field visits: what may be taken in, what they look like, and how they are shown to staff.

Their pixels are decoded in a confined process alone; what is drawn on here came back from it.
"""

from typing import Final

from PIL import Image

from verifier.confined import process
from verifier.confined.refusal import Refused
from verifier.confined.surface import Surface
from verifier.intake import content, covering
from verifier.intake.errors import (
    EvidenceMalformed,
    EvidenceTooLarge,
    ImageTooSmall,
    UnsupportedMediaType,
)
from verifier.intake.inspection import page_sizes
from verifier.intake.probing import REFUSALS

LONG_SIDE_LEAST: Final = 480  # pixels: the smallest that telephones give a page is 640
LOOK: Final = (9, 8)  # pixels, grey: 8 differences in each of 8 rows


def look_of(data: bytes, most_bytes: int) -> bytes:
    """The look of a photograph that may be taken in: 64 bits, one for each step from pixel to pixel.

    A difference hash ("dHash", Krawetz 2013). Raises a child of EvidenceRefused.
    """
    if len(data) > most_bytes:
        raise EvidenceTooLarge(f"A photograph has at most {most_bytes} bytes")
    if content.media_type(data) != content.JPEG:
        raise UnsupportedMediaType("The page sends JPEG")
    if max(*page_sizes(data, content.JPEG)[0]) < LONG_SIDE_LEAST:
        raise ImageTooSmall
    return look_of_picture(_decoded(data))


def look_of_picture(picture: Image.Image) -> bytes:
    """The same of pixels."""
    grey = picture.convert("L").resize(LOOK, Image.Resampling.LANCZOS)
    pixels, width = grey.tobytes(), LOOK[0]
    bits = 0
    for row in range(LOOK[1]):
        for column in range(width - 1):
            at = row * width + column
            bits = bits << 1 | (pixels[at] > pixels[at + 1])
    return bits.to_bytes(8, "big")


def marked(data: bytes, mark: str) -> bytes:
    """The photograph as JPEG with who looks all over it. Raises a child of EvidenceRefused."""
    return covering.marked(_decoded(data), mark)


def _decoded(data: bytes) -> Image.Image:
    try:
        surface: Surface = process.render("photo", data, 0)
    except Refused as refused:
        raise REFUSALS.get(refused.refusal, EvidenceMalformed) from refused
    size = (surface.width, surface.height)
    return Image.frombuffer("RGB", size, bytes(surface.rows), "raw", "BGR", surface.stride, 1)
