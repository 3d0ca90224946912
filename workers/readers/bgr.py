"""Arrays of blue, green, red: how transparency is laid on white and how a stored picture is turned upright.

Turns by writing into a turned view of the result, so that no second copy of a page ever exists.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Bgr: TypeAlias = NDArray[np.uint8]

# EXIF 2.32 §4.6.4: how the result must be looked at for the rows to lie as they are stored.
AS_STORED: Final[Mapping[int, Callable[[Bgr], Bgr]]] = {
    1: lambda page: page,
    2: lambda page: page[:, ::-1],
    3: lambda page: page[::-1, ::-1],
    4: lambda page: page[::-1],
    5: lambda page: page.swapaxes(0, 1),
    6: lambda page: page[:, ::-1].swapaxes(0, 1),
    7: lambda page: page[::-1, ::-1].swapaxes(0, 1),
    8: lambda page: page[::-1].swapaxes(0, 1),
}
SWAPPED: Final = frozenset({5, 6, 7, 8})


def blank(width: int, height: int, orientation: int) -> tuple[Bgr, Bgr]:
    """An upright page for a picture of this stored size, and a view of it with rows as stored."""
    shape = (width, height, 3) if orientation in SWAPPED else (height, width, 3)
    page: Bgr = np.empty(shape, dtype=np.uint8)
    return page, AS_STORED[orientation](page)


def on_white(colour: Bgr, alpha: Bgr) -> Bgr:
    """Colours (H×W×3) of this opacity (H×W, 0–255) on a white ground."""
    opacity = alpha[..., np.newaxis].astype(np.uint16)
    mixed: Bgr = ((colour * opacity + 255 * (255 - opacity) + 127) // 255).astype(np.uint8)
    return mixed
