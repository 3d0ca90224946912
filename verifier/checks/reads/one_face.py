"""Does one person recruit for many firms?

The gate's rule `links` weighs this with all else that accounts share; this one looks at faces alone.

pass          the face is known at no other employer, or at few
concern       at as many as a middleman has; a person looks and may clear it
fail          never: agencies lawfully recruit for many
inconclusive  never
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.account_traits import TraitKind
from verifier.domain.check import Judgement, Thresholds
from verifier.domain.finding import Outcome
from verifier.domain.read_check import of_read
from verifier.domain.resume_read import ReadFacts

NAME: Final = "one_face"
OTHERS_MAX: Final = "other_employers_max"


class Code(StrEnum):
    FEW = "face_at_few_firms"
    MANY = "face_at_many_firms"


def judge(facts: ReadFacts, thresholds: Thresholds) -> Iterator[Judgement]:
    others = sum(link.count for link in facts.gate.links if link.kind is TraitKind.FACE)
    most = thresholds[OTHERS_MAX]
    many = others > most
    outcome, code = (Outcome.CONCERN, Code.MANY) if many else (Outcome.PASS, Code.FEW)
    yield Judgement(outcome, code, f"The face is known at {others} other employers.", others, most)


CHECK: Final = of_read(NAME, Code, judge, (OTHERS_MAX,))
