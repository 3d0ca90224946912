"""One row of a registry file as the snapshot keeps it, or why it cannot be kept. Pure.

A row that is broken in any column is refused whole: half a row could hide that a firm was cancelled.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import mul
from typing import Any, Final

from verifier.domain import credit_code, registration_number
from verifier.domain.registry import Listing, ListKind, RegistryStatus
from verifier.domain.wording import comparable
from verifier.providers.registry.calendar_days import day_of
from verifier.providers.registry.comparing import Record
from verifier.providers.registry.status_words import status_of

NOTHING: Final = frozenset(("", "-", "--", "—", "无", "NULL", "null", "None", "N/A", "0000-00-00"))
OPEN_ENDS: Final = ("长期", "永久", "永续", "9999")
UNDECODED: Final = "\ufffd"
TEXT_MAX: Final = 500  # characters of one cell
_LISTINGS: Final = tuple(
    (kind, *(f"{kind}_{part}" for part in ("listed", "removed", "reason"))) for kind in ListKind
)
_VALUE: Final = {character: value for value, character in enumerate(credit_code.ALPHABET)}
_WEIGHTS: Final = (*credit_code.WEIGHTS, 1)
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
# Text that `comparable` leaves as it is; most names are, and a million rows notice the difference.
_PLAIN: Final = re.compile("[\u4e00-\u9fa50-9A-Z]+")


class BadRow(Exception):
    """Why a row is refused; never quotes the row."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the snapshot stores of a firm: three keys to find it by, and the whole as text."""

    code: str | None
    number: str | None
    alike: str
    text: str
    status: RegistryStatus


def key_of(text: str) -> str:
    """`comparable`, without the work where there is nothing to do."""
    return text if _PLAIN.fullmatch(text) else comparable(text)


def kept(cells: Sequence[str], places: Mapping[str, int], meaning: Callable[[str], RegistryStatus]) -> Kept:
    """The row to keep. `meaning` tells what a status word means. Raises BadRow."""
    row = _row(cells, places)
    name, raw = row.get("name", ""), row.get("status", "")
    alike = key_of(name)
    if not alike:
        raise BadRow("the name is empty")
    code, number = _numbers(row)
    status = meaning(raw)
    firm = [name, code, number, row.get("person"), status, raw, _term(row), list(_listings(row))]
    return Kept(code, number, alike, _encode(firm), status)


def meanings(own: Mapping[str, RegistryStatus]) -> Callable[[str], RegistryStatus]:
    """What status words mean, the operator's own first. Remembers, for a file has few words."""

    @lru_cache(maxsize=1024)
    def meaning(word: str) -> RegistryStatus:
        return own.get(comparable(word)) or status_of(word)

    return meaning


def record_of(text: str) -> Record:
    """The firm that was kept as this text."""
    name, code, number, person, status, raw, term, listings = json.loads(text)
    return Record(
        name, code, number, person, RegistryStatus(status), raw, term, tuple(map(_listing, listings))
    )


def _row(cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    row = {}
    for column, index in places.items():
        text = cells[index].strip()
        if UNDECODED in text or "\0" in text:
            raise BadRow(f"{column} holds bytes that are no text in the file's encoding")
        if len(text) > TEXT_MAX:
            raise BadRow(f"{column} is longer than {TEXT_MAX} characters")
        if text not in NOTHING:
            row[column] = text
    return row


def _numbers(row: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Code and number, wherever the file put them: many have 15-digit numbers in the column of the codes."""
    code = number = None
    for column in ("code", "number"):
        text = key_of(row.get(column, ""))
        if len(text) == credit_code.LENGTH:
            if not _last_character_holds(text):
                raise BadRow(f"{column}: the check character of the credit code does not hold")
            code = code or text
        elif len(text) == registration_number.LENGTH or (text and column == "number"):
            number = number or text  # provincial numbers of other lengths exist; they are found by name
        elif text:
            raise BadRow(f"{column} has neither 18 nor 15 characters")
    return code, number


def _last_character_holds(code: str) -> bool:
    """GB 32100-2015: the weighted sum is 0 modulo 31. Naming every flaw takes ten times as long."""
    try:
        total: int = sum(map(mul, map(_VALUE.__getitem__, code), _WEIGHTS))
    except KeyError:
        return False
    return total % credit_code.MODULUS == 0


def _term(row: Mapping[str, str]) -> str | None:
    last = row.get("term_to")
    if last is None and "term_from" not in row:
        return None
    open_ended = last is None or last.startswith(OPEN_ENDS)
    return f"{_day(row, 'term_from') or '..'}/{'' if open_ended else _day(row, 'term_to')}"


def _listings(row: Mapping[str, str]) -> Iterator[list[str | None]]:
    for kind, listed, removed, reason in _LISTINGS:
        if listed in row or removed in row or reason in row:
            yield [kind, _day(row, listed), _day(row, removed), row.get(reason)]


def _listing(values: Sequence[Any]) -> Listing:
    kind, listed, removed, reason = values
    return Listing(ListKind(kind), _stored_day(listed), _stored_day(removed), reason)


def _stored_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _day(row: Mapping[str, str], column: str) -> str | None:
    text = row.get(column)
    if text is None:
        return None
    try:
        return _iso_day(text)
    except ValueError:
        raise BadRow(f"{column} is not a day") from None


@lru_cache(maxsize=50_000)  # every day of a century, and a file repeats them
def _iso_day(text: str) -> str:
    return day_of(text).isoformat()
