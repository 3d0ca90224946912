"""Does the licence print something that did not exist on the day it was issued?

pass          nothing printed is younger than the licence
concern       never
fail          an 18-character code before there were any, or the landscape layout before 2019-03-01
inconclusive  the day of issue or the code was not read, or the layout of an old licence cannot be told

Sources: GB 32100-2015, in force from 2015-10-01; 国市监注〔2018〕253号, the new layout from 2019-03-01.
Some places gave codes in a trial before the standard came into force; the policy says how long.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from verifier.domain import credit_code
from verifier.domain.check import Judgement, Licence, Thresholds, absent, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.iso_dates import day_of
from verifier.domain.reading import Field, FieldName, Printing
from verifier.domain.wording import plain

NAME: Final = "generation"
CODES_AHEAD_DAYS: Final = "codes_ahead_days"
CODES_SINCE: Final = date(2015, 10, 1)
LANDSCAPE_SINCE: Final = date(2019, 3, 1)


class Code(StrEnum):
    POSSIBLE = "generation_possible"
    CODE_TOO_EARLY = "code_before_its_time"
    LAYOUT_UNKNOWN = "layout_unknown"
    LAYOUT_TOO_EARLY = "layout_before_its_time"


def judge(licence: Licence, thresholds: Thresholds) -> Iterator[Judgement]:
    code, issued = licence.field(FieldName.CODE), licence.field(FieldName.ISSUED)
    day = None if issued is None else day_of(issued)
    if code is None or issued is None or day is None:
        yield absent(FieldName.CODE, FieldName.ISSUED)
        return
    since = CODES_SINCE - timedelta(days=thresholds[CODES_AHEAD_DAYS])
    found = [*_judge_code(code, issued, day, since), *_judge_layout(licence, issued, day)]
    yield from found
    if not found:
        yield Judgement(Outcome.PASS, Code.POSSIBLE, f"Nothing printed is younger than {day}.", str(day))


def _judge_code(code: Field, issued: Field, day: date, since: date) -> Iterator[Judgement]:
    text = plain(code.normalised or code.value)
    if len(text) == credit_code.LENGTH and day < since:
        detail = f"{text} is a unified social credit code on a licence issued {day}."
        boxes = (code.box, issued.box)
        yield Judgement(Outcome.FAIL, Code.CODE_TOO_EARLY, detail, str(day), str(since), boxes)


def _judge_layout(licence: Licence, issued: Field, day: date) -> Iterator[Judgement]:
    printing = licence.reading.printing
    if day < LANDSCAPE_SINCE and printing is None:
        detail = "How the page is laid out could not be told."
        yield Judgement(Outcome.INCONCLUSIVE, Code.LAYOUT_UNKNOWN, detail, None, str(LANDSCAPE_SINCE))
    elif day < LANDSCAPE_SINCE and printing is Printing.LANDSCAPE_2019:
        detail = f"The layout is that of since {LANDSCAPE_SINCE}, and the licence was issued {day}."
        boxes = (issued.box,)
        yield Judgement(Outcome.FAIL, Code.LAYOUT_TOO_EARLY, detail, str(day), str(LANDSCAPE_SINCE), boxes)


CHECK: Final = of_each_licence(NAME, Code, judge, (CODES_AHEAD_DAYS,))
