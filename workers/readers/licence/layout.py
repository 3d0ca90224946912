"""From pieces to labelled values: which pieces belong to which label.

A value stands to the right of its label on the same row, and runs on below at the same left edge. Columns
need not be known beforehand: of two labels on a row, the nearer one to the left owns the value. Judges no
content beyond what tells a continuation from a neighbour.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from verifier.domain.reading import FieldName
from workers.readers.licence import labels
from workers.readers.licence.furniture import is_furniture, is_watermark, without_site_marks
from workers.readers.licence.labelling import Label, labelled
from workers.readers.licence.pieces import Piece, cut

# Distances are in line heights unless they say otherwise.
MINIMUM_SCORE: Final = 0.5  # below, a line is noise of the paper rather than print
FAINT: Final = 0.75  # below, a short value's second piece is noise too
# A bit of a watermark right of a value: smaller than the value by more than a font's bracket, and less sure.
SMALLER: Final = 0.75  # times the height of the value's first piece
UNSURE: Final = 0.9  # score, 0–1
FIRST_GAP: Final = 9.0  # from label to value
NEXT_GAP: Final = 5.0  # from value to value on a row
OUT_OF_LINE: Final = 3.0  # how far right of its column's left edge a value may begin
OUT_OF_SIZE: Final = 1.9  # times the usual height of values: a watermark, or the seal
OUT_OF_REGISTER: Final = 1.25  # how far a form and what was printed into it may be apart
RUN_ON: Final = {  # how far below a value may run on
    FieldName.NAME: 0.5,
    FieldName.TYPE: 0.6,
    FieldName.TERM: 0.9,
    FieldName.ADDRESS: 0.6,
    FieldName.SCOPE: 1.6,
}
CODE_LIKE: Final = 8  # letters and digits that what stands beside the code's label must have
A_NAME: Final = re.compile(r"^[一-鿿]{2,3}(?<![村室号楼栋组街路内侧城区])$")  # and no end of an address
BEGINS: Final = re.compile(r"^\s*自")
ENDS: Final = re.compile(r"^\s*至")


@dataclass(frozen=True, slots=True)
class Layout:
    """Every label with the pieces it owns in reading order, and the pieces that nothing owns."""

    owned: tuple[tuple[Label, tuple[Piece, ...]], ...]
    loose: tuple[Piece, ...]

    def of(self, wanted: FieldName) -> tuple[Label, tuple[Piece, ...]] | None:
        """The surest label of a field, preferring one that owns something."""
        found = [entry for entry in self.owned if entry[0].field is wanted]
        return min(found, key=lambda entry: (not entry[1], entry[0].errors, entry[0].place.top), default=None)

    def worded(self, words: str) -> tuple[Label, tuple[Piece, ...]] | None:
        return next((entry for entry in self.owned if entry[0].words == words), None)


@dataclass(slots=True)
class _Owner:
    label: Label
    pieces: list[Piece] = field(default_factory=list)

    @property
    def field(self) -> FieldName | None:
        return self.label.field


def laid_out(pieces: Sequence[Piece]) -> Layout:
    """Find the labels and give every other piece to the label it belongs to, if any."""
    clean = [_cleaned(piece) for piece in without_site_marks(pieces)]
    found, rest = labelled([piece for piece in clean if piece.text])
    owners = [_Owner(label, [label.value] if label.value else []) for label in found]
    loose = [piece for piece in rest if piece.score >= MINIMUM_SCORE]
    loose = _give_by_row(owners, loose)
    aside = _out_of_place(owners)
    _exchange_terms(owners)
    loose = _give_to_the_empty(owners, loose)
    loose = _give_by_running_on(owners, loose)
    return Layout(tuple((o.label, _in_order(o.pieces)) for o in owners), (*loose, *aside))


def rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces by row, top to bottom, each row from left to right."""
    grouped: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.middle):
        if grouped and any(piece.same_row(other, 0.5) for other in grouped[-1]):
            grouped[-1].append(piece)
        else:
            grouped.append([piece])
    return [sorted(row, key=lambda p: p.left) for row in grouped]


def _in_order(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for row in rows(pieces) for piece in row)


def _cleaned(piece: Piece) -> Piece:
    """The piece without what the paper's watermark adds at its ends: text, and the place it takes."""
    start, stop = labels.within_watermarks(piece.text)
    ended = piece if stop == len(piece.text) else cut(piece, 0, stop)
    return cut(ended, start) if start else ended


