"""Is the face of every sampled frame the one that the film opened with?

pass          every sample is alike enough, and the samples cover the film
fail          one is another face
inconclusive  the face looked ahead too seldom to be compared throughout the film
concern       never
"""

import math
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.face_check import of_measures
from verifier.domain.face_facts import FaceFacts
from verifier.domain.faces import LiveMeasures
from verifier.domain.finding import Outcome

NAME: Final = "same_face"
COSINE_MIN: Final = "cosine_min"
SAMPLES_MIN: Final = "samples_min"


class Code(StrEnum):
    SAME = "same_face"
    CHANGED = "face_changed"
    SELDOM = "face_seldom_ahead"


def judge(_facts: FaceFacts, live: LiveMeasures, thresholds: Thresholds) -> Iterator[Judgement]:
    samples, least = len(live.likeness), thresholds[COSINE_MIN]
    lowest = min((one.value for one in live.likeness), key=_worst, default=None)
    if lowest is not None and not lowest >= least:  # so that what is no number is no pass either
        detail = f"The face is alike to the film's opening by {lowest} only."
        yield Judgement(Outcome.FAIL, Code.CHANGED, detail, lowest, least)
    elif samples < thresholds[SAMPLES_MIN]:
        detail = f"Parts of the film in which the face looked ahead: {samples}."
        yield Judgement(Outcome.INCONCLUSIVE, Code.SELDOM, detail, samples, thresholds[SAMPLES_MIN])
    else:
        detail = f"The same face in {samples} samples; alike by {lowest} or more."
        yield Judgement(Outcome.PASS, Code.SAME, detail, lowest, least)


def _worst(cosine: float) -> float:
    return -1.0 if math.isnan(cosine) else cosine


CHECK: Final = of_measures(NAME, Code, judge, (COSINE_MIN, SAMPLES_MIN))
