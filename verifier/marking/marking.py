"""Making a read's choices in a text. The text keeps its meaning and its lines."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from verifier.marking.codes import Key, symbol
from verifier.marking.equivalents import DEFAULT, Carrier
from verifier.marking.places import Place, lists, pieces

EVERY_GAP: Final = 3  # one in so many gaps between Han characters gets an invisible sign


@dataclass(frozen=True, slots=True)
class MarkedText:
    """The text, and how many places of each kind say whose it is."""

    text: str = field(repr=False)
    places: Mapping[Carrier, int]


def marked(text: str, read_id: str, key: Key, carriers: frozenset[Carrier] = DEFAULT) -> MarkedText:
    """The text as this read's reader is given it; the same for the same read."""
    word, counted = key.word(read_id), Counter[Carrier]()
    if Carrier.ORDER in carriers:
        text = _ordered(text, word, key, counted)
    written = []
    for piece in pieces(text):
        if isinstance(piece, str):
            written.append(piece)
        elif piece.carrier in carriers and _is_used(piece, key):
            written.append(piece.ways[symbol(word, key.slot(piece.known_by)) % len(piece.ways)])
            counted[piece.carrier] += 1
        else:
            written.append("" if piece.made is None else piece.ways[piece.made])
    return MarkedText("".join(written), dict(counted))


def _is_used(place: Place, key: Key) -> bool:
    return place.carrier is not Carrier.ZERO_WIDTH or key.slot("gap|" + place.known_by) % EVERY_GAP == 0


def _ordered(text: str, word: bytes, key: Key, counted: Counter[Carrier]) -> str:
    lines = text.split("\n")
    for at, place in lists(lines):
        if symbol(word, key.slot(place.known_by)) % 2 != place.made:
            lines[at], lines[at + 1] = lines[at + 1], lines[at]
        counted[Carrier.ORDER] += 1
    return "\n".join(lines)
