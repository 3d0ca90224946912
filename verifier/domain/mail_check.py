"""What a check of a corporate mailbox is: as one of a case, over the facts of one message."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import TypeAlias

from verifier.domain.check import Check, Judgement, Thresholds, finding_of
from verifier.domain.finding import Finding
from verifier.domain.mail import MailFacts

MailJudge: TypeAlias = Callable[[MailFacts, Thresholds], Iterable[Judgement]]


def of_mail(
    name: str, codes: type[StrEnum], judge: MailJudge, thresholds: tuple[str, ...] = ()
) -> Check[MailFacts]:
    """A check under its name. A finding holds domains and never an address."""

    def findings(facts: MailFacts, numbers: Thresholds) -> Iterator[Finding]:
        return (finding_of(name, judgement) for judgement in judge(facts, numbers))

    return Check(name, tuple(codes), findings, thresholds)
