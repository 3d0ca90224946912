"""Was this film, or this place, shown for another employer?

pass          no other employer's film shares frames with it
concern       another's does
inconclusive  it was not read, so nothing could be compared
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.office_video import VideoFacts
from verifier.domain.proof_check import of_proof

NAME: Final = "video_twins"
SHARED_MIN: Final = "shared_min"  # frames


class Code(StrEnum):
    OWN = "video_own"
    SHARED = "video_shared"
    UNSEEN = "video_not_compared"


def judge(facts: VideoFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    least = thresholds[SHARED_MIN]
    most = max((count for _, count in facts.twins), default=0)
    if facts.reading is None:
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNSEEN, "There was nothing to compare.")
    elif most >= least:
        others = ", ".join(proof for proof, count in facts.twins if count >= least)
        detail = f"Frames like its own are in the film of another employer: {others}."
        yield Judgement(Outcome.CONCERN, Code.SHARED, detail, most, least)
    else:
        yield Judgement(Outcome.PASS, Code.OWN, "No other employer's film shares its frames.", most, least)


CHECK: Final = of_proof(NAME, Code, judge, (SHARED_MIN,))
