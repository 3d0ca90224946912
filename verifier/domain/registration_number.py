"""The 15-digit registration number (GS15-2006) that licences bore before the unified social credit code.

Six digits of the authority · one of the type · seven serial · one check digit (ISO 7064 MOD 11,10).
"""

from dataclasses import dataclass
from typing import Final

LENGTH: Final = 15
MODULUS: Final = 10


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A number taken apart. `kind`: 0–3 domestic, 4–5 foreign-invested, 6–9 individual business."""

    division: str
    kind: str
    serial: str
    check_digit: str


def check_digit(first14: str) -> str:
    """The 15th digit. Raises ValueError unless given 14 ASCII digits."""
    if len(first14) != LENGTH - 1 or not _digits(first14):
        raise ValueError("Expected 14 digits.")
    carry = MODULUS
    for digit in first14:
        total = (carry + int(digit)) % MODULUS or MODULUS
        carry = total * 2 % (MODULUS + 1)
    return str((MODULUS + 1 - carry) % MODULUS)


def is_valid(number: str) -> bool:
    """Whether it is 15 digits of which the last one checks."""
    return len(number) == LENGTH and _digits(number) and number[-1] == check_digit(number[:-1])


def anatomy(number: str) -> Anatomy:
    """Take a 15-digit number apart. Raises ValueError for anything else."""
    if len(number) != LENGTH or not _digits(number):
        raise ValueError("A registration number has 15 digits.")
    return Anatomy(number[:6], number[6], number[7:14], number[14])


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
