"""Corporate bank accounts: numbers and names made comparable, the codes of banks, what may be shown.

Values here are personal data of the firm's: of a number nobody sees more than its end.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from verifier.domain.masking import Personal, covered
from verifier.domain.wording import plain

NUMBER: Final = re.compile(r"[0-9]{8,32}")
"""Corporate accounts have from 12 to some 25 digits and no check digit that all banks share (only cards have
Luhn's), so that anything from what tells whose it is to what CNAPS carries is taken: 8 to 32."""
JOINTS: Final = frozenset("-‐‑‒–—−_.·")  # what people part groups of digits by, besides spaces
CNAPS_LENGTH: Final = 12
NAME_MAX: Final = 100  # characters of a bank's name
# Begins with a letter: a spreadsheet takes what begins with = + - @ for a formula, and clerks open our files.
BANK_NAME: Final = re.compile(r"[^\W\d_][\w()\[\] ,.&'/#·-]*")
BRACKETS: Final = str.maketrans("[]{}〔〕【】〈〉《》「」『』<>", "()" * 9)


class NoAccount(ValueError):
    """What is wrong with an account, by the field of it. Never quotes a value."""

    def __init__(self, part: str, detail: str) -> None:
        super().__init__(detail)
        self.part = part
        self.detail = detail


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account at a bank: `number` digits alone, `cnaps` the bank's 12-digit code in the payment system."""

    holder: str = field(repr=False)
    number: str = field(repr=False)
    bank: str = field(default="", repr=False)
    cnaps: str | None = field(default=None, repr=False)

    @property
    def masked(self) -> str:
        """The last four digits behind a cover as long as the rest."""
        return masked(self.number)


def account(*, holder: str, number: str, bank: str, cnaps: str | None = None) -> BankAccount:
    """The account that somebody entered. Raises NoAccount for the first field that cannot be one."""
    digits = account_number(number)
    if NUMBER.fullmatch(digits) is None:
        raise NoAccount("number", "An account number has 8 to 32 digits")
    if not holder.strip():
        raise NoAccount("holder", "Must not be blank")
    code = account_number(cnaps or "")
    if code and not is_cnaps(code):
        raise NoAccount("cnaps", "Not a 12-digit bank code: its last digit does not fit the others")
    return BankAccount(holder.strip(), digits, bank_name(bank), code or None)


def account_number(text: str) -> str:
    """The number without spaces and dashes, its digits as ASCII has them; anything else is left in."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(
        c for c in normal if not c.isspace() and c not in JOINTS and unicodedata.category(c) != "Cf"
    )


def masked(number: str) -> str:
    return covered(Personal.BANK_ACCOUNT, number)


def bank_name(text: str) -> str:
    """A bank's name on one line. Raises NoAccount for what is none, or what a spreadsheet would run."""
    normal = " ".join(unicodedata.normalize("NFKC", text).split())
    if len(normal) > NAME_MAX or BANK_NAME.fullmatch(normal) is None:
        raise NoAccount("bank", f"A bank's name begins with a letter and has at most {NAME_MAX} characters")
    return normal


def is_cnaps(code: str) -> bool:
    """Whether it is a bank's code of 12 digits: three of the bank, four of its place, four of the branch, and
    a check digit by ISO 7064 MOD 11,10 (GB/T 17710), as the People's Bank requires for its payment system.
    """
    if len(code) != CNAPS_LENGTH or not (code.isascii() and code.isdigit()):
        return False
    remainder = 10
    for digit in code[:-1]:
        remainder = 2 * ((remainder + int(digit)) % 10 or 10) % 11
    return int(code[-1]) == (11 - remainder) % 10


def account_name(text: str) -> str:
    """A holder's name made comparable: widths, spaces, capitals and the shapes of brackets are one.

    Nothing else is: a missing 市, another character, a branch's name behind it stay different.
    """
    return plain(text).translate(BRACKETS)


def same_name(one: str, other: str) -> bool:
    """Whether the names are one, written in two ways; of a blank one nothing is known."""
    name = account_name(one)
    return bool(name) and name == account_name(other)
