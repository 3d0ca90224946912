"""The photographs were taken at the time of the appointment, by our clock.

pass: all were. concern: one was taken before or after it by more than the policy allows. inconclusive: there
is no photograph.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from verifier.domain.check import Check, Judgement, Thresholds, finding_of
from verifier.domain.finding import Finding, Outcome
from verifier.domain.visit import Visit, VisitFacts

NAME: Final = "visit_window"
MINUTE: Final = timedelta(minutes=1)


class Code(StrEnum):
    WITHIN = "visit_within_appointment"
    OUTSIDE = "visit_outside_appointment"
    NO_PHOTOS = "visit_time_unknown"


def judge(facts: VisitFacts, numbers: Thresholds) -> Iterator[Finding]:
    visit, slack = facts.report.visit, numbers["slack_minutes"]
    off = [_off(visit, photo.corrected_at) for photo in facts.report.photos]
    yield finding_of(NAME, _judged(off, slack))


def _judged(off: list[float], slack: float) -> Judgement:
    """`off`: minutes outside of the appointment, 0 within."""
    if not off:
        return Judgement(Outcome.INCONCLUSIVE, Code.NO_PHOTOS, "Without a photograph no time is known.")
    worst = max(off)
    if worst > slack:
        told = f"A photograph was taken {worst:.0f} minutes outside of the appointment."
        return Judgement(Outcome.CONCERN, Code.OUTSIDE, told, round(worst, 1), slack)
    told = "Every photograph was taken at the time of the appointment."
    return Judgement(Outcome.PASS, Code.WITHIN, told, round(worst, 1), slack)


def _off(visit: Visit, taken: datetime) -> float:
    return max(visit.starts_at - taken, taken - visit.ends_at, timedelta(0)) / MINUTE


CHECK: Final = Check(NAME, tuple(Code), judge, ("slack_minutes",))
