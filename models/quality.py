"""How well the print on a page can be made out: arrays and lines in, numbers out. Judges and reads nothing.

Everything is measured on the lines of text, where it matters, and relative to their height and contrast, so
that neither the size of the picture nor the colour of the paper counts.
"""

import math
from collections.abc import Iterable, Sequence
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.domain.reading import Box, Line, Polygon, Quality

Page = NDArray[np.uint8]  # H × W × 3, BGR
Grey = NDArray[np.uint8]  # H × W

SAMPLE = 16  # lines whose sharpness is measured; on 60 photos the median of all differed by 3 %
LONGEST = 12.0  # heights of a line's length that are looked at
HEIGHT = 48  # pixels: the recogniser's own height; higher lines are made as low
LEAST_HEIGHT = 5  # pixels: two to each side of the middle
STEEPEST = 95  # percentile of the gradients that counts as the steepness of the strokes' edges
LEAST_CONTRAST = 10.0  # grey levels between ink and paper below which a line is not measured
BODY = 50  # the usual line is a fiftieth of the page's long side; blur leaves larger ones, such as the title

OVERVIEW = 800  # pixels of the long side at which glare is looked for
BURNT_OUT = 250  # of 255 in the darkest channel: white, and no colour
PAPER_PERCENTILE = 75  # of a line's pixels: most of them are paper
BRIGHTEST_PAPER = 242  # above, paper is as white as glare, as on scans, and glare cannot be told
LEAST_GLARE = 1.8  # line heights: the least square that glare fills; bands of ornament and blanks are lower


def measured(page: Page, lines: Sequence[Line]) -> Quality | None:
    """Height and sharpness of the lines, and glare on them; None where there is no line.

    `page` is H × W × 3, uint8, BGR; the lines' polygons and the boxes of the glare are in its pixels.
    """
    places = [line.polygon for line in lines if len(line.polygon) == 4]
    if not places:
        return None
    height = median(_extent(place)[1] for place in places)
    return Quality(round(height, 1), round(sharpness(page, places), 2), glare(page, places, height))


def sharpness(page: Page, places: Iterable[Polygon]) -> float:
    """How much of a stroke's contrast its edge gains over one line's height, median over lines; 0 for none.

    Of the gradients across and down the weaker counts, because a moving hand blurs one of them only. A sharp
    edge of a line 24 pixels high measures about 8, one blurred with a sigma of 2 pixels 4.
    """
    usual = max(page.shape[:2]) / BODY
    longest = sorted(places, key=_extent, reverse=True)[:SAMPLE]
    found = (_steepness(_crop(page, place), min(_extent(place)[1], usual)) for place in longest)
    return median([steepness for steepness in found if steepness is not None] or [0.0])


def glare(page: Page, places: Sequence[Polygon], line_height: float) -> tuple[Box, ...]:
    """Burnt-out places among the lines of a page whose paper is not white itself, largest first."""
    scale = min(1.0, OVERVIEW / max(page.shape[:2]))
    size = max(1, round(page.shape[1] * scale)), max(1, round(page.shape[0] * scale))
    overview = cv2.resize(page, size, interpolation=cv2.INTER_AREA)
    darkest = np.asarray(cv2.min(cv2.min(*cv2.split(overview)[:2]), overview[:, :, 2]), dtype=np.uint8)
    boxes = [_scaled(_box(place), scale) for place in places]
    if _paper(darkest, boxes) > BRIGHTEST_PAPER:
        return ()
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    found = _blobs(darkest[top:bottom, left:right] >= BURNT_OUT, line_height * scale)
    return tuple(_scaled((x0 + left, y0 + top, x1 + left, y1 + top), 1 / scale) for x0, y0, x1, y1 in found)


def _steepness(crop: Page, height: float) -> float | None:
    """The weaker of the two gradients as a share of the contrast, over this height in the page's pixels."""
    if not LEAST_HEIGHT <= crop.shape[0] <= crop.shape[1]:  # a speck, or no line of an upright page
        return None
    scale = min(1.0, HEIGHT / crop.shape[0])
    smaller = cv2.resize(crop, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = np.asarray(cv2.cvtColor(smaller, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
    dark, light = np.percentile(grey, (5, 95))
    if light - dark < LEAST_CONTRAST:
        return None
    across, down = (np.abs(cv2.Sobel(grey, cv2.CV_32F, *order)) for order in ((1, 0), (0, 1)))
    weaker = min(float(np.percentile(across, STEEPEST)), float(np.percentile(down, STEEPEST)))
    return float(weaker / 8 / (light - dark) * scale * height)  # Sobel's weights add up to 8


def _paper(darkest: Grey, boxes: Iterable[Box]) -> float:
    """How bright the paper is beside the print, median over lines."""
    parts = (darkest[top:bottom, left:right] for left, top, right, bottom in boxes)
    return median([float(np.percentile(part, PAPER_PERCENTILE)) for part in parts if part.size] or [255.0])


def _blobs(mask: NDArray[np.bool_], line_height: float) -> list[Box]:
    """Boxes of the connected places that are no gap between lines, largest first."""
    if not mask.any():
        return []
    side = max(3, round(LEAST_GLARE * line_height))
    square = np.ones((side, side), np.uint8)
    # Outside is dark: by default OpenCV takes it for white, and so a band along the edge for a large place.
    edge, dark = cv2.BORDER_CONSTANT, (0,)
    white = mask.astype(np.uint8)
    opened = cv2.morphologyEx(white, cv2.MORPH_OPEN, square, borderType=edge, borderValue=dark)
    _, _, found, _ = cv2.connectedComponentsWithStats(opened)
    places = sorted(found[1:].tolist(), key=lambda row: -row[4])
    return [(x, y, x + width, y + height) for x, y, width, height, _ in places]


def _crop(page: Page, place: Polygon) -> Page:
    """The upright box around a line, no longer than its first so many heights."""
    left, top, right, bottom = _box(place)
    return page[top:bottom, left : min(right, left + round(LONGEST * max(bottom - top, 1)))]


def _box(place: Polygon) -> Box:
    """The upright box around a place, without what lies left of the page or above it."""
    xs, ys = [max(x, 0.0) for x, _ in place], [max(y, 0.0) for _, y in place]
    return math.floor(min(xs)), math.floor(min(ys)), math.ceil(max(xs)), math.ceil(max(ys))


def _scaled(box: Box, scale: float) -> Box:
    left, top, right, bottom = (round(value * scale) for value in box)
    return left, top, right, bottom


def _extent(place: Polygon) -> tuple[float, float]:
    """Mean width and height of a quadrilateral given from its top left corner clockwise."""
    a, b, c, d = place
    return (math.dist(a, b) + math.dist(d, c)) / 2, (math.dist(a, d) + math.dist(b, c)) / 2
