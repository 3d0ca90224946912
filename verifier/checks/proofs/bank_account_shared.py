"""Is the account another employer's of the site as well?

pass          no other employer is known by it
concern       others are, or were: one account may serve a group of firms, and a reseller's many
inconclusive  the account is not known
fail          never: a person looks at who the others are
"""

from enum import StrEnum
from typing import Final

from verifier.domain.bank_check import of_payment
from verifier.domain.bank_proof import BankFacts
from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome

NAME: Final = "bank_account_shared"
OTHERS_MAX: Final = "others_max"


class Code(StrEnum):
    OWN = "bank_account_own"
    SHARED = "bank_account_shared"
    UNKNOWN = "bank_account_unknown"


def judge(facts: BankFacts, thresholds: Thresholds) -> Judgement:
    most = thresholds[OTHERS_MAX]
    if facts.others is None:
        return Judgement(Outcome.INCONCLUSIVE, Code.UNKNOWN, "The account is not known.")
    told = f"Other employers with this account: {facts.others}."
    outcome, code = (Outcome.CONCERN, Code.SHARED) if facts.others > most else (Outcome.PASS, Code.OWN)
    return Judgement(outcome, code, told, facts.others, most)


CHECK: Final = of_payment(NAME, Code, judge, (OTHERS_MAX,))
