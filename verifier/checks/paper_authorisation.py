"""Does the letter of authorisation let the agent act for this employer today?

pass          employer and any code are those declared, the agent the card's and declared, today in its period
concern       another employer, code or agent is named; the paper is dated in the future
fail          the period is over, or has not begun
inconclusive  none was handed in, something was not read, or no card and no declared agent is there to compare
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.evidence import EvidenceKind
from verifier.domain.finding import Outcome
from verifier.domain.paper import FOREVER, PaperField
from verifier.domain.paper_check import Paper, Source, of_each_paper, of_the_agent, same_name, unread

NAME: Final = "paper_authorisation"


class Code(StrEnum):
    COVERS = "authorisation_covers"
    OTHER_COMPANY = "authorisation_other_company"
    OTHER_CODE = "authorisation_other_code"
    OTHER_AGENT = "authorisation_other_agent"
    NOT_DECLARED = "authorisation_not_the_agent"
    UNCOMPARED = "authorisation_agent_uncompared"
    FUTURE = "authorisation_dated_in_future"
    OVER = "authorisation_over"
    NOT_BEGUN = "authorisation_not_begun"


_OTHERS: Final = {Source.CARD: Code.OTHER_AGENT, Source.DECLARED: Code.NOT_DECLARED}


def judge(paper: Paper, _thresholds: Thresholds) -> Iterator[Judgement]:
    troubles = [*_employer(paper), *of_the_agent(paper, _OTHERS, Code.UNCOMPARED), *_days(paper)]
    yield from troubles or [Judgement(Outcome.PASS, Code.COVERS, "The agent may act for the employer today.")]


def _employer(paper: Paper) -> Iterator[Judgement]:
    said, company, code = paper.facts.declared, paper.value(PaperField.COMPANY), paper.value(PaperField.CODE)
    if said is None or company is None:
        yield unread(PaperField.COMPANY)
    elif not same_name(company, said.name):
        yield _concern(paper, Code.OTHER_COMPANY, PaperField.COMPANY, company, said.name)
    if said and code and not same_name(code, said.code):
        yield _concern(paper, Code.OTHER_CODE, PaperField.CODE, code, said.code)


def _days(paper: Paper) -> Iterator[Judgement]:
    today, starts, dated = paper.facts.today, paper.day(PaperField.STARTS), paper.day(PaperField.DATED)
    ends, endless = paper.day(PaperField.ENDS), paper.value(PaperField.ENDS) == FOREVER
    if dated and dated > today:
        detail = "The letter is dated in the future."
        yield Judgement(Outcome.CONCERN, Code.FUTURE, detail, dated.isoformat(), today.isoformat())
    if starts is None or (ends is None and not endless):
        yield unread(PaperField.STARTS, PaperField.ENDS)
    elif starts > today:
        detail = "The period has not begun."
        yield Judgement(Outcome.FAIL, Code.NOT_BEGUN, detail, starts.isoformat(), today.isoformat())
    elif ends is not None and ends < today:
        detail = "The period is over."
        yield Judgement(Outcome.FAIL, Code.OVER, detail, ends.isoformat(), today.isoformat())


def _concern(paper: Paper, code: Code, name: PaperField, read: str, said: str) -> Judgement:
    detail = "The letter names another employer than the case."
    return Judgement(Outcome.CONCERN, code, detail, read, said, _boxes(paper, name))


def _boxes(paper: Paper, name: PaperField) -> tuple[tuple[int, int, int, int], ...]:
    return (paper.reading.fields[name].box,)


CHECK: Final = of_each_paper(NAME, Code, (EvidenceKind.AUTHORISATION_LETTER,), judge)
