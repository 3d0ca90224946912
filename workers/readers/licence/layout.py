"""From pieces to labelled values: which label stands where, and which pieces belong to it.

A value stands to the right of its label on the same row, and runs on below at the same left edge. Columns
need not be known: of two labels on a row, the nearer one to the left owns the value. Judges no content beyond
what tells a continuation from a neighbour.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from verifier.domain.reading import FieldName
from workers.readers.licence import labels
from workers.readers.licence.furniture import is_furniture, is_notice
from workers.readers.licence.pieces import Piece, cut, stacked

MINIMUM_SCORE: Final = 0.5  # below, a line is noise of the paper rather than print
FIRST_GAP: Final = 9.0  # label to value, in line heights
NEXT_GAP: Final = 5.0  # value to value on a row
RUN_ON: Final = {  # how far below, in line heights, a value may run on
    FieldName.NAME: 0.5,
    FieldName.TYPE: 0.6,
    FieldName.TERM: 0.9,
    FieldName.ADDRESS: 0.6,
    FieldName.SCOPE: 1.6,
}


@dataclass(frozen=True, slots=True)
class Label:
    """A label found on the page. `errors` grows with doubt: misread characters, a half that is missing."""

    words: str
    place: Piece
    errors: int = 0
    value: Piece | None = None  # what follows it in the same piece

    @property
    def field(self) -> FieldName | None:
        return labels.LABELS[self.words]


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


def laid_out(pieces: Sequence[Piece]) -> Layout:
    """Find the labels and give every other piece to the label it belongs to, if any."""
    clean = [_cleaned(piece) for piece in pieces]
    found, rest = _labels([piece for piece in clean if piece.text])
    owners = [_Owner(label, [label.value] if label.value else []) for label in found]
    loose = [piece for piece in rest if piece.score >= MINIMUM_SCORE]
    loose = _give_by_row(owners, loose)
    loose = _give_to_the_empty(owners, loose)
    loose = _give_by_running_on(owners, loose)
    return Layout(tuple((o.label, _in_order(o.pieces)) for o in owners), tuple(loose))


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
    text = labels.without_watermark(piece.text)
    return piece if text == piece.text else replace(piece, text=text)


def _labels(pieces: Sequence[Piece]) -> tuple[list[Label], list[Piece]]:
    """The labels, and the pieces that are none."""
    single = [part for piece in pieces for part in _parts(piece)]
    found: list[Label] = []
    used: set[int] = set()
    for finder in (_joined, _whole, _halves):
        for label, members in finder([p for p in single if id(p) not in used]):
            if not used & set(members) and not _repeats(label, found):
                found.append(label)
                used.update(members)
    return found, [piece for piece in single if id(piece) not in used]


def _parts(piece: Piece) -> tuple[Piece, ...]:
    """A column of stacked characters comes apart; anything else stays whole."""
    dense = piece.text.replace(" ", "")
    if not (2 <= len(dense) <= 5 and piece.height > 1.3 * piece.width) or is_furniture(dense):
        return (piece,)
    of_labels = all(character in labels.STACKABLE for character in dense)
    square = 0.7 < piece.height / (piece.width * len(dense)) < 1.4 and not dense.isascii()
    return stacked(replace(piece, text=dense)) if of_labels or square else (piece,)


def _whole(pieces: Sequence[Piece]) -> Iterable[tuple[Label, tuple[int, ...]]]:
    """Labels that start a piece, exact ones first, so that a misread word never displaces a label."""
    matches = [(piece, match) for piece in pieces if (match := labels.starting(piece.text))]
    for piece, match in sorted(matches, key=lambda pm: (pm[1].errors + pm[1].colon, pm[0].top)):
        rest = piece.text[match.taken :].strip(labels.FILLING)
        if match.colon and is_notice(rest):
            continue
        if match.errors and rest and piece.score < 0.6:
            continue
        yield _label(match.words, piece, match.taken, match.errors + match.colon), (id(piece),)


def _joined(pieces: Sequence[Piece]) -> Iterable[tuple[Label, tuple[int, ...]]]:
    """Labels split over two neighbouring pieces of a row."""
    for head in pieces:
        if not _could_begin(head.text):
            continue
        tail = _right_neighbour(head, pieces)
        match = labels.completed(head.text, tail.text) if tail else None
        if tail and match:
            label = _label(match.words, tail, match.taken, 0)
            yield replace(label, place=_spanning(head, label.place)), (id(head), id(tail))


def _halves(pieces: Sequence[Piece]) -> Iterable[tuple[Label, tuple[int, ...]]]:
    """Half labels whose other half was not read: a head alone, or a tail that begins a value."""
    for piece in pieces:
        dense = piece.text.replace(" ", "")
        if dense in labels.HEADS:
            yield Label(labels.HEADS[dense], piece, 2), (id(piece),)
    for piece in pieces:
        if piece.text[:1] in labels.TAILS and piece.score > 0.8:
            yield _label(labels.TAILS[piece.text[0]], piece, 1, 3), (id(piece),)


def _could_begin(text: str) -> bool:
    dense = text.replace(" ", "").strip(labels.FILLING)
    return bool(dense) and any(w.startswith(dense) and w != dense for w in labels.LABELS)


def _right_neighbour(piece: Piece, pieces: Sequence[Piece]) -> Piece | None:
    reach = piece.right + FIRST_GAP * piece.height
    beside = [p for p in pieces if p is not piece and piece.same_row(p) and piece.left < p.left < reach]
    return min(beside, key=lambda p: p.left, default=None)


def _spanning(head: Piece, tail: Piece) -> Piece:
    first, _, _, fourth = head.polygon
    _, second, third, _ = tail.polygon
    return replace(tail, left=head.left, polygon=(first, second, third, fourth))


def _label(words: str, piece: Piece, taken: int, errors: int) -> Label:
    rest = piece.text[taken:]
    begin = taken + len(rest) - len(rest.lstrip(labels.FILLING))
    if begin >= len(piece.text):
        return Label(words, piece, errors)
    value = cut(piece, begin)
    place = replace(cut(piece, 0, taken), right=value.left)
    return Label(words, place, errors, value)


def _repeats(label: Label, found: Iterable[Label]) -> bool:
    """Whether the field already has a surer label: then this one is the beginning of some value's line."""
    return label.field is not None and any(
        other.field is label.field and other.errors <= label.errors for other in found
    )


