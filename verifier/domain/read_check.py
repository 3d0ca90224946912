"""What a rule about reads is: as a rule of the gate, over one wish to read a résumé."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import TypeAlias

from verifier.domain.check import Check, Judgement, Thresholds, finding_of
from verifier.domain.finding import Finding
from verifier.domain.resume_read import ReadFacts

ReadCheck: TypeAlias = Check[ReadFacts]
ReadJudge: TypeAlias = Callable[[ReadFacts, Thresholds], Iterable[Judgement]]


def of_read(name: str, codes: type[StrEnum], judge: ReadJudge, thresholds: tuple[str, ...] = ()) -> ReadCheck:
    """A rule under its name."""

    def findings(facts: ReadFacts, numbers: Thresholds) -> Iterator[Finding]:
        return (finding_of(name, judgement) for judgement in judge(facts, numbers))

    return Check(name, tuple(codes), findings, thresholds)


def seen_just_now(facts: ReadFacts, minutes_max: float) -> bool:
    """Whether the recruiter's face was verified within so many minutes."""
    minutes = facts.gate.minutes_since_face()
    return minutes is not None and minutes <= minutes_max