def _give_by_row(owners: Sequence[_Owner], pieces: Sequence[Piece]) -> list[Piece]:
    """Give each piece to the nearest label to its left on its row; returns those that got none."""
    left_over: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: p.left):
        owner = _row_owner(owners, piece)
        if owner is None:
            left_over.append(piece)
        else:
            owner.pieces.append(piece)
    return left_over


def _row_owner(owners: Sequence[_Owner], piece: Piece) -> _Owner | None:
    beside = [
        (right, owner)
        for owner in owners
        if owner.label.place.same_row(piece) and (right := _reach(owner, piece)) is not None
    ]
    if not beside:
        return None
    nearest = max(right for right, _ in beside)
    right, owner = min(
        (entry for entry in beside if entry[0] > nearest - 2 * piece.height),
        key=lambda entry: abs(entry[1].label.place.middle - piece.middle),
    )
    if owner.pieces:
        reach = NEXT_GAP * min(piece.height, owner.pieces[-1].height)
    else:
        reach = FIRST_GAP * max(piece.height, owner.label.place.height)
    return owner if piece.left - right < reach and _may_hold(owner, piece) else None


def _may_hold(owner: _Owner, piece: Piece) -> bool:
    if owner.field is FieldName.CODE:
        return sum(character.isascii() and character.isalnum() for character in piece.text) >= CODE_LIKE
    return (owner.field is FieldName.SCOPE and not owner.pieces) or not is_furniture(piece.text)


def _reach(owner: _Owner, piece: Piece) -> float | None:
    """The right edge of what the owner has on the piece's row, if the piece is to the right of it."""
    slack = 0.9 * piece.height
    place = owner.label.place
    if piece.left < place.right - slack and piece.left < (place.left + place.right) / 2:
        return None
    on_row = [p.right for p in owner.pieces if p.same_row(piece) and p.right <= piece.left + slack]
    return max([place.right, *on_row])


def _out_of_place(owners: Sequence[_Owner]) -> list[Piece]:
    """Take back what cannot be a value: too far right of its column's edge, or of another size."""
    single = [o for o in owners if o.pieces and o.field not in (None, FieldName.CODE, FieldName.AUTHORITY)]
    if len(single) < 4:
        return []
    usual = median(piece.height for owner in single for piece in owner.pieces)
    edges = [_column_edge(owner, single) for owner in single]
    taken: list[Piece] = []
    for owner, edge in zip(single, edges, strict=True):
        for piece in list(owner.pieces):
            inline = piece is owner.label.value
            first = piece is owner.pieces[0]
            late = first and edge is not None and piece.left > edge + OUT_OF_LINE * usual
            faint = not first and _stray(piece, owner.pieces[0]) and owner.field is not FieldName.SCOPE
            if not inline and (late or faint or piece.height > OUT_OF_SIZE * usual):
                owner.pieces.remove(piece)
                taken.append(piece)
    return taken


def _stray(piece: Piece, first: Piece) -> bool:
    """Whether a value's further piece is noise: unsurely read, or somewhat so and smaller than the value."""
    return piece.score < FAINT or (piece.score < UNSURE and piece.height < SMALLER * first.height)


def _column_edge(owner: _Owner, owners: Sequence[_Owner]) -> float | None:
    """Where the values of the labels in this one's column begin; None for fewer than three of them."""
    place = owner.label.place
    edges = [
        other.pieces[0].left
        for other in owners
        if abs(other.label.place.left - place.left) < 2 * place.height
    ]
    return median(edges) if len(edges) >= 3 else None


def _exchange_terms(owners: Sequence[_Owner]) -> None:
    """Old forms print 自…至… out of register, beside the wrong one of two labels: set them right."""
    term = next((o for o in owners if o.field is FieldName.TERM), None)
    established = next((o for o in owners if o.field is FieldName.ESTABLISHED), None)
    if term is None or established is None:
        return
    begun = [p for p in established.pieces if BEGINS.match(p.text)]
    if begun and any(ENDS.match(p.text) for p in term.pieces):
        established.pieces = [p for p in established.pieces if p not in begun]
        term.pieces = [*begun, *term.pieces]
    if not established.pieces and len(term.pieces) == 1 and "至" not in term.pieces[0].text:
        bare = [p for p in term.pieces if not BEGINS.match(p.text) and re.search(r"年.+月.+日$", p.text)]
        if bare and bare[0].middle > established.label.place.middle:
            established.pieces, term.pieces = bare, []


