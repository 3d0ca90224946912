"""Is the page marked as a specimen? By the rule of verifier.domain.specimen_marks.

pass          no line is a specimen's mark
fail          a line outside the scope says SPECIMEN, or little more than 样本 or the like
concern       never
inconclusive  never, once there is a licence to look at
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Licence, Thresholds, of_each_licence
from verifier.domain.finding import Outcome
from verifier.domain.licence_forms import box_of, inside
from verifier.domain.reading import FieldName, Line
from verifier.domain.specimen_marks import marked

NAME: Final = "specimen_mark"
SHARE_MIN: Final = "share_min"


class Code(StrEnum):
    UNMARKED = "no_specimen_mark"
    MARKED = "specimen_mark"


def judge(licence: Licence, thresholds: Thresholds) -> Iterator[Judgement]:
    scope = licence.field(FieldName.SCOPE)
    found = marked(licence.reading.lines, thresholds[SHARE_MIN])
    outside = [line for line in found if scope is None or not inside(line, scope.box)]
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


CHECK: Final = of_each_licence(NAME, Code, judge, (SHARE_MIN,))
