"""The seals of a licence: found, their rings read, and from them the authority where print lacks it.

Reads and repairs; whether a licence ought to bear a seal, and whose, is a check's matter.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, Protocol

from rapidfuzz.distance import Levenshtein

from models.seals import BAND, Page, Ring, reddest, rings, unrolled
from verifier.divisions import provinces_named
from verifier.domain.reading import DocumentType, Field, FieldName, LicenceReading, Line, Polygon, Seal

MOST: Final = 3  # seals on a page whose rings are read; genuine licences bear one or two
BANDS: Final = (BAND, (0.6, 0.92))  # radii, the second for rings whose first reading is in doubt
CLEAR: Final = 0.9  # score from which one reading is enough
LIKELY: Final = 0.8  # score from which a known place's usual office is taken; of 101 rings it added 1, right
READ: Final = 0.6  # score from which anything is said of what the ring says
LEAST_RADIUS: Final = 16  # pixels; below, a character is under five pixels high

FROM_THE_SEAL: Final = "read from the ring of the seal"
USUALLY: Final = "characters set right by the usual name of such an office"
NO_NAME: Final = re.compile(r"[^一-鿿A-Z()]")
OFFICE_END: Final = re.compile(r".*(?:局|委员会|政府|大厅|中心|所)")
COMPANY: Final = re.compile(r"公司|合伙|合作社|(?:商行|店|厂)$")  # a firm's own seal beside the authority's
SHORTEST: Final = 6  # characters of an office's name
# The offices that register firms, as they were and are called; a ring's characters lean and blot.
OFFICES: Final = (
    "工商行政管理局",
    "市场监督管理局",
    "市场和质量监督管理局",
    "工商管理和质量技术监督局",
    "市场监督管理委员会",
    "行政审批服务局",
    "行政审批局",
)
PLACE_END: Final = "省市县区州盟旗"
SHORT, ERRORS_IN_SHORT, MOST_ERRORS = (
    7,
    1,
    2,
)  # characters that may differ, in names shorter than seven and others


class Recognises(Protocol):
    """What is needed here of a text engine."""

    def recognise(self, page: Page, polygons: Iterable[Polygon]) -> tuple[Line, ...]: ...


def with_seals(engine: Recognises, page: Page, reading: LicenceReading) -> LicenceReading:
    """The reading of an upright page (H × W × 3, uint8, BGR), with its seals and the authority from them."""
    if reading.document_type is not DocumentType.BUSINESS_LICENCE:
        return reading
    seals = tuple(_read(engine, page, ring) for ring in rings(page)[:MOST])
    fields = {**reading.fields, **authority_from(seals, reading.fields.get(FieldName.AUTHORITY))}
    ordered = {name: fields[name] for name in FieldName if name in fields}
    return replace(reading, fields=ordered, seals=seals, reddest=reddest(page))


def authority_from(seals: Sequence[Seal], printed: Field | None) -> Mapping[FieldName, Field]:
    """The authority as the ring of a seal names it, where print does not name one surely."""
    if printed is not None and _sure(printed):
        return {}
    named = sorted((field for seal in seals if (field := _authority(seal))), key=lambda field: -field.score)
    return {FieldName.AUTHORITY: named[0]} if named else {}


def set_right(name: str) -> str:
    """An office's name with the part that every such office shares as it is usually written.

    Only right behind the end of a place's name, and where at most two characters differ: "区商行政管理局"
    lacks one, "市工商行政营理局" has another. Any other name comes back as it is.
    """
    if any(office in name for office in OFFICES):
        return name
    found = min(_near_offices(name), default=None)
    if found is None:
        return name
    _, length, start, office = found
    return name[:start] + office + name[start + length :]


def _sure(printed: Field) -> bool:
    """Whether print names a known place and a usual office; else a character or more is missing."""
    name = printed.value
    return printed.score >= CLEAR and bool(provinces_named(name)) and any(o in name for o in OFFICES)


def _read(engine: Recognises, page: Page, ring: Ring) -> Seal:
    """A ring with the best of what its bands say."""
    seal = Seal(ring.box, ring.coverage, ring.colour)
    best = seal
    for band in BANDS if min(ring.axes) >= LEAST_RADIUS else ():
        best = max(best, _in_band(engine, page, ring, band, seal), key=_rank)
        if _settled(best):
            break
    return best


def _in_band(engine: Recognises, page: Page, ring: Ring, band: tuple[float, float], seal: Seal) -> Seal:
    strip = unrolled(page, ring, band)
    right, foot = strip.shape[1] - 1.0, strip.shape[0] - 1.0
    lines = engine.recognise(strip, [((0.0, 0.0), (right, 0.0), (right, foot), (0.0, foot))])
    text = _name_in(lines[0].text) if lines else ""
    return replace(seal, text=text, score=lines[0].score) if text and lines[0].score >= READ else seal


def _name_in(text: str) -> str:
    """What of a ring's text is a name: no digits, and nothing behind the last word for an office."""
    letters = NO_NAME.sub("", unicodedata.normalize("NFKC", text).upper())
    office = OFFICE_END.match(letters)
    return office[0] if office and not COMPANY.search(letters) else letters


def _rank(seal: Seal) -> tuple[bool, bool, float]:
    text = seal.text or ""
    return _is_office(text), bool(provinces_named(text)), seal.score


def _settled(seal: Seal) -> bool:
    return _rank(seal)[:2] == (True, True) and seal.score >= CLEAR


def _is_office(text: str) -> bool:
    return len(text) >= SHORTEST and bool(OFFICE_END.fullmatch(text)) and not COMPANY.search(text)


def _authority(seal: Seal) -> Field | None:
    """What a ring names, if that begins with a known place; a less clear one must be a usual office too."""
    text = seal.text or ""
    if _rank(seal)[:2] != (True, True):
        return None
    name = set_right(text)
    usual = any(office in name for office in OFFICES)
    if seal.score < (LIKELY if usual else CLEAR):
        return None
    repairs = (FROM_THE_SEAL,) if name == text else (FROM_THE_SEAL, USUALLY)
    return Field(name, name, seal.score, seal.box, repairs)


def _near_offices(name: str) -> Iterator[tuple[int, int, int, str]]:
    """Stretches behind a place's name that nearly are an office: errors, length, start and the office."""
    for start in (place + 1 for place, character in enumerate(name) if character in PLACE_END):
        for office in OFFICES:
            allowed = ERRORS_IN_SHORT if len(office) < SHORT else MOST_ERRORS
            for length in range(len(office) - allowed, len(office) + allowed + 1):
                stretch = name[start : start + length]
                errors = Levenshtein.distance(stretch, office)
                if len(stretch) == length and errors <= allowed:
                    yield errors, length, start, office
