"""Writers of one SQLite file take turns, so that none waits for long. Safety is left to SQLite.

A writer that finds the file locked sleeps up to 100 ms between its tries, and may be overtaken without end:
of 16 writers in 4 processes the unluckiest hundredth waited for over 3 seconds. Here everyone who wants to
write queues in two steps, among the threads of the process and then among the processes: one waits ahead of
all others while one writes, so that whoever has just written comes after those who wait.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from weakref import WeakSet, finalize

AHEAD, WRITING = 0, 1  # the bytes of the file that stand for the two places

_all: "WeakSet[Turns]" = WeakSet()


class Turns:
    """This process's way into the queue of those who write a file."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        finalize(self, os.close, self._descriptor)
        self.start_over()
        _all.add(self)

    def start_over(self) -> None:
        """As in a forked child, whose threads hold nothing, whatever the parent's were at."""
        self._ahead = Lock()
        self._writing = Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this thread's turn, and let the next one have it afterwards."""
        with self._ahead:
            self._writing.acquire()
        try:
            with self._among_processes():
                yield
        finally:
            self._writing.release()

    @contextmanager
    def _among_processes(self) -> Iterator[None]:
        # Such locks end with their process, however it ends, and a child does not inherit them.
        with self._place(AHEAD):
            fcntl.lockf(self._descriptor, fcntl.LOCK_EX, 1, WRITING)
        try:
            yield
        finally:
            fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, WRITING)

    @contextmanager
    def _place(self, byte: int) -> Iterator[None]:
        fcntl.lockf(self._descriptor, fcntl.LOCK_EX, 1, byte)
        try:
            yield
        finally:
            fcntl.lockf(self._descriptor, fcntl.LOCK_UN, 1, byte)


def _start_over() -> None:
    for turns in tuple(_all):
        turns.start_over()


os.register_at_fork(after_in_child=_start_over)
