"""One child process: how to start it, whether it lives, how to end it.

A child has its own process group, so that Ctrl-C reaches only the parent, which ends its children in order.
"""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from verifier.serving.lifeline import die_with

CANNOT_START = os.EX_CONFIG  # a child's exit status for "starting me again will not help"
QUICK = 5.0  # seconds: a child that lives shorter died at once
PATIENCE = 5  # deaths at once, in a row, before giving up
LONGEST_PAUSE = 8.0  # seconds between two starts


class GaveUp(Exception):
    """A child cannot be kept alive; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Program:
    """What to run. `files` are the descriptors that it inherits; `log` is where it explains itself."""

    name: str
    argv: tuple[str, ...]
    files: tuple[int, ...] = ()
    log: str = "above"


class Child:
    """A program kept running: started again after a pause that doubles, until it dies at once too often."""

    def __init__(self, program: Program, clock: Callable[[], float] = time.monotonic) -> None:
        self.program = program
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None
        self._started: float | None = None
        self._resume_at = 0.0
        self._quick_deaths = 0

    @property
    def started(self) -> bool:
        """Whether it was ever started; one that died since counts."""
        return self._started is not None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        self._started = self._clock()
        self._process = subprocess.Popen(
            self.program.argv,
            stdin=subprocess.DEVNULL,
            pass_fds=self.program.files,
            process_group=0,
            preexec_fn=partial(die_with, os.getpid()),  # noqa: PLW1509  it allocates nothing and takes no lock
        )

    def tend(self) -> int | None:
        """Start it again if its pause is over. Returns the exit status when it was found dead just now.

        Raises GaveUp when it says that it cannot start, or has died at once too often.
        """
        if self._process is None:
            if self._clock() >= self._resume_at:
                self.start()
            return None
        status = self._process.poll()
        if status is not None:
            self._process = None
            self._bury(status)
        return status

    def ask_to_end(self) -> None:
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the whole group at once."""
        self._signal(signal.SIGKILL)

    def ended_within(self, seconds: float) -> bool:
        if self._process is None:
            return True
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(max(seconds, 0.01))
        return self._process.poll() is not None

    def _bury(self, status: int) -> None:
        lived = self._clock() - (self._started or 0.0)
        self._quick_deaths = self._quick_deaths + 1 if lived < QUICK else 0
        if status == CANNOT_START:
            raise GaveUp(f"The {self.program.name} cannot start; the reason stands {self.program.log}.")
        if self._quick_deaths >= PATIENCE:
            raise GaveUp(
                f"The {self.program.name} died {PATIENCE} times in a row right after its start "
                f"({_in_words(status)}); the reason stands {self.program.log}."
            )
        self._resume_at = self._clock() + _pause(self._quick_deaths)

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                _send(self._process, number)


def _send(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if number == signal.SIGKILL:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)


def _pause(quick_deaths: int) -> float:
    return min(LONGEST_PAUSE, 0.25 * 2**quick_deaths) if quick_deaths else 0.0


def _in_words(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"exit status {status}"
