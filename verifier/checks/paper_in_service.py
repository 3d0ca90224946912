"""Does a recent certificate say that the agent serves this employer?

pass          employer and person are those declared and of the card, and the paper is young enough
concern       another employer or person is named; the paper is older than the policy takes, or of the future
fail          never: people change firms, and certificates grow old
inconclusive  none was handed in, something was not read, or no card and no declared agent is there to compare
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.evidence import EvidenceKind
from verifier.domain.finding import Outcome
from verifier.domain.paper import PaperField
from verifier.domain.paper_check import Paper, Source, of_each_paper, of_the_agent, same_name, unread

NAME: Final = "paper_in_service"
AGE_DAYS_MAX: Final = "age_days_max"


class Code(StrEnum):
    AGREES = "in_service_agrees"
    OTHER_COMPANY = "in_service_other_company"
    OTHER_PERSON = "in_service_other_person"
    NOT_DECLARED = "in_service_not_the_agent"
    UNCOMPARED = "in_service_person_uncompared"
    OLD = "in_service_too_old"
    FUTURE = "in_service_dated_in_future"


_OTHERS: Final = {Source.CARD: Code.OTHER_PERSON, Source.DECLARED: Code.NOT_DECLARED}


def judge(paper: Paper, thresholds: Thresholds) -> Iterator[Judgement]:
    troubles = [
        *_employer(paper),
        *of_the_agent(paper, _OTHERS, Code.UNCOMPARED),
        *_age(paper, thresholds[AGE_DAYS_MAX]),
    ]
    agrees = Judgement(Outcome.PASS, Code.AGREES, "The agent serves the employer, by a recent certificate.")
    yield from troubles or [agrees]


def _employer(paper: Paper) -> Iterator[Judgement]:
    said, company = paper.facts.declared, paper.value(PaperField.COMPANY)
    if said is None or company is None:
        yield unread(PaperField.COMPANY)
    elif not same_name(company, said.name):
        detail = "The certificate names another employer than the case."
        box = paper.reading.fields[PaperField.COMPANY].box
        yield Judgement(Outcome.CONCERN, Code.OTHER_COMPANY, detail, company, said.name, (box,))


def _age(paper: Paper, most: float) -> Iterator[Judgement]:
    dated, today = paper.day(PaperField.DATED), paper.facts.today
    if dated is None:
        yield unread(PaperField.DATED)
    elif dated > today:
        detail = "The certificate is dated in the future."
        yield Judgement(Outcome.CONCERN, Code.FUTURE, detail, dated.isoformat(), today.isoformat())
    elif (age := (today - dated).days) > most:
        yield Judgement(Outcome.CONCERN, Code.OLD, f"The certificate is {age} days old.", age, most)


CHECK: Final = of_each_paper(NAME, Code, (EvidenceKind.IN_SERVICE_CERTIFICATE,), judge, (AGE_DAYS_MAX,))
