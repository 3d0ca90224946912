"""Pieces of text in levelled coordinates: the page as it would lie if the camera had been held straight.

Only geometry; knows nothing of licences. Levelled coordinates are pixels like the page's, x to the right and
y downwards, after the slope of the text has been taken out. Polygons stay in page pixels.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from verifier.domain.reading import Box, Line, Point, Polygon

LONG_LINE = 4.0  # width over height from which a line's slope can be trusted
STEEP = 0.36  # slopes beyond tan 20° are not lines of an upright page
SPECK = 1.0  # pixels; nothing smaller can be print
WIDE = 1.0  # a Chinese character's width over the line's height
NARROW = 0.55  # a Latin letter's or a digit's

CHARACTERS = 4.0  # widths of a character that the beginning of a row is long

Levelling = Callable[[Point], Point]


@dataclass(frozen=True, slots=True)
class Piece:
    """A line or a part of one. `polygon` is in page pixels, the four edges in levelled pixels."""

    text: str
    score: float
    polygon: Polygon
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def same_row(self, other: "Piece", tolerance: float = 0.6) -> bool:
        """Whether the middles differ by less than a share of the taller piece's height."""
        return abs(self.middle - other.middle) < tolerance * max(self.height, other.height)


def levelled(lines: Iterable[Line]) -> tuple[Piece, ...]:
    """The lines as pieces, top to bottom, with the page's slope taken out; specks and blanks are left out."""
    quads = [line for line in lines if len(line.polygon) == 4 and line.text.strip()]
    level = _levelling(quads)
    pieces = [_piece(line, level) for line in quads]
    printed = [piece for piece in pieces if piece.width >= SPECK and piece.height >= SPECK]
    return tuple(sorted(printed, key=lambda p: (p.middle, p.left)))


def cut(piece: Piece, start: int, stop: int | None = None) -> Piece:
    """The part of a piece that holds text[start:stop], its place estimated from the widths of characters.

    Labels are set wide and values tight, so a value's start is measured from the right edge.
    """
    widths = [_width(character) for character in piece.text]
    total = sum(widths) or 1.0
    end = len(widths) if stop is None else stop
    if stop is None:
        tight = sum(widths[start:]) * piece.height * 0.95
        begin = max(sum(widths[:start]) / total, 1 - tight / max(piece.width, 1.0))
    else:
        begin = sum(widths[:start]) / total
    return _between(piece, piece.text[start:end], begin, sum(widths[:end]) / total)


def stacked(piece: Piece) -> tuple[Piece, ...]:
    """A column of single characters, taken apart from top to bottom."""
    count = len(piece.text)
    first, second, third, fourth = piece.polygon
    step = piece.height / count
    return tuple(
        replace(
            piece,
            text=character,
            top=piece.top + i * step,
            bottom=piece.top + (i + 1) * step,
            polygon=(
                _along(first, fourth, i / count),
                _along(second, third, i / count),
                _along(second, third, (i + 1) / count),
                _along(first, fourth, (i + 1) / count),
            ),
        )
        for i, character in enumerate(piece.text)
    )


def box_around(pieces: Sequence[Piece]) -> Box:
    """The upright box, in page pixels, around all pieces."""
    xs = [x for piece in pieces for x, _ in piece.polygon]
    ys = [y for piece in pieces for _, y in piece.polygon]
    return round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys))


def next_row(pieces: Sequence[Piece]) -> Polygon:
    """Where the first characters of a further row would stand, under rows that share their left edge."""
    last = pieces[-1]
    row = [piece for piece in pieces if piece.same_row(last, 0.5)]
    first, second, third, fourth = min(row, key=lambda piece: piece.left).polygon
    share = CHARACTERS * math.dist(first, fourth) / max(math.dist(first, second), SPECK)
    down = fourth[0] - first[0], fourth[1] - first[1]
    corners = first, _along(first, second, share), _along(fourth, third, share), fourth
    return tuple((x + down[0], y + down[1]) for x, y in corners)


def grown(box: Box, unit: float, margins: tuple[float, float, float, float]) -> Box:
    """A box grown to the left, upwards, to the right and downwards by so many units."""
    left, above, right, below = margins
    return (
        round(box[0] - left * unit),
        round(box[1] - above * unit),
        round(box[2] + right * unit),
        round(box[3] + below * unit),
    )


def _width(character: str) -> float:
    return NARROW if character.isascii() else WIDE


def _between(piece: Piece, text: str, begin: float, end: float) -> Piece:
    first, second, third, fourth = piece.polygon
    polygon = (
        _along(first, second, begin),
        _along(first, second, end),
        _along(fourth, third, end),
        _along(fourth, third, begin),
    )
    left, width = piece.left, piece.width
    return replace(piece, text=text, polygon=polygon, left=left + width * begin, right=left + width * end)


def _along(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _piece(line: Line, level: Levelling) -> Piece:
    first, second, third, fourth = (level(point) for point in line.polygon)
    left, right = sorted((fmean((first[0], fourth[0])), fmean((second[0], third[0]))))
    top, bottom = sorted((fmean((first[1], second[1])), fmean((third[1], fourth[1]))))
    return Piece(line.text.strip(), line.score, line.polygon, left, top, right, bottom)


def _levelling(lines: Sequence[Line]) -> Levelling:
    """Slope as a straight function of height, which is what a camera held at an angle makes of it."""
    slopes = [s for line in lines if (s := _slope(line)) is not None]
    if not slopes:
        return lambda point: point
    at, base, growth = _fit(slopes)

    def level(point: Point) -> Point:
        x, y = point
        return x + base * (y - at), y - (base + growth * (y - at)) * x

    return level


def _slope(line: Line) -> tuple[float, float, float] | None:
    """Middle height, slope and weight of a long line; None for short and steep ones."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = line.polygon
    width = (x1 + x2 - x0 - x3) / 2
    height = (y2 + y3 - y0 - y1) / 2
    if height <= 0 or width < LONG_LINE * height:
        return None
    slope = (y1 + y2 - y0 - y3) / 2 / width
    return None if abs(slope) > STEEP else ((y0 + y1 + y2 + y3) / 4, slope, width)


def _fit(slopes: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    """Weighted line through the slopes near their median: middle height, slope there, growth per pixel."""
    typical = sorted(s for _, s, _ in slopes)[len(slopes) // 2]
    near = [entry for entry in slopes if abs(entry[1] - typical) < 0.05] or slopes
    weight = sum(w for _, _, w in near)
    at = sum(y * w for y, _, w in near) / weight
    base = sum(s * w for _, s, w in near) / weight
    spread = sum((y - at) ** 2 * w for y, _, w in near)
    if len(near) < 6 or spread <= 0:
        return at, base, 0.0
    return at, base, sum((y - at) * (s - base) * w for y, s, w in near) / spread
