"""The labels that licences of all forms and generations print, and how they are told in what the engine read.

Engines merge, split and misread labels, so a label is looked for at the start of a piece, fuzzily. Knows text
only; where labels stand on the page is for `layout`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Levenshtein

from verifier.domain.reading import FieldName

# None: a label that ends its neighbours' values and begins none of ours.
LABELS: Final[Mapping[str, FieldName | None]] = {
    "统一社会信用代码": FieldName.CODE,
    "社会信用代码": FieldName.CODE,
    "注册号": FieldName.CODE,
    "名称": FieldName.NAME,
    "字号名称": FieldName.NAME,
    "企业名称": FieldName.NAME,
    "类型": FieldName.TYPE,
    "企业类型": FieldName.TYPE,
    "公司类型": FieldName.TYPE,
    "主体类型": FieldName.TYPE,
    "经济性质": FieldName.TYPE,
    "法定代表人": FieldName.PERSON,
    "法定代表人姓名": FieldName.PERSON,
    "经营者": FieldName.PERSON,
    "经营者姓名": FieldName.PERSON,
    "负责人": FieldName.PERSON,
    "负责人姓名": FieldName.PERSON,
    "投资人": FieldName.PERSON,
    "投资人姓名": FieldName.PERSON,
    "执行事务合伙人": FieldName.PERSON,
    "执行合伙人": FieldName.PERSON,
    "首席代表": FieldName.PERSON,
    "注册资本": FieldName.CAPITAL,
    "注册资金": FieldName.CAPITAL,
    "资金数额": FieldName.CAPITAL,
    "出资额": FieldName.CAPITAL,
    "成员出资总额": FieldName.CAPITAL,
    "成立日期": FieldName.ESTABLISHED,
    "注册日期": FieldName.ESTABLISHED,
    "营业期限": FieldName.TERM,
    "经营期限": FieldName.TERM,
    "合伙期限": FieldName.TERM,
    "驻在期限": FieldName.TERM,
    "住所": FieldName.ADDRESS,
    "经营场所": FieldName.ADDRESS,
    "营业场所": FieldName.ADDRESS,
    "主要经营场所": FieldName.ADDRESS,
    "驻在场所": FieldName.ADDRESS,
    "经营范围": FieldName.SCOPE,
    "业务范围": FieldName.SCOPE,
    "经营范围及方式": FieldName.SCOPE,
    "登记机关": FieldName.AUTHORITY,
    "发照机关": FieldName.AUTHORITY,
    "发照日期": FieldName.ISSUED,
    "发证日期": FieldName.ISSUED,
    "核准日期": FieldName.ISSUED,
    "实收资本": None,
    "组成形式": None,
    "执照有效期": None,
    "证照编号": None,
    "企业标识": None,
    "年度检验情况": None,
}
COMPOSITION: Final = "组成形式"  # how an individual business is run: the only type that old forms print
HEADS: Final[Mapping[str, str]] = {"名": "名称", "类": "类型", "住": "住所"}
TAILS: Final[Mapping[str, str]] = {
    "称": "名称",
    "型": "类型",
    "所": "住所",
    "人": "法定代表人",
    "者": "经营者",
}
STACKABLE: Final = frozenset("名类住企字经组法注成营主投负执出") | frozenset("称型所")
WATERMARK: Final = re.compile(
    r"^[SCJDGLI]{2,14}(?=[^\x00-\x7f])"
    r"|(?<=[^\x00-\x7f]|[)\]])\s*(?:[SCJDGLI]{3,14}|SC|CJ|JD|DG|GL)$"
)
SECOND: Final = re.compile(
    r"注\s*册\s*号|实\s*收\s*资\s*本|注\s*册\s*资\s*本|成\s*立\s*日\s*期|营\s*业\s*期\s*限|登\s*记\s*机\s*关|统一社会信用代码"
)
AMOUNT_OR_DATE: Final = re.compile(r"^[\s:：]*(?:$|[0-9〇○零一二长自人]|[壹贰叁肆伍陆柒捌玖拾])")
TRAILING: Final = " 　:：·'`-_,，|"
FILLING: Final = " 　:：.·'`-_,，。☑□■●|"

_BY_LENGTH: Final = tuple(sorted(LABELS, key=len, reverse=True))


@dataclass(frozen=True, slots=True)
class Match:
    """A label at the start of a text: which, how many characters of the text it took, and how surely."""

    words: str
    taken: int
    errors: int
    colon: bool = False

    @property
    def field(self) -> FieldName | None:
        return LABELS[self.words]


def within_watermarks(text: str) -> tuple[int, int]:
    """From where to where a text is none of the SCJDGL that landscape licences print all over their paper."""
    start, stop = 0, len(text)
    for found in WATERMARK.finditer(text):
        if found.start() == 0:
            start = found.end()
        else:
            stop = found.start()
    return start, stop


@lru_cache(maxsize=4096)
def starting(text: str) -> Match | None:
    """The label that a text starts with, longest exact one first, else one with few misread characters."""
    offset = len(text) - len(text.lstrip(FILLING))
    dense, places = _dense(text[offset:])
    found = _exact(dense) or _nearly(dense)
    if found is None:
        return None
    words, length, errors = found
    taken = offset + (places[length] if length < len(places) else len(text) - offset)
    return Match(words, taken, errors, colon=dense[length : length + 1] in (":", "："))


def completed(head: str, tail: str) -> Match | None:
    """The label whose beginning is all of `head` and whose end starts `tail`; counts characters of `tail`."""
    start = _dense(head)[0].strip(FILLING)
    dense, places = _dense(tail)
    for words in _BY_LENGTH:
        rest = words[len(start) :]
        whole = dense.startswith(rest)
        one_lost = len(rest) == 2 and len(words) > 2 and dense.startswith(rest[-1])  # was not read
        if not (whole or one_lost):  # what is quickest to see comes first
            continue
        errors = beginning_errors(start, words)
        if errors is not None and whole:
            return Match(words, places[len(rest)] if len(rest) < len(places) else len(tail), errors)
        if errors is not None:
            return Match(words, places[1] if len(places) > 1 else len(tail), 1)
    return None


@lru_cache(maxsize=4096)
def could_begin(text: str) -> bool:
    """Whether a text is the beginning of a label, see `beginning_errors`; most are longer than any label."""
    start = text.replace(" ", "").strip(FILLING)
    longer = (words for words in _BY_LENGTH if len(words) > len(start))
    return any(beginning_errors(start, words) is not None for words in longer)


def beginning_errors(start: str, words: str) -> int | None:
    """How many characters of a label's beginning were misread: of one or two none may be, of more one."""
    if not start or len(start) >= len(words):
        return None
    errors = sum(a != b for a, b in zip(start, words, strict=False))
    return errors if errors <= (len(start) >= 3) else None


