"""JPEG, PNG, WebP, TIFF and BMP into pixels. Says EvidenceRefused when it cannot.

Pillow decodes all but WebP, for which it would hold the pixels four times over (920 MB at 60 megapixels,
against 360 with OpenCV).
"""

from itertools import count

import cv2
import numpy as np

from verifier.intake import content, pillow
from verifier.intake.errors import EvidenceMalformed, EvidenceTruncated, TooManyPixels
from verifier.intake.limits import MAX_PIXELS
from workers.readers.bgr import Bgr, laid_out, opaque


def decoded(data: bytes, media_type: str, index: int) -> Bgr:
    """The page of this number, H×W×3 uint8 BGR, upright. Raises EvidenceRefused."""
    try:
        with pillow.opened(data, media_type) as (picture, file):
            _turn_to(picture, index)
            _require_bounded(picture)
            if media_type != content.WEBP:
                file.release()
                picture.load()
                return _upright(picture)
            orientation = pillow.orientation(picture)
        return _webp(data, orientation)
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


def _upright(picture: pillow.Picture) -> Bgr:
    # In a BMP, opacity does not count: many leave the fourth byte of a pixel at zero.
    see_through = picture.format != "BMP" and picture.has_transparency_data

    def rows(top: int, bottom: int) -> Bgr:
        return _bgr(picture.crop((0, top, picture.width, bottom)), see_through=see_through)

    return laid_out(*picture.size, pillow.orientation(picture), rows)


def _bgr(band: pillow.Band, *, see_through: bool) -> Bgr:
    if band.mode.startswith("I;16"):
        # Pillow's own conversion clips these instead of scaling them.
        return opaque((np.asarray(band) >> 8).astype(np.uint8))
    if see_through:
        return opaque(np.asarray(band.convert("RGBA"))[..., [2, 1, 0, 3]])
    return np.asarray(cv2.cvtColor(np.asarray(band.convert("RGB")), cv2.COLOR_RGB2BGR), dtype=np.uint8)


def _webp(data: bytes, orientation: int) -> Bgr:
    try:
        stored = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        raise EvidenceMalformed from error
    if stored is None or stored.dtype != np.uint8:
        raise EvidenceMalformed
    pixels: Bgr = stored.view(np.uint8)
    height, width = pixels.shape[:2]
    return laid_out(width, height, orientation, lambda top, bottom: opaque(pixels[top:bottom]))
