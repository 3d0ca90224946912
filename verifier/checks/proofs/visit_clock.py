"""The device's clock can be followed: it goes forward from photograph to photograph and is about right.

pass: it does. concern: it went back, it is off by more than the policy allows, or it says that a photograph
was taken after we had it. inconclusive: there is no photograph.
"""

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Final

from verifier.domain.check import Check, Judgement, Thresholds, finding_of
from verifier.domain.finding import Finding, Outcome
from verifier.domain.visit import Photo, VisitFacts

NAME: Final = "visit_clock"
SECOND: Final = timedelta(seconds=1)


class Code(StrEnum):
    STEADY = "visit_clock_steady"
    WENT_BACK = "visit_clock_went_back"
    OFF = "visit_clock_off"
    EARLY = "visit_photo_from_the_future"
    NO_PHOTOS = "visit_clock_unknown"


def judge(facts: VisitFacts, numbers: Thresholds) -> Iterator[Finding]:
    photos = facts.report.photos
    if not photos:
        nothing = "Without a photograph nothing is known of the clock."
        yield finding_of(NAME, Judgement(Outcome.INCONCLUSIVE, Code.NO_PHOTOS, nothing))
        return
    against = list(_against(list(photos), numbers["skew_seconds_max"]))
    good = Judgement(Outcome.PASS, Code.STEADY, "The device's clock goes forward and is about right.")
    yield from (finding_of(NAME, one) for one in against or [good])


def _against(photos: list[Photo], most: float) -> Iterator[Judgement]:
    if any(later.taken_at < earlier.taken_at for earlier, later in pairwise(photos)):
        told = "A photograph says that it was taken before the one that it follows."
        yield Judgement(Outcome.CONCERN, Code.WENT_BACK, told)
    skew = max(abs(photo.skew / SECOND) for photo in photos)
    if skew > most:
        told = f"The device's clock is {skew:.0f} s off."
        yield Judgement(Outcome.CONCERN, Code.OFF, told, round(skew, 1), most)
    early = max((photo.corrected_at - photo.received_at) / SECOND for photo in photos)
    if early > 0:
        told = f"A photograph says that it was taken {early:.0f} s after we had it."
        yield Judgement(Outcome.CONCERN, Code.EARLY, told, round(early, 1), 0)


CHECK: Final = Check(NAME, tuple(Code), judge, ("skew_seconds_max",))
