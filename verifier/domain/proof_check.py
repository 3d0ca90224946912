"""What a check of a proof is: as a check of a case, over the facts of one kind of proof."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import TypeVar

from verifier.domain.check import Check, Judgement, Thresholds, finding_of
from verifier.domain.finding import Finding

FactsT = TypeVar("FactsT")


def of_proof(
    name: str,
    codes: type[StrEnum],
    judge: Callable[[FactsT, Thresholds], Iterable[Judgement]],
    thresholds: tuple[str, ...] = (),
) -> Check[FactsT]:
    """A check under its name, whose judgements are findings of it."""

    def findings(facts: FactsT, numbers: Thresholds) -> Iterator[Finding]:
        return (finding_of(name, judgement) for judgement in judge(facts, numbers))

    return Check(name, tuple(codes), findings, thresholds)
