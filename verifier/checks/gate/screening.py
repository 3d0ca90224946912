"""Does the text of the job speak of a trade that harms those who apply?

pass          of none; or a person let this very text pass; or only faintly, with a face of just now
concern       of one; a face of just now or a person has to stand for it
fail          never: no word bans anybody
inconclusive  the text could not be screened
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.gate import GateFacts
from verifier.domain.gate_check import of_wish, unanswered
from verifier.domain.screening import ScreeningAction, ScreeningResult

NAME: Final = "screening"
MINUTES_MAX: Final = "minutes_since_face_max"


class Code(StrEnum):
    INNOCENT = "text_unsuspicious"
    CLEARED = "text_cleared"
    VOUCHED = "text_vouched_for"
    STEP_UP = "text_suspicious"
    REVIEW = "text_for_review"


def judge(facts: GateFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    if facts.screening is None:
        yield unanswered()
    elif facts.screening.action is ScreeningAction.NONE:
        yield Judgement(Outcome.PASS, Code.INNOCENT, "The text speaks of no trade that is looked for.")
    elif facts.text_cleared:
        yield Judgement(Outcome.PASS, Code.CLEARED, "A person let this employer post this text.")
    else:
        yield _suspected(facts.screening, facts.minutes_since_face(), thresholds[MINUTES_MAX])


def _suspected(screening: ScreeningResult, minutes: float | None, most: float) -> Judgement:
    trades = ", ".join(tag.trade for tag in screening.acting())
    if screening.action is ScreeningAction.REVIEW:
        return Judgement(Outcome.CONCERN, Code.REVIEW, f"The text speaks of: {trades}.", trades)
    if minutes is not None and minutes <= most:
        detail = f"The text speaks faintly of: {trades}; the face was verified just now."
        return Judgement(Outcome.PASS, Code.VOUCHED, detail, minutes, most)
    return Judgement(Outcome.CONCERN, Code.STEP_UP, f"The text speaks of: {trades}.", trades)


CHECK: Final = of_wish(NAME, Code, judge, (MINUTES_MAX,))
