"""Compares the camera's small copy in the EXIF block with the picture itself. Of JPEG pictures only.

A program that does not know of the copy leaves it as it was, so that it shows what the picture was before.
Both are compared at low resolution and in any of the four ways up: what rotates a picture may forget its copy.
"""

from typing import Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from verifier.intake import content, pillow
from verifier.intake.limits import MAX_PIXELS

Grey: TypeAlias = npt.NDArray[np.float32]

SIDE: Final = 48  # samples along each side; the copies are 160 × 120
DRAFT: Final = (160, 160)  # pixels: libjpeg decodes at an eighth and spends a tenth of the time
LARGEST: Final = 512  # pixels of a copy's side; EXIF writes 160, some cameras up to 320
BLACK: Final = 12  # of 255; bars that fill a 4:3 copy of a 16:9 picture
LEAST_CONTRAST: Final = 2.0  # standard deviation of grey levels, under which there is nothing to compare


def correlation(data: bytes, copy: bytes) -> float | None:
    """How alike the picture and its copy are, −1 to 1; None where either is broken or blank."""
    small = _grey(copy, LARGEST * LARGEST)
    large = None if small is None else _grey(data, MAX_PIXELS)
    if small is None or large is None:
        return None
    one = _normal(_without_bars(small))
    others = [_normal(np.rot90(large, turns)) for turns in range(4)]
    found = [float((one * other).mean()) for other in others if one is not None and other is not None]
    return round(max(found), 4) if found else None


def _grey(data: bytes, most_pixels: int) -> Grey | None:
    try:
        with pillow.opened(data, content.JPEG) as (picture, file):
            if picture.width * picture.height > most_pixels:
                return None
            picture.draft("L", DRAFT)
            file.release()
            picture.load()
            return np.asarray(picture.convert("L"), dtype=np.float32)
    except (pillow.BombError, MemoryError, *pillow.BROKEN):
        return None


def _without_bars(grey: Grey) -> Grey:
    """The copy without black bars along its edges."""
    rows = np.flatnonzero(grey.max(axis=1) > 4 * BLACK)
    columns = np.flatnonzero(grey.max(axis=0) > 4 * BLACK)
    if not rows.size or not columns.size:
        return grey
    return grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _normal(grey: Grey) -> Grey | None:
    """SIDE × SIDE samples of mean 0 and deviation 1; None of a blank picture."""
    samples = cv2.resize(np.ascontiguousarray(grey), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    deviation = float(samples.std())
    if deviation < LEAST_CONTRAST:
        return None
    return np.asarray((samples - samples.mean()) / deviation, dtype=np.float32)
