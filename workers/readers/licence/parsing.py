"""Lines in, a licence's reading out: layout, fields, document type, and a second look at what was missed.

Pure but for the second looks, which the caller hands in. A second look may only add: it never changes a field
that was surely read.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final, Protocol

from verifier.domain.reading import (
    Box,
    DocumentType,
    Field,
    FieldName,
    Frame,
    LicenceReading,
    Line,
    Polygon,
)
from workers.readers.licence.anchors import document_type, printing
from workers.readers.licence.codes import code_field, code_like, passes, worth_rereading
from workers.readers.licence.fields import fields, is_open, normal_text
from workers.readers.licence.inference import worded_as
from workers.readers.licence.issue import date_pieces
from workers.readers.licence.issue_date import Vote, alike, elected, strips, votes
from workers.readers.licence.labelling import DOUBT
from workers.readers.licence.layout import Layout, laid_out
from workers.readers.licence.marks import (
    SINGLE,
    Strip,
    marks,
    rows_under,
    taken_off,
    without_mark,
)
from workers.readers.licence.pieces import Piece, box_around, grown, levelled, next_row
from workers.readers.licence.second_look import (
    Treatment,
    View,
    inside,
    region,
    replaced,
    rows_across,
    slope_of,
)
from workers.readers.licence.wholeness import torn_rows, wholeness

AT_FULL_WIDTH: Final = "read again at full width"
IN_STRIPS: Final = "read in strips across the page"
WITHOUT_COLOUR: Final = "read again closer and without colour"
UNDER_A_MARK: Final = "read in a strip under a mark laid over the page"
ON_NEXT_ROW: Final = "a closing bracket was read on the next row"
CLOSING: Final = re.compile(r"^.{0,2}[)）][。.]?$")
FAINT: Final = 0.9  # score, 0–1, under which a value was read unsurely
WORTH_A_LOOK: Final = (FieldName.CODE, FieldName.PERSON, FieldName.CAPITAL, FieldName.ESTABLISHED)


class Looks(Protocol):
    """The two ways of looking at the page again."""

    def reread(self, polygons: Sequence[Polygon]) -> tuple[Line, ...]:
        """These polygons at full width."""
        ...

    def closer(self, box: Box, line_height: float, how: Treatment) -> View:
        """This part enlarged and without colour."""
        ...


@dataclass(frozen=True, slots=True)
class Parsed:
    """What one set of lines gave."""

    lines: tuple[Line, ...]
    pieces: tuple[Piece, ...]
    layout: Layout
    fields: dict[FieldName, Field]

    @property
    def line_height(self) -> float:
        """The usual height of a line, in pixels."""
        return median(piece.height for piece in self.pieces)

    @property
    def scope_height(self) -> float:
        """The usual height of a row of the scope, in pixels; of any line where there is no scope."""
        entry = self.layout.of(FieldName.SCOPE)
        return median(piece.height for piece in entry[1]) if entry and entry[1] else self.line_height


def read_page(frame: Frame, lines: tuple[Line, ...], looks: Looks) -> LicenceReading:
    """What the lines of an upright page say, after a second look at what they left out."""
    first = parsed(lines)
    kind = document_type(lines, first.layout)
    found = dict(first.fields)
    if kind is DocumentType.BUSINESS_LICENCE:
        found |= _code_at_full_width(first, looks)
        for name in WORTH_A_LOOK:
            if not _settled(name, found.get(name)):
                found |= _closer(first, name, looks, found.get(name))
        if not passes(found.get(FieldName.CODE)):
            found |= _code_in_strips(first, looks)
        found |= _faint_at_full_width(first, looks)
        found |= _under_marks(first, looks)
        found |= _issued_again(first, looks)
        found |= _scope_again(first, looks)
        found |= _closed(first, found, looks)
    person = first.layout.of(FieldName.PERSON)
    return LicenceReading(
        frame=frame,
        document_type=kind,
        lines=lines,
        fields={name: found[name] for name in FieldName if name in found},
        person_label=person[0].words if person and person[0].errors <= DOUBT else None,
        printing=printing(lines, first.layout) if kind is DocumentType.BUSINESS_LICENCE else None,
    )


def parsed(lines: tuple[Line, ...]) -> Parsed:
    """Pieces, layout and fields of some lines."""
    pieces = levelled(lines)
    layout = laid_out(pieces)
    return Parsed(lines, pieces, layout, fields(layout, pieces))


def _settled(name: FieldName, field: Field | None) -> bool:
    if name is FieldName.CODE:
        return passes(field)
    return field is not None and field.normalised is not None


def _code_at_full_width(first: Parsed, looks: Looks) -> dict[FieldName, Field]:
    if passes(first.fields.get(FieldName.CODE)):
        return {}
    suspects = worth_rereading(first.layout, first.pieces)
    again = levelled(looks.reread([piece.polygon for piece in suspects])) if suspects else ()
    better = code_field(first.layout, again)
    return {FieldName.CODE: _noted(better, AT_FULL_WIDTH)} if better and passes(better) else {}


def _closer(first: Parsed, name: FieldName, looks: Looks, so_far: Field | None) -> dict[FieldName, Field]:
    """The field read from its part of the page enlarged, if that settles it or is all there is.

    A code is looked at in both ways of taking colour out, because its check characters tell which is right.
    """
    box = region(first.layout, name, first.pieces)
    if box is None:
        return {}
    better = None
    for how in (Treatment.SPREAD, Treatment.BRIGHTEST) if name is FieldName.CODE else (Treatment.SPREAD,):
        view = looks.closer(box, first.line_height, how)
        better = parsed(replaced(first.lines, box, view.lines())).fields.get(name)
        if _settled(name, better):
            break
    if better is None or (so_far is not None and not _settled(name, better)):
        return {}
    return {name: _noted(better, WITHOUT_COLOUR)}


def _faint_at_full_width(first: Parsed, looks: Looks) -> dict[FieldName, Field]:
    """Single-line values that were read unsurely, at full width; of two readings the surer one counts."""
    faint = [name for name in SINGLE if (field := first.fields.get(name)) and field.score < FAINT]
    places = {piece.polygon for name in faint for piece in _owned(first.layout, name)}
    if not places:
        return {}
    again = {line.polygon: line for line in looks.reread(sorted(places))}
    lines = tuple(
        line if line.polygon not in again or again[line.polygon].score <= line.score else again[line.polygon]
        for line in first.lines
    )
    if lines == first.lines:
        return {}
    better = parsed(lines).fields
    return {name: _noted(better[name], AT_FULL_WIDTH) for name in faint if name in better}


def _under_marks(first: Parsed, looks: Looks) -> dict[FieldName, Field]:
    """Values that a mark is laid over, in strips along their rows: what was missed, and what goes on."""
    over = marks(first.layout, first.pieces)
    if not over:
        return {}
    found: dict[FieldName, Field] = {}
    for strip in rows_under(first.layout, over):
        read = _in_strip(first, strip, over, looks)
        found |= {
            name: field
            for name, field in read.items()
            if worded_as(name, field.value) and _goes_on(first.fields.get(name), field)
        }
    return found


def _in_strip(first: Parsed, strip: Strip, over: Sequence[Piece], looks: Looks) -> dict[FieldName, Field]:
    """The fields that the page gives where this strip's reading takes the place of what was read there."""
    box = grown(_around(strip.place), strip.height, (1.0, 1.0, 1.0, 1.0))
    read = looks.closer(box, strip.height, Treatment.BRIGHTEST).reread([strip.place])
    new = [
        replace(line, polygon=strip.place, text=text)
        for line in read
        if line.score >= FAINT and (text := without_mark(line.text, over))
    ]
    if not new:
        return {}
    lines = replaced(taken_off(first.lines, over), _around(strip.place), new)
    fields_now = parsed(lines).fields
    return {
        name: _noted(field, UNDER_A_MARK)
        for name, field in fields_now.items()
        if name is strip.field or (strip.field is None and name in SINGLE and name not in first.fields)
    }


