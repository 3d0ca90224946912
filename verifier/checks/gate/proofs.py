"""Has the employer proven what an account of its type and risk has to?

pass          as much worth as is asked for, and every kind that is asked for in any case
concern       something is asked for and not proven, or what was proven has run out
fail          never: what is not proven says nothing against the employer
inconclusive  the proofs could not be looked up
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.gate import GateFacts
from verifier.domain.gate_check import of_wish

NAME: Final = "proofs"


class Code(StrEnum):
    ENOUGH = "proofs_enough"
    TOO_FEW = "proofs_too_few"
    MISSING = "proofs_missing"


def judge(facts: GateFacts, _: Thresholds) -> Iterator[Judgement]:
    proven, required = facts.proofs, facts.proofs.required
    if lacking := required.lacking(proven.kinds):
        detail = f"Not proven, and asked for in any case: {', '.join(lacking)}."
        yield Judgement(
            Outcome.CONCERN, Code.MISSING, detail, ",".join(sorted(proven.kinds)), ",".join(lacking)
        )
    elif proven.worth < required.worth_min:
        detail = "What is proven by now is worth less than this account has to show."
        yield Judgement(Outcome.CONCERN, Code.TOO_FEW, detail, proven.worth, required.worth_min)
    else:
        detail = "As much is proven as this account has to show."
        yield Judgement(Outcome.PASS, Code.ENOUGH, detail, proven.worth, required.worth_min)


CHECK: Final = of_wish(NAME, Code, judge)
