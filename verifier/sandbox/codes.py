"""Magic codes: valid unified social credit codes that say which decision a sandbox shall make.

9100 0404 00ss nnnn cc: division 000404 exists nowhere, so that production verifies none of them; `00`, where
codes given since 2015 have letters, keeps them apart from those of specimens; `ss` is the script; `nnnn` is
free, so that every employer of a test can have a code of its own; `cc` are the two check characters. Pure.
"""

from enum import StrEnum
from typing import Final

from verifier.domain import credit_code
from verifier.domain.wording import comparable

BEGINNING: Final = "9100040400"  # authority, kind, division, and no letters
FREE: Final = 4  # characters of ALPHABET: 923,521 codes of each script


class Script(StrEnum):
    """What a sandbox decides about a case that declares one of its codes."""

    VERIFIED = "verified"
    CODE_DIFFERS = "code_differs"
    REGISTRY_REVOKED = "registry_revoked"
    TRACES_FOUND = "traces_found"
    SAME_LICENCE = "same_licence"
    UNREADABLE = "unreadable"
    REGISTRY_AWAY = "registry_away"
    SLOW = "slow"


_NUMBERS: Final = {script: f"{number:02}" for number, script in enumerate(Script, start=1)}
_SCRIPTS: Final = {number: script for script, number in _NUMBERS.items()}


def code_of(script: Script, free: str = "0" * FREE) -> str:
    """A code of this script. Raises ValueError for what is not FREE characters of the alphabet."""
    if len(free) != FREE:
        raise ValueError(f"Expected {FREE} characters, not {len(free)}.")
    body = BEGINNING[8:] + _NUMBERS[script] + free
    first17 = BEGINNING[:8] + body + credit_code.organisation_check_character(body)
    return first17 + credit_code.check_character(first17)


def script_of(code: str) -> Script | None:
    """The script that a declared code asks for; None for every other code, valid or not."""
    plain = comparable(code).upper()
    if not plain.startswith(BEGINNING) or not credit_code.is_valid(plain):
        return None
    return _SCRIPTS.get(plain[len(BEGINNING) : len(BEGINNING) + 2])
