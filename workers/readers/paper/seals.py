"""The seals of a paper: found, and their rings read as the name of a firm."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, Protocol, TypeAlias

from models.rims import refined, rim
from models.seals import Page, Ring, rings
from verifier.domain.places import Polygon
from verifier.domain.written import Line, Seal

MOST: Final = 3  # seals on a page whose rings are read
Look: TypeAlias = tuple[tuple[float, float], float, float]  # depths, stretch, degrees left out
# Of 48 drawn rings no single look read more than 28 of 32 round ones; they err at different characters.
LOOKS: Final[tuple[Look, ...]] = (
    ((0.08, 0.40), 1.0, 8.0),
    ((0.05, 0.40), 1.15, 15.0),
    ((0.07, 0.42), 1.15, 15.0),
    ((0.07, 0.42), 1.0, 8.0),
    ((0.05, 0.45), 1.0, 8.0),
    ((0.08, 0.40), 0.85, 8.0),
)
READ: Final = 0.6  # score from which anything is said of what the ring says
ENOUGH: Final = 0.25  # of all looks, by score, that are of the longest length
LEAST_RADIUS: Final = 16  # pixels; below, a character is under five pixels high
NO_NAME: Final = re.compile(r"[^一-鿿A-Z()]")
FIRM_END: Final = re.compile(
    r"(?:公司|合伙\)|合作社|事务所|中心|工作室|经营部|服务部|厂|商行|店|院|社|局|会)$"
)


class Recognises(Protocol):
    """What is needed here of a text engine."""

    def recognise(self, page: Page, polygons: Iterable[Polygon]) -> tuple[Line, ...]: ...


def seals_of(engine: Recognises, page: Page) -> tuple[Seal, ...]:
    """The seals of an upright page (H × W × 3, uint8, BGR), the best covered first, with their names."""
    return tuple(_read(engine, page, ring) for ring in map(partial(refined, page), rings(page)[:MOST]))


def _read(engine: Recognises, page: Page, ring: Ring) -> Seal:
    """A ring as most looks at it read it; a look takes other depths, stretches and ends of the strip."""
    seal = Seal(ring.box, ring.coverage, ring.colour)
    if min(ring.axes) < LEAST_RADIUS:
        return seal
    looks = [look for how in LOOKS if (look := _look(engine, page, ring, how))]
    named = [look for look in looks if FIRM_END.search(look[0])] or looks
    if not named:
        return seal
    text = voted(named)
    return replace(seal, text=text, score=_score(named, text))


def _look(engine: Recognises, page: Page, ring: Ring, how: Look) -> tuple[str, float] | None:
    depths, stretch, bare = how
    strip = rim(page, ring, depths, stretch=stretch, bare=bare)
    right, foot = strip.shape[1] - 1.0, strip.shape[0] - 1.0
    lines = engine.recognise(strip, [((0.0, 0.0), (right, 0.0), (right, foot), (0.0, foot))])
    text = name_in(lines[0].text) if lines else ""
    return (text, lines[0].score) if text and lines[0].score >= READ else None


def voted(looks: Sequence[tuple[str, float]]) -> str:
    """Of the longest readings that a quarter agrees in length on, the usual character at each place.

    Scores weigh the votes, as a look that is unsure says little.
    """
    lengths: Counter[int] = Counter()
    for text, score in looks:
        lengths[len(text)] += round(score * 1000)
    enough = [one for one in lengths if lengths[one] >= ENOUGH * sum(lengths.values())]
    length = max(enough)  # a look loses a character far more often than it adds one
    places: list[Counter[str]] = [Counter() for _ in range(length)]
    for text, score in looks:
        if len(text) == length:
            for place, character in zip(places, text, strict=True):
                place[character] += round(score * 1000)
    return "".join(place.most_common(1)[0][0] for place in places)


def _score(looks: Sequence[tuple[str, float]], text: str) -> float:
    """The best score of a look that read just this; of a text that only the vote made, the least."""
    same = [score for read, score in looks if read == text]
    return max(same) if same else min(score for _, score in looks)


def name_in(text: str) -> str:
    """What of a ring's text is a name: letters alone."""
    return NO_NAME.sub("", unicodedata.normalize("NFKC", text).upper())