def _goes_on(so_far: Field | None, field: Field) -> bool:
    """Whether a value read under a mark may count: nothing was read there, or it was cut off."""
    return so_far is None or (field.value != so_far.value and field.value.startswith(so_far.value))


def _closed(first: Parsed, found: Mapping[FieldName, Field], looks: Looks) -> dict[FieldName, Field]:
    """Values whose bracket is open: the closing one may stand alone on the next row, unseen by detection."""
    closed = {}
    for name in (FieldName.ADDRESS, FieldName.SCOPE, FieldName.TYPE):
        field, pieces = found.get(name), _owned(first.layout, name)
        if field is None or field != first.fields.get(name) or not is_open(field.value):
            continue
        for line in looks.reread([next_row(pieces)]):
            if line.score >= FAINT and CLOSING.match(line.text):
                value = field.value + line.text
                closed[name] = _noted(replace(field, value=value, normalised=normal_text(value)), ON_NEXT_ROW)
    return closed


def _around(place: Polygon) -> Box:
    xs, ys = [x for x, _ in place], [y for _, y in place]
    return round(min(xs)), round(min(ys)), round(max(xs)), round(max(ys))


def _owned(layout: Layout, name: FieldName) -> tuple[Piece, ...]:
    entry = layout.of(name)
    return entry[1] if entry else ()


