"""Amounts of capital as licences print them, turned into plain decimals with a currency ("500000 CNY").

Pure text. Amounts come as digits with 万元, or in 大写 (伍拾万元整); 大写 is easily misread, so look-alikes
are mapped back first. The one module that imports `cn2an`.
"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

import cn2an

CURRENCIES: Final[Mapping[str, str]] = {
    "美元": "USD", "美金": "USD", "港元": "HKD", "港币": "HKD", "港圆": "HKD", "欧元": "EUR", "日元": "JPY",
    "日圆": "JPY", "英镑": "GBP", "新台币": "TWD", "台币": "TWD", "澳元": "AUD", "澳大利亚元": "AUD",
    "加元": "CAD", "加拿大元": "CAD", "新加坡元": "SGD", "新元": "SGD", "瑞士法郎": "CHF", "韩元": "KRW",
    "韩圆": "KRW", "卢布": "RUB", "澳门元": "MOP",
}  # fmt: skip
MISREAD: Final = "一二三四五六七八九十百千萬億〇○参參弍贷式貳陸染査查壶伯任什抢拴扒玫兩两"
MEANT: Final = "壹贰叁肆伍陆柒捌玖拾佰仟万亿零零叁叁贰贰贰贰陆柒壹壹壹佰仟仟拾拾捌玖贰贰"
LOOK_ALIKES: Final = str.maketrans(MISREAD, MEANT)
NUMERALS: Final = re.compile(r"[壹贰叁肆伍陆柒捌玖零拾佰仟万亿]+")
FIGURES: Final = re.compile(r"(\d[\d,]*(?:\.\d+)?)(亿|万|仟万|千万|百万|佰万)?")
UNITS: Final[Mapping[str, int]] = {
    "": 1, "万": 10**4, "亿": 10**8, "千万": 10**7, "仟万": 10**7, "百万": 10**6, "佰万": 10**6,
}  # fmt: skip


def plain_amount(text: str) -> str | None:
    """The amount as "NUMBER CODE", NUMBER in whole units of the currency; None where it cannot be told."""
    dense = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    number = _figures(dense) or _numerals(dense)
    return None if number is None else f"{_plain(number)} {currency(dense)}"


def currency(text: str) -> str:
    """The ISO 4217 code; what names no currency is yuan."""
    return next((code for name, code in CURRENCIES.items() if name in text), "CNY")


def _figures(dense: str) -> Decimal | None:
    found = FIGURES.search(dense)
    if not found:
        return None
    return Decimal(found[1].replace(",", "")) * UNITS[found[2] or ""]


def _numerals(dense: str) -> Decimal | None:
    found = NUMERALS.search(dense.translate(LOOK_ALIKES))
    if not found or not re.search(r"[壹贰叁肆伍陆柒捌玖拾]", found[0]):
        return None
    try:
        return Decimal(str(cn2an.cn2an(_spelt_out(found[0]), "smart")))
    except (ValueError, InvalidOperation):
        return None


def _spelt_out(numerals: str) -> str:
    return "壹" + numerals if numerals.startswith("拾") else numerals


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
