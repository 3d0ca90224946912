"""Where the 8 × 8 blocks of a stored JPEG lie on the upright page, and what they were rounded to.

Pages are turned upright after decoding; the grid turns with them. Holds no pixels. The table says how the
last saving rounded each frequency, which the marks of an earlier saving must be measured against; which
table a file has is never a sign of anything.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Steps = NDArray[np.float32]  # 8 × 8, quantisation steps, vertical frequency first

BLOCK: Final = 8

# EXIF 2.32 §4.6.4: whether the stored rows become columns, and whether x and y then run backwards.
TURNS: Final = {
    1: (False, False, False),
    2: (False, True, False),
    3: (False, True, True),
    4: (False, False, True),
    5: (True, False, False),
    6: (True, True, False),
    7: (True, True, True),
    8: (True, False, True),
}


@dataclass(frozen=True, slots=True)
class Stored:
    """A page as its file holds it: size in stored pixels, EXIF orientation, luma steps of a JPEG or None.

    `steps` are 64 numbers in the order of the rows of the 8 × 8 block, as Pillow's `quantization` has them.
    """

    width: int
    height: int
    orientation: int = 1
    steps: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """On the upright page: the pixel at which blocks begin, each 0–7, and the steps as they lie there."""

    x: int
    y: int
    steps: Steps


def grid(stored: Stored, rotation: int) -> Grid | None:
    """The grid on the page after EXIF orientation and `rotation` degrees clockwise; None without a table."""
    if stored.steps is None or len(stored.steps) != BLOCK * BLOCK:
        return None
    swapped, back_x, back_y = TURNS.get(stored.orientation, TURNS[1])
    for _ in range(rotation // 90 % 4):  # a quarter turn clockwise: x' = height - y, y' = x
        swapped, back_x, back_y = not swapped, not back_y, back_x
    width, height = (stored.height, stored.width) if swapped else (stored.width, stored.height)
    steps = np.array(stored.steps, dtype=np.float32).reshape(BLOCK, BLOCK)
    return Grid(
        width % BLOCK if back_x else 0, height % BLOCK if back_y else 0, steps.T if swapped else steps
    )
