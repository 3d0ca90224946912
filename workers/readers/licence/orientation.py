"""Which way up a page lies, told from one reading of it as it came.

Text that runs up or down gives tall boxes. The engine turns tall crops a quarter anti-clockwise before it
reads them, so a page turned one way still shows its anchor words and a page turned the other way does not.
Upside-down text gives wide boxes and nonsense; then a few lines are read again on the page turned round.
"""

from collections.abc import Sequence
from typing import Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.domain.reading import Line, Point, Polygon
from workers.readers.licence.anchors import anchor_count

Page = NDArray[np.uint8]
PLENTY: Final = 3  # anchor words that settle the matter
TALL: Final = 1.5  # height over width of a box whose text runs up or down
PROBED: Final = 10  # lines read again to tell 0 from 180 degrees

QUARTER_TURNS: Final = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


class Rereads(Protocol):
    def reread(self, page: Page, polygons: Sequence[Polygon]) -> tuple[Line, ...]: ...


def turned(page: Page, degrees: int) -> Page:
    """The page turned clockwise; H × W × 3, uint8, BGR, and W × H × 3 after a quarter turn."""
    return page if degrees == 0 else np.ascontiguousarray(cv2.rotate(page, QUARTER_TURNS[degrees]))


def turned_polygon(polygon: Polygon, degrees: int, width: int, height: int) -> Polygon:
    """A polygon of a page of this width and height in the pixels of the page turned clockwise.

    The corner that is top left after the turn comes first again.
    """
    steps = degrees // 90
    points = [_turned_point(point, degrees, width, height) for point in polygon]
    return tuple(points[-steps:] + points[:-steps]) if steps else polygon


def clockwise_to_upright(page: Page, lines: Sequence[Line], engine: Rereads) -> int:
    """How far the page must be turned clockwise to stand upright: 0, 90, 180 or 270 degrees."""
    anchors = anchor_count(lines)
    if _mostly_tall(lines):
        return 270 if anchors >= PLENTY else _surer(page, lines, engine, (90, 270))
    if anchors >= PLENTY:
        return 0
    return _surer(page, lines, engine, (180,), least=anchors)


def _surer(
    page: Page, lines: Sequence[Line], engine: Rereads, turns: Sequence[int], *, least: int = -1
) -> int:
    """The turn after which a few lines show the most anchor words; 0 where none shows more than `least`."""
    polygons = [line.polygon for line in _telling(lines)]
    shown = {turn: anchor_count(_probe(page, polygons, engine, turn)) for turn in turns}
    best = max(shown, key=lambda turn: shown[turn])
    return best if shown[best] > least else 0


def _probe(page: Page, polygons: Sequence[Polygon], engine: Rereads, turn: int) -> tuple[Line, ...]:
    height, width = page.shape[:2]
    moved = [turned_polygon(polygon, turn, width, height) for polygon in polygons]
    return engine.reread(turned(page, turn), moved)


def _telling(lines: Sequence[Line]) -> list[Line]:
    """The thickest lines, among which the title is, and then the longest."""
    thick = sorted(lines, key=lambda line: -min(_size(line)))[: PROBED // 2]
    long = sorted((line for line in lines if line not in thick), key=lambda line: -max(_size(line)))
    return thick + long[: PROBED - len(thick)]


def _mostly_tall(lines: Sequence[Line]) -> bool:
    """Whether most text, by length, runs up or down."""
    sizes = [_size(line) for line in lines]
    tall = sum(height for width, height in sizes if height > TALL * width)
    wide = sum(width for width, height in sizes if width > TALL * height)
    return tall > wide


def _size(line: Line) -> tuple[float, float]:
    xs, ys = [x for x, _ in line.polygon], [y for _, y in line.polygon]
    return max(xs) - min(xs), max(ys) - min(ys)


def _turned_point(point: Point, degrees: int, width: int, height: int) -> Point:
    x, y = point
    match degrees:
        case 90:
            return height - y, x
        case 180:
            return width - x, height - y
        case 270:
            return y, width - x
        case _:
            return point
