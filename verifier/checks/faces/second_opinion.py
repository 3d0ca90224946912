"""What does the second, independent engine say of whose face it is?

pass          dlib, too, takes every picture that it could compare for the film's face, and the face for one
concern       it does not
inconclusive  it saw no face to compare
fail          never: its threshold does not carry from one group of people to another; it never decides alone

One finding, whatever was compared, so that it stays one opinion; a reviewer sees the distances.
"""

from collections.abc import Iterator
from enum import StrEnum
from statistics import median
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.face_check import of_measures
from verifier.domain.face_facts import FaceFacts
from verifier.domain.faces import LiveMeasures
from verifier.domain.finding import Outcome

NAME: Final = "second_opinion"
DISTANCE_MAX: Final = "distance_max"


class Code(StrEnum):
    AGREES = "second_opinion_agrees"
    DIFFERS = "second_opinion_differs"
    ABSENT = "second_opinion_absent"


def judge(facts: FaceFacts, live: LiveMeasures, thresholds: Thresholds) -> Iterator[Judgement]:
    distances = {one.against: one.distance for one in facts.reading.own if one.distance is not None}
    if not distances:
        yield Judgement(Outcome.INCONCLUSIVE, Code.ABSENT, "The second engine compared nothing.")
        return
    within = [median(one.value for one in live.second_likeness)] if live.second_likeness else []
    furthest = round(max(*distances.values(), *within), 3) if within else round(max(distances.values()), 3)
    most = thresholds[DISTANCE_MAX]
    outcome, code = (Outcome.CONCERN, Code.DIFFERS) if furthest > most else (Outcome.PASS, Code.AGREES)
    named = ", ".join(f"{against} {distance:.3f}" for against, distance in distances.items())
    yield Judgement(outcome, code, f"Distances by the second engine: {named}.", furthest, most)


CHECK: Final = of_measures(NAME, Code, judge, (DISTANCE_MAX,))
