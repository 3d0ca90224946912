"""Does a text turn a term round: 拒绝刷单, 不收押金、培训费, 刷单识别模型?

A negation reaches a term only directly, through filling words, or along a list whose other members are terms
too. So 拒绝墨迹刷单日结 stays what it is. Takes constant time for each occurrence.
"""

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from verifier.screening.folding import LISTING, SPACE, phrase
from verifier.screening.lexicon import Negation

Place: TypeAlias = tuple[int, int]  # start, end
_STEPS_MAX: Final = 6  # Words passed over between a negation and a term; 不得以任何名义向应聘者收取 has five.


class Negations:
    """The negating words of a lexicon, folded."""

    def __init__(self, negation: Negation) -> None:
        self._before: Final = _folded(negation.before)
        self._after: Final = _folded(negation.after)
        self._joining: Final = (LISTING, *_folded(negation.joining))
        self._passed: Final = (*_folded(negation.through), *self._joining, SPACE)

    def turned(self, text: str, places: Iterable[Place]) -> frozenset[Place]:
        """Those of the places of terms that the text turns round."""
        known = sorted(set(places))
        ends: set[int] = set()
        for start, end in known:
            if self._is_negated_before(text, start, ends):
                ends.add(end)
        starts: set[int] = set()
        for start, end in reversed(known):
            if self._is_negated_after(text, end, starts):
                starts.add(start)
        return frozenset((start, end) for start, end in known if end in ends or start in starts)

    def _is_negated_before(self, text: str, start: int, ends: set[int]) -> bool:
        for at, joined in self._backwards(text, start):
            if text.endswith(self._before, 0, at) or (joined and at in ends):
                return True
        return False

    def _is_negated_after(self, text: str, end: int, starts: set[int]) -> bool:
        for at, joined in self._forwards(text, end):
            if text.startswith(self._after, at) or (joined and at in starts):
                return True
        return False

    def _backwards(self, text: str, at: int) -> Iterator[tuple[int, bool]]:
        """From the start of a term, over one filling word after the other; was one of them a joining one?"""
        joined = False
        for _ in range(_STEPS_MAX):
            yield at, joined
            if not text.endswith(self._passed, 0, at):  # all words at once; nearly always that is the end
                return
            word = next(word for word in self._passed if text.endswith(word, 0, at))
            at -= len(word)
            joined = joined or word in self._joining

    def _forwards(self, text: str, at: int) -> Iterator[tuple[int, bool]]:
        joined = False
        for _ in range(_STEPS_MAX):
            yield at, joined
            if not text.startswith(self._passed, at):
                return
            word = next(word for word in self._passed if text.startswith(word, at))
            at += len(word)
            joined = joined or word in self._joining


def _folded(words: Iterable[str]) -> tuple[str, ...]:
    """Longest first, so that 以及 is passed over before 及."""
    return tuple(sorted({phrase(word) for word in words}, key=lambda word: (-len(word), word)))
