"""Can the day of establishment and the term on the licence be true?

pass          established in the past, and the term has not ended
concern       never
fail          established in the future, or the term has ended
inconclusive  the day of establishment was not read, or is not a date

A term that is missing, blank or without end is normal: since 2022-03-01 licences need not print one
(市场主体登记管理条例实施细则 Art. 23).
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Licence, Thresholds, absent, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.iso_dates import day_of, last_day_of
from verifier.domain.reading import FieldName

NAME: Final = "dates"


class Code(StrEnum):
    POSSIBLE = "dates_possible"
    UNCLEAR = "established_unclear"
    FUTURE = "established_in_future"
    TERM_ENDED = "term_ended"


def judge(licence: Licence, _thresholds: Thresholds) -> Iterator[Judgement]:
    found = [*_judge_established(licence), *_judge_term(licence)]
    yield from found
    if not found:
        yield Judgement(Outcome.PASS, Code.POSSIBLE, "Establishment and term are in order.")


def _judge_established(licence: Licence) -> Iterator[Judgement]:
    field, today = licence.field(FieldName.ESTABLISHED), licence.facts.today
    day = None if field is None else day_of(field)
    if field is None:
        yield absent(FieldName.ESTABLISHED)
    elif day is None:
        detail = f"The day of establishment reads {field.value!r}, which is no date."
        yield Judgement(Outcome.INCONCLUSIVE, Code.UNCLEAR, detail, field.value, None, (field.box,))
    elif day > today:
        detail = f"The firm was established {day}, after {today}."
        yield Judgement(Outcome.FAIL, Code.FUTURE, detail, str(day), str(today), (field.box,))


def _judge_term(licence: Licence) -> Iterator[Judgement]:
    field, today = licence.field(FieldName.TERM), licence.facts.today
    end = None if field is None else last_day_of(field)
    if field is not None and end is not None and end < today:
        detail = f"The term of operation ended {end}."
        yield Judgement(Outcome.FAIL, Code.TERM_ENDED, detail, str(end), str(today), (field.box,))


CHECK: Final = of_each_licence(NAME, Code, judge)
