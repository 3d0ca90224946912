"""Is the page marked as a specimen?

pass          no line is a specimen's mark
fail          a line outside the scope says SPECIMEN, or little more than 样本 or the like
concern       never
inconclusive  never, once there is a licence to look at

A firm may be called 样本 and may deal in 样板: a line counts only when the mark is nearly all that it says.
A copy marked "for use at … only" is not a specimen.
"""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Licence, Thresholds, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.licence_forms import box_of, inside
from verifier.domain.reading import FieldName, Line
from verifier.domain.wording import comparable

NAME: Final = "specimen_mark"
SHARE_MIN: Final = "share_min"
MARKS: Final = re.compile(
    "样本|样张|样例|样板|样品|示例|示范|示意|演示|虚构|测试|范本|SPECIMEN|SAMPLE|FICTITIOUS|FICTIONAL|TEMPLATE"
)
PLAIN_MARKS: Final = re.compile("SPECIMEN|非真实|不是证照|仅供示例|营业执照样本|样本营业执照")
FILLERS: Final = re.compile(
    "仅供|仅作|仅用于|专用|使用|参考|用途|数据|营业执照|无效|作废|本件|此件|非真实|证照|图|为|系|的|于|之|用|NOTVALID|VOID"
)


class Code(StrEnum):
    UNMARKED = "no_specimen_mark"
    MARKED = "specimen_mark"


def judge(licence: Licence, thresholds: Thresholds) -> Iterator[Judgement]:
    scope = licence.field(FieldName.SCOPE)
    marked = [line for line in licence.reading.lines if _share(line.text) >= thresholds[SHARE_MIN]]
    outside = [line for line in marked if scope is None or not inside(line, scope.box)]
    if outside:
        yield _marked(outside, thresholds[SHARE_MIN])
    else:
        yield Judgement(Outcome.PASS, Code.UNMARKED, "No line marks the page as a specimen.")


def _marked(lines: Sequence[Line], share: float) -> Judgement:
    words = "; ".join(repr(line.text) for line in lines)
    boxes = tuple(box_of(line) for line in lines)
    return Judgement(
        Outcome.FAIL, Code.MARKED, f"The page is marked as a specimen: {words}.", words, share, boxes
    )


def _share(text: str) -> float:
    """The share of a line, 0–1, that is a mark or a word around one; 1 for what no genuine line says."""
    words = comparable(text)
    if PLAIN_MARKS.search(words):
        return 1.0
    without = MARKS.sub("", words)
    if without == words:
        return 0.0
    return 1 - len(FILLERS.sub("", without)) / len(words)


CHECK: Final = of_each_licence(NAME, Code, judge, (SHARE_MIN,))
