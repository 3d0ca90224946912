"""What the checks of an agency's licences share: whose it is, and whether it holds today."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import CaseCheck, Judgement, Thresholds
from verifier.domain.evidence import EvidenceKind
from verifier.domain.finding import Outcome
from verifier.domain.paper import FOREVER, PaperField
from verifier.domain.paper_check import Paper, of_each_paper, same_name, unread


class PermitCode(StrEnum):
    """Shared by both licences, which are judged alike."""

    HOLDS = "permit_holds"
    OTHER_COMPANY = "permit_other_company"
    OVER = "permit_over"
    NOT_BEGUN = "permit_not_begun"


HOLDS: Final = Judgement(Outcome.PASS, PermitCode.HOLDS, "The licence is the employer's and holds today.")


def permit_check(name: str, kind: EvidenceKind) -> CaseCheck:
    """The check of one kind of licence."""
    return of_each_paper(name, PermitCode, (kind,), _judge)


def _judge(paper: Paper, _thresholds: Thresholds) -> Iterator[Judgement]:
    yield from [*_holder(paper), *_validity(paper)] or [HOLDS]


def _holder(paper: Paper) -> Iterator[Judgement]:
    said, company = paper.facts.declared, paper.value(PaperField.COMPANY)
    if said is None or company is None:
        yield unread(PaperField.COMPANY)
    elif not same_name(company, said.name):
        detail, box = "The licence is another firm's.", paper.reading.fields[PaperField.COMPANY].box
        yield Judgement(Outcome.CONCERN, PermitCode.OTHER_COMPANY, detail, company, said.name, (box,))


def _validity(paper: Paper) -> Iterator[Judgement]:
    today, starts, ends = paper.facts.today, paper.day(PaperField.STARTS), paper.day(PaperField.ENDS)
    if ends is None and paper.value(PaperField.ENDS) != FOREVER:
        yield unread(PaperField.ENDS)
    elif ends is not None and ends < today:
        detail = "The licence has run out."
        yield Judgement(Outcome.FAIL, PermitCode.OVER, detail, ends.isoformat(), today.isoformat())
    elif starts is not None and starts > today:
        detail = "The licence has not begun."
        yield Judgement(Outcome.FAIL, PermitCode.NOT_BEGUN, detail, starts.isoformat(), today.isoformat())
