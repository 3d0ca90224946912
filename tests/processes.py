"""Real processes for tests: the queue server, waiting for what shall come about, and who lives."""

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from verifier.providers import embedded_queue
from verifier.providers.queue import RqJobQueue
from verifier.usecases.ports import QueueUnavailable


class QueueServer:
    """A queue server that a test may kill, pause and start again."""

    def __init__(self, folder: Path) -> None:
        socket = folder / "valkey.sock"
        self._command = embedded_queue.command(folder, socket)
        self.url = f"unix://{socket}"
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self._command)
        until(self._answers)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def pause(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        try:
            RqJobQueue(self.url).workers()
        except QueueUnavailable:
            return False
        return True


def until(condition: Callable[[], object], *, within: float = 120, every: float = 0.02) -> None:
    """Wait for it, generously: other work may hold the machine. Fails when it does not come about.

    `within` and `every` are seconds; asking more seldom leaves more of the machine to what is waited for.
    """
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, f"not within {within} s"
        time.sleep(every)


def gone(pid: int) -> bool:
    """Whether it has ended; one that nobody has buried yet has."""
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def children(pid: int) -> list[int]:
    """The living children, in the order of their start."""
    try:
        found = psutil.Process(pid).children()
    except psutil.NoSuchProcess:
        return []
    return [child.pid for child in sorted(found, key=psutil.Process.create_time) if not gone(child.pid)]
