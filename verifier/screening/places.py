"""Where the phrases of a lexicon's entries stand in one text, without those that an innocent phrase contains."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from verifier.screening.folding import phrase
from verifier.screening.matching import Phrases

Key = TypeVar("Key")
Places = Mapping[Key, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Entry(Generic[Key]):
    """What is looked for under one key."""

    key: Key
    terms: tuple[str, ...]
    innocent_in: tuple[str, ...]


class Index(Generic[Key]):
    """Many entries, looked for together in one pass."""

    def __init__(self, entries: Iterable[Entry[Key]]) -> None:
        known = tuple(entries)
        self._phrases: Final = Phrases(_meanings(known))
        self._longest: Final = max((len(phrase(w)) for e in known for w in e.innocent_in), default=0)

    def places(self, text: str) -> dict[Key, list[tuple[int, int]]]:
        """Start and end of every telling term, by entry, in the order of their ends."""
        terms: dict[Key, list[tuple[int, int]]] = {}
        innocent: dict[Key, list[tuple[int, int]]] = {}
        for found in self._phrases.found(text):
            key, tells = found.meaning
            (terms if tells else innocent).setdefault(key, []).append((found.start, found.end))
        for key, excuses in innocent.items():
            terms[key] = list(self._left(terms.get(key, []), sorted(excuses)))
        return {key: places for key, places in terms.items() if places}

    def _left(
        self, places: list[tuple[int, int]], excuses: list[tuple[int, int]]
    ) -> Iterator[tuple[int, int]]:
        starts = [start for start, _ in excuses]
        for start, end in places:
            # Only excuses that begin shortly before can contain the term, so this looks at a few each time.
            last = bisect_right(starts, start)
            first = bisect_right(starts, end - self._longest - 1)
            if not any(excuses[index][1] >= end for index in range(first, last)):
                yield start, end


def _meanings(entries: Iterable[Entry[Key]]) -> Iterator[tuple[str, tuple[Key, bool]]]:
    for entry in entries:
        yield from ((term, (entry.key, True)) for term in entry.terms)
        yield from ((words, (entry.key, False)) for words in entry.innocent_in)
