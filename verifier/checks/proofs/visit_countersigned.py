"""Somebody of the visited firm countersigned this report.

pass: somebody did. concern: they refused. fail: what they signed is another report than the one that arrived.
inconclusive: nobody signed.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Check, Judgement, Thresholds, finding_of
from verifier.domain.finding import Finding, Outcome
from verifier.domain.visit import VisitFacts

NAME: Final = "visit_countersigned"


class Code(StrEnum):
    SIGNED = "visit_countersigned"
    REFUSED = "visit_countersign_refused"
    OTHER_REPORT = "visit_signed_another_report"
    MISSING = "visit_not_countersigned"


def judge(facts: VisitFacts, _: Thresholds) -> Iterator[Finding]:
    yield finding_of(NAME, _judged(facts))


def _judged(facts: VisitFacts) -> Judgement:
    signature = facts.report.countersignature
    if signature is None:
        return Judgement(Outcome.INCONCLUSIVE, Code.MISSING, "Nobody of the firm signed.")
    if signature.report != facts.report.digest:
        told = "The firm was shown another report than the one that arrived."
        return Judgement(Outcome.FAIL, Code.OTHER_REPORT, told)
    if signature.refused:
        told = f"The firm refused to sign: {signature.words or 'it gave no reason'}."
        return Judgement(Outcome.CONCERN, Code.REFUSED, told)
    return Judgement(Outcome.PASS, Code.SIGNED, f"{signature.signer} ({signature.role}) signed.")


CHECK: Final = Check(NAME, tuple(Code), judge)
