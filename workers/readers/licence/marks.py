"""Marks that somebody laid over the page, and the rows of values under them, as strips for a second look.

A web site's name or "for this use only" across the print makes detection take both for one line, or cut a
value off. The print's own rows are still known from the labels. Finds places; reads and judges nothing.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from verifier.domain.reading import FieldName, Line, Polygon
from workers.readers.licence.furniture import is_furniture, without_site_marks
from workers.readers.licence.labelling import Label
from workers.readers.licence.layout import Layout
from workers.readers.licence.pieces import Piece

SINGLE: Final = frozenset(
    (FieldName.NAME, FieldName.TYPE, FieldName.PERSON, FieldName.CAPITAL, FieldName.ESTABLISHED)
) | {FieldName.TERM, FieldName.ADDRESS}  # fields whose value begins on their label's row
OVERSIZED: Final = 1.5  # times the usual height of a label
LYING: Final = 2.0  # width to height; a column of labels is no mark
# Of a value's height, how much a strip is taken higher and lower: of five rows that were tried, 0 misread
# a name, and .25 read them no better.
TALLER: Final = 0.12
APART: Final = (1.6, 2.4)  # times the usual distance of labels: one between the two was not read
FLUSH: Final = 2.0  # heights that labels of one column may differ at their left
SIZED: Final = 0.7  # times the usual height of values, from which what stands beside a label is one
LEAST_VALUES: Final = 3  # that make a column, here and of all labels before anything is looked for
LEAST_OF_MARK: Final = 3  # characters of a mark that are no accident; two may begin a firm's name


_Labelled = tuple[Label, Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of the page, in its pixels, and the field that its label names; None where no label was read."""

    field: FieldName | None
    place: Polygon
    height: float  # of a value


