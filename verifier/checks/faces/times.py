"""Can the film have been taken when it says, and is it as long and as dense as the challenge needs?

pass          its times go forward, none lies ahead of our clock, they cover the challenge at a camera's pace
concern       it is short, has too few frames a second or too long a gap: a slow phone, a lost connection
fail          times go back, lie ahead of our clock or run far beyond the challenge: no page of ours does so
inconclusive  there is no frame that has a time
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import pairwise
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.face_check import of_film
from verifier.domain.face_facts import FaceFacts
from verifier.domain.finding import Outcome

NAME: Final = "times"
AHEAD_MAX: Final = "ahead_ms_max"
OVER_MAX: Final = "over_ms_max"
FRAMES_MAX: Final = "frames_max"
MISSING_MAX: Final = "missing_ms_max"
GAP_MAX: Final = "gap_ms_max"
RATE_MIN: Final = "rate_min"


class Code(StrEnum):
    BELIEVABLE = "times_believable"
    BACKWARDS = "times_backwards"
    AHEAD = "times_ahead"
    OVERLONG = "film_overlong"
    SHORT = "film_short"
    SLOW = "pace_slow"


def judge(facts: FaceFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    if not facts.reading.upload.times:
        detail = "No frame came, and so no time."
        yield Judgement(Outcome.INCONCLUSIVE, Code.SHORT, detail, 0, facts.challenge.length)
        return
    against = (*_not_believed(facts, thresholds), *_not_enough(facts, thresholds))
    detail = f"{len(facts.reading.upload.times)} times that an honest page can have sent."
    yield from against or (Judgement(Outcome.PASS, Code.BELIEVABLE, detail),)


def _not_believed(facts: FaceFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    upload, length = facts.reading.upload, facts.challenge.length
    # Two frames of one camera never have one time, so that an equal time counts as one that goes back.
    back = sum(later <= earlier for earlier, later in pairwise((-1, *upload.times)))
    if back:
        detail = f"Times that do not lie after the one before: {back}."
        yield Judgement(Outcome.FAIL, Code.BACKWARDS, detail, back, 0)
    last = max(upload.times)
    ahead = max(upload.ahead, last - upload.elapsed)
    if ahead > thresholds[AHEAD_MAX]:
        detail = f"A frame claims to be {ahead} ms younger than it can be."
        yield Judgement(Outcome.FAIL, Code.AHEAD, detail, ahead, thresholds[AHEAD_MAX])
    if last - length > thresholds[OVER_MAX] or len(upload.times) > thresholds[FRAMES_MAX]:
        detail = f"{len(upload.times)} frames up to {last} ms, for a challenge of {length} ms."
        yield Judgement(Outcome.FAIL, Code.OVERLONG, detail, last, length + thresholds[OVER_MAX])


def _not_enough(facts: FaceFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    times, length = sorted(facts.reading.upload.times), facts.challenge.length
    missing = max(times[0], 0) + max(length - times[-1], 0)
    if missing > thresholds[MISSING_MAX]:
        detail = f"Of the challenge's {length} ms {missing} are not on the film."
        yield Judgement(Outcome.CONCERN, Code.SHORT, detail, missing, thresholds[MISSING_MAX])
    span = times[-1] - times[0]
    rate = round(1000 * (len(times) - 1) / span, 1) if span > 0 else 0.0
    gap = max((later - earlier for earlier, later in pairwise(times)), default=0)
    if rate < thresholds[RATE_MIN] or gap > thresholds[GAP_MAX]:
        detail = f"{rate} frames a second, with gaps of up to {gap} ms."
        yield Judgement(Outcome.CONCERN, Code.SLOW, detail, rate, thresholds[RATE_MIN])


THRESHOLDS: Final = (AHEAD_MAX, OVER_MAX, FRAMES_MAX, MISSING_MAX, GAP_MAX, RATE_MIN)
CHECK: Final = of_film(NAME, Code, judge, THRESHOLDS)