def _scope_again(first: Parsed, looks: Looks) -> dict[FieldName, Field]:
    """The scope closer and without colour, where its rows show holes or were read unsurely.

    Dense rows are told apart better when they are higher, and print goes on under the seal.
    """
    best, so_far = first, wholeness(first.layout)
    box = region(first.layout, FieldName.SCOPE, first.pieces)
    if so_far is None or box is None or not so_far.doubtful:
        return {}
    for how in (Treatment.SPREAD, Treatment.BRIGHTEST):
        view = looks.closer(box, first.scope_height, how)
        again = parsed(replaced(first.lines, box, view.lines()))
        seen = wholeness(again.layout)
        if seen is not None and seen.betters(so_far):
            best, so_far = again, seen
        if not so_far.holes:
            break
    mended = _torn_mended(best, looks)
    if (seen := wholeness(mended.layout)) is not None and seen.betters(so_far):
        best = mended
    if best is first or FieldName.SCOPE not in best.fields:
        return {}
    return {FieldName.SCOPE: _noted(best.fields[FieldName.SCOPE], WITHOUT_COLOUR)}


def _torn_mended(read: Parsed, looks: Looks) -> Parsed:
    """The page with the scope's torn rows read in one strip each, as from under a firm's own seal."""
    lines = read.lines
    for row in torn_rows(read.layout):
        taken = {piece.polygon for piece in row}
        if len(taken & {line.polygon for line in lines}) < len(taken):
            continue  # a part of it shares its line with a label
        place = row[0].polygon[0], row[-1].polygon[1], row[-1].polygon[2], row[0].polygon[3]
        box = grown(_around(place), row[0].height, (1.0, 1.0, 1.0, 1.0))
        for line in looks.closer(box, row[0].height, Treatment.BRIGHTEST).reread([place]):
            if line.score >= FAINT and len(line.text) > sum(len(piece.text) for piece in row):
                kept = (one for one in lines if one.polygon not in taken)
                lines = (*kept, replace(line, polygon=place))
    return parsed(lines) if lines != read.lines else read


def _code_in_strips(first: Parsed, looks: Looks) -> dict[FieldName, Field]:
    """A code that detection cannot see, because the title's 副本 is printed over its line."""
    box = region(first.layout, FieldName.CODE, first.pieces)
    if box is None:
        return {}
    across = rows_across(box, first.line_height, slope_of(first.lines))
    for how in (Treatment.SPREAD, Treatment.BRIGHTEST):
        view = looks.closer(box, first.line_height, how)
        read = [(strip, view.reread([strip])) for strip in across]
        found = code_field(first.layout, levelled([line for _, lines in read for line in lines]))
        if found and passes(found):
            return {FieldName.CODE: _noted(found, IN_STRIPS)}
        across = tuple(strip for strip, lines in read if any(code_like(line.text) for line in lines))
    return {}


def _issued_again(first: Parsed, looks: Looks) -> dict[FieldName, Field]:
    """The date of issue by the vote of several readings, unless one line gave all of it surely.

    Where the vote fails, the date is kept as printed but not normalised: a wrong date is worse than none.
    """
    box = region(first.layout, FieldName.ISSUED, first.pieces)
    cast = votes([line for line in first.lines if box is not None and inside(line, box)])
    if box is None or elected(cast):
        return {}
    views = [looks.closer(box, first.line_height, how) for how in Treatment]
    across = _date_strips(first, box)
    cast = _with_strips(cast, across, views)
    so_far = first.fields.get(FieldName.ISSUED)
    if elected(cast) is None:
        closer = parsed(replaced(first.lines, box, views[0].lines()))
        cast += votes([line for line in closer.lines if inside(line, box)])
        elsewhere = [
            strip for strip in _date_strips(closer, box) if not any(alike(strip, one) for one in across)
        ]
        cast = _with_strips(cast, elsewhere, views)
        so_far = closer.fields.get(FieldName.ISSUED) or so_far
    if won := elected(cast):
        return {FieldName.ISSUED: _elected_field(won)}
    return {FieldName.ISSUED: replace(so_far, normalised=None)} if so_far else {}


def _date_strips(read: Parsed, box: Box) -> tuple[Polygon, ...]:
    return strips([piece for piece in date_pieces(read.layout) if inside(piece, box)])


def _with_strips(cast: Sequence[Vote], across: Sequence[Polygon], views: Sequence[View]) -> list[Vote]:
    """The votes with those of strips along the date's row, read one after the other until a date is elected.

    A strip that shows no date in the first view is not looked at in the others: on 80 photos that brought one
    date, and took two fifths of the strips' time.
    """
    voted = list(cast)
    for strip in across:
        for view in views:
            if elected(voted):
                return voted
            seen = votes(view.reread([strip]))
            if not seen:
                break
            voted += seen
    return voted


def _elected_field(won: Vote) -> Field:
    box = box_around(levelled([won.line]))
    return Field(won.text, won.found, won.line.score, box, (WITHOUT_COLOUR,))


def _noted(field: Field, how: str) -> Field:
    return replace(field, repairs=(*field.repairs, how))
