"""Do the frames follow one another as a camera's do?

pass          no frame comes again but right after itself, and the picture never stands still for long
fail          frames come again later, as in a loop; or the picture stands still for longer than a camera's
inconclusive  there are no two frames to compare
concern       never

A page that films faster than its camera sends the same frame twice running; that is no loop.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.face_check import of_measures, unmeasured
from verifier.domain.face_facts import FaceFacts
from verifier.domain.faces import FaceFrame, LiveMeasures
from verifier.domain.finding import Outcome

NAME: Final = "moving"
FROZEN_MAX: Final = "frozen_ms_max"
REPEATED_MAX: Final = "repeated_max"


class Code(StrEnum):
    MOVES = "picture_moves"
    REPEAT = "frames_repeat"
    FROZEN = "picture_frozen"


def judge(facts: FaceFacts, live: LiveMeasures, thresholds: Thresholds) -> Iterator[Judgement]:
    if all(frame.scene is None for frame in live.frames):
        yield unmeasured()
        return
    against = tuple(_against(facts, live, thresholds))
    yield from against or (Judgement(Outcome.PASS, Code.MOVES, "The picture changes as a camera's does."),)


def _against(facts: FaceFacts, live: LiveMeasures, thresholds: Thresholds) -> Iterator[Judgement]:
    repeated = facts.reading.upload.repeated - sum(_same(frame) for frame in live.frames)
    if repeated > thresholds[REPEATED_MAX]:
        detail = f"Frames that came before, and not just before: {repeated}."
        yield Judgement(Outcome.FAIL, Code.REPEAT, detail, repeated, thresholds[REPEATED_MAX])
    frozen = _longest_still(live.frames)
    if frozen > thresholds[FROZEN_MAX]:
        detail = f"The picture stands still for {frozen} ms."
        yield Judgement(Outcome.FAIL, Code.FROZEN, detail, frozen, thresholds[FROZEN_MAX])


def _same(frame: FaceFrame) -> bool:
    """Whether it shows exactly what the frame before shows."""
    return frame.scene == 0 and not frame.change


def _longest_still(frames: Sequence[FaceFrame]) -> int:
    longest, since = 0, frames[0].at
    for later in frames[1:]:
        since = since if _same(later) else later.at
        longest = max(longest, later.at - since)
    return longest


CHECK: Final = of_measures(NAME, Code, judge, (FROZEN_MAX, REPEATED_MAX))
