"""Is the account in the employer's own name?

pass          the holder's name is the employer's, but for widths, spaces, capitals and the shapes of brackets
fail          it is another: a person's, a branch's, one character off
inconclusive  the bank shows no name, or no case says what the employer is called
concern       never
"""

from enum import StrEnum
from typing import Final

from verifier.domain.bank import same_name
from verifier.domain.bank_check import of_payment
from verifier.domain.bank_proof import BankFacts
from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome

NAME: Final = "bank_payee"


class Code(StrEnum):
    EQUAL = "payee_name_equal"
    DIFFERS = "payee_name_differs"
    UNKNOWN = "payee_name_unknown"


def judge(facts: BankFacts, _: Thresholds) -> Judgement:
    if not facts.name or not facts.employer:
        return Judgement(
            Outcome.INCONCLUSIVE, Code.UNKNOWN, "The holder's name or the employer's is not known."
        )
    if same_name(facts.name, facts.employer):
        return Judgement(Outcome.PASS, Code.EQUAL, "The account is in the employer's name.")
    return Judgement(Outcome.FAIL, Code.DIFFERS, "The account is in another name than the employer's.")


CHECK: Final = of_payment(NAME, Code, judge)
