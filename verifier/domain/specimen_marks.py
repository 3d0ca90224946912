"""How a page says of itself that it is a specimen: one rule for licences and papers of people.

A firm may be called 样本 and may deal in 样板: a line counts only when the mark is nearly all that it says.
A copy marked "for use at … only" is not a specimen.
"""

import re
from collections.abc import Sequence
from typing import Final

from verifier.domain.wording import comparable
from verifier.domain.written import Line

MARKS: Final = re.compile(
    "样本|样张|样例|样板|样品|示例|示范|示意|演示|虚构|测试|范本|SPECIMEN|SAMPLE|FICTITIOUS|FICTIONAL|TEMPLATE"
)
PLAIN_MARKS: Final = re.compile("SPECIMEN|非真实|不是证照|仅供示例|营业执照样本|样本营业执照")
FILLERS: Final = re.compile(
    "仅供|仅作|仅用于|专用|使用|参考|用途|数据|营业执照|无效|作废|本件|此件|非真实|证照|图|为|系|的|于|之|用|NOTVALID|VOID"
)


def marked(lines: Sequence[Line], share_min: float) -> list[Line]:
    """The lines of which at least this share, 0–1, is a mark or a word around one."""
    return [line for line in lines if share(line.text) >= share_min]


def share(text: str) -> float:
    """The share of a line, 0–1, that is a mark or a word around one; 1 for what no genuine line says."""
    words = comparable(text)
    if PLAIN_MARKS.search(words):
        return 1.0
    without = MARKS.sub("", words)
    if without == words:
        return 0.0
    return 1 - len(FILLERS.sub("", without)) / len(words)
