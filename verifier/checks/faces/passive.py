"""Does the optional detector take the face for a picture of a picture?

pass          it takes it for real, which proves nothing: it takes still photographs for real, too
fail          it takes it for a screen or a print
inconclusive  its weights are absent, or it saw no face; then the decision names what it went without
concern       never
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.face_check import of_measures, unmeasured
from verifier.domain.face_facts import FaceFacts
from verifier.domain.faces import LiveMeasures
from verifier.domain.finding import Outcome

NAME: Final = "passive"
LOGIT_MIN: Final = "logit_min"


class Code(StrEnum):
    LIVE = "passive_live"
    SPOOF = "passive_spoof"
    ABSENT = "passive_absent"


def judge(facts: FaceFacts, live: LiveMeasures, thresholds: Thresholds) -> Iterator[Judgement]:
    least = thresholds[LOGIT_MIN]
    if not facts.reading.passive_detector:
        detail = "The optional detector's weights are not installed."
        yield Judgement(Outcome.INCONCLUSIVE, Code.ABSENT, detail)
    elif live.passive is None:
        yield unmeasured()
    else:
        outcome, code = (Outcome.PASS, Code.LIVE) if live.passive >= least else (Outcome.FAIL, Code.SPOOF)
        yield Judgement(outcome, code, f"The detector's median logit is {live.passive}.", live.passive, least)


CHECK: Final = of_measures(NAME, Code, judge, (LOGIT_MIN,))
