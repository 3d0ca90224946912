"""Where a text leaves a choice: found alike before and after the choices were made.

A place is known by what stands around it, with every choice, blank, sign and case taken out of that. So a
part of a text has the same places as the whole, and a text that was typed anew has those that survived.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from verifier.marking.equivalents import (
    DIGITS,
    ENGLISH,
    INVISIBLE,
    MEASURES,
    NUMERALS,
    PUNCTUATION,
    WORDS,
    ZERO_WIDTH,
    Carrier,
)

NEAR: Final = 3  # letters on each side that a word, a number or a date is known by
NEAR_GAP: Final = 4  # the same for what stands between letters
PART: Final = 12  # letters that a line of a list is known by

_DATE: Final = (
    r"(?<!\d)(?P<year>(?:19|20)\d\d)"
    r"(?:年(?P<m0>1[0-2]|0?[1-9])月|(?P<sep>[./-])(?P<m1>1[0-2]|0[1-9]))(?![\d日./])"
)
_NUMBER: Final = (
    rf"(?<![\d一二两三四五六七八九十百千万第.,~-])(?P<digit>[{DIGITS}{NUMERALS}])(?=[{MEASURES}])(?!年\d)"
)
_SEPARATORS: Final = "年.-/"


def _words() -> Iterator[str]:
    for ways, not_before in WORDS.values():
        for way in ways:
            yield way + (f"(?![{not_before}])" if not_before else "")
    for pair in ENGLISH.values():
        for way in pair:
            yield rf"\b{way}\b"


_TOKEN: Final = re.compile(
    f"{_DATE}|{_NUMBER}|(?P<word>{'|'.join(_words())})", re.IGNORECASE
)  # the first that fits, from left to right
_CLASS: Final = {
    way: (name, number)
    for name, ways in [*((name, ways) for name, (ways, _) in WORDS.items()), *ENGLISH.items()]
    for number, way in enumerate(ways)
}
_WAYS: Final = {name: ways for name, (ways, _) in WORDS.items()} | dict(ENGLISH)
_SIGN: Final = {sign: (name, n) for name, pair in PUNCTUATION.items() for n, sign in enumerate(pair)}


@dataclass(frozen=True, slots=True)
class Place:
    """A choice: of which kind and class, between which ways, which was made, known by what.

    `made` None: none was, as where a text has no invisible sign.
    """

    carrier: Carrier
    kind: str
    ways: tuple[str, ...]
    made: int | None
    known_by: str


@dataclass(slots=True)
class _Part:
    """A part of a text, its letters with all choices taken out, and its place if it has one."""

    text: str
    letters: str
    carrier: Carrier | None = None
    kind: str = ""
    ways: tuple[str, ...] = ()
    made: int | None = None
    near: int = NEAR


Pieces = list[str | Place]


def pieces(text: str) -> Pieces:
    """The text in parts: what is fixed, and places; a place stands for its way, or for a gap."""
    bare, signs = _without_signs(text)
    parts = list(_parts(bare, signs))
    stream = "".join(part.letters for part in parts)
    found: Pieces = []
    at = 0
    for part in parts:
        if part.carrier is None:
            found.append(part.text)
        else:
            before = stream[max(0, at - part.near) : at]
            after = stream[at + len(part.letters) : at + len(part.letters) + part.near]
            known_by = f"{part.carrier}|{part.kind}|{before}|{after}"
            found.append(Place(part.carrier, part.kind, part.ways, part.made, known_by))
        at += len(part.letters)
    return found


def letters(text: str) -> str:
    """The text with every choice, blank, sign and case taken out."""
    bare, signs = _without_signs(text)
    return "".join(part.letters for part in _parts(bare, signs))


def lists(lines: Sequence[str]) -> Iterator[tuple[int, Place]]:
    """Pairs of lines of a list without numbers: the first one's index, and the order as a place."""
    start = 0
    while start + 1 < len(lines):
        if _BULLET.match(lines[start]) and _BULLET.match(lines[start + 1]):
            first, second = letters(lines[start])[:PART], letters(lines[start + 1])[:PART]
            if first != second:
                known_by = "order|" + "|".join(sorted((first, second)))
                yield start, Place(Carrier.ORDER, "order", ("", ""), int(first > second), known_by)
            start += 2
        else:
            start += 1


_BULLET: Final = re.compile(r"\s*[-•·●*▪]\s*\S")


def _without_signs(text: str) -> tuple[str, dict[int, str]]:
    """The text without invisible signs, and those that stood before each of its characters."""
    bare: list[str] = []
    signs: dict[int, str] = {}
    for one in text:
        if one in INVISIBLE:
            signs.setdefault(len(bare), one)
        else:
            bare.append(one)
    return "".join(bare), signs


