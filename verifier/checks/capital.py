"""Is capital printed where the form has it, and only there?

pass          present, absent or optional as the form asks, and in yuan unless the firm is foreign-invested
concern       absent from a company, present on an individual business or a branch, or in a foreign currency
fail          never
inconclusive  the type was not read or names no known form, or the capital is labelled and was not read
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Licence, Thresholds, absent, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.licence_forms import FORMS, Capital, form_of, leaves_to_charter
from verifier.domain.reading import Field, FieldName
from verifier.domain.wording import comparable

NAME: Final = "capital"
FOREIGN_CURRENCY: Final = re.compile(
    "美元|美金|港元|港币|欧元|日元|英镑|新加坡元|韩元|澳元|加元|瑞士法郎|新台币"
)
FOREIGN_INVESTED: Final = re.compile("外|港|澳|台|合资")
OLD_FUNDS: Final = re.compile("资金数额")  # what licences of individual businesses printed before 2011
CAPITAL_LABEL: Final = re.compile("注册资|资本")


class Code(StrEnum):
    AGREES = "capital_agrees"
    ABSENT = "capital_absent"
    UNEXPECTED = "capital_unexpected"
    CURRENCY = "capital_currency"


def judge(licence: Licence, _thresholds: Thresholds) -> Iterator[Judgement]:
    type_, capital = licence.field(FieldName.TYPE), licence.field(FieldName.CAPITAL)
    form = form_of(type_)
    if type_ is None or form is None:
        yield absent(FieldName.TYPE)
        return
    expected = FORMS[form].capital
    found = [*_judge_presence(licence, capital, expected), *_judge_currency(capital, type_)]
    yield from found
    if not found:
        detail = f"Capital is {expected} on this form, and what is printed fits."
        yield Judgement(
            Outcome.PASS, Code.AGREES, detail, None if capital is None else capital.value, str(expected)
        )


def _judge_presence(licence: Licence, capital: Field | None, expected: Capital) -> Iterator[Judgement]:
    if capital is None and expected is Capital.REQUIRED and _prints(licence, CAPITAL_LABEL):
        yield absent(FieldName.CAPITAL)
    elif capital is None and expected is Capital.REQUIRED and not leaves_to_charter(licence.reading):
        detail = "A company's licence prints its capital, and none was read."
        yield Judgement(Outcome.CONCERN, Code.ABSENT, detail, None, str(expected))
    if capital is not None and expected is Capital.FORBIDDEN and not _prints(licence, OLD_FUNDS):
        detail = f"This form prints no capital, and {capital.value!r} was read."
        yield Judgement(
            Outcome.CONCERN, Code.UNEXPECTED, detail, capital.value, str(expected), (capital.box,)
        )


def _judge_currency(capital: Field | None, type_: Field) -> Iterator[Judgement]:
    foreign = None if capital is None else FOREIGN_CURRENCY.search(capital.value)
    if capital is not None and foreign is not None and not FOREIGN_INVESTED.search(type_.value):
        detail = f"The capital is in {foreign.group()}, and the type is not a foreign-invested one."
        yield Judgement(
            Outcome.CONCERN, Code.CURRENCY, detail, capital.value, type_.value, (capital.box, type_.box)
        )


def _prints(licence: Licence, wording: re.Pattern[str]) -> bool:
    return any(wording.search(comparable(line.text)) for line in licence.reading.lines)


CHECK: Final = of_each_licence(NAME, Code, judge)
