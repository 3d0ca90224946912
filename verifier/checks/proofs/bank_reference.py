"""Was the payment made under the reference that it was asked for with?

pass          it carries the reference; of a payment of ours the amount is what shows it
concern       it carries none, and was found by the payer's name and the amount alone
fail, inconclusive  never: a payment that is found in neither way belongs to no proof
"""

from enum import StrEnum
from typing import Final

from verifier.domain.bank_check import of_payment
from verifier.domain.bank_proof import BankFacts
from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome

NAME: Final = "bank_reference"


class Code(StrEnum):
    GIVEN = "payment_reference_given"
    MISSING = "payment_reference_missing"


def judge(facts: BankFacts, _: Thresholds) -> Judgement:
    if facts.by_reference:
        return Judgement(Outcome.PASS, Code.GIVEN, "The payment carries its reference.")
    return Judgement(Outcome.CONCERN, Code.MISSING, "The payment carries no reference of ours.")


CHECK: Final = of_payment(NAME, Code, judge)
