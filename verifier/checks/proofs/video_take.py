"""Is it one take, long enough and moving?

pass          long enough, without a cut, and hardly a still
concern       too short, cut, or frozen for more than a share of it
inconclusive  it was not read
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.office_video import VideoFacts, VideoReading
from verifier.domain.proof_check import of_proof

NAME: Final = "video_take"
SECONDS_MIN: Final = "seconds_min"
CUTS_MAX: Final = "cuts_max"
FROZEN_MAX: Final = "frozen_max"  # share of the film, 0 to 1


class Code(StrEnum):
    ONE = "one_take"
    SHORT = "video_too_short"
    CUT = "video_cut"
    FROZEN = "video_frozen"
    UNSEEN = "take_not_seen"


def judge(facts: VideoFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    if facts.reading is None:
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNSEEN, "The film was not read.")
        return
    found = tuple(_against(facts.reading, thresholds))
    yield from found or (Judgement(Outcome.PASS, Code.ONE, "One take that moves and is long enough."),)


def _against(reading: VideoReading, thresholds: Thresholds) -> Iterator[Judgement]:
    seconds = round(reading.duration / 1000, 1)
    frozen = round(reading.frozen() / max(1, reading.duration), 3)
    if seconds < thresholds[SECONDS_MIN]:
        least = thresholds[SECONDS_MIN]
        yield Judgement(Outcome.CONCERN, Code.SHORT, "The film is too short.", seconds, least)
    if len(reading.cuts) > thresholds[CUTS_MAX]:
        most = thresholds[CUTS_MAX]
        yield Judgement(Outcome.CONCERN, Code.CUT, "The film is cut.", len(reading.cuts), most)
    if frozen > thresholds[FROZEN_MAX]:
        most = thresholds[FROZEN_MAX]
        yield Judgement(Outcome.CONCERN, Code.FROZEN, "Nothing moves for a part of it.", frozen, most)


CHECK: Final = of_proof(NAME, Code, judge, (SECONDS_MIN, CUTS_MAX, FROZEN_MAX))
