"""Where the terms and pairs of a lexicon stand in one text, without those that an innocent phrase contains.

A pair is two words near one another in one clause, in either order: 培训费 … 分期. Its place reaches from the
beginning of the one to the end of the other.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Generic, TypeAlias, TypeVar

from verifier.screening.folding import BREAK, phrase
from verifier.screening.lexicon import Pair
from verifier.screening.matching import Phrases

Key = TypeVar("Key")
Place: TypeAlias = tuple[int, int]  # start, end


@dataclass(frozen=True, slots=True)
class Entry(Generic[Key]):
    """What is looked for under one key."""

    key: Key
    terms: tuple[str, ...]
    innocent_in: tuple[str, ...]
    pairs: tuple[Pair, ...] = ()


class _Role(IntEnum):
    TERM = 0
    INNOCENT = 1
    ONE = 2
    OTHER = 3


@dataclass(frozen=True, slots=True)
class _Slot(Generic[Key]):
    """What one phrase stands for: a role under a key, and for words of a pair which pair it is."""

    key: Key
    role: _Role
    pair: int = 0


class Index(Generic[Key]):
    """Many entries, looked for together in one pass."""

    def __init__(self, entries: Iterable[Entry[Key]]) -> None:
        known = tuple(entries)
        self._phrases: Final = Phrases(_meanings(known))
        self._pairs: Final = {entry.key: entry.pairs for entry in known if entry.pairs}
        self._longest: Final = max((len(phrase(w)) for e in known for w in e.innocent_in), default=0)

    def places(self, text: str) -> dict[Key, list[Place]]:
        """Start and end of every telling term and pair, by entry; of terms in the order of their ends."""
        slots: dict[_Slot[Key], list[Place]] = {}
        for found in self._phrases.found(text):
            slots.setdefault(found.meaning, []).append((found.start, found.end))
        telling = {slot: self._left(slots, slot) for slot in slots if slot.role is not _Role.INNOCENT}
        places = {
            slot.key: list(found) for slot, found in telling.items() if slot.role is _Role.TERM and found
        }
        paired = {slot.key for slot in telling if slot.role is _Role.ONE}
        for key, pairs in self._pairs.items() if paired else ():
            for number, pair in enumerate(pairs):
                one, other = (telling.get(_Slot(key, role, number), []) for role in (_Role.ONE, _Role.OTHER))
                if near := list(_near(text, one, other, pair.within)):
                    places.setdefault(key, []).extend(near)
        return places

    def _left(self, slots: dict[_Slot[Key], list[Place]], slot: _Slot[Key]) -> list[Place]:
        """The places of a slot that no innocent phrase of its entry contains."""
        excuses = sorted(slots.get(_Slot(slot.key, _Role.INNOCENT), []))
        if not excuses:
            return slots[slot]
        starts = [start for start, _ in excuses]
        return [place for place in slots[slot] if not self._excused(place, starts, excuses)]

    def _excused(self, place: Place, starts: Sequence[int], excuses: Sequence[Place]) -> bool:
        start, end = place
        # Only excuses that begin shortly before can contain the term, so this looks at a few each time.
        first, last = bisect_right(starts, end - self._longest - 1), bisect_right(starts, start)
        return any(excuses[index][1] >= end for index in range(first, last))


def _near(text: str, one: Sequence[Place], other: Sequence[Place], within: int) -> Iterator[Place]:
    """For each of the one words its pairs with the nearest other word behind it and before it."""
    starts = sorted(other)
    ends = sorted(other, key=lambda place: place[1])
    for start, end in one if other else ():
        behind = bisect_left(starts, (end, 0))
        if behind < len(starts) and _together(text, end, starts[behind][0], within):
            yield start, starts[behind][1]
        before = bisect_right(ends, start, key=lambda place: place[1]) - 1
        if before >= 0 and _together(text, ends[before][1], start, within):
            yield ends[before][0], end


def _together(text: str, end: int, start: int, within: int) -> bool:
    return start - end <= within and BREAK not in text[end:start]


def _meanings(entries: Iterable[Entry[Key]]) -> Iterator[tuple[str, _Slot[Key]]]:
    for entry in entries:
        yield from ((term, _Slot(entry.key, _Role.TERM)) for term in entry.terms)
        yield from ((words, _Slot(entry.key, _Role.INNOCENT)) for words in entry.innocent_in)
        for number, pair in enumerate(entry.pairs):
            yield from ((word, _Slot(entry.key, _Role.ONE, number)) for word in pair.one)
            yield from ((word, _Slot(entry.key, _Role.OTHER, number)) for word in pair.other)
