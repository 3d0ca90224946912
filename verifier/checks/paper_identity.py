"""Is the agent's identity card possible and in force?

pass          the number's check digit is right, printed birth and sex are the number's, the card holds today
concern       the check digit is wrong, or birth or sex are not those within the number: misread, or made up;
              the name is not the declared agent's
fail          the card has run out, or begins in the future
inconclusive  no card was handed in; the number or the validity, on the other side, was not read surely

Judges both sides together, on one page or on two. Numbers are never repeated in a finding.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from verifier.domain.check import Check, Judgement, Thresholds, finding_of
from verifier.domain.evidence import EvidenceKind
from verifier.domain.facts import Facts
from verifier.domain.finding import Finding, Outcome
from verifier.domain.paper import FOREVER, PaperField, PaperReading
from verifier.domain.paper_check import OTHER_KIND, SHARED_CODES, no_paper, same_name, unread
from verifier.domain.written import Field

NAME: Final = "paper_identity"
SCORE_MIN: Final = "score_min"
DIGITS: Final = 18
ORDER_DIGIT: Final = 16  # odd for men


class Code(StrEnum):
    VALID = "identity_valid"
    UNSURE = "identity_number_unsure"
    CHECK_DIGIT = "identity_check_digit_wrong"
    BIRTH_DIFFERS = "identity_birth_differs"
    SEX_DIFFERS = "identity_sex_differs"
    NOT_DECLARED = "identity_not_the_agent"
    EXPIRED = "identity_expired"
    NOT_YET = "identity_not_yet_valid"


def judge(facts: Facts, thresholds: Thresholds) -> Iterator[Finding]:
    pages = facts.papers(EvidenceKind.AGENT_IDENTITY)
    if not pages:
        yield finding_of(NAME, no_paper([EvidenceKind.AGENT_IDENTITY]))
        return
    ids = tuple(evidence_id for evidence_id, _ in pages)
    for evidence_id, page in pages:
        if page.kind is not EvidenceKind.AGENT_IDENTITY:
            detail = "Handed in as an identity card, the page was read as something else."
            yield finding_of(NAME, Judgement(Outcome.CONCERN, OTHER_KIND, detail), (evidence_id,))
    fields = _together(page for _, page in pages)
    agent = facts.declared.agent if facts.declared else None
    troubles = [
        *_number(fields, thresholds[SCORE_MIN]),
        *_name(fields, agent),
        *_validity(fields, facts.today),
    ]
    valid = Judgement(Outcome.PASS, Code.VALID, "The number is possible and the card holds today.")
    for judgement in troubles or [valid]:
        yield finding_of(NAME, judgement, ids)


def _together(pages: Iterator[PaperReading]) -> Mapping[PaperField, Field]:
    """The fields of both sides, the surer of two readings of one."""
    fields: dict[PaperField, Field] = {}
    for page in pages:
        for name, field in page.fields.items():
            if name not in fields or field.score > fields[name].score:
                fields[name] = field
    return fields


def _number(fields: Mapping[PaperField, Field], score_min: float) -> Iterator[Judgement]:
    field = fields.get(PaperField.NUMBER)
    if field is None or len(_plain(field)) != DIGITS:
        yield unread(PaperField.NUMBER)
        return
    if field.score < score_min:
        detail = "The number was not read surely."
        yield Judgement(
            Outcome.INCONCLUSIVE, Code.UNSURE, detail, round(field.score, 3), score_min, (field.box,)
        )
        return
    number = _plain(field)
    if ric.calc_check_digit(number) != number[-1]:
        detail = "The last figure is not the check digit of the others."
        yield Judgement(Outcome.CONCERN, Code.CHECK_DIGIT, detail, boxes=(field.box,))
    yield from _birth(fields, number, field)
    sex = fields.get(PaperField.SEX)
    if sex and sex.value != ("男" if int(number[ORDER_DIGIT]) % 2 else "女"):
        detail = "The printed sex is not the one within the number."
        yield Judgement(Outcome.CONCERN, Code.SEX_DIFFERS, detail, boxes=(sex.box, field.box))


def _name(fields: Mapping[PaperField, Field], agent: str | None) -> Iterator[Judgement]:
    if agent is None:
        return
    printed = fields.get(PaperField.NAME)
    if printed is None:
        yield unread(PaperField.NAME)
    elif not same_name(_plain(printed), agent):
        detail = "The card is another person's than the agent declared."
        yield Judgement(Outcome.CONCERN, Code.NOT_DECLARED, detail, boxes=(printed.box,))


def _birth(fields: Mapping[PaperField, Field], number: str, field: Field) -> Iterator[Judgement]:
    printed = fields.get(PaperField.BORN)
    try:
        within = ric.get_birth_date(number).isoformat()
    except ValidationError:
        within = None
    if within is None or (printed and printed.normalised != within):
        boxes = (field.box,) if printed is None else (printed.box, field.box)
        detail = "The printed birthday is not the one within the number."
        yield Judgement(Outcome.CONCERN, Code.BIRTH_DIFFERS, detail, boxes=boxes)


def _validity(fields: Mapping[PaperField, Field], today: date) -> Iterator[Judgement]:
    starts, ends = fields.get(PaperField.STARTS), fields.get(PaperField.ENDS)
    if starts is None or ends is None or starts.normalised is None or ends.normalised is None:
        yield unread(PaperField.STARTS, PaperField.ENDS)
        return
    if starts.normalised > today.isoformat():
        detail = "The card begins in the future."
        yield Judgement(
            Outcome.FAIL, Code.NOT_YET, detail, starts.normalised, today.isoformat(), (starts.box,)
        )
    if ends.normalised != FOREVER and ends.normalised < today.isoformat():
        detail = "The card has run out."
        yield Judgement(Outcome.FAIL, Code.EXPIRED, detail, ends.normalised, today.isoformat(), (ends.box,))


def _plain(field: Field) -> str:
    return field.normalised or field.value


CHECK: Final = Check(NAME, (*Code, *SHARED_CODES), judge, (SCORE_MIN,))
