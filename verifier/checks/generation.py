"""Is the licence laid out as licences were on the day it was issued?

pass          the layout existed then
concern       never
fail          the landscape layout on a licence issued before 2019-03-01 (国市监注〔2018〕253号)
inconclusive  the day of issue was not read, or the layout of an old licence cannot be told
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Licence, Thresholds, absent, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.iso_dates import day_of
from verifier.domain.reading import FieldName, Printing

NAME: Final = "generation"
LANDSCAPE_SINCE: Final = date(2019, 3, 1)


class Code(StrEnum):
    POSSIBLE = "generation_possible"
    UNKNOWN = "layout_unknown"
    TOO_EARLY = "layout_before_its_time"


def judge(licence: Licence, _thresholds: Thresholds) -> Iterator[Judgement]:
    issued, printing = licence.field(FieldName.ISSUED), licence.reading.printing
    day = None if issued is None else day_of(issued)
    if issued is None or day is None:
        yield absent(FieldName.ISSUED)
    elif day < LANDSCAPE_SINCE and printing is None:
        detail = "How the page is laid out could not be told."
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNKNOWN, detail, None, str(LANDSCAPE_SINCE))
    elif day < LANDSCAPE_SINCE and printing is Printing.LANDSCAPE_2019:
        detail = f"The layout is that of since {LANDSCAPE_SINCE}, and the licence was issued {day}."
        boxes = (issued.box,)
        yield Judgement(Outcome.FAIL, Code.TOO_EARLY, detail, str(day), str(LANDSCAPE_SINCE), boxes)
    else:
        detail = f"The layout existed on {day}."
        yield Judgement(Outcome.PASS, Code.POSSIBLE, detail, str(day), str(LANDSCAPE_SINCE))


CHECK: Final = of_each_licence(NAME, Code, judge)
