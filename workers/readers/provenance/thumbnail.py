"""Compares the camera's small copy in the EXIF block with the picture itself. Of JPEG pictures only.

A program that does not know of the copy leaves it as it was, so that it shows what the picture was before.
Cropping and turning are no forgery, so that the picture may be any part of its copy, any way up.
"""

from collections.abc import Iterator
from typing import Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from verifier.intake import content, pillow
from verifier.intake.limits import MAX_PIXELS

Grey: TypeAlias = npt.NDArray[np.float32]

SIDE: Final = 64  # samples along the copy's long side; the copies are 160 × 120
DRAFT: Final = (160, 160)  # pixels: libjpeg decodes at an eighth and spends a tenth of the time
LARGEST: Final = 512  # pixels of a copy's side; EXIF writes 160, some cameras up to 320
BLACK: Final = 48  # of 255, the lightest pixel of the bars that fill a 4:3 copy of a 16:9 picture
LEAST_CONTRAST: Final = 2.0  # standard deviation of grey levels, under which there is nothing to compare
ENOUGH: Final = 0.95  # of the whole picture; the parts are then not looked at, which takes 0.1 s
# So much of the copy's sides a part may have. Measured on 17 photos with a copy: themselves 0.88 and more, 68
# crops of them by 5 to 20 % 0.79 and more; another firm's licence 0.77 at most anywhere in the copy (of 272).
PARTS: Final = tuple(round(0.4 + 0.02 * step, 2) for step in range(31))
LEAST_PART: Final = 0.4
ROUNDING: Final = 2  # samples by which a part may stick out


def correlation(data: bytes, copy: bytes) -> float | None:
    """How alike the picture and its copy are, −1 to 1; None where either is broken or blank."""
    small = _grey(copy, LARGEST * LARGEST)
    large = None if small is None else _grey(data, MAX_PIXELS)
    if small is None or large is None or min(small.std(), large.std()) < LEAST_CONTRAST:
        return None
    copied = _sampled(_without_bars(small))
    ways_up = [np.rot90(large, turns) for turns in range(4)]
    full = copied.shape[0], copied.shape[1]
    whole = max(_match(copied, way_up, full) for way_up in ways_up)
    if whole >= ENOUGH:
        return round(whole, 4)
    parts = (_match(copied, way_up, shape) for way_up in ways_up for shape in _shapes(copied, way_up))
    return round(max(whole, *parts, -1.0), 4)


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
    rows = np.flatnonzero(grey.max(axis=1) > BLACK)
    columns = np.flatnonzero(grey.max(axis=0) > BLACK)
    if not rows.size or not columns.size:
        return grey
    return grey[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _sampled(grey: Grey) -> Grey:
    """The copy with `SIDE` samples along its long side."""
    scale = SIDE / max(grey.shape)
    return _resized(grey, (max(round(grey.shape[0] * scale), 1), max(round(grey.shape[1] * scale), 1)))


def _shapes(copied: Grey, picture: Grey) -> Iterator[tuple[int, int]]:
    """Heights and widths that the picture, in its own proportions, may have within the copy."""
    height, width = copied.shape
    slope = picture.shape[0] / picture.shape[1]
    for part in PARTS:
        for tall, wide in ((width * part * slope, width * part), (height * part, height * part / slope)):
            shape = min(round(tall), height), min(round(wide), width)
            large = shape[0] >= LEAST_PART * height and shape[1] >= LEAST_PART * width
            if large and tall <= height + ROUNDING and wide <= width + ROUNDING:
                yield shape


def _match(copied: Grey, picture: Grey, shape: tuple[int, int]) -> float:
    """The best correlation of the picture, brought into this shape, anywhere within the copy."""
    part = _resized(picture, shape)
    if part.std() == 0:  # OpenCV would call anything alike to it
        return -1.0
    found = cv2.matchTemplate(copied, part, cv2.TM_CCOEFF_NORMED)
    return float(found.max()) if np.isfinite(found).all() else -1.0


def _resized(grey: Grey, shape: tuple[int, int]) -> Grey:
    resized = cv2.resize(np.ascontiguousarray(grey), shape[::-1], interpolation=cv2.INTER_AREA)
    return np.asarray(resized, dtype=np.float32)
