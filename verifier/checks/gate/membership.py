"""Does the recruiter post for this employer, today?

pass          a member now
concern       never
fail          unknown, or no member, or one who has left
inconclusive  the recruiter could not be looked up
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.gate import GateFacts
from verifier.domain.gate_check import of_wish

NAME: Final = "membership"


class Code(StrEnum):
    MEMBER = "recruiter_belongs"
    UNKNOWN = "recruiter_unknown"
    NOT_MEMBER = "recruiter_not_member"
    LEFT = "recruiter_left"


def judge(facts: GateFacts, _thresholds: Thresholds) -> Iterator[Judgement]:
    if facts.recruiter is None:
        yield Judgement(Outcome.FAIL, Code.UNKNOWN, "There is no such recruiter.")
    elif facts.membership is None:
        yield Judgement(Outcome.FAIL, Code.NOT_MEMBER, "The recruiter does not post for this employer.")
    elif not facts.membership.holds_at(facts.now):
        yield Judgement(Outcome.FAIL, Code.LEFT, "The recruiter has left this employer.")
    else:
        yield Judgement(Outcome.PASS, Code.MEMBER, "The recruiter posts for this employer.")


CHECK: Final = of_wish(NAME, Code, judge)
