"""Every place of every phrase in a folded text, in one pass: the Aho–Corasick automaton of pyahocorasick.

The only module that imports it. Knows phrases and places, not what they mean.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

import ahocorasick

from verifier.screening.folding import phrase

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Occurrence(Generic[T]):
    """A phrase at text[start:end], and what it stands for."""

    start: int
    end: int
    meaning: T


class Phrases(Generic[T]):
    """A fixed set of phrases, each with what it stands for; one phrase may stand for several things."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        meanings: dict[str, list[T]] = {}
        for words, meaning in phrases:
            meanings.setdefault(phrase(words), []).append(meaning)
        self._automaton: Final = ahocorasick.Automaton()
        for folded, stands_for in meanings.items():
            self._automaton.add_word(folded, (len(folded), tuple(stands_for)))
        self._automaton.make_automaton()
        self._empty: Final = not meanings

    def found(self, text: str) -> Iterator[Occurrence[T]]:
        """All occurrences, overlapping ones too, by their ends; Latin words and numbers only as a whole."""
        if self._empty:
            return
        for last, (length, meanings) in self._automaton.iter(text):
            start, end = last - length + 1, last + 1
            if _whole(text, start, end):
                for meaning in meanings:
                    yield Occurrence(start, end, meaning)


def _whole(text: str, start: int, end: int) -> bool:
    cut_before = start > 0 and _runs_on(text[start - 1], text[start])
    return not cut_before and not (end < len(text) and _runs_on(text[end - 1], text[end]))


def _runs_on(one: str, other: str) -> bool:
    """Whether two neighbours belong to one Latin word or one number: wx123 is a word and a number."""
    if not (one.isascii() and other.isascii()):
        return False
    return (one.isalpha() and other.isalpha()) or (one.isdigit() and other.isdigit())
