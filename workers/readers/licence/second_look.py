"""Where to look again, closer and without colour, when a field was missed: faint codes, dates under the seal.

A seal is red, the title gold, a watermark blue; print is black. A pixel's brightest channel leaves black
print and makes colour pale; adding the spread between brightest and darkest makes it white.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from statistics import median
from typing import Final, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.domain.reading import Box, FieldName, Line, Polygon
from workers.readers.licence.issue import date_region
from workers.readers.licence.layout import Layout
from workers.readers.licence.pieces import Piece, box_around, grown

Page = NDArray[np.uint8]
Grey = NDArray[np.uint8]  # H × W

COMFORTABLE: Final = 36.0  # pixels of a line's height at which detection and recognition are at their best
LARGEST: Final = 2.5  # times; more enlarges noise
CODE_ABOVE: Final = 8.0  # heights of a label between the title and the first value
STRIP, STEP, MOST_STRIPS = 1.5, 0.6, 10  # height and distance of strips, in line heights; and how many
BESIDE_LABEL: Final = (0.5, 0.9, 16.0, 0.9)  # left, above, right, below, in heights of the label
AROUND_SCOPE: Final = (0.7, 1.0, 3.0, 2.5)  # the same in heights of a row, of a scope with its label


class Reads(Protocol):
    """What a view needs of the text engine."""

    def read(self, page: Page) -> tuple[Line, ...]: ...
    def reread(self, page: Page, polygons: Sequence[Polygon]) -> tuple[Line, ...]: ...


@dataclass(frozen=True, slots=True)
class View:
    """A part of the page enlarged and without colour; everything comes and goes in the page's pixels."""

    engine: Reads
    part: Page
    left: float
    top: float
    scale: float

    def lines(self) -> tuple[Line, ...]:
        return self._on_page(self.engine.read(self.part)) if self.part.size else ()

    def reread(self, polygons: Sequence[Polygon]) -> tuple[Line, ...]:
        here = [self._keptinside(polygon) for polygon in polygons]
        return self._on_page(self.engine.reread(self.part, here)) if self.part.size else ()

    def _on_page(self, lines: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(Line(self._moved(line.polygon), line.text, line.score) for line in lines)

    def _moved(self, polygon: Polygon) -> Polygon:
        return tuple((x / self.scale + self.left, y / self.scale + self.top) for x, y in polygon)

    def _keptinside(self, polygon: Polygon) -> Polygon:
        height, width = self.part.shape[:2]
        scaled = [((x - self.left) * self.scale, (y - self.top) * self.scale) for x, y in polygon]
        return tuple((min(max(x, 0.0), width - 1.0), min(max(y, 0.0), height - 1.0)) for x, y in scaled)


class Treatment(Enum):
    """How colour is taken out: BRIGHTEST keeps more of thin print, SPREAD less of pale colours."""

    BRIGHTEST = auto()
    SPREAD = auto()


def closer(engine: Reads, page: Page, box: Box, line_height: float, how: Treatment) -> View:
    """A part of the page (H × W × 3, uint8, BGR) enlarged until lines are comfortably high."""
    height, width = page.shape[:2]
    left, top, right, bottom = max(box[0], 0), max(box[1], 0), min(box[2], width), min(box[3], height)
    bright = _without_colour(page[top:bottom, left:right], how)
    scale = float(np.clip(COMFORTABLE / max(line_height, 1.0), 1.0, LARGEST))
    if scale > 1.0 and bright.size:
        size = (round(bright.shape[1] * scale), round(bright.shape[0] * scale))
        bright = cv2.resize(bright, size, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    part = np.ascontiguousarray(np.repeat(bright[:, :, np.newaxis], 3, axis=2))
    return View(engine, part, left, top, scale)


def _without_colour(part: Page, how: Treatment) -> Grey:
    brightest: Grey = part.max(axis=2, initial=0)
    if how is Treatment.BRIGHTEST or not part.size:
        return brightest
    spread = brightest - part.min(axis=2, initial=255)
    summed: Grey = np.minimum(brightest.astype(np.uint16) + spread, 255).astype(np.uint8)
    return summed


def region(layout: Layout, name: FieldName, pieces: Sequence[Piece]) -> Box | None:
    """The part of the page, in its pixels, where this field ought to be; None where that cannot be told."""
    entry = layout.of(name)
    if name is FieldName.CODE:
        return _above_the_values(layout, pieces)
    if name is FieldName.ISSUED:
        return date_region(layout)
    if entry is None:
        return None
    if name is FieldName.SCOPE and entry[1]:
        unit = median(piece.height for piece in entry[1])
        return grown(box_around([entry[0].place, *entry[1]]), unit, AROUND_SCOPE)
    return grown(box_around([entry[0].place]), entry[0].place.height, BESIDE_LABEL)


def replaced(lines: Sequence[Line], box: Box, new: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with those whose middle is in the box replaced by the new ones."""
    return (*(line for line in lines if not inside(line, box)), *new)


def inside(line: Line | Piece, box: Box) -> bool:
    """Whether the middle of a line is in the box."""
    x = sum(x for x, _ in line.polygon) / len(line.polygon)
    y = sum(y for _, y in line.polygon) / len(line.polygon)
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def rows_across(box: Box, line_height: float, slope: float) -> tuple[Polygon, ...]:
    """Overlapping strips across the box, from its foot upwards, for a line that detection cannot see."""
    left, top, right, bottom = box
    fall = slope * (right - left)
    feet = [bottom - i * STEP * line_height for i in range(MOST_STRIPS)]
    return tuple(
        (
            (left, foot - STRIP * line_height),
            (right, foot + fall - STRIP * line_height),
            (right, foot + fall),
            (left, foot),
        )
        for foot in feet
        if foot - STRIP * line_height > top
    )


def slope_of(lines: Sequence[Line]) -> float:
    """How much the longest line falls per pixel to the right."""
    longest = max(lines, key=lambda line: line.polygon[1][0] - line.polygon[0][0])
    (x0, y0), (x1, y1) = longest.polygon[:2]
    return (y1 - y0) / (x1 - x0) if x1 > x0 else 0.0


def _above_the_values(layout: Layout, pieces: Sequence[Piece]) -> Box | None:
    """Between the title and the first value, over the width of all that was read."""
    places = [label.place for label, _ in layout.owned if label.field not in (None, FieldName.CODE)]
    if len(places) < 4:
        return None
    unit = sorted(place.height for place in places)[len(places) // 2]
    left, _, right, _ = box_around(pieces)
    bottom = min(box_around([place])[1] for place in places)
    return left, round(bottom - CODE_ABOVE * unit), right, round(bottom + 0.3 * unit)
