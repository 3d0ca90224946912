"""Arrays of blue, green, red: how transparency is laid on white and how a stored picture is turned upright.

A page is laid out in bands of rows, converted on the way and written into a turned view of the result, so
that no second copy of it is ever made.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Bgr: TypeAlias = NDArray[np.uint8]

BAND: Final = 2_000_000  # pixels converted at a time

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


def laid_out(width: int, height: int, orientation: int, rows: Callable[[int, int], Bgr]) -> Bgr:
    """An upright page, H×W×3, of a picture stored at this size, whose rows `rows(top, bottom)` gives."""
    page: Bgr = np.empty((width, height, 3) if orientation in SWAPPED else (height, width, 3), dtype=np.uint8)
    stored = AS_STORED[orientation](page)
    step = max(1, BAND // width)
    for top in range(0, height, step):
        bottom = min(top + step, height)
        stored[top:bottom] = rows(top, bottom)
    return page


def opaque(rows: Bgr) -> Bgr:
    """Rows of H×W (grey) or of H×W×1 to 4 (grey or BGR, with or without opacity) as H×W×3, on white."""
    if rows.ndim == 2:
        rows = rows[..., np.newaxis]
    channels = rows.shape[2]
    colour = np.broadcast_to(rows[..., : 3 if channels > 2 else 1], (*rows.shape[:2], 3))
    return colour if channels in {1, 3} else _on_white(colour, rows[..., -1:])


def _on_white(colour: Bgr, opacity: Bgr) -> Bgr:
    """Colours (H×W×3) of this opacity (H×W×1, 0–255) on a white ground."""
    share = opacity.astype(np.uint16)
    mixed: Bgr = ((colour * share + 255 * (255 - share) + 127) // 255).astype(np.uint8)
    return mixed
