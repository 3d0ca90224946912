"""JPEG, PNG, WebP, TIFF and BMP into pixels, with Pillow. Told by page number; says EvidenceRefused when it
cannot.

Pillow keeps a colour picture in four bytes a pixel. It is copied out in bands of rows, converted and turned
on the way, so that a page costs those four bytes and the three of the result, and nothing more at once.
"""

from itertools import count
from typing import Final

import numpy as np

from verifier.intake import pillow
from verifier.intake.errors import EvidenceMalformed, EvidenceTruncated, TooManyPixels
from verifier.intake.limits import MAX_PIXELS
from workers.readers.bgr import Bgr, blank, on_white

BAND: Final = 2_000_000  # pixels converted at a time


def decoded(data: bytes, media_type: str, index: int) -> Bgr:
    """The page of this number, H×W×3 uint8 BGR, upright. Raises EvidenceRefused."""
    try:
        with pillow.opened(data, media_type) as (picture, file):
            _turn_to(picture, index)
            _require_bounded(picture)
            file.release()
            picture.load()
            return _upright(picture, pillow.orientation(picture))
    except (pillow.BombError, MemoryError) as error:
        raise TooManyPixels from error
    except pillow.BROKEN as error:
        raise EvidenceTruncated if "truncated" in str(error) else EvidenceMalformed from error


def _turn_to(picture: pillow.Picture, index: int) -> None:
    """Turn to the page of this number, previews not counted."""
    seen = -1
    for frame in count():
        if not pillow.seek_page(picture, frame):
            raise EvidenceMalformed
        seen += not pillow.is_preview(picture)
        if seen == index:
            return


def _require_bounded(picture: pillow.Picture) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise TooManyPixels


def _upright(picture: pillow.Picture, orientation: int) -> Bgr:
    width, height = picture.size
    page, stored = blank(width, height, orientation)
    rows = max(1, BAND // width)
    for top in range(0, height, rows):
        band = picture.crop((0, top, width, min(top + rows, height)))
        stored[top : top + rows] = _bgr(band, see_through=_see_through(picture))
    return page


def _see_through(picture: pillow.Picture) -> bool:
    """Whether transparency counts. In a BMP it does not: many leave the fourth byte of a pixel at zero."""
    return picture.format != "BMP" and picture.has_transparency_data


def _bgr(band: pillow.Band, *, see_through: bool) -> Bgr:
    if band.mode.startswith("I;16"):
        grey = (np.asarray(band) >> 8).astype(np.uint8)  # Pillow's own conversion clips instead of scaling
        return np.repeat(grey[..., np.newaxis], 3, axis=2)
    if see_through:
        rgba = np.asarray(band.convert("RGBA"))
        return on_white(rgba[..., 2::-1], rgba[..., 3])
    return np.asarray(band.convert("RGB"))[..., ::-1]
