"""What a check of a bank payment is: one judgement on its facts, which names no amount and no account."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TypeAlias

from verifier.domain.bank_proof import BankFacts
from verifier.domain.check import Check, Judgement, Thresholds, finding_of
from verifier.domain.finding import Finding

BankCheck: TypeAlias = Check[BankFacts]


def of_payment(
    name: str,
    codes: type[StrEnum],
    judge: Callable[[BankFacts, Thresholds], Judgement],
    thresholds: tuple[str, ...] = (),
) -> BankCheck:
    def findings(facts: BankFacts, numbers: Thresholds) -> Iterator[Finding]:
        yield finding_of(name, judge(facts, numbers))

    return Check(name, tuple(codes), findings, thresholds)
