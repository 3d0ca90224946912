"""Was it filmed after the word was given?

pass          the file says so
concern       the file says that it was made before
inconclusive  the file says nothing of when it was made, as most that a messenger passed on
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.office_video import VideoFacts
from verifier.domain.proof_check import of_proof

NAME: Final = "video_time"
EARLY_MAX: Final = "minutes_early_max"


class Code(StrEnum):
    AFTER = "filmed_after_word"
    BEFORE = "filmed_before_word"
    UNTOLD = "filming_time_not_told"


def judge(facts: VideoFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    made = facts.reading.created_at if facts.reading else None
    if made is None:
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNTOLD, "The file does not say when it was made.")
        return
    early = round((facts.given_at - made).total_seconds() / 60, 1)
    most = thresholds[EARLY_MAX]
    if early > most:
        detail = "The file says that it was made before the word was given."
        yield Judgement(Outcome.CONCERN, Code.BEFORE, detail, early, most)
    else:
        yield Judgement(Outcome.PASS, Code.AFTER, "It was made after the word was given.", early, most)


CHECK: Final = of_proof(NAME, Code, judge, (EARLY_MAX,))
