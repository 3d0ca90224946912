"""Is the amount the one that was asked for?

pass          the applicant named what we had paid, or the firm paid what the page had stated
concern       the firm paid another amount under the reference it was given
inconclusive  no amount is known
fail          the tries at naming it are used up, or the money came back: said where that happens, not here
"""

from enum import StrEnum
from typing import Final

from verifier.domain.bank_check import of_payment
from verifier.domain.bank_proof import BankFacts
from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome

NAME: Final = "bank_amount"


class Code(StrEnum):
    EQUAL = "payment_amount_equal"
    DIFFERS = "payment_amount_differs"
    UNKNOWN = "payment_amount_unknown"
    WRONG = "payment_amount_wrong"
    RETURNED = "payment_returned"


def judge(facts: BankFacts, _: Thresholds) -> Judgement:
    if facts.paid is None:
        return Judgement(Outcome.INCONCLUSIVE, Code.UNKNOWN, "No amount is known.")
    if facts.paid == facts.asked:
        return Judgement(Outcome.PASS, Code.EQUAL, "The amount is the one that was asked for.")
    return Judgement(Outcome.CONCERN, Code.DIFFERS, "The amount is another than was asked for.")


CHECK: Final = of_payment(NAME, Code, judge)
