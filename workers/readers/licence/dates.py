"""Dates and terms as licences print them, turned into ISO 8601. Pure text; reads nothing off a page.

Open ends follow ISO 8601-2: `2017-06-02/..` never ends (长期, 永久), `2009-08-03/` prints no end (至年月日,
至******), `../..` is a bare 长期.
"""

import re
import unicodedata
from datetime import date
from typing import Final

FIRST_YEAR, LAST_YEAR = 1900, 2199  # what a licence can bear; anything else was misread
DIGITS: Final = str.maketrans("〇○零OoQ一二三四五六七八九", "000000123456789")
MISREAD: Final = str.maketrans(
    {"+": "十", "-": "一", "—": "一", "_": "一", "O": "〇", "o": "〇", "Q": "〇", "甘": "廿"}
)
CHINESE: Final = "〇○零一二三四五六七八九十廿卅"
ARABIC_DATE: Final = re.compile(
    r"(?<!\d)([12]\d{3})(?:"
    r"年(\d{1,2})月(\d{1,2})(?!\d)"
    r"|([./-])(\d{1,2})\4(\d{1,2})(?!\d)"
    r"|(\d{2})(\d{2})(?!\d)"
    r"|年(\d{2})(\d{2})日)"
)
CHINESE_DATE: Final = re.compile(
    rf"([一二][{CHINESE}0-9]{{3}})年(元|正|[{CHINESE}0-9]{{1,3}})月([{CHINESE}0-9]{{1,3}})[日号]?"
)
FOREVER: Final = re.compile(r"长期|[永水]久|不约定|无固定|无期限")
UNTIL: Final = re.compile(r"[至到~～]")


def iso_date(text: str) -> str | None:
    """The first date in the text as YYYY-MM-DD; None where there is none, or none that exists."""
    found = dates(text)
    return found[0] if found else None


def dates(text: str) -> list[str]:
    """Every date in the text, in order, as YYYY-MM-DD."""
    dense = _dense(text)
    arabic = [(m.start(), _arabic(m)) for m in ARABIC_DATE.finditer(dense)]
    misread = dense.translate(MISREAD)
    chinese = [
        (m.start(), _iso(_year(m[1]), _number(m[2]), _number(m[3]))) for m in CHINESE_DATE.finditer(misread)
    ]
    return [iso for _, iso in sorted(arabic + chinese, key=lambda entry: entry[0]) if iso]


def iso_term(text: str) -> str | None:
    """A term as an ISO 8601 interval; None where neither end can be told."""
    found = dates(text)
    start = found[0] if found else ".."
    if len(found) >= 2:
        return f"{found[0]}/{found[1]}"
    dense = _dense(text)
    if FOREVER.search(dense):
        return f"{start}/.."
    if found and UNTIL.search(dense) and not re.search(r"\d", UNTIL.split(dense)[-1]):
        return f"{start}/"
    return None


def _dense(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _year(text: str) -> str:
    return text.translate(DIGITS)


def _number(text: str) -> str:
    """A Chinese number below forty, or digits, as digits; empty where it is neither."""
    if text in ("元", "正"):
        return "1"
    plain = text.translate(DIGITS)
    if plain.isdigit():
        return plain
    tens, _, ones = plain.replace("廿", "2十").replace("卅", "3十").replace("十十", "十").partition("十")
    tens, ones = tens or "1", ones or "0"
    return str(int(tens) * 10 + int(ones)) if tens.isdigit() and ones.isdigit() else ""


def _arabic(found: re.Match[str]) -> str | None:
    month = found[2] or found[5] or found[7] or found[9]
    day = found[3] or found[6] or found[8] or found[10]
    padded = month.startswith("0") or day.startswith("0")
    short = len(month) == 1 or len(day) == 1
    # A printer pads both or neither: of 2018年2月06日 a digit was lost.
    return None if padded and short else _iso(found[1], month, day)


def _iso(year: str, month: str, day: str) -> str | None:
    if not FIRST_YEAR <= int(year or 0) <= LAST_YEAR:
        return None
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
