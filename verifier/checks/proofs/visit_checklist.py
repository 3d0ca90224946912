"""Every item of the visit's checklist is answered with yes, and photographed where the policy asks for it.

pass: all are. concern: an item was answered with no or unsure, or lacks a photograph. inconclusive: an item
was not answered.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Check, Judgement, Thresholds, finding_of
from verifier.domain.finding import Finding, Outcome
from verifier.domain.visit import Answer, ChecklistItem, VisitFacts

NAME: Final = "visit_checklist"


class Code(StrEnum):
    ALL_YES = "visit_all_yes"
    UNANSWERED = "visit_unanswered"
    NOT_YES = "visit_not_yes"
    UNPHOTOGRAPHED = "visit_unphotographed"


def wanted(item: ChecklistItem) -> str:
    """The threshold that says how many photographs of an item there have to be."""
    return f"photos_{item}"


def judge(facts: VisitFacts, numbers: Thresholds) -> Iterator[Finding]:
    against = [one for item in ChecklistItem for one in _against(facts, item, numbers)]
    good = Judgement(Outcome.PASS, Code.ALL_YES, "Every item was answered with yes and photographed.")
    yield from (finding_of(NAME, one) for one in against or [good])


def _against(facts: VisitFacts, item: ChecklistItem, numbers: Thresholds) -> Iterator[Judgement]:
    given = facts.report.answers.get(item)
    if given is None:
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNANSWERED, f"{item} was not answered.", item)
    elif given.answer is not Answer.YES:
        told = f"{item} was answered with {given.answer}: {given.note or 'nothing was noted'}."
        yield Judgement(Outcome.CONCERN, Code.NOT_YES, told, given.answer)
    least, there = numbers[wanted(item)], len(facts.report.of(item))
    if there < least:
        told = f"{item} has {there} photographs of {least:.0f}."
        yield Judgement(Outcome.CONCERN, Code.UNPHOTOGRAPHED, told, there, least)


CHECK: Final = Check(NAME, tuple(Code), judge, tuple(wanted(item) for item in ChecklistItem))
