"""Did the seeker grant this very read, and does their word still stand?

pass          a grant for this employer, recruiter, purpose and résumé stands
concern       never
fail          there is none, it is for something else, it was withdrawn, or it has run out
inconclusive  never: without a grant the answer is no
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.read_check import of_read
from verifier.domain.resume_read import ReadFacts

NAME: Final = "granted"


class Code(StrEnum):
    HOLDS = "grant_holds"
    MISSING = "grant_missing"
    OTHER = "grant_for_other"
    WITHDRAWN = "grant_withdrawn"
    EXPIRED = "grant_expired"


def judge(facts: ReadFacts, _thresholds: Thresholds) -> Iterator[Judgement]:
    grant, wish = facts.grant, facts.wish
    if grant is None:
        yield Judgement(Outcome.FAIL, Code.MISSING, "The seeker granted no such read.")
    elif not grant.terms.cover(wish.employer_id, wish.recruiter_id, wish.purpose, wish.resume):
        detail = "The grant is for another employer, recruiter, purpose or résumé."
        yield Judgement(Outcome.FAIL, Code.OTHER, detail)
    elif grant.withdrawn_at is not None:
        at = grant.withdrawn_at.isoformat()
        yield Judgement(Outcome.FAIL, Code.WITHDRAWN, "The seeker has taken the grant back.", at)
    elif facts.now >= grant.expires_at:
        yield Judgement(
            Outcome.FAIL, Code.EXPIRED, "The grant has run out.", threshold=grant.expires_at.isoformat()
        )
    else:
        yield Judgement(Outcome.PASS, Code.HOLDS, "The seeker granted this read.")


CHECK: Final = of_read(NAME, Code, judge)
