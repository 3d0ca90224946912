"""Could the film be looked at?

pass          frames were read from it
inconclusive  it could not be read; the detail says why
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.office_video import VideoFacts
from verifier.domain.proof_check import of_proof

NAME: Final = "video_readable"


class Code(StrEnum):
    READ = "video_read"
    EMPTY = "video_empty"
    TOO_LARGE = "video_too_large"
    CONTAINER = "video_container"
    WITHOUT_PICTURE = "video_without_picture"
    TOO_LONG = "video_too_long"
    BROKEN = "video_broken"
    FRAMES_TOO_LARGE = "video_frames_too_large"
    TOO_COSTLY = "video_too_costly"
    UNREAD = "video_unread"


def judge(facts: VideoFacts, _: Thresholds) -> Iterator[Judgement]:
    if facts.reading is not None:
        yield Judgement(Outcome.PASS, Code.READ, "Frames were read.", facts.reading.frames)
    else:
        code = facts.trouble if facts.trouble in set(Code) else Code.UNREAD
        yield Judgement(Outcome.INCONCLUSIVE, code or Code.UNREAD, "The film could not be looked at.")


CHECK: Final = of_proof(NAME, Code, judge)
