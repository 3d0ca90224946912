"""References that travel with a payment through banks and come back in a statement, as people retype them.

BF and nine symbols, of which the last is a check: 31 symbols that are not taken for one another (I and L read
as 1, O as 0; there is no U and no Z). 31 is a prime, so that the weighted sum notices every single slip and
any two neighbours exchanged. Eight random symbols are 39.6 bits: guessed by nobody within seven days, and no
secret either, for the name and the amount have to fit as well.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterator
from typing import Final

PREFIX: Final = "BF"
SYMBOLS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXY"
RANDOM: Final = 8
LENGTH: Final = len(PREFIX) + RANDOM + 1
_VALUE: Final = {symbol: value for value, symbol in enumerate(SYMBOLS)}
_READ_AS: Final = str.maketrans("ILO", "110")
# Banks break a remark into groups and lines; so may stand between the symbols what is none.
_BREAKS: Final = re.compile(r"[\s\-_.·/\\]+")
_CANDIDATE: Final = re.compile(r"(?=BF([0-9A-Z]{9}))")


def new_reference() -> str:
    """A random one."""
    body = "".join(secrets.choice(SYMBOLS) for _ in range(RANDOM))
    return PREFIX + body + _check(body)


def is_reference(text: str) -> bool:
    body, check = text[len(PREFIX) : -1], text[-1:]
    known = len(text) == LENGTH and text.startswith(PREFIX) and all(symbol in _VALUE for symbol in body)
    return known and _check(body) == check


def references_in(remark: str) -> tuple[str, ...]:
    """Every reference that the remark holds, in order; those whose check fails are none."""
    normal = _BREAKS.sub("", unicodedata.normalize("NFKC", remark).upper())
    return tuple(dict.fromkeys(_sound(normal)))


def _sound(text: str) -> Iterator[str]:
    for found in _CANDIDATE.finditer(text):
        reference = PREFIX + found[1].translate(_READ_AS)
        if is_reference(reference):
            yield reference


def _check(body: str) -> str:
    """The symbol that makes the sum of all, weighted by their places, a multiple of 31."""
    weighted = sum(place * _VALUE[symbol] for place, symbol in enumerate(body, start=2))
    return SYMBOLS[-weighted % len(SYMBOLS)]
