"""New identifiers: a prefix that says what it is, and a lower-case ULID, which sorts by time."""

from datetime import datetime

from ulid import ULID


def new(prefix: str, at: datetime) -> str:
    """An identifier that nobody can guess: 80 of its bits are random."""
    return f"{prefix}_{str(ULID.from_datetime(at)).lower()}"
