"""The seals of a paper: found, and their rings read as the name of a firm."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from typing import Final, Protocol

from models.seals import Page, Ring, rings, unrolled
from verifier.domain.places import Polygon
from verifier.domain.written import Line, Seal

MOST: Final = 3  # seals on a page whose rings are read
BANDS: Final = ((0.58, 0.95), (0.52, 0.95), (0.62, 0.92))  # radii between which the name stands
READ: Final = 0.6  # score from which anything is said of what the ring says
CLEAR: Final = 0.95  # score from which one reading is enough
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
    return tuple(_read(engine, page, ring) for ring in rings(page)[:MOST])


def _read(engine: Recognises, page: Page, ring: Ring) -> Seal:
    best = seal = Seal(ring.box, ring.coverage, ring.colour)
    for band in BANDS if min(ring.axes) >= LEAST_RADIUS else ():
        best = max(best, _in_band(engine, page, ring, band, seal), key=_rank)
        if _rank(best)[0] and best.score >= CLEAR:
            break
    return best


def _in_band(engine: Recognises, page: Page, ring: Ring, band: tuple[float, float], seal: Seal) -> Seal:
    strip = unrolled(page, ring, band)
    right, foot = strip.shape[1] - 1.0, strip.shape[0] - 1.0
    lines = engine.recognise(strip, [((0.0, 0.0), (right, 0.0), (right, foot), (0.0, foot))])
    text = name_in(lines[0].text) if lines else ""
    return replace(seal, text=text, score=lines[0].score) if text and lines[0].score >= READ else seal


def name_in(text: str) -> str:
    """What of a ring's text is a name: letters alone."""
    return NO_NAME.sub("", unicodedata.normalize("NFKC", text).upper())


def _rank(seal: Seal) -> tuple[bool, float]:
    return bool(FIRM_END.search(seal.text or "")), seal.score