def begun(dense: str) -> str | None:
    """The label that two or more characters can only be the beginning of, as far as its field goes."""
    words = [w for w in LABELS if len(dense) >= 2 and w.startswith(dense)]
    return words[0] if words and len({LABELS[w] for w in words}) == 1 else None


def second_label(text: str) -> int | None:
    """Where in a text a further label begins, with nothing after it or what such a label is followed by."""
    for found in SECOND.finditer(text):
        if found.start() > 1 and AMOUNT_OR_DATE.match(text[found.end() :]):
            return found.start()
    return None


def _dense(text: str) -> tuple[str, list[int]]:
    """The text without blanks, and where each of its characters stood."""
    places = [i for i, character in enumerate(text) if not character.isspace()]
    return "".join(text[i] for i in places), places


def _exact(dense: str) -> tuple[str, int, int] | None:
    for words in _BY_LENGTH:
        if dense.startswith(words):
            return words, len(words), 0
    return None


def _nearly(dense: str) -> tuple[str, int, int] | None:
    for words in _BY_LENGTH:
        size = len(words)
        allowed = 0 if size < 4 else 1 if size < 6 else 2
        if not allowed:
            continue
        if Levenshtein.distance(dense[:size], words) <= allowed and _same_ends(dense[:size], words):
            return words, size, Levenshtein.distance(dense[:size], words)
        if len(dense) == size - 1 and Levenshtein.distance(dense, words) == 1:
            return words, size - 1, 1
    return None


def _same_ends(seen: str, words: str) -> bool:
    """A misread label still shows its first or its last character in place, and one of two in the middle."""
    return len(seen) == len(words) and sum(a == b for a, b in zip(seen, words, strict=True)) >= len(words) - 2
