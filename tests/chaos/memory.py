"""How much memory each process of a service takes, as time goes by."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping

import psutil

EVERY = 2.0  # seconds
LIVED = 60.0  # seconds
MIB = 2**20


class Watch:
    """Samples resident memory until it is enough."""

    def __init__(self, processes: Callable[[], Mapping[str, list[int]]]) -> None:
        self._processes = processes
        self._enough = threading.Event()
        self._samples: dict[tuple[str, int], list[tuple[float, float]]] = defaultdict(list)
        self._thread = threading.Thread(target=self._look, daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def end(self) -> None:
        self._enough.set()
        self._thread.join()

    def peaks(self) -> Mapping[str, float]:
        """The most that a process of each kind took, MiB."""
        return {kind: round(max(self._of(kind)), 1) for kind in self._kinds()}

    def growth(self) -> Mapping[str, float]:
        """By how much the process of each kind that grew most did so in its second half, MiB a minute.

        Of those that lived for a minute: before, a process takes what it works with.
        """
        grown: dict[str, float] = {}
        for (kind, _), samples in self._samples.items():
            (began, _), (ended, last) = samples[0], samples[-1]
            if ended - began >= LIVED:
                half = next(size for at, size in samples if at - began >= (ended - began) / 2)
                rate = 120 * (last - half) / (ended - began)
                grown[kind] = round(max(rate, grown.get(kind, rate)), 2)
        return grown

    def _kinds(self) -> list[str]:
        return sorted({kind for kind, _ in self._samples})

    def _of(self, wanted: str) -> list[float]:
        return [size for (kind, _), samples in self._samples.items() if kind == wanted for _, size in samples]

    def _look(self) -> None:
        while not self._enough.wait(EVERY):
            for kind, pids in self._processes().items():
                for pid in pids:
                    try:
                        size = psutil.Process(pid).memory_info().rss / MIB
                    except psutil.Error:
                        continue
                    self._samples[kind, pid].append((time.monotonic(), size))
