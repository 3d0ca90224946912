"""The patches of a page that are measured: each line of text with its ink, its paper and the paper around it.

Knows boxes and pixels, not what they say. A value's patch is the part of a line inside its field's box; all
other lines are peers. Everything is cut out at the page's own resolution, because what an editor leaves
behind is a pixel or two wide, and bounded by the number and the length of the patches instead.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.domain.reading import Box, Field, FieldName, LicenceReading, Line, Polygon

Page = NDArray[np.uint8]  # H × W × 3, BGR
Plane = NDArray[np.float32]  # H × W, 0–255
Mask = NDArray[np.bool_]  # H × W

MOST_PATCHES: Final = 56  # an A4 page in small print has about fifty lines
MOST_PIXELS: Final = 60_000  # of a patch: a line 40 pixels high and 1,500 long; longer ones are cut off
MARGIN: Final = 0.35  # of a line's height, how much paper around its box is looked at
LEAST_HEIGHT: Final = 9  # pixels: in lower lines strokes and paper cannot be told apart
LEAST_CONTRAST: Final = 25.0  # grey levels between ink and paper; fainter print is left alone
HALF: Final = 0.5  # of the contrast, from which a pixel is ink
FAINT: Final = 0.12  # of the contrast, from which a pixel is no longer paper
ALIKE: Final = (0.55, 1.8)  # height over the median of the values: lines of about the values' size are peers


@dataclass(frozen=True, slots=True)
class Patch:
    """One line of text, or the part of it that a field takes; `field` is None for labels and small print.

    `luma`, `blue` and `red` (Y, Cb, Cr) are H × W; `ink` and `paper` are masks of them that leave out the
    soft edge between the two. `inside` is the line's own box in the patch, which has a margin around it.
    `corner` is where the patch lies on the page, x and y in pixels.
    """

    field: FieldName | None
    box: Box
    corner: tuple[int, int]
    luma: Plane
    blue: Plane
    red: Plane
    ink: Mask
    paper: Mask
    inside: Mask
    light: float
    dark: float
    across: int

    @property
    def height(self) -> int:
        """The height of the line in pixels, across its run."""
        return self.across

    @property
    def contrast(self) -> float:
        return self.light - self.dark


def patches(page: Page, reading: LicenceReading) -> tuple[Patch, ...]:
    """The measurable lines of the page, values first. `page` is H × W × 3, uint8, BGR, upright."""
    places = list(_places(reading))
    heights = [place.height for place in places if place.field is not None]
    if not heights:
        return ()
    low, high = (share * median(heights) for share in ALIKE)
    alike = [place for place in places if place.field is not None or low <= place.height <= high]
    cut = (_patch(page, place) for place in alike[:MOST_PATCHES])
    return tuple(patch for patch in cut if patch is not None)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a patch is to be cut: the line's polygon, and the box of it that counts."""

    field: FieldName | None
    polygon: Polygon
    box: Box

    @property
    def height(self) -> int:
        a, b, c, d = self.polygon
        return round((math.dist(a, d) + math.dist(b, c)) / 2)


def _places(reading: LicenceReading) -> Iterator[_Place]:
    """Values in the order of the fields, then everything else; a line's part beside its value is no peer."""
    lines = [(line.polygon, _box(line)) for line in reading.lines if len(line.polygon) == 4]
    taken: set[int] = set()
    for name, field in reading.fields.items():
        for number, (polygon, box) in enumerate(lines):
            part = _common(box, field)
            if number not in taken and part is not None:
                taken.add(number)
                yield _Place(name, polygon, part)
    yield from (
        _Place(None, polygon, box) for number, (polygon, box) in enumerate(lines) if number not in taken
    )


def _common(box: Box, field: Field) -> Box | None:
    """The part of a line inside a field's box, where that is most of the line's height and wide enough."""
    left, top = max(box[0], field.box[0]), max(box[1], field.box[1])
    right, bottom = min(box[2], field.box[2]), min(box[3], field.box[3])
    height = box[3] - box[1]
    if bottom - top < 0.6 * height or right - left < 0.8 * height:
        return None
    return left, top, right, bottom


def _patch(page: Page, place: _Place) -> Patch | None:
    box = _clipped(place.box, page)
    left, top, right, bottom = box
    height = place.height
    if height < LEAST_HEIGHT or bottom - top < LEAST_HEIGHT or right - left < height:
        return None
    right = min(right, left + MOST_PIXELS // height)
    margin = round(MARGIN * height)
    x0, y0, x1, y1 = _clipped((left - margin, top - margin, right + margin, bottom + margin), page)
    y, cr, cb = cv2.split(cv2.cvtColor(page[y0:y1, x0:x1], cv2.COLOR_BGR2YCrCb))
    luma = np.asarray(y, dtype=np.float32)
    inside = _filled(place, (x0, y0), luma.shape)
    inside[:, : left - x0] = inside[:, right - x0 :] = False
    if not inside.any():
        return None
    light, dark = _levels(luma[inside])
    if light - dark < LEAST_CONTRAST:
        return None
    ink = luma < light - HALF * (light - dark)
    faint = (luma < light - FAINT * (light - dark)).astype(np.uint8)
    reach = max(3, 2 * (height // 16) + 1)
    paper = cv2.dilate(faint, np.ones((reach, reach), np.uint8)) == 0
    return Patch(
        place.field, (left, top, right, bottom), (x0, y0), luma, cb.astype(np.float32), cr.astype(np.float32),
        ink & inside, paper, inside, light, dark, height,
    )  # fmt: skip


def _filled(place: _Place, corner: tuple[int, int], shape: tuple[int, ...]) -> Mask:
    """The inside of a line's polygon as a mask of its patch."""
    points = np.array(place.polygon, dtype=np.float64) - corner
    mask = np.zeros(shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.rint(np.clip(points, -30000, 30000)).astype(np.int32), (1,))
    return mask > 0


def _levels(luma: Plane) -> tuple[float, float]:
    """The grey of the paper and of the ink: the median above Otsu's threshold, the darkest twenty-fifth."""
    grey = luma.astype(np.uint8)
    threshold, _ = cv2.threshold(grey.reshape(-1, 1), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    above = luma[luma > threshold]
    light = float(np.median(above)) if above.size else float(luma.max())
    return light, float(np.percentile(luma, 4))


def _clipped(box: Box, page: Page) -> Box:
    height, width = page.shape[:2]
    left, top, right, bottom = box
    return max(left, 0), max(top, 0), min(right, width), min(bottom, height)


def _box(line: Line) -> Box:
    xs, ys = [x for x, _ in line.polygon], [y for _, y in line.polygon]
    return round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys))
