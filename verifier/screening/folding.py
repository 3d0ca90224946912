"""A text made comparable, with the place of every character in the text as it was given.

What stands between characters is of three kinds. *Soft* separators (spaces, dots, stars, emoji) vanish
between ideographs, so that 刷.单 is 刷单; between letters and digits they stay as a space, so that words keep
their ends. *Hard* ones (a new line, the punctuation of clauses) stay as BREAK and end the reach of a term.
The listing comma stays as LISTING. Any separator between two single characters vanishes: 刷，单 and 加 v are
one word, spelt out.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from verifier.screening.characters import folded_character

BREAK: Final = "|"
LISTING: Final = "、"
AT: Final = "@"
SPACE: Final = " "
CHARACTERS_MAX: Final = 10_000  # remembered; texts are written in a few thousand
_PLUS: Final = frozenset("+➕")
_HARD: Final = frozenset("\n\r\v\f\x85\u2028\u2029,;:!?。︒")
# Of several separators in a row the strongest is what counts.
_STRENGTH: Final = {SPACE: 1, AT: 2, LISTING: 3, BREAK: 4}


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` folded; `at[i]` is the index in the given text of what became `text[i]`."""

    text: str
    at: tuple[int, ...]

    def where(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the given text that text[start:end] came from, as start and end."""
        return self.at[start], self.at[end - 1] + 1


@dataclass(slots=True)
class _Parts:
    """Runs of characters and the separator that follows each; a run may be empty only at the ends."""

    runs: list[str]
    places: list[list[int]]
    gaps: list[str]


def fold(text: str) -> Folded:
    """Fold a text of any Unicode characters, in time proportional to its length."""
    parts = _split(text)
    letters: list[str] = []
    at: list[int] = []
    for index, (run, places) in enumerate(zip(parts.runs, parts.places, strict=True)):
        letters.append(run)
        at += places
        kept = _kept(parts, index)
        if kept:
            letters.append(kept)
            at.append(places[-1])
    return Folded("".join(letters), tuple(at))


def phrase(text: str) -> str:
    """A term of a lexicon, folded; the ends that a separator would make are left out."""
    return fold(text).text.strip(BREAK + LISTING + SPACE)


def _kept(parts: _Parts, index: int) -> str:
    """What remains of the separator behind a run: itself, or nothing."""
    if index + 1 >= len(parts.runs):
        return ""
    before, after, gap = parts.runs[index], parts.runs[index + 1], parts.gaps[index]
    if len(before) == len(after) == 1:
        return ""
    if gap in (BREAK, LISTING):
        return gap
    return gap if _is_latin(before[-1]) and _is_latin(after[0]) else ""


def _is_latin(character: str) -> bool:
    """False for the empty string, too."""
    return character.isascii() and character.isalnum()


def _split(text: str) -> _Parts:
    parts = _Parts([], [], [])
    run: list[str] = []
    places: list[int] = []
    for index, character, gap in _characters(text):
        if not gap:
            run.append(character)
            places.append(index)
        elif run:
            _close(parts, run, places, gap)
            run, places = [], []
        elif parts.gaps:
            parts.gaps[-1] = max(parts.gaps[-1], gap, key=_STRENGTH.__getitem__)
    if run:
        _close(parts, run, places, "")
    return parts


def _close(parts: _Parts, run: list[str], places: list[int], gap: str) -> None:
    parts.runs.append("".join(run))
    parts.places.append(places)
    parts.gaps.append(gap)


def _characters(text: str) -> Iterator[tuple[int, str, str]]:
    """Each folded character with its place and, where it is a separator, what kind.

    A plus sign is written for 加 ("add me"), but not behind letters and digits: C++, 8000+.
    """
    last = ""
    for index, given in enumerate(text):
        for character in folded_character(given):
            if character in _PLUS and not _is_latin(last) and last not in _PLUS:
                yield index, "加", ""
            else:
                yield index, character, _gap(character)
            last = character


@lru_cache(CHARACTERS_MAX)
def _gap(character: str) -> str:
    if character.isalnum():
        return ""
    if character in _HARD:
        return BREAK
    if character in (LISTING, AT):
        return character
    return SPACE if unicodedata.category(character)[0] in "ZPSCM" else ""