def _give_to_the_empty(owners: Sequence[_Owner], pieces: Sequence[Piece]) -> list[Piece]:
    """Forms are printed and filled in separately and may be out of register: look lower, then higher."""
    left_over = sorted(pieces, key=lambda p: (p.middle, p.left))
    empty = [o for o in owners if not o.pieces and o.field not in (None, FieldName.AUTHORITY, FieldName.CODE)]
    for downwards in (True, False):
        for owner in sorted(empty, key=lambda o: o.label.place.top, reverse=not downwards):
            near = [] if owner.pieces else [p for p in left_over if _off_register(owner, p, downwards)]
            if near:
                owner.pieces.append(min(near, key=lambda p: abs(p.middle - owner.label.place.middle)))
                left_over.remove(owner.pieces[0])
    return left_over


def _off_register(owner: _Owner, piece: Piece, downwards: bool) -> bool:
    place = owner.label.place
    lower = piece.middle - place.middle if downwards else place.middle - piece.middle
    right = piece.left - place.right
    beside = -0.9 * piece.height < right < FIRST_GAP * place.height
    return 0 < lower < OUT_OF_REGISTER * place.height and beside and not is_furniture(piece.text)


def _give_by_running_on(owners: Sequence[_Owner], pieces: Sequence[Piece]) -> list[Piece]:
    """Give rows below a value, in line with its left edge, to that value; returns the rest."""
    # The paper's watermark stands between two rows and would make one of them.
    left_over = [piece for piece in pieces if is_watermark(piece.text)]
    nameless = not any(owner.field is FieldName.PERSON and owner.pieces for owner in owners)
    for row in rows(piece for piece in pieces if not is_watermark(piece.text)):
        for piece in row:
            if nameless and A_NAME.match(piece.text):
                left_over.append(piece)
                continue
            above = [(gap, owner) for owner in owners if (gap := _gap_above(owner, piece)) is not None]
            nearest = min(above, key=lambda entry: entry[0])[1] if above else None
            if nearest and _continues(nearest, piece):
                nearest.pieces.append(piece)
            else:
                left_over.append(piece)
    return left_over


def _continues(owner: _Owner, piece: Piece) -> bool:
    """Whether the wording lets a piece go on from the owner's value."""
    so_far = "".join(p.text for p in owner.pieces)
    match owner.field:
        case FieldName.TERM:
            return piece.text[:1] in "至自" or piece.text[:1].isdigit()
        case FieldName.TYPE:
            opened = so_far.count("(") + so_far.count("（") > so_far.count(")") + so_far.count("）")
            return opened or piece.text[:1] in "(（"
        case FieldName.SCOPE:
            return not is_furniture(piece.text)
        case _:
            return not is_furniture(piece.text) and not labels.starting(piece.text)


def _gap_above(owner: _Owner, piece: Piece) -> float | None:
    """How far, in line heights, the piece is below the owner's last piece; None if it is no continuation."""
    limit = RUN_ON.get(owner.field) if owner.field else None
    if limit is None or not owner.pieces:
        return None
    last = max(owner.pieces, key=lambda p: p.middle)
    on_row = [p for p in owner.pieces if p.same_row(last)]
    left, right = min(p.left for p in owner.pieces), max(p.right for p in owner.pieces)
    unit = min(max(last.height, piece.height), 1.3 * min(last.height, piece.height))
    if piece.height > OUT_OF_SIZE * last.height:
        return None
    # A scope may begin with a short row (一般项目：); other values are never much longer in their second row.
    flush = owner.field is FieldName.SCOPE and abs(piece.left - left) < 1.6 * unit
    fitting = flush or piece.right < right + 6 * unit
    inside = left - 1.6 * unit < piece.left and piece.left < right + unit and fitting
    if piece.same_row(last, 0.5):
        apart = min(max(piece.left - p.right, p.left - piece.right) for p in on_row)
        return 0.0 if inside and apart < NEXT_GAP * unit else None
    gap = (piece.top - min(p.bottom for p in on_row)) / unit
    return gap if inside and -0.8 < gap < limit else None