def _give_by_row(owners: Sequence[_Owner], pieces: Sequence[Piece]) -> list[Piece]:
    """Give each piece to the nearest label to its left on its row; returns those that got none."""
    left_over: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: p.left):
        owner = _row_owner(owners, piece)
        if owner is None:
            left_over.append(piece)
        else:
            owner.pieces.append(piece)
    return sorted(left_over, key=lambda p: (p.middle, p.left))


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
    gap = NEXT_GAP if owner.pieces else FIRST_GAP
    near = piece.left - right < gap * max(piece.height, owner.label.place.height)
    return owner if near and _may_hold(owner, piece) else None


def _may_hold(owner: _Owner, piece: Piece) -> bool:
    if owner.label.field is FieldName.CODE:
        return sum(character.isascii() and character.isalnum() for character in piece.text) >= 8
    return (owner.label.field is FieldName.SCOPE and not owner.pieces) or not is_furniture(piece.text)


def _give_to_the_empty(owners: Sequence[_Owner], pieces: Sequence[Piece]) -> list[Piece]:
    """Forms are printed and filled in separately and may be out of register: look a little lower."""
    left_over = list(pieces)
    for owner in sorted(owners, key=lambda o: o.label.place.top):
        place = owner.label.place
        if owner.pieces or owner.label.field in (None, FieldName.AUTHORITY, FieldName.CODE):
            continue
        lower = [
            piece
            for piece in left_over
            if 0 < piece.middle - place.middle < 1.25 * place.height
            and -0.9 * piece.height < piece.left - place.right < FIRST_GAP * place.height
            and not is_furniture(piece.text)
        ]
        if lower:
            owner.pieces.append(min(lower, key=lambda p: p.middle))
            left_over.remove(owner.pieces[0])
    return left_over


def _reach(owner: _Owner, piece: Piece) -> float | None:
    """The right edge of what the owner has on the piece's row, if the piece is to the right of it."""
    slack = 0.9 * piece.height
    place = owner.label.place
    if piece.left < place.right - slack and piece.left < (place.left + place.right) / 2:
        return None
    on_row = [p.right for p in owner.pieces if p.same_row(piece) and p.right <= piece.left + slack]
    return max([place.right, *on_row])


def _give_by_running_on(owners: Sequence[_Owner], pieces: Sequence[Piece]) -> list[Piece]:
    """Give pieces below a value, in line with its left edge, to that value; returns the rest."""
    left_over: list[Piece] = []
    for piece in pieces:
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
    match owner.label.field:
        case FieldName.TERM:
            return piece.text[:1] in "至自" or piece.text[:1].isdigit()
        case FieldName.TYPE:
            return so_far.count("(") + so_far.count("（") > so_far.count(")") + so_far.count("）") or (
                piece.text[:1] in "(（"
            )
        case FieldName.SCOPE:
            return not is_furniture(piece.text)
        case _:
            return not is_furniture(piece.text) and not labels.starting(piece.text)


def _gap_above(owner: _Owner, piece: Piece) -> float | None:
    """How far, in line heights, the piece is below the owner's last piece; None if it is no continuation."""
    limit = RUN_ON.get(owner.label.field) if owner.label.field else None
    if limit is None or not owner.pieces:
        return None
    last = max(owner.pieces, key=lambda p: (p.middle, -p.left))
    first = min((p for p in owner.pieces if p.same_row(last)), key=lambda p: p.left)
    unit = max(first.height, piece.height)
    gap = (piece.top - first.bottom) / unit
    aligned = abs(piece.left - first.left) < 1.6 * unit
    right = max(p.right for p in owner.pieces)
    inside = first.left - unit < piece.left and piece.right < right + 2 * unit
    beside = piece.same_row(last) and 0 <= piece.left - last.right + unit < NEXT_GAP * unit
    if beside and inside:
        return 0.0
    return gap if (aligned or inside) and -0.8 < gap < limit else None
