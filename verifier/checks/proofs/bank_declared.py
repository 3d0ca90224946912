"""Is it the account that the employer's case declares?

pass          it is, or the case declares none
concern       the case declares another; a firm may have several
inconclusive  the account is not known
fail          never
"""

from enum import StrEnum
from typing import Final

from verifier.domain.bank import account_number
from verifier.domain.bank_check import of_payment
from verifier.domain.bank_proof import BankFacts
from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome

NAME: Final = "bank_declared"


class Code(StrEnum):
    AS_DECLARED = "bank_account_as_declared"
    NONE_DECLARED = "bank_account_none_declared"
    OTHER = "bank_account_other_declared"
    UNKNOWN = "bank_account_not_compared"


def judge(facts: BankFacts, _: Thresholds) -> Judgement:
    if not facts.declared:
        return Judgement(Outcome.PASS, Code.NONE_DECLARED, "The case declares no account.")
    if not facts.number:
        return Judgement(Outcome.INCONCLUSIVE, Code.UNKNOWN, "The account is not known.")
    if account_number(facts.declared) == facts.number:
        return Judgement(Outcome.PASS, Code.AS_DECLARED, "It is the account that the case declares.")
    return Judgement(Outcome.CONCERN, Code.OTHER, "The case declares another account.")


CHECK: Final = of_payment(NAME, Code, judge)
