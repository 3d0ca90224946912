"""Passwords: how they are hashed, which are refused, and that nobody learns by the clock who has an account.

Argon2id with 19 MiB and two passes is OWASP's first choice (Password Storage Cheat Sheet, 2025); RFC 9106's
own takes 64 MiB a sign-in, which lets a few guesses at once exhaust a small host. Which passwords are refused
follows NIST SP 800-63B-4, 3.1.1.2: short ones, common ones, those made of the account's own words. There is
no rule of digits and signs, and no end after so many months.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

LONGEST: Final = 128  # characters; longer ones would be a load and no safer
# Powers of ten; up to 10^8 guesses zxcvbn calls a password guessable (Wheeler, USENIX Security 2016).
GUESSED_MAX: Final = 8.0
_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class PasswordFault(StrEnum):
    """Why a new password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_COMMON = "too_common"
    DIFFERENT = "different"  # the two that were typed


def fault_of(password: str, again: str, about: Sequence[str], least: int) -> PasswordFault | None:
    """What is wrong with a new password of somebody of these names; None when it may be taken."""
    if len(password) < least:
        return PasswordFault.TOO_SHORT
    if len(password) > LONGEST:
        return PasswordFault.TOO_LONG
    if password != again:
        return PasswordFault.DIFFERENT
    own = [word for name in (*about, "bonafide") for word in (name, *re.split(r"[\W_]+", name)) if word]
    guessed = zxcvbn(password, user_inputs=own, max_length=LONGEST)
    return PasswordFault.TOO_COMMON if guessed["guesses_log10"] < GUESSED_MAX else None


def hashed(password: str) -> str:
    return _HASHER.hash(_same_everywhere(password))


def holds(password_hash: str | None, password: str) -> bool:
    """Whether it is the password. Without a hash it takes as long and is never right."""
    try:
        right = _HASHER.verify(password_hash or _nobodys(), _same_everywhere(password[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return right and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def _same_everywhere(password: str) -> str:
    """One spelling for what keyboards spell differently (NIST SP 800-63B-4, 3.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return _HASHER.hash("")
