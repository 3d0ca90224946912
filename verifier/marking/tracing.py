"""Whose text it is: the choices of a text that was found, weighed against the code words of reads.

For a read that has nothing to do with the text, how many symbols agree by chance is known exactly: each
of the text's places agrees with a likelihood of one in its ways, by itself. What is compared with what is
settled by the text alone, before any read is looked at; the likelihood is multiplied by how many reads and
how many groups of places were tried (Bonferroni). So a name is false with at most the likelihood that is
told.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from verifier.marking.codes import Key, symbol
from verifier.marking.equivalents import Carrier
from verifier.marking.places import Place, letters, lists, pieces

FALSE_NAMING_MAX: Final = 1e-4
"""Above it nobody is named. One in ten thousand leaks names the wrong read, of all reads taken together."""

UNIFORM_FROM: Final = 6  # so many choices of one class, all alike: somebody made them so
GROUPS: Final[tuple[frozenset[Carrier], ...]] = (
    frozenset(Carrier),
    frozenset({Carrier.ZERO_WIDTH}),
    frozenset({Carrier.TYPOGRAPHY}),
    frozenset({Carrier.WORDING, Carrier.DATES, Carrier.NUMBERS, Carrier.ORDER}),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a text chose at a slot, among how many ways."""

    carrier: Carrier
    slot: int
    made: int
    ways: int

    @property
    def bits(self) -> int:
        return self.ways.bit_length() - 1


@dataclass(frozen=True, slots=True)
class Suspect:
    """A read whose code word the text agrees with: in how many of how many bits, and how likely by chance."""

    read_id: str
    agreed: int
    bits: int
    false_naming: float


@dataclass(frozen=True, slots=True)
class Trace:
    """What a text says: suspects that pass the limit, the likeliest first; how much there was to go by.

    `best` is the likeliest read though it did not pass; `compared` how many reads were looked at.
    """

    named: tuple[Suspect, ...]
    best: Suspect | None
    compared: int
    places: Mapping[Carrier, int]


def choices(text: str, key: Key) -> tuple[Choice, ...]:
    """What the text chose, a slot once, without what whoever copied it has made alike."""
    found = [*_written(text), *(place for _, place in lists(text.split("\n")))]
    alike = _alike(found)
    by_slot: dict[int, list[Place]] = defaultdict(list)
    for place in found:
        if (place.carrier, place.kind) not in alike:
            by_slot[key.slot(place.known_by)].append(place)
    return tuple(_most(slot, some) for slot, some in sorted(by_slot.items()))


def trace(
    text: str, read_ids: Iterable[str], key: Key, *, false_naming_max: float = FALSE_NAMING_MAX
) -> Trace:
    """Whose text it is among these reads, or nobody's."""
    chosen = choices(text, key)
    groups = [some for some in _groups(chosen) if some]
    tails = [_tail(some) for some in groups]
    suspects: list[Suspect] = []
    compared = 0
    for read_id in read_ids:
        compared += 1
        suspects.append(_weighed(read_id, key.word(read_id), groups, tails))
        if len(suspects) > 1000:
            suspects = sorted(suspects, key=_likely)[:50]
    tried = compared * max(1, len(groups))
    ranked = [
        Suspect(one.read_id, one.agreed, one.bits, min(1.0, one.false_naming * tried))
        for one in sorted(suspects, key=_likely)[:50]
    ]
    named = tuple(one for one in ranked if one.false_naming <= false_naming_max)
    counted = Counter(one.carrier for one in chosen)
    return Trace(named, ranked[0] if ranked else None, compared, dict(counted))


def length(text: str) -> int:
    """In letters, with all choices, blanks and signs taken out: what a read's own text is compared by."""
    return len(letters(text))


def _written(text: str) -> Iterator[Place]:
    return (piece for piece in pieces(text) if isinstance(piece, Place) and piece.made is not None)


def _alike(found: Sequence[Place]) -> set[tuple[Carrier, str]]:
    """Signs of a class that are all written one way. Words are not counted: they are too few of each."""
    made: dict[tuple[Carrier, str], Counter[int]] = defaultdict(Counter)
    for place in found:
        if place.made is not None and place.carrier in (Carrier.TYPOGRAPHY, Carrier.DATES, Carrier.NUMBERS):
            made[place.carrier, place.kind][place.made] += 1
    return {name for name, many in made.items() if len(many) == 1 and many.total() >= UNIFORM_FROM}


def _most(slot: int, some: Sequence[Place]) -> Choice:
    """What most of them chose, and of equally many what comes first."""
    ((made, _),) = Counter(place.made for place in some if place.made is not None).most_common(1)
    first = next(place for place in some if place.made == made)
    return Choice(first.carrier, slot, made, len(first.ways))


def _groups(chosen: Sequence[Choice]) -> Iterator[Sequence[Choice]]:
    for carriers in GROUPS:
        yield [one for one in chosen if one.carrier in carriers]


def _weighed(
    read_id: str, word: bytes, groups: Sequence[Sequence[Choice]], tails: Sequence[Sequence[float]]
) -> Suspect:
    best = Suspect(read_id, 0, 0, 1.0)
    for some, tail in zip(groups, tails, strict=True):
        agreed = sum(one.bits for one in some if symbol(word, one.slot) % one.ways == one.made)
        if tail[agreed] < best.false_naming:
            best = Suspect(read_id, agreed, len(tail) - 1, tail[agreed])
    return best


def _tail(some: Sequence[Choice]) -> Sequence[float]:
    """The likelihood, for each number of bits, that so many or more agree by chance."""
    exactly = [1.0]
    for one in some:
        chance, bits = 1 / one.ways, one.bits
        longer = [value * (1 - chance) for value in exactly] + [0.0] * bits
        for agreed, value in enumerate(exactly):
            longer[agreed + bits] += value * chance
        exactly = longer
    tail, sum_ = [0.0] * len(exactly), 0.0
    for agreed in range(len(exactly) - 1, -1, -1):
        sum_ += exactly[agreed]
        tail[agreed] = sum_
    return tail


def _likely(one: Suspect) -> tuple[float, str]:
    return one.false_naming, one.read_id
