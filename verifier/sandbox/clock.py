"""The clock of a sandbox: the real one, and what its users moved it on by, which the database remembers.

Read anew each time, so that every process goes by it from the very next moment on. That costs a look at the
database, which a sandbox can afford.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from verifier.usecases.ports import Clock, SandboxClock, Transaction


class StoredClock(SandboxClock):
    def __init__(self, view: Callable[[], AbstractContextManager[Transaction]], real: Clock) -> None:
        self._view = view
        self._real = real

    def now(self) -> datetime:
        return self._real.now() + self.ahead()

    def real(self) -> datetime:
        return self._real.now()

    def ahead(self) -> timedelta:
        with self._view() as tx:
            ahead = tx.sandbox.ahead()
        assert ahead is not None, "a sandbox does not start on a database that is none"
        return ahead
