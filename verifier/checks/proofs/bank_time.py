"""Was it done within the days that it was asked for?

pass          the amount was named, or the payment booked, within them
concern       it was booked later than the last day, or before the first
inconclusive  no day is known
fail          never
"""

from enum import StrEnum
from typing import Final

from verifier.domain.bank_check import of_payment
from verifier.domain.bank_proof import BankFacts
from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome

NAME: Final = "bank_time"


class Code(StrEnum):
    IN_TIME = "payment_in_time"
    LATE = "payment_late"
    EARLY = "payment_early"
    UNKNOWN = "payment_day_unknown"


def judge(facts: BankFacts, _: Thresholds) -> Judgement:
    if facts.day is None:
        return Judgement(Outcome.INCONCLUSIVE, Code.UNKNOWN, "The day is not known.")
    day, last = facts.day.isoformat(), facts.until_day.isoformat()
    if facts.day > facts.until_day:
        return Judgement(Outcome.CONCERN, Code.LATE, "It came after the last day.", day, last)
    if facts.day < facts.from_day:
        first = facts.from_day.isoformat()
        return Judgement(Outcome.CONCERN, Code.EARLY, "It came before it was asked for.", day, first)
    return Judgement(Outcome.PASS, Code.IN_TIME, "It came in time.", day, last)


CHECK: Final = of_payment(NAME, Code, judge)
