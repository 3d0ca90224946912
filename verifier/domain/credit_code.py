"""The unified social credit code (GB 32100-2015): its anatomy and its two check characters.

Eighteen characters: 1 registering authority · 2 kind of organisation · 3–8 division of the authority
(GB/T 2260) · 9–17 organisation code (GB 11714), itself ending in a check character · 18 check character.
A valid code is not a genuine one: anybody can compute check characters. Repairs nothing and guesses nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LENGTH: Final = 18
ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
WEIGHTS: Final = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
MODULUS: Final = 31
ORGANISATION_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)
ORGANISATION_MODULUS: Final = 11
MISREAD_MAX: Final = 2  # characters

AUTHORITIES: Final[Mapping[str, str]] = {
    "1": "机构编制", "2": "外交", "3": "教育", "4": "公安", "5": "民政", "6": "司法", "7": "交通运输",
    "8": "文化", "9": "市场监督管理", "A": "旅游", "B": "宗教", "C": "工会", "D": "军队后勤",
    "E": "省级人民政府", "F": "地市级人民政府", "G": "区县级人民政府", "Y": "其他",
}  # fmt: skip

KINDS: Final[Mapping[str, Mapping[str, str]]] = {
    "1": {"1": "机关", "2": "事业单位", "3": "编办直接管理机构编制的群众团体", "9": "其他"},
    "5": {"1": "社会团体", "2": "民办非企业单位", "3": "基金会", "9": "其他"},
    "9": {"1": "企业", "2": "个体工商户", "3": "农民专业合作社"},
}
KINDS_ELSEWHERE: Final[Mapping[str, str]] = {"1": "其他", "9": "其他"}


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A code taken apart. Says nothing of whether the parts are valid."""

    authority: str
    kind: str
    division: str
    organisation_code: str
    check_character: str


class Flaw(StrEnum):
    """The ways in which a string fails to be a code."""

    LENGTH = "length"
    ALPHABET = "alphabet"
    AUTHORITY = "authority"
    KIND = "kind"
    DIVISION = "division"
    ORGANISATION_CHECK = "organisation_check"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Problem:
    """One flaw: where (1-based; None for the whole), what was seen, and what the standard asks for."""

    flaw: Flaw
    position: int | None
    seen: str
    expected: str


def check_character(first17: str) -> str:
    """The 18th character. Raises ValueError unless given 17 characters of the alphabet."""
    _require(first17, 17)
    total = sum(ALPHABET.index(c) * w for c, w in zip(first17, WEIGHTS, strict=True))
    return ALPHABET[-total % MODULUS]


def organisation_check_character(first8: str) -> str:
    """The last character of an organisation code (GB 11714). Raises ValueError unless given 8 characters."""
    _require(first8, 8)
    total = sum(int(c, 36) * w for c, w in zip(first8, ORGANISATION_WEIGHTS, strict=True))
    value = ORGANISATION_MODULUS - total % ORGANISATION_MODULUS
    return {10: "X", 11: "0"}.get(value, str(value))


def is_valid(code: str) -> bool:
    """Whether alphabet, authority, kind and both check characters are in order."""
    return not problems(code)


def may_be_misread(read: str, meant: str) -> bool:
    """Whether a code that cannot be right is one or two characters away from one that can."""
    if is_valid(read) or not is_valid(meant) or len(read) != len(meant):
        return False
    return sum(a != b for a, b in zip(read, meant, strict=True)) <= MISREAD_MAX


def anatomy(code: str) -> Anatomy:
    """Take an 18-character code apart. Raises ValueError for any other length."""
    if len(code) != LENGTH:
        raise ValueError(f"A unified social credit code has {LENGTH} characters, not {len(code)}.")
    return Anatomy(code[0], code[1], code[2:8], code[8:17], code[17])


def problems(code: str) -> tuple[Problem, ...]:
    """Everything wrong with the code, in the order of its characters; empty when it is valid.

    Check characters are only computed over characters that are in the alphabet.
    """
    if len(code) != LENGTH:
        return (Problem(Flaw.LENGTH, None, str(len(code)), str(LENGTH)),)
    strange = tuple(_strange(code))
    return strange or (*_unknown_parts(code), *_wrong_checks(code))


def _require(text: str, length: int) -> None:
    if len(text) != length or any(c not in ALPHABET for c in text):
        raise ValueError(f"Expected {length} characters of {ALPHABET}.")


def _strange(code: str) -> Iterable[Problem]:
    for position, character in enumerate(code, start=1):
        if character not in ALPHABET:
            yield Problem(Flaw.ALPHABET, position, character, ALPHABET)


def _unknown_parts(code: str) -> Iterable[Problem]:
    kinds = KINDS.get(code[0], KINDS_ELSEWHERE)
    if code[0] not in AUTHORITIES:
        yield Problem(Flaw.AUTHORITY, 1, code[0], "".join(AUTHORITIES))
    elif code[1] not in kinds:
        yield Problem(Flaw.KIND, 2, code[1], "".join(kinds))
    if not code[2:8].isdigit():
        yield Problem(Flaw.DIVISION, 3, code[2:8], "six digits")


def _wrong_checks(code: str) -> Iterable[Problem]:
    organisation = organisation_check_character(code[8:16])
    if code[16] != organisation:
        yield Problem(Flaw.ORGANISATION_CHECK, 17, code[16], organisation)
    last = check_character(code[:17])
    if code[17] != last:
        yield Problem(Flaw.CHECK, 18, code[17], last)
