"""The photographs were taken at the registered address, as far as the device tells.

Each photograph may lie away from it by the policy's metres and by its own accuracy; where the registered
place was told in GCJ-02, by some metres more, for it had to be converted.

pass: all that have a usable place are near. fail: one is too far. concern: the address's place is known and
no photograph has a usable place: the agent refused it, or it is too vague. inconclusive: nobody told where
the address is.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Check, Judgement, Thresholds, finding_of
from verifier.domain.finding import Finding, Outcome
from verifier.domain.visit import Fix, VisitFacts

NAME: Final = "visit_distance"


class Code(StrEnum):
    NEAR = "visit_at_address"
    FAR = "visit_far_from_address"
    NO_PLACE = "visit_place_untold"
    ADDRESS_UNKNOWN = "visit_address_unplaced"


def judge(facts: VisitFacts, numbers: Thresholds) -> Iterator[Finding]:
    yield finding_of(NAME, _judged(facts, numbers))


def _judged(facts: VisitFacts, numbers: Thresholds) -> Judgement:
    if facts.distances is None:
        told = "The place of the registered address is not known."
        return Judgement(Outcome.INCONCLUSIVE, Code.ADDRESS_UNKNOWN, told)
    allowed = numbers["metres_max"] + (numbers["converted_metres"] if facts.converted else 0)
    usable = [
        (facts.distances[photo.id], photo.where.accuracy)
        for photo in facts.report.photos
        if isinstance(photo.where, Fix) and photo.where.accuracy <= numbers["accuracy_metres_max"]
    ]
    if not usable:
        told = "No photograph has a place that is accurate enough."
        return Judgement(Outcome.CONCERN, Code.NO_PLACE, told, 0, numbers["accuracy_metres_max"])
    # The worst is the one that lies farthest beyond what its own accuracy excuses.
    metres, accuracy = max(usable, key=lambda one: one[0] - one[1])
    far = metres > allowed + accuracy
    outcome, code = (Outcome.FAIL, Code.FAR) if far else (Outcome.PASS, Code.NEAR)
    told = f"The farthest photograph was taken {metres:.0f} m away, to within {accuracy:.0f} m."
    return Judgement(outcome, code, told, round(metres, 1), allowed)


CHECK: Final = Check(NAME, tuple(Code), judge, ("metres_max", "converted_metres", "accuracy_metres_max"))
