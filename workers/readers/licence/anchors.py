"""Anchor words: what the page shows, and whether it was read the right way up.

Other papers carry the same words (a food permit bears a credit code and 法定代表人), so the title decides;
where the gilded title cannot be read, only an unmistakable set of a licence's own labels does.
"""

import re
from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from verifier.domain.reading import DocumentType, FieldName, Line, Printing
from workers.readers.licence.layout import Layout

ANCHORS: Final = (
    "营业执照", "统一社会信用代码", "注册号", "法定代表人", "经营者", "负责人", "登记机关", "成立日期",
    "注册日期", "注册资本", "营业期限", "经营范围", "经营场所", "组成形式", "信用信息公示系统", "总局监制",
)  # fmt: skip
TITLE: Final = re.compile(
    r"^(?:企业法人|企业|个体工商户|合伙企业|个人独资企业|农民专业合作社\w{0,2}|外商投资企业|分公司)?营业执照(?:\W.*)?$"
)
OTHER_TITLE: Final = re.compile(
    r"(?:许可证|登记证书?|资格证书?|证书|身份证|合格证|授权书|证明|备案表|申请表|开户许可证|批准书|批复|发票|公告)$"
)
COLON_LABELS: Final = re.compile(
    r"^(?:经营者名称|许可证编号|社会信用代码|机构名称|单位名称|证书编号|发证机关|有效期至)[:：]?"
)
OWN_LABELS: Final = frozenset(FieldName) - {FieldName.ISSUED}
VALUES: Final = OWN_LABELS - {FieldName.CODE, FieldName.AUTHORITY}
OLD_TITLE: Final = re.compile("企业法人|个体工商户营业|合伙企业营业|个人独资企业营业|农民专业合作社.*营业")
OLD_LABELS: Final = ("法定代表人姓名", "经营者姓名", "实收资本", "公司类型", "字号名称")
APART: Final = 8.0  # line heights between two columns of labels
WITH_TITLE: Final = 3  # labels that a page titled 营业执照 must show
WITHOUT_TITLE: Final = 6  # labels that a page must show whose title cannot be read
TITLE_SCORE: Final = 75  # rapidfuzz ratio: one of the four characters may be misread


def anchor_count(lines: Sequence[Line]) -> int:
    """How many anchor words appear; near zero means that the page is turned or is something else."""
    texts = [line.text.replace(" ", "") for line in lines if line.score > 0.5]
    return sum(any(anchor in text for text in texts) for anchor in ANCHORS)


def document_type(lines: Sequence[Line], layout: Layout) -> DocumentType:
    """A business licence by its title and labels, or something else."""
    texts = [line.text.replace(" ", "") for line in lines if line.score > 0.5]
    own = _own_labels(layout)
    if any(OTHER_TITLE.search(text) for text in texts) and not any(_title(text) for text in texts):
        return DocumentType.OTHER
    if sum(bool(COLON_LABELS.match(text)) for text in texts) >= 2:
        return DocumentType.OTHER
    enough = WITH_TITLE if any(_title(text) for text in texts) else WITHOUT_TITLE
    return DocumentType.BUSINESS_LICENCE if own >= enough else DocumentType.OTHER


def printing(lines: Sequence[Line], layout: Layout) -> Printing | None:
    """How the page is laid out, by its title and the columns of labels; None where neither can be told."""
    titles = [line.text.replace(" ", "") for line in lines if _title(line.text.replace(" ", ""))]
    if any(OLD_TITLE.match(title) for title in titles) or any(layout.worded(w) for w in OLD_LABELS):
        return Printing.OLDER
    columns = _columns(layout)
    if columns == 0:
        return None
    return Printing.LANDSCAPE_2019 if columns >= 2 else Printing.PORTRAIT_2014


def _columns(layout: Layout) -> int:
    """How many columns at least two labels of values stand in; 0 where fewer than three labels were found."""
    places = [label.place for label, _ in layout.owned if label.field in VALUES and label.errors < 2]
    if len(places) < 3:
        return 0
    unit = sorted(place.height for place in places)[len(places) // 2]
    lefts = sorted(place.left for place in places)
    starts = [left for i, left in enumerate(lefts) if i == 0 or left - lefts[i - 1] > APART * unit]
    return sum(sum(start <= left <= start + APART * unit for left in lefts) >= 2 for start in starts) or 1


def _title(text: str) -> bool:
    return bool(TITLE.match(text)) or (len(text) in (3, 4, 5) and fuzz.ratio(text, "营业执照") >= TITLE_SCORE)


def _own_labels(layout: Layout) -> int:
    """Labels of distinct fields, read without a colon after them: licences print none."""
    return len({label.field for label, _ in layout.owned if label.field in OWN_LABELS and label.errors < 3})
