"""Can the number on the licence be a registration code at all?

pass          18 characters of the alphabet with a known authority and kind, and both check characters right
concern       an older registration number: 15 digits of which the last one checks, or 13 digits
fail          the characters, the length or a check character are wrong, or no province has the division
inconclusive  no code was read, or a wrong one was read too faintly to hold it against the applicant

A forger can compute valid characters: a pass says "possible", never "genuine".
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier import divisions
from verifier.domain import credit_code, registration_number
from verifier.domain.check import Judgement, Licence, Thresholds, absent, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.reading import Field, FieldName
from verifier.domain.wording import plain

NAME: Final = "code"
SCORE_MIN: Final = "score_min"
OLDEST: Final = re.compile("[0-9]{13}")  # before GS15-2006 numbers had 13 digits and no check digit


class Code(StrEnum):
    VALID = "code_valid"
    OLD_NUMBER = "code_old_number"
    INVALID = "code_invalid"
    NO_PROVINCE = "code_without_province"
    UNSURE = "code_unsure"


def judge(licence: Licence, thresholds: Thresholds) -> Iterator[Judgement]:
    field = licence.field(FieldName.CODE)
    if field is None:
        yield absent(FieldName.CODE)
        return
    code = plain(field.normalised or field.value)
    if registration_number.is_valid(code) or OLDEST.fullmatch(code):
        yield _old(code, field)
    elif credit_code.is_valid(code) and not divisions.exists(credit_code.anatomy(code).division):
        detail = f"The division of {code} is in no province there is or was{_repairs(field)}."
        yield Judgement(Outcome.FAIL, Code.NO_PROVINCE, detail, code, "GB/T 2260", (field.box,))
    elif credit_code.is_valid(code):
        detail = f"Both check characters of {code} are right{_repairs(field)}."
        yield Judgement(Outcome.PASS, Code.VALID, detail, code, "GB 32100-2015", (field.box,))
    else:
        yield _wrong(code, field, thresholds[SCORE_MIN])


def _old(code: str, field: Field) -> Judgement:
    detail = f"{code} is a registration number of the kind that GB 32100-2015 replaced."
    return Judgement(Outcome.CONCERN, Code.OLD_NUMBER, detail, code, "GB 32100-2015", (field.box,))


def _wrong(code: str, field: Field, score_min: float) -> Judgement:
    what = "; ".join(_explained(code))
    if field.score < score_min:
        detail = f"{code} was read faintly (score {field.score:.3f}) and cannot be right: {what}."
        return Judgement(Outcome.INCONCLUSIVE, Code.UNSURE, detail, field.score, score_min, (field.box,))
    detail = f"{code} cannot be right: {what}{_repairs(field)}."
    return Judgement(Outcome.FAIL, Code.INVALID, detail, code, "GB 32100-2015", (field.box,))


def _explained(code: str) -> Iterator[str]:
    if len(code) == registration_number.LENGTH and code.isdigit():
        yield f"digit 15 is {code[-1]}, expected {registration_number.check_digit(code[:-1])}"
        return
    for problem in credit_code.problems(code):
        where = "" if problem.position is None else f" of character {problem.position}"
        yield f"{problem.flaw.value}{where}: {problem.seen}, expected {problem.expected}"


def _repairs(field: Field) -> str:
    return f" (after repair: {'; '.join(field.repairs)})" if field.repairs else ""


CHECK: Final = of_each_licence(NAME, Code, judge, (SCORE_MIN,))
