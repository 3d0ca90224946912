"""Lines in, a licence's reading out: layout, fields, document type, and a second look at what was missed.

Pure but for the second looks, which the caller hands in. A second look may only add: it never changes a field
that was surely read.
"""

from collections.abc import Sequence
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
from workers.readers.licence.codes import code_field, passes, worth_rereading
from workers.readers.licence.fields import fields
from workers.readers.licence.issue import date_pieces
from workers.readers.licence.issue_date import Vote, elected, strips, votes
from workers.readers.licence.labelling import DOUBT
from workers.readers.licence.layout import Layout, laid_out
from workers.readers.licence.pieces import Piece, box_around, levelled
from workers.readers.licence.second_look import (
    Treatment,
    View,
    inside,
    region,
    replaced,
    rows_across,
    slope_of,
)

AT_FULL_WIDTH: Final = "read again at full width"
IN_STRIPS: Final = "read in strips across the page"
WITHOUT_COLOUR: Final = "read again closer and without colour"
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
        found |= _issued_again(first, looks)
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


def _code_in_strips(first: Parsed, looks: Looks) -> dict[FieldName, Field]:
    """A code that detection cannot see, because the title's 副本 is printed over its line."""
    box = region(first.layout, FieldName.CODE, first.pieces)
    if box is None:
        return {}
    across = rows_across(box, first.line_height, slope_of(first.lines))
    for how in (Treatment.SPREAD, Treatment.BRIGHTEST):
        view = looks.closer(box, first.line_height, how)
        found = code_field(first.layout, levelled(view.reread(across)))
        if found and passes(found):
            return {FieldName.CODE: _noted(found, IN_STRIPS)}
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
    cast += _votes_of_strips(first, box, views)
    so_far = first.fields.get(FieldName.ISSUED)
    if elected(cast) is None:
        closer = parsed(replaced(first.lines, box, views[0].lines()))
        cast += votes([line for line in closer.lines if inside(line, box)])
        cast += _votes_of_strips(closer, box, views)
        so_far = closer.fields.get(FieldName.ISSUED) or so_far
    if won := elected(cast):
        return {FieldName.ISSUED: _elected_field(won)}
    return {FieldName.ISSUED: replace(so_far, normalised=None)} if so_far else {}


def _votes_of_strips(read: Parsed, box: Box, views: Sequence[View]) -> list[Vote]:
    across = strips([piece for piece in date_pieces(read.layout) if inside(piece, box)])
    return [vote for view in views for vote in votes(view.reread(across))] if across else []


def _elected_field(won: Vote) -> Field:
    box = box_around(levelled([won.line]))
    return Field(won.text, won.found, won.line.score, box, (WITHOUT_COLOUR,))


def _noted(field: Field, how: str) -> Field:
    return replace(field, repairs=(*field.repairs, how))