def marks(layout: Layout, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """What was laid over the values: web sites' marks, and lines much higher than labels across rows."""
    places = [label.place for label, _ in layout.owned if label.field in SINGLE]
    if len(places) < LEAST_VALUES:
        return ()
    kept = {piece.polygon for piece in without_site_marks(pieces)}
    sites = [piece for piece in pieces if piece.polygon not in kept]
    usual = median(place.height for place in places)
    top, bottom = min(place.top for place in places), max(place.bottom for place in places)
    over = [
        piece
        for piece in layout.loose
        if piece.height > OVERSIZED * usual
        and piece.width > LYING * piece.height
        and top < piece.middle < bottom
        and not is_furniture(piece.text)
    ]
    names = [piece for piece in layout.loose if any(_stands_on(piece, site) for site in sites)]
    return tuple(piece for piece in (*sites, *names, *over) if top - usual < piece.middle < bottom + usual)


def rows_under(layout: Layout, laid_over: Sequence[Piece]) -> tuple[Strip, ...]:
    """The rows that touch a mark, from the left edge of values to the right end of the widest."""
    rows = [(label, owned) for label, owned in layout.owned if label.field in (*SINGLE, FieldName.SCOPE)]
    return tuple(
        strip
        for column in _columns(rows)
        if (form := _form(column))
        for strip in (*_labelled(column, laid_over, form), *_unlabelled(column, laid_over, form))
    )


def without_mark(text: str, laid_over: Iterable[Piece]) -> str:
    """The text up to where a mark begins in it, or a part of one."""
    found = [at for mark in laid_over if (at := text.find(mark.text[:LEAST_OF_MARK])) >= 0]
    return text[: min(found)] if found else text


def taken_off(lines: Sequence[Line], laid_over: Sequence[Piece]) -> tuple[Line, ...]:
    """The lines without the marks."""
    over = {mark.polygon for mark in laid_over}
    return tuple(line for line in lines if line.polygon not in over)


@dataclass(frozen=True, slots=True)
class _Form:
    """How values are set in one column: in levelled pixels, but for their fall, which is the page's."""

    height: float
    left: float
    right: float
    lower: float  # than their labels
    fall: float


def _stands_on(piece: Piece, site: Piece) -> bool:
    """Whether a piece is the name above a web site's address, in whose line print may begin."""
    within = piece.left > site.left - site.height and abs(piece.right - site.right) < site.height
    return within and -0.5 * site.height < site.top - piece.bottom < 0.8 * site.height


def _columns(rows: Sequence[_Labelled]) -> Iterable[list[_Labelled]]:
    """The labels in columns, from top to bottom: those whose left edges are flush."""
    columns: list[list[_Labelled]] = []
    for row in sorted(rows, key=lambda row: row[0].place.left):
        edge = columns[-1][-1][0].place.left if columns else -math.inf
        if row[0].place.left - edge > FLUSH * row[0].place.height:
            columns.append([])
        columns[-1].append(row)
    return (sorted(column, key=lambda row: row[0].place.middle) for column in columns)


def _form(column: Sequence[_Labelled]) -> _Form | None:
    """None for a column of fewer than three values, whose edges cannot be told."""
    first = [(label.place, owned[0]) for label, owned in column if owned and label.field in SINGLE]
    if len(first) < LEAST_VALUES:
        return None
    pieces = [piece for _, owned in column for piece in owned]
    return _Form(
        height=median(value.height for _, value in first),
        left=median(value.left for _, value in first),
        right=max(piece.right for piece in pieces),
        lower=median(value.middle - place.middle for place, value in first),
        fall=median(map(_fall, sorted(pieces, key=lambda piece: -piece.width)[:LEAST_VALUES])),
    )


def _fall(piece: Piece) -> float:
    """How many pixels of the page a piece falls per pixel to the right."""
    (x0, y0), (x1, y1) = piece.polygon[:2]
    return (y1 - y0) / (x1 - x0) if x1 > x0 else 0.0


def _labelled(rows: Sequence[_Labelled], laid_over: Sequence[Piece], form: _Form) -> Iterable[Strip]:
    for label, owned in rows:
        if label.field in SINGLE and _touched(label.place, laid_over):
            yield Strip(label.field, _beside(label, owned, form), form.height)


def _touched(place: Piece, laid_over: Sequence[Piece]) -> bool:
    return any(
        mark.right > place.left
        and mark.top < place.bottom + place.height / 2
        and mark.bottom > place.top - place.height / 2
        for mark in laid_over
    )


def _beside(label: Label, owned: Sequence[Piece], form: _Form) -> Polygon:
    """Right of a label, at the height of its value where one was read."""
    place = label.place
    sized = [p for p in owned[:1] if SIZED * form.height < p.height < form.height / SIZED]
    lower = sized[0].middle - place.middle if sized else form.lower
    left = min([form.left, *(p.left for p in sized)])
    return _row(place, lower, (max(place.right, left) - form.height * TALLER, form.right), form)


def _row(place: Piece, lower: float, span: tuple[float, float], form: _Form) -> Polygon:
    """A strip along a label's row, from one to the other levelled edge, falling as the column's rows do."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = place.polygon
    middle = (x0 + x1 + x2 + x3) / 4, (y0 + y1 + y2 + y3) / 4 + lower
    half = form.height * (0.5 + TALLER)
    left, right = (middle[0] + edge - (place.left + place.right) / 2 for edge in span)
    at_left, at_right = (middle[1] + form.fall * (x - middle[0]) for x in (left, right))
    return (
        (left, at_left - half),
        (right, at_right - half),
        (right, at_right + half),
        (left, at_left + half),
    )


def _unlabelled(rows: Sequence[_Labelled], laid_over: Sequence[Piece], form: "_Form") -> Iterable[Strip]:
    """Rows between two labels of a column that stand twice as far apart as labels do, under a mark."""
    places = [label.place for label, _ in rows]
    steps = [below.middle - above.middle for above, below in pairwise(places)]
    usual = median(steps)
    for above, below in pairwise(places):
        step = below.middle - above.middle
        over = [m for m in laid_over if above.bottom < m.middle < below.top]
        if over and APART[0] * usual < step < APART[1] * usual:
            yield Strip(None, _row(above, step / 2, (above.left, form.right), form), form.height)
