"""Is the face pictured well enough for what the other checks measure on it?

pass          large, lit and sharp enough
concern       too small, too dark, too bright or blurred
inconclusive  nothing was measured
fail          never: a bad picture says nothing about the person

It tells the recruiter what to do. Its thresholds lie where the measures of other checks begin to fail, not
where pictures begin to look bad.
"""

from collections.abc import Iterator
from enum import StrEnum
from statistics import median
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.face_check import of_measures, unmeasured
from verifier.domain.face_facts import FaceFacts
from verifier.domain.faces import FaceQuality, LiveMeasures
from verifier.domain.finding import Outcome

NAME: Final = "quality"
HEIGHT_MIN: Final = "height_min"
LIGHT_MIN: Final = "light_min"
LIGHT_MAX: Final = "light_max"
SHARPNESS_MIN: Final = "sharpness_min"


class Code(StrEnum):
    PICTURED = "face_pictured"
    SMALL = "face_too_small"
    DARK = "face_too_dark"
    BRIGHT = "face_too_bright"
    BLURRED = "face_blurred"


def judge(_facts: FaceFacts, live: LiveMeasures, thresholds: Thresholds) -> Iterator[Judgement]:
    heights = [frame.face.height for frame in live.frames if frame.face]
    if live.quality is None or not heights:
        yield unmeasured()
        return
    height = round(median(heights))
    against = tuple(_against(height, live.quality, thresholds))
    detail = f"A face {height} pixels high, light {live.quality.light}, sharpness {live.quality.sharpness}."
    yield from against or (Judgement(Outcome.PASS, Code.PICTURED, detail),)


def _against(height: int, quality: FaceQuality, thresholds: Thresholds) -> Iterator[Judgement]:
    if height < thresholds[HEIGHT_MIN]:
        yield _wanting(Code.SMALL, f"The face is {height} pixels high.", height, thresholds[HEIGHT_MIN])
    if quality.light < thresholds[LIGHT_MIN]:
        yield _wanting(
            Code.DARK, f"The face's light is {quality.light}.", quality.light, thresholds[LIGHT_MIN]
        )
    if quality.light > thresholds[LIGHT_MAX]:
        yield _wanting(
            Code.BRIGHT, f"The face's light is {quality.light}.", quality.light, thresholds[LIGHT_MAX]
        )
    if quality.sharpness < thresholds[SHARPNESS_MIN]:
        detail = f"The face's sharpness is {quality.sharpness}."
        yield _wanting(Code.BLURRED, detail, quality.sharpness, thresholds[SHARPNESS_MIN])


def _wanting(code: Code, detail: str, measured: float, threshold: float) -> Judgement:
    return Judgement(Outcome.CONCERN, code, detail, measured, threshold)


CHECK: Final = of_measures(NAME, Code, judge, (HEIGHT_MIN, LIGHT_MIN, LIGHT_MAX, SHARPNESS_MIN))
