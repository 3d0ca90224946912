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
    return _made(prefix, int(at.timestamp() * 1000))


def following(prefix: str, at: datetime, last: str | None) -> str:
    """A new identifier that sorts after `last`, though another host's clock may have been ahead of ours."""
    return several_following(prefix, at, last, 1)[0]


def several_following(prefix: str, at: datetime, last: str | None, count: int) -> list[str]:
    """So many of them in their order, all of one millisecond: many at once do not run ahead of the clock."""
    milliseconds = int(at.timestamp() * 1000)
    if last is not None:
        of_last = ULID.from_str(last.removeprefix(f"{prefix}_").upper()).milliseconds
        milliseconds = max(milliseconds, of_last + 1)
    return sorted(_made(prefix, milliseconds) for _ in range(count))


def _made(prefix: str, milliseconds: int) -> str:
    time = milliseconds.to_bytes(MILLISECONDS_BYTES, "big")
    return f"{prefix}_{ULID.from_bytes(time + secrets.token_bytes(RANDOM_BYTES))!s}".lower()


def first(prefix: str, at: datetime) -> str:
    """What sorts before every identifier of this prefix that was made at this moment or later."""
    time = max(int(at.timestamp() * 1000), 0).to_bytes(MILLISECONDS_BYTES, "big")
    return f"{prefix}_{ULID.from_bytes(time + bytes(RANDOM_BYTES))!s}".lower()
