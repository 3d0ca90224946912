"""The wall clock."""

from datetime import UTC, datetime

from verifier.usecases.ports import Clock


class SystemClock(Clock):
    def now(self) -> datetime:
        return datetime.now(UTC)
