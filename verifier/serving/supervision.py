"""Keeps the children of `serve` running until it is told to stop, then ends them in order."""

import signal
import threading
import time
from collections.abc import Sequence
from types import FrameType

import structlog

from verifier.serving.children import Child

log = structlog.get_logger(__name__)

GRACE = 8.0  # seconds for requests and jobs in flight; what is cut short is done again
LOOK_EVERY = 0.2  # seconds


class StopRequest:
    """Ctrl-C, SIGTERM or a closed terminal, once; asking again changes nothing."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)

    def __bool__(self) -> bool:
        return self._asked.is_set()

    def wait(self, seconds: float) -> None:
        self._asked.wait(seconds)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self._asked.set()


def start(children: Sequence[Child]) -> None:
    for child in children:
        child.start()
        log.info("child_started", child=child.program.name, pid=child.pid)


def tend(children: Sequence[Child]) -> None:
    """Restart what died. Raises GaveUp where that does not help."""
    for child in children:
        before = child.pid
        status = child.tend()
        if status is not None:
            log.warning("child_died", child=child.program.name, pid=before, status=status)
        elif child.pid != before:
            log.info("child_started", child=child.program.name, pid=child.pid)


def stop(children: Sequence[Child]) -> None:
    """Ask all of them to end at once, and kill those that have not after GRACE seconds."""
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + GRACE
    for child in children:
        if not child.ended_within(deadline - time.monotonic()):
            log.warning("child_killed", child=child.program.name, pid=child.pid)
            child.kill()
            child.ended_within(GRACE)
