"""Are résumés read faster than anybody reads them, or more than an employer needs?

pass          below what asks for a face, or above it with a face of just now
concern       the recruiter reads much within the hour or the day
fail          the recruiter or the whole employer has reached the cap
inconclusive  never: reads are counted in the transaction that answers
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.read_check import of_read, seen_just_now
from verifier.domain.resume_read import ReadFacts

NAME: Final = "pace"
HOUR_USUAL: Final = "recruiter_hour_usual_max"
HOUR_MAX: Final = "recruiter_hour_max"
DAY_USUAL: Final = "recruiter_day_usual_max"
DAY_MAX: Final = "recruiter_day_max"
EMPLOYER_MAX: Final = "employer_day_max"
MINUTES_MAX: Final = "minutes_since_face_max"


class Code(StrEnum):
    USUAL = "pace_usual"
    PROVEN = "pace_proven"
    HIGH = "pace_high"
    RECRUITER_CAPPED = "pace_recruiter_capped"
    EMPLOYER_CAPPED = "pace_employer_capped"


def judge(facts: ReadFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    pace = facts.pace
    for read, most in ((pace.hour, thresholds[HOUR_MAX]), (pace.day, thresholds[DAY_MAX])):
        if read >= most:
            detail = "The recruiter has read as many résumés as one may."
            yield Judgement(Outcome.FAIL, Code.RECRUITER_CAPPED, detail, read, most)
            return
    if facts.employer_day >= thresholds[EMPLOYER_MAX]:
        detail = "The employer has read as many résumés today as one may."
        yield Judgement(
            Outcome.FAIL, Code.EMPLOYER_CAPPED, detail, facts.employer_day, thresholds[EMPLOYER_MAX]
        )
        return
    yield _usual(facts, thresholds)


def _usual(facts: ReadFacts, thresholds: Thresholds) -> Judgement:
    pace = facts.pace
    above = [
        (read, most)
        for read, most in ((pace.hour, thresholds[HOUR_USUAL]), (pace.day, thresholds[DAY_USUAL]))
        if read >= most
    ]
    if not above:
        return Judgement(Outcome.PASS, Code.USUAL, "The recruiter reads at a usual pace.", pace.hour)
    if seen_just_now(facts, thresholds[MINUTES_MAX]):
        detail = "The recruiter reads much, with a face of just now."
        return Judgement(Outcome.PASS, Code.PROVEN, detail, *above[0])
    return Judgement(Outcome.CONCERN, Code.HIGH, "The recruiter reads more than is usual.", *above[0])


CHECK: Final = of_read(
    NAME, Code, judge, (HOUR_USUAL, HOUR_MAX, DAY_USUAL, DAY_MAX, EMPLOYER_MAX, MINUTES_MAX)
)
