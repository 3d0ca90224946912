"""What a rule of the gate is: as a check of a case, over one wish to post. It does not say what follows.

What could not be asked just now is inconclusive, and the policy's setting for an outage answers it.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Final, TypeAlias

from verifier.domain.check import Check, Judgement, Thresholds, finding_of
from verifier.domain.finding import Finding, Outcome
from verifier.domain.gate import GateFacts

NOT_ASKED: Final = "not_asked"

GateCheck: TypeAlias = Check[GateFacts]
GateJudge: TypeAlias = Callable[[GateFacts, Thresholds], Iterable[Judgement]]


def of_wish(name: str, codes: type[StrEnum], judge: GateJudge, thresholds: tuple[str, ...] = ()) -> GateCheck:
    """A rule under its name; inconclusive where the facts name it among what could not be asked."""

    def findings(facts: GateFacts, numbers: Thresholds) -> Iterator[Finding]:
        judgements = (unanswered(),) if name in facts.missing else judge(facts, numbers)
        return (finding_of(name, judgement) for judgement in judgements)

    return Check(name, (*codes, NOT_ASKED), findings, thresholds)


def unanswered() -> Judgement:
    """What a rule says whose facts could not be asked for just now."""
    return Judgement(Outcome.INCONCLUSIVE, NOT_ASKED, "What this rule looks at could not be asked just now.")
