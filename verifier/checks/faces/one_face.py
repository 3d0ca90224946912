"""Is there one face, and one only, throughout the film?

pass          a face nearly throughout, and never a second one for long
concern       no face for too much of the film, or several in more than a frame or two
inconclusive  faces were not counted in any frame
fail          never: somebody walks past
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.face_check import of_measures, unmeasured
from verifier.domain.face_facts import FaceFacts
from verifier.domain.faces import LiveMeasures
from verifier.domain.finding import Outcome

NAME: Final = "one_face"
PRESENT_MIN: Final = "present_min"
SEVERAL_MAX: Final = "several_max"


class Code(StrEnum):
    ONE = "one_face"
    NONE = "no_face"
    SEVERAL = "several_faces"


def judge(_facts: FaceFacts, live: LiveMeasures, thresholds: Thresholds) -> Iterator[Judgement]:
    counted = [frame.faces for frame in live.frames if frame.faces is not None]
    if not counted:
        yield unmeasured()
        return
    against = tuple(_against(live, counted, thresholds))
    detail = f"One face; counted in {len(counted)} frames."
    yield from against or (Judgement(Outcome.PASS, Code.ONE, detail),)


def _against(live: LiveMeasures, counted: list[int], thresholds: Thresholds) -> Iterator[Judgement]:
    present = round(sum(frame.face is not None for frame in live.frames) / len(live.frames), 3)
    if present < thresholds[PRESENT_MIN]:
        detail = f"A face is seen in {present:.0%} of the frames."
        yield Judgement(Outcome.CONCERN, Code.NONE, detail, present, thresholds[PRESENT_MIN])
    several = sum(faces > 1 for faces in counted)
    if several > thresholds[SEVERAL_MAX]:
        detail = f"Several faces in {several} of {len(counted)} frames."
        yield Judgement(Outcome.CONCERN, Code.SEVERAL, detail, several, thresholds[SEVERAL_MAX])


CHECK: Final = of_measures(NAME, Code, judge, (PRESENT_MIN, SEVERAL_MAX))
