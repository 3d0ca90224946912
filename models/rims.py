"""The rim of a round or oval seal as a straight strip, its letters as wide as high all the way round.

Unlike `models.seals.unrolled`, which goes by angles and shares of the radii, this goes by lengths along the
rim and distances from it: on an oval the letters at the ends would else be a quarter too narrow.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from models.ring_fit import edged
from models.seals import Grey, Page, Ring, gap_of, redness

STRIP: Final = 48  # pixels of a strip's height, the recogniser's own
SMOOTH: Final = 0.8  # pixels; JPEG's colour has steps of two
STEPS: Final = 2048  # points on the rim whose distances are summed
BARE: Final = 8.0  # degrees to either side of the gap's middle that are left out
Reals = NDArray[np.float64]
Inked: TypeAlias = Callable[[Page], Grey]


def refined(page: Page, ring: Ring) -> Ring:
    """The ring along its outer edge, at the page's own sharpness; as it was where that cannot be followed.

    `models.seals.rings` starts from circles on a small picture: ovals came out too short, and round rings up
    to two pixels aside.
    """
    part, (left, top) = _around(page, ring, 1.5)
    (x, y), red = ring.centre, cv2.GaussianBlur(redness(part), (0, 0), SMOOTH)
    found = edged(np.asarray(red, dtype=np.uint8), (x - left, y - top, *ring.axes, ring.angle))
    if found is None:
        return ring
    return replace(ring, centre=(found[0] + left, found[1] + top), axes=found[2:4], angle=found[4])


def rim(page: Page, ring: Ring, inked: Inked, depths: tuple[float, float], stretch: float) -> Page:
    """The strip between two depths below the rim (shares of the long semi-axis), clockwise from the gap.

    `inked` tells the ink from paper and print; `stretch` is how much wider than high a square becomes.
    48 × W × 3, uint8, black on white.
    """
    part, (left, top) = _around(page, ring, 1.1)
    (x, y), ink = ring.centre, inked(part)
    place = (x - left, y - top)
    start = np.pi / 2 + gap_of(_strip(ink, ring, place, depths, (np.pi / 2, STRIP // 3, 1.0)))
    line = _strip(ink, ring, place, depths, (start, STRIP, stretch))
    cut = round(line.shape[1] * BARE / 360)
    line = line[:, cut : line.shape[1] - cut]
    return np.ascontiguousarray(np.repeat(line[:, :, np.newaxis], 3, axis=2))


def _strip(
    ink: Grey,
    ring: Ring,
    place: tuple[float, float],
    depths: tuple[float, float],
    how: tuple[float, int, float],
) -> Grey:
    """A whole turn from an angle on the page, its outside up."""
    (start, height, stretch), (x, y), (first, second) = how, place, ring.axes
    long = max(first, second)
    middle = (depths[0] + depths[1]) / 2 * long
    turn = start - ring.angle + 2 * np.pi * np.arange(STEPS + 1) / STEPS
    along = _below(turn, (first, second), middle)
    lengths = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(along, axis=1)))))
    thickness = (depths[1] - depths[0]) * long
    width = max(round(lengths[-1] / thickness * height * stretch), 8)
    angles = np.interp(np.arange(width) / width * lengths[-1], lengths, turn)
    rows = depths[0] * long + (np.arange(height) + 0.5) / height * thickness
    points = np.stack([_below(angles, (first, second), depth) for depth in rows])
    across, down = points[:, 0], points[:, 1]
    at_x = x + across * np.cos(ring.angle) - down * np.sin(ring.angle)
    at_y = y + across * np.sin(ring.angle) + down * np.cos(ring.angle)
    maps = at_x.astype(np.float32), at_y.astype(np.float32)
    line = cv2.remap(ink, *maps, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,))
    return np.asarray(line, dtype=np.uint8)


def _below(turn: Reals, axes: tuple[float, float], depth: float) -> Reals:
    """Points at a depth below an ellipse, in its own axes; 2 × N."""
    first, second = axes
    out = np.stack([np.cos(turn) / first, np.sin(turn) / second])
    out /= np.hypot(*out)
    return np.stack([first * np.cos(turn), second * np.sin(turn)]) - depth * out


def _around(page: Page, ring: Ring, reach: float) -> tuple[Page, tuple[int, int]]:
    """The square of the page around a ring, `reach` long semi-axes to each side, and where it begins."""
    (x, y), far = ring.centre, reach * max(ring.axes)
    left, top = max(int(x - far), 0), max(int(y - far), 0)
    return np.ascontiguousarray(page[top : int(y + far), left : int(x + far)]), (left, top)
