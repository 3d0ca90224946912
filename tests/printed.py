"""Lines as an engine would read them off fictional licences, to be changed one thing at a time."""

from collections.abc import Iterable
from dataclasses import replace

from verifier.domain.reading import Line

HEIGHT = 30.0
LABELS_LEFT, VALUES_LEFT = 100.0, 320.0
PITCH = 60.0
CODE = "91440300708461136T"
PORTRAIT = (
    ("名称", "云杉市信息技术有限公司"),
    ("类型", "有限责任公司(自然人独资)"),
    ("住所", "云杉市南山区科苑路15号"),
    ("法定代表人", "林晓东"),
    ("注册资本", "伍佰万元整"),
    ("成立日期", "2016年05月06日"),
    ("营业期限", "2016年05月06日至长期"),
    ("经营范围", "信息技术开发；软件销售。"),
)


def width_of(text: str, height: float = HEIGHT) -> float:
    """How wide print of this height is: a Chinese character is square, a Latin one half as wide."""
    return sum(height * (0.55 if character.isascii() else 1.0) for character in text)


def line(
    text: str,
    left: float,
    top: float,
    *,
    height: float = HEIGHT,
    width: float | None = None,
    score: float = 0.99,
) -> Line:
    """A level line whose top left corner is given."""
    right = left + (width_of(text, height) if width is None else width)
    bottom = top + height
    return Line(((left, top), (right, top), (right, bottom), (left, bottom)), text, score)


def stack(text: str, left: float, top: float, *, pitch: float = PITCH, height: float = HEIGHT) -> Line:
    """Characters in a column, as engines read the first characters of neighbouring labels."""
    bottom = top + (len(text) - 1) * pitch + height
    return Line(((left, top), (left + height, top), (left + height, bottom), (left, bottom)), text, 0.99)


def portrait(
    entries: Iterable[tuple[str, str]] = PORTRAIT, *, code: str = CODE, top: float = 300.0
) -> tuple[Line, ...]:
    """A page of one column, as printed from 2014 on, with its title, code and foot."""
    rows = list(entries)
    body = [
        part
        for i, (label, value) in enumerate(rows)
        for part in (
            line(label, LABELS_LEFT, top + i * PITCH, width=180.0),
            *((line(value, VALUES_LEFT, top + i * PITCH),) if value else ()),
        )
    ]
    foot = top + (len(rows) + 4) * PITCH
    return (
        line("营业执照", 300.0, 80.0, height=90.0),
        line(f"统一社会信用代码{code}", 400.0, 220.0),
        *body,
        line("登记机关", 500.0, foot, width=150.0),
        line("2016年05月06日", 640.0, foot + 70.0),
        line("中华人民共和国国家工商行政管理总局监制", 450.0, foot + 220.0, height=20.0),
    )


def tilted(lines: Iterable[Line], slope: float) -> tuple[Line, ...]:
    """The same page photographed with the camera held askew: everything falls by `slope` to the right."""
    return tuple(
        replace(entry, polygon=tuple((x - y * slope, y + x * slope) for x, y in entry.polygon))
        for entry in lines
    )
