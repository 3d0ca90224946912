"""The seals of a paper: found, and their rings read as the name of a firm."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, Protocol, TypeAlias

from rapidfuzz.distance import Levenshtein

from models.inks import by_density, by_saturation
from models.rims import Inked, refined, rim
from models.seals import Page, Ring, ink_of, rings
from verifier.domain.places import Polygon
from verifier.domain.written import Line, Seal

MOST: Final = 3  # seals on a page whose rings are read
Look: TypeAlias = tuple[Inked, tuple[float, float], float]  # how ink is told, depths, stretch
# Of 80 drawn rings (seeds 3000-3039) no single look read more than 72, nor any six by one kind of ink more
# than 70; looks by different inks err at different characters. Twelve read no more than these six, 78.
LOOKS: Final[tuple[Look, ...]] = tuple(
    (inked, depths, stretch)
    for inked in (by_density, by_saturation, ink_of)
    for depths, stretch in (((0.07, 0.40), 1.2), ((0.07, 0.44), 1.0))
)
READ: Final = 0.6  # score from which anything is said of what the ring says
ENOUGH: Final = 0.25  # of all looks, by score, that are of the longest length
LEAST_RADIUS: Final = 16  # pixels; below, a character is under five pixels high
NO_NAME: Final = re.compile(r"[^一-鿿()]")  # names of firms are in Han characters (国务院令 734, article 5)
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
    """A ring as most looks at it read it; a look tells ink in another way or takes another strip."""
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
    strip = rim(page, ring, *how)
    foot, right = map(float, strip.shape[:2])  # a pixel less, and the strip would be sampled once more
    lines = engine.recognise(strip, [((0.0, 0.0), (right, 0.0), (right, foot), (0.0, foot))])
    text = name_in(lines[0].text) if lines else ""
    return (text, lines[0].score) if text and lines[0].score >= READ else None


def voted(looks: Sequence[tuple[str, float]]) -> str:
    """Of the longest readings that a quarter agrees in length on, the usual character at each place.

    Looks of other lengths are laid alongside and vote too. Scores weigh the votes, as a look that is unsure
    says little.
    """
    lengths: Counter[int] = Counter()
    readings: Counter[str] = Counter()
    for text, score in looks:
        lengths[len(text)] += round(score * 1000)
        readings[text] += round(score * 1000)
    enough = [one for one in lengths if lengths[one] >= ENOUGH * sum(lengths.values())]
    # A look loses a character far more often than it adds one.
    length = max(enough, default=lengths.most_common(1)[0][0])
    usual = max((text for text in readings if len(text) == length), key=lambda text: readings[text])
    places: list[Counter[str]] = [Counter() for _ in usual]
    for text, votes in readings.items():
        for place, character in _alongside(usual, text):
            places[place][character] += votes
    return "".join(place.most_common(1)[0][0] for place in places)


def _alongside(usual: str, text: str) -> Iterator[tuple[int, str]]:
    """Which character of the text stands for each place of the usual reading, as far as any does."""
    for part in Levenshtein.opcodes(usual, text):
        if part.tag in {"equal", "replace"}:
            yield from zip(
                range(part.src_start, part.src_end), text[part.dest_start : part.dest_end], strict=True
            )


def _score(looks: Sequence[tuple[str, float]], text: str) -> float:
    """The best score of a look that read just this; of a text that only the vote made, the least."""
    same = [score for read, score in looks if read == text]
    return max(same) if same else min(score for _, score in looks)


def name_in(text: str) -> str:
    """What of a ring's text is a name: Han characters and brackets."""
    return NO_NAME.sub("", unicodedata.normalize("NFKC", text))
