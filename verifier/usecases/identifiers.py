"""New identifiers: a prefix that says what it is, and a lower-case ULID, which sorts by time."""

import secrets
from datetime import datetime

from ulid import ULID

MILLISECONDS_BYTES = 6
RANDOM_BYTES = 10


def new(prefix: str, at: datetime) -> str:
    """An identifier that nobody can guess: 80 of its bits are random.

    The library's own constructors count up from the last identifier within a millisecond. Two threads, or two
    processes forked from one, then make the same identifier, and from one identifier the next can be guessed.
    """
    milliseconds = int(at.timestamp() * 1000).to_bytes(MILLISECONDS_BYTES, "big")
    return f"{prefix}_{ULID.from_bytes(milliseconds + secrets.token_bytes(RANDOM_BYTES))!s}".lower()
