"""Are many résumés read at night, by Beijing's clock, from 23 to 6 o'clock?

pass          by day, few so far this night, or a face of just now
concern       many this night
fail          never: some recruiters work at night
inconclusive  never
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.read_check import of_read, seen_just_now
from verifier.domain.resume_read import ReadFacts

NAME: Final = "night"
READS_MAX: Final = "night_reads_max"
MINUTES_MAX: Final = "minutes_since_face_max"


class Code(StrEnum):
    QUIET = "night_quiet"
    PROVEN = "night_proven"
    BUSY = "night_busy"


def judge(facts: ReadFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    night, most = facts.pace.night, thresholds[READS_MAX]
    if night < most:
        yield Judgement(Outcome.PASS, Code.QUIET, "Few or no résumés were read this night.", night, most)
    elif seen_just_now(facts, thresholds[MINUTES_MAX]):
        yield Judgement(Outcome.PASS, Code.PROVEN, "Many at night, with a face of just now.", night, most)
    else:
        yield Judgement(Outcome.CONCERN, Code.BUSY, "Many résumés are read this night.", night, most)


CHECK: Final = of_read(NAME, Code, judge, (READS_MAX, MINUTES_MAX))
