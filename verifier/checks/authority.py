"""Does the registering authority bear the name it had on the day of issue?

pass          its name fits the day of issue
concern       an administration of industry after 2019, or a market regulator before there was one
fail          never
inconclusive  the day of issue was not read, or no authority is named anywhere on the page

The administrations merged into market regulators from March 2018 on, the last of them in 2019; the
national one was named 国家市场监督管理总局 on 2018-03-21. Some cities had a 市场监督管理局 from 2009 on.
"""

import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Licence, Thresholds, absent, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.iso_dates import day_of
from verifier.domain.licence_forms import box_of
from verifier.domain.reading import Box, FieldName
from verifier.domain.wording import comparable

NAME: Final = "authority"
OLD: Final = re.compile("工商行政管理|工商局")
NEW: Final = re.compile("市场监督管理")
NATIONAL: Final = re.compile("国家市场监督管理总局")
OLD_UNTIL: Final = date(2019, 12, 31)
NEW_SINCE: Final = date(2009, 9, 1)
NATIONAL_SINCE: Final = date(2018, 3, 21)


class Code(StrEnum):
    FITS = "authority_fits"
    OUT_OF_DATE = "authority_out_of_date"
    TOO_EARLY = "authority_before_its_time"


def judge(licence: Licence, _thresholds: Thresholds) -> Iterator[Judgement]:
    issued, names = licence.field(FieldName.ISSUED), tuple(_names(licence))
    day = None if issued is None else day_of(issued)
    if day is None or not names:
        yield absent(FieldName.ISSUED, FieldName.AUTHORITY)
        return
    found = [judgement for name, box in names for judgement in _judge_name(name, box, day)]
    yield from found[:1]
    if not found:
        yield Judgement(Outcome.PASS, Code.FITS, f"Every authority named fits {day}.", names[0][0], str(day))


def _names(licence: Licence) -> Iterator[tuple[str, Box]]:
    field = licence.field(FieldName.AUTHORITY)
    if field is not None:
        yield comparable(field.value), field.box
    for line in licence.reading.lines:
        text = comparable(line.text)
        if text.endswith("监制") and (OLD.search(text) or NEW.search(text)):
            yield text, box_of(line)


def _judge_name(name: str, box: Box, day: date) -> Iterator[Judgement]:
    if OLD.search(name) and day > OLD_UNTIL:
        detail = f"{name!r} was merged into the market regulator before {day}."
        yield Judgement(Outcome.CONCERN, Code.OUT_OF_DATE, detail, str(day), str(OLD_UNTIL), (box,))
    since = NATIONAL_SINCE if NATIONAL.search(name) else NEW_SINCE
    if NEW.search(name) and day < since:
        detail = f"{name!r} did not exist on {day}."
        yield Judgement(Outcome.CONCERN, Code.TOO_EARLY, detail, str(day), str(since), (box,))


CHECK: Final = of_each_licence(NAME, Code, judge)
