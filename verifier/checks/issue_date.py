"""Can the day of issue be true?

pass          issued in the past, and no earlier than the firm was established
concern       never
fail          issued before the firm was established, or in the future
inconclusive  a date was not read or is not a date; the seal stands on the day of issue of most licences

Issue before establishment contradicts 市场主体登记管理条例 Art. 21. An issue later than the establishment
only says that the licence was changed or issued anew (Art. 28).
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Licence, Thresholds, absent, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.iso_dates import day_of
from verifier.domain.reading import FieldName

NAME: Final = "issue_date"


class Code(StrEnum):
    POSSIBLE = "issue_date_possible"
    UNCLEAR = "issue_date_unclear"
    FUTURE = "issued_in_future"
    TOO_EARLY = "issued_before_established"


def judge(licence: Licence, _thresholds: Thresholds) -> Iterator[Judgement]:
    issued, established = licence.field(FieldName.ISSUED), licence.field(FieldName.ESTABLISHED)
    if issued is None or established is None:
        yield absent(FieldName.ISSUED, FieldName.ESTABLISHED)
        return
    day, first, today = day_of(issued), day_of(established), licence.facts.today
    boxes = (issued.box, established.box)
    if day is None or first is None:
        detail = f"The days of issue and establishment read {issued.value!r} and {established.value!r}."
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNCLEAR, detail, issued.value, None, boxes)
    elif day > today:
        detail = f"The licence was issued {day}, after {today}."
        yield Judgement(Outcome.FAIL, Code.FUTURE, detail, str(day), str(today), boxes)
    elif day < first:
        detail = f"Issued {day}, before the firm was established {first}."
        yield Judgement(Outcome.FAIL, Code.TOO_EARLY, detail, str(day), str(first), boxes)
    else:
        detail = f"Issued {day}, and established {first}."
        yield Judgement(Outcome.PASS, Code.POSSIBLE, detail, str(day), str(first), boxes)


CHECK: Final = of_each_licence(NAME, Code, judge)
