"""Looks at a file once, at the door: what it is, how large, how many pages. Header only: it decodes no pixel.

Runs in the web process on bytes that nobody has vetted. JPEG, PNG, WebP and BMP headers are parsed here, on a
budget of reads; those of PDF, HEIC and TIFF in a confined process (60 to 80 ms).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from verifier.intake import content, probing, raster
from verifier.intake.errors import (
    EvidenceTooLarge,
    ImageTooSmall,
    NoPages,
    TooElongated,
    TooManyPages,
    TooManyPixels,
    UnsupportedMediaType,
)
from verifier.intake.limits import (
    MAX_BYTES,
    MAX_ELONGATION,
    MAX_PAGES,
    MAX_PIXELS,
    MIN_LONG_SIDE,
    PORTRAIT_LONG_SIDE,
)

Size: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is, by its content. `width` and `height` are pixels of its first page, upright."""

    media_type: str
    width: int
    height: int
    pages: int
    mislabelled: bool


def inspect(data: bytes, declared_media_type: str | None) -> Inspection:
    """What the file is. Raises a child of EvidenceRefused, saying what to do, if it may not be taken in."""
    if len(data) > MAX_BYTES:
        raise EvidenceTooLarge
    media_type = content.media_type(data)
    sizes = page_sizes(data, media_type)
    for size in sizes:
        _require_proportions(*size, MIN_LONG_SIDE)
    mislabelled = content.is_mislabelled(media_type, declared_media_type)
    return Inspection(media_type, *sizes[0], len(sizes), mislabelled)


def inspect_portrait(data: bytes, declared_media_type: str | None) -> Inspection:
    """What a still picture of a face is. Raises a child of EvidenceRefused if it may not be taken in."""
    if len(data) > MAX_BYTES:
        raise EvidenceTooLarge
    media_type = content.media_type(data)
    if media_type == content.PDF:
        raise UnsupportedMediaType(
            "A portrait is one picture: send a JPEG, PNG, WebP, TIFF, BMP or HEIC file"
        )
    sizes = page_sizes(data, media_type)
    if len(sizes) > 1:
        raise TooManyPages("A portrait is one picture: send a file with one only")
    _require_proportions(*sizes[0], PORTRAIT_LONG_SIDE)
    mislabelled = content.is_mislabelled(media_type, declared_media_type)
    return Inspection(media_type, *sizes[0], 1, mislabelled)


def page_sizes(data: bytes, media_type: str) -> Sequence[Size]:
    """Width and height of each page, upright, where decoding is within bounds. Raises EvidenceRefused."""
    confined = media_type in probing.PARSERS
    sizes = probing.page_sizes(data, media_type) if confined else [raster.size(data, media_type)]
    if not sizes:
        raise NoPages
    if len(sizes) > MAX_PAGES:
        raise TooManyPages
    if any(width * height > MAX_PIXELS for width, height in sizes):
        raise TooManyPixels
    return sizes


def _require_proportions(width: int, height: int, least: int) -> None:
    long, short = max(width, height), min(width, height)
    if long > short * MAX_ELONGATION:
        raise TooElongated
    if long < least:
        raise ImageTooSmall(
            f"The picture's longer side is under {least} pixels, too small to be read: "
            "send the original photo rather than a preview"
        )
