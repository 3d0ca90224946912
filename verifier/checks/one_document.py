"""Does the page show one licence only?

pass          no more than one title and one code
concern       two titles or two codes that check: fields may have been read from either paper
fail          never: a second paper in the frame is a careless photo
inconclusive  never, once there is a licence to look at
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from verifier.domain import credit_code
from verifier.domain.check import Judgement, Licence, Thresholds, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.licence_forms import box_of
from verifier.domain.reading import Line
from verifier.domain.wording import comparable

NAME: Final = "one_document"
TITLE: Final = re.compile("(?:企业法人|个体工商户|合伙企业|个人独资企业)?营业执照(?:正本|副本)?")
CODE: Final = re.compile("[0-9A-Z]{18}")


class Code(StrEnum):
    ONE = "one_document"
    SEVERAL = "several_documents"


def judge(licence: Licence, _thresholds: Thresholds) -> Iterator[Judgement]:
    lines = licence.reading.lines
    titles = [line for line in lines if TITLE.fullmatch(comparable(line.text))]
    coded = _coded(lines)
    if len(titles) > 1:
        yield _several(f"Titles of a licence on the page: {len(titles)}.", titles)
    elif len(coded) > 1:
        yield _several(f"Credit codes on the page: {', '.join(coded)}.", tuple(coded.values()))
    else:
        yield Judgement(Outcome.PASS, Code.ONE, "The page shows one title and one code at most.", 1, 1)


def _coded(lines: Sequence[Line]) -> dict[str, Line]:
    """Each code that checks, with the first line that bears it."""
    found: dict[str, Line] = {}
    for line in lines:
        for code in CODE.findall(comparable(line.text)):
            if credit_code.is_valid(code):
                found.setdefault(code, line)
    return found


def _several(detail: str, lines: Sequence[Line]) -> Judgement:
    boxes = tuple(box_of(line) for line in lines)
    return Judgement(Outcome.CONCERN, Code.SEVERAL, detail, len(lines), 1, boxes)


CHECK: Final = of_each_licence(NAME, Code, judge)
