"""Were there unified social credit codes when the licence was issued?

pass          it bears an older number, or was issued since there are codes
concern       an 18-character code on a licence dated before 2015-10-01, when GB 32100-2015 came into force
fail          never: some places gave codes in trials before, and some printed an earlier approval's date
inconclusive  the code or the day of issue was not read
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final

from verifier.domain import credit_code
from verifier.domain.check import Judgement, Licence, Thresholds, absent, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.iso_dates import day_of
from verifier.domain.reading import FieldName
from verifier.domain.wording import plain

NAME: Final = "code_age"
CODES_SINCE: Final = date(2015, 10, 1)


class Code(StrEnum):
    POSSIBLE = "code_age_possible"
    TOO_EARLY = "code_before_its_time"


def judge(licence: Licence, _thresholds: Thresholds) -> Iterator[Judgement]:
    code, issued = licence.field(FieldName.CODE), licence.field(FieldName.ISSUED)
    day = None if issued is None else day_of(issued)
    if code is None or issued is None or day is None:
        yield absent(FieldName.CODE, FieldName.ISSUED)
        return
    text, boxes = plain(code.normalised or code.value), (code.box, issued.box)
    if len(text) == credit_code.LENGTH and day < CODES_SINCE:
        detail = f"{text} is a unified social credit code on a licence issued {day}."
        yield Judgement(Outcome.CONCERN, Code.TOO_EARLY, detail, str(day), str(CODES_SINCE), boxes)
    else:
        detail = f"{text} is a number that a licence issued {day} may bear."
        yield Judgement(Outcome.PASS, Code.POSSIBLE, detail, str(day), str(CODES_SINCE), boxes)


CHECK: Final = of_each_licence(NAME, Code, judge)
