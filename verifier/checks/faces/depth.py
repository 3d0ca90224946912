"""Was what turned a head, and not a picture of one?

pass          in every turn that was asked for, what turned stood out from a plane as heads do
fail          in one of them it was flatter, as a photograph is, also a bent one
inconclusive  a turn could not be measured, or none was asked for: then nothing has shown depth
concern       never

Of several turns within one window the furthest speaks, so that trying again and again gains nothing.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.face_check import of_measures, overlaps, steps_in_film
from verifier.domain.face_facts import FaceFacts
from verifier.domain.face_session import Step
from verifier.domain.faces import TURNS, LiveMeasures, Relief
from verifier.domain.finding import Outcome

NAME: Final = "depth"
DEPTH_MIN: Final = "depth_min"
TURNED_MIN: Final = "turned_min"


class Code(StrEnum):
    DEEP = "turn_has_depth"
    FLAT = "turn_flat"
    UNMEASURED = "turn_unmeasured"


def judge(facts: FaceFacts, live: LiveMeasures, thresholds: Thresholds) -> Iterator[Judgement]:
    turns = [step for step in steps_in_film(facts) if step.action in TURNS]
    for step in turns:
        yield _turn(step, live, thresholds)
    if not turns:
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNMEASURED, "No turn of the head was asked for.", 0, 1)


def _turn(step: Step, live: LiveMeasures, thresholds: Thresholds) -> Judgement:
    least = thresholds[DEPTH_MIN]
    relief = _furthest(step, live)
    if relief is None or relief.turned < thresholds[TURNED_MIN]:
        turned = relief.turned if relief else 0
        detail = f"No {step.action} could be followed far enough."
        return Judgement(Outcome.INCONCLUSIVE, Code.UNMEASURED, detail, turned, thresholds[TURNED_MIN])
    depth = round(relief.depth, 4)
    detail = f"A {step.action} by {relief.turned}° shows a depth of {depth} of the face's height."
    outcome, code = (Outcome.PASS, Code.DEEP) if depth >= least else (Outcome.FAIL, Code.FLAT)
    return Judgement(outcome, code, detail, depth, least)


def _furthest(step: Step, live: LiveMeasures) -> Relief | None:
    within = (one for one in live.reliefs if one.action is step.action and overlaps(step, one.start, one.end))
    return max(within, key=lambda relief: relief.turned, default=None)


CHECK: Final = of_measures(NAME, Code, judge, (DEPTH_MIN, TURNED_MIN))
