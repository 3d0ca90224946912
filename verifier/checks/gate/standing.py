"""Is the employer verified, today, and has nobody stopped it?

pass          verified, and the verification has not run out
concern       not verified yet, run out, or something has come up that a person has to look at
fail          unknown, suspended, revoked or closed
inconclusive  the employer could not be looked up
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.employer import Employer, EmployerState
from verifier.domain.finding import Outcome
from verifier.domain.gate import GateFacts
from verifier.domain.gate_check import of_wish

NAME: Final = "standing"


class Code(StrEnum):
    VERIFIED = "employer_verified"
    UNKNOWN = "employer_unknown"
    PENDING = "employer_pending"
    LAPSED = "verification_lapsed"
    IN_REVIEW = "employer_in_review"
    SUSPENDED = "employer_suspended"
    REVOKED = "employer_revoked"
    CLOSED = "employer_closed"


AGAINST: Final = {
    EmployerState.PENDING: (Outcome.CONCERN, Code.PENDING),
    EmployerState.REVIEW: (Outcome.CONCERN, Code.IN_REVIEW),
    EmployerState.SUSPENDED: (Outcome.FAIL, Code.SUSPENDED),
    EmployerState.REVOKED: (Outcome.FAIL, Code.REVOKED),
    EmployerState.CLOSED: (Outcome.FAIL, Code.CLOSED),
}


def judge(facts: GateFacts, _thresholds: Thresholds) -> Iterator[Judgement]:
    if facts.employer is None:
        yield Judgement(Outcome.FAIL, Code.UNKNOWN, "There is no such employer.")
    else:
        yield _standing(facts.employer, facts)


def _standing(employer: Employer, facts: GateFacts) -> Judgement:
    if employer.state in AGAINST:
        outcome, code = AGAINST[employer.state]
        ground = f", because of {employer.ground}" if employer.ground else ""
        return Judgement(outcome, code, f"The employer is {employer.state}{ground}.", employer.state)
    until = employer.verified_until.isoformat() if employer.verified_until else None
    if employer.lapsed(facts.now):
        return Judgement(Outcome.CONCERN, Code.LAPSED, "The verification has run out.", until)
    return Judgement(Outcome.PASS, Code.VERIFIED, "The employer is verified.", until)


CHECK: Final = of_wish(NAME, Code, judge)
