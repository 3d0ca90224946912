"""Can the dates on the licence be true?

pass          established, then issued, both in the past, and the term has not ended
concern       never
fail          issued before established, a date in the future, or a term that has ended
inconclusive  a date was not read, or is not a date

A term that is missing, blank or without end is normal: since 2022-03-01 licences need not print one
(市场主体登记管理条例实施细则 Art. 23). Issue before establishment contradicts 市场主体登记管理条例 Art. 21.
An issue later than the establishment only says that the licence was changed or issued anew (Art. 28).
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Licence, Thresholds, absent, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.iso_dates import day_of, last_day_of
from verifier.domain.reading import Field, FieldName

NAME: Final = "dates"


class Code(StrEnum):
    POSSIBLE = "dates_possible"
    UNCLEAR = "date_unclear"
    FUTURE = "date_in_future"
    ISSUED_TOO_EARLY = "issued_before_established"
    TERM_ENDED = "term_ended"


def judge(licence: Licence, _thresholds: Thresholds) -> Iterator[Judgement]:
    found = [
        *_judge_day(licence, FieldName.ESTABLISHED),
        *_judge_day(licence, FieldName.ISSUED),
        *_judge_order(licence),
        *_judge_term(licence),
    ]
    yield from found
    if not found:
        yield Judgement(Outcome.PASS, Code.POSSIBLE, "The dates are in order.", _days(licence))


def _judge_day(licence: Licence, name: FieldName) -> Iterator[Judgement]:
    field, today = licence.field(name), licence.facts.today
    day = None if field is None else day_of(field)
    if field is None:
        yield absent(name)
    elif day is None:
        detail = f"The date {name} reads {field.value!r}, which is no date."
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNCLEAR, detail, field.value, None, (field.box,))
    elif day > today:
        detail = f"The date {name}, {day}, is after {today}."
        yield Judgement(Outcome.FAIL, Code.FUTURE, detail, str(day), str(today), (field.box,))


def _judge_order(licence: Licence) -> Iterator[Judgement]:
    established, issued = licence.field(FieldName.ESTABLISHED), licence.field(FieldName.ISSUED)
    if established is None or issued is None:
        return
    first, later = day_of(established), day_of(issued)
    if first and later and later < first:
        detail = f"Issued {later}, before the firm was established {first}."
        boxes = (issued.box, established.box)
        yield Judgement(Outcome.FAIL, Code.ISSUED_TOO_EARLY, detail, str(later), str(first), boxes)


def _judge_term(licence: Licence) -> Iterator[Judgement]:
    field, today = licence.field(FieldName.TERM), licence.facts.today
    end = None if field is None else last_day_of(field)
    if field is not None and end is not None and end < today:
        detail = f"The term of operation ended {end}."
        yield Judgement(Outcome.FAIL, Code.TERM_ENDED, detail, str(end), str(today), (field.box,))


def _days(licence: Licence) -> str:
    fields: list[Field | None] = [licence.field(n) for n in (FieldName.ESTABLISHED, FieldName.ISSUED)]
    return ", ".join(str(day_of(field)) for field in fields if field is not None)


CHECK: Final = of_each_licence(NAME, Code, judge)
