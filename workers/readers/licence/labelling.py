"""Which pieces are labels: whole, split over neighbours, stacked in a column, or half of one.

Engines merge and split labels (`名类住` in one tall box, `名` and `称` apart), so neighbours are tried
together. What follows a label in its own piece is kept as the beginning of its value.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from verifier.domain.reading import FieldName
from workers.readers.licence import labels
from workers.readers.licence.furniture import is_furniture, is_notice
from workers.readers.licence.pieces import Piece, cut, stacked

NEIGHBOUR_GAP: Final = 9.0  # how far apart, in line heights, the parts of one label may stand
MOST_PARTS: Final = 5  # of one label, as each of its characters may stand alone
DOUBT: Final = 2  # `errors` of a label of which a half was not read


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


Found = tuple[Label, tuple[int, ...]]  # a label, and the identities of the pieces that it took
Finder = Callable[[Sequence[Piece]], Iterable[Found]]


def labelled(pieces: Sequence[Piece]) -> tuple[list[Label], list[Piece]]:
    """The labels among the pieces, surest first, and the pieces that are none."""
    single = [part for piece in pieces for part in _parts(piece)]
    found: list[Label] = []
    used: set[int] = set()
    for finder in FINDERS:
        for label, members in finder([piece for piece in single if id(piece) not in used]):
            if not used & set(members) and not _repeats(label, found):
                found.append(label)
                used.update(members)
    return found, [piece for piece in single if id(piece) not in used]


def _parts(piece: Piece) -> tuple[Piece, ...]:
    """A column of characters comes apart, and so does a line in which another label begins."""
    dense = piece.text.replace(" ", "")
    if 2 <= len(dense) <= 5 and piece.height > 1.3 * piece.width and not is_furniture(dense):
        of_labels = all(character in labels.STACKABLE for character in dense)
        square = 0.7 < piece.height / (piece.width * len(dense)) < 1.4 and not dense.isascii()
        return stacked(replace(piece, text=dense)) if of_labels or square else (piece,)
    at = labels.second_label(piece.text)
    if at is None or is_notice(piece.text[:at]):  # small print tells what to hand in at the 登记机关
        return (piece,)
    return cut(piece, 0, at), cut(piece, at)


def _joined(pieces: Sequence[Piece]) -> Iterable[Found]:
    """Labels split over neighbouring pieces of a row."""
    for head in pieces:
        chain = [head]
        while len(chain) < MOST_PARTS and labels.could_begin("".join(p.text for p in chain)):
            following = _right_neighbour(chain[-1], pieces)
            if following is None:
                break
            match = labels.completed("".join(p.text for p in chain), following.text)
            chain.append(following)
            if match:
                label = _label(match.words, following, match.taken, match.errors)
                yield replace(label, place=_spanning(head, label.place)), tuple(map(id, chain))
                break


def _whole(pieces: Sequence[Piece]) -> Iterable[Found]:
    """Labels that start a piece, exact ones first, so that a misread word never displaces a label."""
    matches = [(piece, match) for piece in pieces if (match := labels.starting(piece.text))]
    for piece, match in sorted(matches, key=lambda pm: (pm[1].errors + pm[1].colon, pm[0].top)):
        rest = piece.text[match.taken :].lstrip(labels.FILLING)
        small_print = match.colon and is_notice(rest)
        guessed = match.errors and rest and piece.score < 0.6
        if not small_print and not guessed:
            yield _label(match.words, piece, match.taken, match.errors + match.colon), (id(piece),)


def _halves(pieces: Sequence[Piece]) -> Iterable[Found]:
    """Half labels whose other half was not read: a head alone, or a tail that begins a value."""
    for piece in pieces:
        dense = piece.text.replace(" ", "")
        if words := labels.HEADS.get(dense) or labels.begun(dense):
            yield Label(words, piece, DOUBT), (id(piece),)
    for piece in pieces:
        at = len(piece.text) - len(piece.text.lstrip(labels.FILLING))
        words = labels.TAILS.get(piece.text[at : at + 1])
        if words and piece.score > 0.8:
            yield _label(words, piece, at + 1, DOUBT + 1), (id(piece),)


FINDERS: Final[tuple[Finder, ...]] = (_joined, _whole, _halves)


def _right_neighbour(piece: Piece, pieces: Sequence[Piece]) -> Piece | None:
    reach = piece.right + NEIGHBOUR_GAP * piece.height
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
