"""Does the licence bear the seal of its registering authority, and does the seal's ring name the same office?

pass          an authority's red round seal stands at the foot; its ring agrees with the printed authority, or
              one of the two was not read
concern       a picture in colour shows no such seal, or its ring names another place's office than the print
fail          never: seals fade, and a few genuine photos bear none
inconclusive  the picture is grey, glare or a cut may hide the foot, the licence is electronic (a digital
              signature stands for the seal), or seals were not looked for at the time

A firm's own seal, set on copies, does not count. Names are compared by their places: offices were renamed.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Licence, Thresholds, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.licence_forms import box_of
from verifier.domain.reading import Field, FieldName, LicenceReading, Seal
from verifier.domain.wording import comparable

NAME: Final = "seal"
RED_MIN: Final = "red_min"
SCORE_MIN: Final = "score_min"
ALIKE_MIN: Final = "alike_min"
EDGE_MAX: Final = "edge_max"
FOOT_MIN: Final = "foot_min"
FIRM: Final = re.compile("公司|合伙|合作社|(?:商行|店|厂)$")
OFFICE: Final = re.compile("工商|市场|监督|行政|审批|质量|管理")
ELECTRONIC: Final = re.compile("数字签名|电子营业执照")

IMPRINT: Final = re.compile("监制|信用信息公示|GSXT")


class Code(StrEnum):
    FOUND = "seal_found"
    AGREES = "seal_agrees"
    DIFFERS = "seal_differs"
    ABSENT = "seal_absent"
    ELECTRONIC = "seal_electronic"
    COLOURLESS = "seal_without_colour"
    HIDDEN = "seal_hidden"
    UNMEASURED = "seal_unmeasured"


def judge(licence: Licence, thresholds: Thresholds) -> Iterator[Judgement]:
    page = licence.reading
    seals = [seal for seal in page.seals if not FIRM.search(comparable(seal.text or ""))]
    if page.reddest is None:
        yield _blind(Code.UNMEASURED, "Seals were not looked for when this page was read.")
    elif seals:
        yield _compare(seals, licence.field(FieldName.AUTHORITY), thresholds)
    else:
        yield _without(page, page.reddest, thresholds)


def _compare(seals: Sequence[Seal], printed: Field | None, thresholds: Thresholds) -> Judgement:
    boxes = tuple(seal.box for seal in seals)
    score_min = thresholds[SCORE_MIN]
    named = [seal for seal in seals if seal.score >= score_min and _place(seal.text)]
    # An authority that was itself read from the ring has nothing to be compared with.
    unread = printed is None or printed.box in boxes or printed.score < score_min or not _place(printed.value)
    if printed is None or unread or not named:
        detail = f"Seals at the foot of the page: {len(seals)}; nothing printed to compare them with surely."
        return Judgement(Outcome.PASS, Code.FOUND, detail, len(seals), 1, boxes)
    alike, ring = max((_alike(seal.text, printed.value), seal.text or "") for seal in named)
    names = f"the seal's ring says {ring!r}, the print {printed.value!r}"
    if alike < thresholds[ALIKE_MIN]:
        both = (*boxes, printed.box)
        return Judgement(Outcome.CONCERN, Code.DIFFERS, f"Other places: {names}.", ring, printed.value, both)
    return Judgement(Outcome.PASS, Code.AGREES, f"The same place: {names}.", ring, printed.value, boxes)


def _without(page: LicenceReading, reddest: float, thresholds: Thresholds) -> Judgement:
    if any(ELECTRONIC.search(comparable(line.text)) for line in page.lines):
        return _blind(Code.ELECTRONIC, "An electronic licence bears a digital signature for a seal.")
    if reddest < thresholds[RED_MIN]:
        detail = "The picture has no red, as of a grey copy, on which no seal can be told."
        return _blind(Code.COLOURLESS, detail, reddest, thresholds[RED_MIN])
    if _foot_hidden(page, thresholds):
        return _blind(Code.HIDDEN, "Glare or the picture's edge may hide the seal.")
    return Judgement(Outcome.CONCERN, Code.ABSENT, "No red round seal stands at the foot of the page.", 0, 1)


def _foot_hidden(page: LicenceReading, thresholds: Thresholds) -> bool:
    """Whether there is glare in the lower part, or the picture ends above the imprint below the seal."""
    foot = thresholds[FOOT_MIN] * page.frame.height
    quality = page.quality
    if quality is None or not page.lines or any(box[3] > foot for box in quality.glare):
        return True
    if any(IMPRINT.search(comparable(line.text)) for line in page.lines):
        return False
    lowest = max(box_of(line)[3] for line in page.lines)
    return page.frame.height - lowest <= thresholds[EDGE_MAX] * quality.line_height


def _place(name: str | None) -> str:
    """What comes before the words that every office's name has."""
    return OFFICE.split(comparable(name or ""), maxsplit=1)[0]


def _alike(one: str | None, other: str) -> float:
    """How much of both places' names stands in both, in the same order, 0–1."""
    return round(SequenceMatcher(None, _place(one), _place(other), autojunk=False).ratio(), 2)


def _blind(code: Code, detail: str, measured: float | None = None, least: float | None = None) -> Judgement:
    return Judgement(Outcome.INCONCLUSIVE, code, detail, measured, least)


THRESHOLDS: Final = (RED_MIN, SCORE_MIN, ALIKE_MIN, EDGE_MAX, FOOT_MIN)
CHECK: Final = of_each_licence(NAME, Code, judge, THRESHOLDS)
