"""Amounts of yuan as whole fen: read as people and banks write them, never as binary fractions."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

FEN: Final = 100  # to the yuan
FEN_MAX: Final = (
    10**15 - 1
)  # under ten trillion yuan; more is a slip, and every database keeps so much exactly
# Written in front of an amount or behind it, and says nothing but that it is yuan.
UNITS: Final = ("CNY", "RMB", "YUAN", "¥", "人民币", "元")
POINTS: Final = {ord("。"): ".", ord("．"): ".", ord("・"): "."}  # what a Chinese keyboard gives for a point
WRITTEN: Final = re.compile(r"(?P<yuan>[0-9]{1,13}|[0-9]{1,3}(?:,[0-9]{3}){1,4})?(?:\.(?P<fen>[0-9]{1,2}))?")


class NoMoney(ValueError):
    """The text is no amount of yuan. Never quotes it."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of yuan that is not negative, in fen."""

    fen: int

    def __post_init__(self) -> None:
        if not 0 <= self.fen <= FEN_MAX:
            raise NoMoney("an amount is neither negative nor beyond all measure")

    def __str__(self) -> str:
        """In yuan with two decimals, as banks take it: 0.37, 1000.00."""
        return f"{self.fen // FEN}.{self.fen % FEN:02d}"


def money(text: str) -> Money:
    """The amount that the text names: "0.1" is ten fen, "1,000.00" a thousand yuan, "０．３７元" 37 fen.

    Raises NoMoney for a sign, for a fraction of a fen, for commas that part anything but thousands, and for
    what is no number.
    """
    found = WRITTEN.fullmatch(_bare(text))
    if found is None or not any(found.groups()):
        raise NoMoney("no amount of yuan with at most two decimals")
    yuan = int((found["yuan"] or "0").replace(",", ""))
    return Money(yuan * FEN + int((found["fen"] or "").ljust(2, "0")))


def _bare(text: str) -> str:
    """The number alone, its digits and points as ASCII has them; other scripts' digits stay as they are."""
    bare = unicodedata.normalize("NFKC", text.translate(POINTS)).strip().upper()
    for unit in UNITS:
        bare = bare.removeprefix(unit).removesuffix(unit).strip()
    return bare
