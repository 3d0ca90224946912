"""Values whose labels were not read, told by their place in the column of values and by their wording.

The last resort, for glare and folds over labels. Nothing is taken that does not line up with at least three
labelled values, so that no field appears out of thin air.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from verifier.domain.reading import FieldName
from workers.readers.licence.furniture import is_furniture
from workers.readers.licence.layout import Layout
from workers.readers.licence.pieces import Piece

SURE: Final = 0.9  # least score, 0–1
IN_LINE: Final = 1.2  # how far off the column's edge, in line heights
LEAST: Final = 3  # labelled values that make a column

WORDINGS: Final[Mapping[FieldName, re.Pattern[str]]] = {
    FieldName.NAME: re.compile(
        r"^[一-鿿()（）A-Za-z0-9]{3,}(?:公司|合作社|厂|店|馆|行|部|工作室|中心|商行|农场)$"
    ),
    FieldName.TYPE: re.compile(
        r"^(?:一人|其他)?(?:有限责任公司|股份有限公司|个体工商户|个人独资企业|合伙企业|农民专业)"
    ),
    FieldName.PERSON: re.compile(r"^[一-鿿]{2,4}$"),
    FieldName.CAPITAL: re.compile(r"^[人民币()（）]*[壹贰叁肆伍陆柒捌玖拾佰仟零万亿\d.]+万?[元圆]"),
    FieldName.ESTABLISHED: re.compile(r"^\d{4}年\d{1,2}月\d{1,2}日$"),
    FieldName.TERM: re.compile(r"^自?\d{4}年\d{1,2}月\d{1,2}日至"),
    FieldName.ADDRESS: re.compile(r"^[一-鿿]{2,}(?:省|市|区|县|旗).*[镇乡路街道村巷号室栋楼组]"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """Where the values of one column of labels begin and how high they are, in levelled pixels."""

    left: float
    top: float
    bottom: float
    height: float


def worded_as(name: FieldName, text: str) -> bool:
    """Whether a text reads like a value of this field, of those whose wording can be told."""
    wording = WORDINGS.get(name)
    return wording is not None and bool(wording.match(text.replace(" ", "")))


def inferred(layout: Layout, name: FieldName) -> Piece | None:
    """The one loose piece that can only be the value of this field; None where none or several can."""
    wording = WORDINGS.get(name)
    columns = _columns(layout)
    if wording is None or not columns:
        return None
    fitting = [
        piece
        for piece in layout.loose
        if piece.score >= SURE
        and wording.match(piece.text.replace(" ", ""))
        and not is_furniture(piece.text)
        and any(_in_column(piece, column) for column in columns)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _columns(layout: Layout) -> list[Column]:
    firsts = sorted(
        (owned[0] for label, owned in layout.owned if owned and label.field in WORDINGS), key=lambda p: p.left
    )
    groups: list[list[Piece]] = []
    for piece in firsts:
        if groups and piece.left - groups[-1][-1].left < 2 * IN_LINE * piece.height:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [_column(group) for group in groups if len(group) >= LEAST]


def _column(pieces: Sequence[Piece]) -> Column:
    return Column(
        median(p.left for p in pieces),
        min(p.top for p in pieces),
        max(p.bottom for p in pieces),
        median(p.height for p in pieces),
    )


def _in_column(piece: Piece, column: Column) -> bool:
    """Lined up with the column, of its size, and no more than a few rows above or below it."""
    sized = 0.6 < piece.height / column.height < 1.6
    near = column.top - 4 * column.height < piece.middle < column.bottom + 3 * column.height
    return sized and near and abs(piece.left - column.left) < IN_LINE * column.height