def _parts(text: str, signs: dict[int, str]) -> Iterator[_Part]:
    at = 0
    for match in _TOKEN.finditer(text):
        yield from _plain(text, at, match.start(), signs)
        yield from _gap(text, match.start(), signs)
        yield _token(match)
        at = match.end()
    yield from _plain(text, at, len(text), signs)


def _token(match: re.Match[str]) -> _Part:
    written = match[0]
    if match["year"]:
        month = int(match["m0"] or match["m1"])
        ways = (f"{match['year']}年{month}月", *(f"{match['year']}{sep}{month:02}" for sep in ".-/"))
        made = _SEPARATORS.index(match["sep"] or "年")
        return _Part(written, f"{match['year']}{month:02}", Carrier.DATES, "date", ways, made)
    if match["digit"]:
        spelt = match["digit"] in NUMERALS
        number = (NUMERALS if spelt else DIGITS).index(match["digit"])
        ways = (DIGITS[number], NUMERALS[number])
        return _Part(written, DIGITS[number], Carrier.NUMBERS, "number", ways, int(spelt))
    name, made = _CLASS[written.lower()]
    ways = tuple(_cased(way, written) for way in _WAYS[name])
    return _Part(written, _letters(_WAYS[name][0]), Carrier.WORDING, name, ways, made)


def _cased(way: str, like: str) -> str:
    if like.isupper():
        return way.upper()
    return way[0].upper() + way[1:] if like[:1].isupper() else way


def _plain(text: str, start: int, end: int, signs: dict[int, str]) -> Iterator[_Part]:
    at = start
    while at < end:
        one = text[at]
        yield from _gap(text, at, signs)
        if one in " \u00a0" and _is_gap_of_scripts(text, at):
            at += 1  # the gap, which the character before or the space itself stands for
            continue
        yield _sign(text, at) or _space(text, at) or _Part(one, _letters(one))
        at += 1


def _gap(text: str, at: int, signs: dict[int, str]) -> Iterator[_Part]:
    """What stands before this character: an invisible sign, or a blank between scripts."""
    before, here = (text[at - 1] if at else ""), (text[at] if at < len(text) else "")
    if _is_han(before) and _is_han(here):
        made = ZERO_WIDTH.index(signs[at]) if signs.get(at) in ZERO_WIDTH else None
        yield _Part("", "", Carrier.ZERO_WIDTH, "zero_width", ZERO_WIDTH, made, NEAR_GAP)
    elif here in (" ", "\u00a0") and _is_gap_of_scripts(text, at):
        yield _Part(here, "", Carrier.TYPOGRAPHY, "script_gap", ("", " "), 1, NEAR_GAP)
    elif _differ(before, here):
        yield _Part("", "", Carrier.TYPOGRAPHY, "script_gap", ("", " "), 0, NEAR_GAP)


def _is_gap_of_scripts(text: str, at: int) -> bool:
    return 0 < at < len(text) - 1 and _differ(text[at - 1], text[at + 1])


def _differ(before: str, after: str) -> bool:
    """A Latin letter beside a Han character. Beside digits nothing is changed."""
    return (_is_han(before) and _is_latin(after)) or (_is_latin(before) and _is_han(after))


def _sign(text: str, at: int) -> _Part | None:
    """A sign that is written full or half width beside a Han character."""
    if text[at] not in _SIGN:
        return None
    around = text[:at].rstrip(" \u00a0")[-1:] + text[at + 1 :].lstrip(" \u00a0")[:1]
    if not any(_is_han(one) for one in around) or "\n" in text[at : at + 2] + text[max(0, at - 1) : at]:
        return None
    name, made = _SIGN[text[at]]
    return _Part(text[at], "", Carrier.TYPOGRAPHY, name, PUNCTUATION[name], made, NEAR_GAP)


def _space(text: str, at: int) -> _Part | None:
    """A blank between two Latin words."""
    if text[at] not in (" ", "\u00a0") or not 0 < at < len(text) - 1:
        return None
    if not (_is_latin(text[at - 1]) and _is_latin(text[at + 1])):
        return None
    ways = (" ", "\u00a0")
    return _Part(text[at], "", Carrier.TYPOGRAPHY, "blank", ways, ways.index(text[at]), NEAR_GAP)


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in folded if one.isalnum())


def _is_han(one: str) -> bool:
    return "\u4e00" <= one <= "\u9fff"


def _is_latin(one: str) -> bool:
    return one.isascii() and one.isalpha()
