"""Who kills: a victim drawn from a seed, at a moment drawn from it, again and again."""

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import psutil

from tests.processes import children, gone

# How often each kind is drawn.
KINDS: Mapping[str, int] = {
    "queue server": 3,
    "workers' parent": 3,
    "worker": 4,
    "horse": 5,
    "sweep": 3,
    "courier": 4,
    "gunicorn": 3,
    "web process": 6,
    "serve": 1,
}
WAITS_FOR_VICTIM = 3.0  # seconds; horses come and go
# `serve` gives up on a child that dies five times in a row within five seconds of its start, as it should.
YOUNG, YOUNG_KILLS = 5.5, 3
WATCHED = ("queue server", "workers' parent", "gunicorn")


class Victims(Protocol):
    def find(self, kind: str) -> list[int]:
        """The processes of this kind that live now."""
        ...

    def revive(self, kind: str) -> None:
        """Start again what nobody else would."""
        ...


@dataclass
class Monkey:
    victims: Victims
    seed: int
    pause: float  # seconds between two kills, in the mean
    kills: Counter[str] = field(default_factory=Counter)
    log: list[tuple[float, str, int]] = field(default_factory=list)
    _young: Counter[str] = field(default_factory=Counter)

    def rage(self, count: int, on_kill: Callable[[], object] = lambda: None) -> None:
        chance, began = random.Random(self.seed), time.monotonic()
        while sum(self.kills.values()) < count:
            kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
            time.sleep(chance.expovariate(1 / self.pause))
            pid = self._victim(kind, chance)
            if pid is not None and _killed(pid):
                self.kills[kind] += 1
                self.log.append((round(time.monotonic() - began, 2), kind, pid))
                self.victims.revive(kind)
                on_kill()

    def _victim(self, kind: str, chance: random.Random) -> int | None:
        deadline, draw = time.monotonic() + WAITS_FOR_VICTIM, chance.random()
        while time.monotonic() < deadline:
            found = self.victims.find(kind)
            if found:
                return self._spared(kind, found[int(draw * len(found))])
            time.sleep(0.01)
        return None

    def _spared(self, kind: str, pid: int) -> int:
        """The same process, left to grow older where its like died young too often."""
        if kind not in WATCHED:
            return pid
        age = _age(pid)
        self._young[kind] = self._young[kind] + 1 if age < YOUNG else 0
        if self._young[kind] > YOUNG_KILLS:
            time.sleep(YOUNG - age)
            self._young[kind] = 0
        return pid


def by_kind(serve: int, queue: int | None) -> Mapping[str, list[int]]:
    """All processes of the service; `queue` is its server where that is none of serve's own."""
    found: dict[str, list[int]] = {kind: [] for kind in KINDS}
    found["serve"] = [] if gone(serve) else [serve]
    found["queue server"] = [queue] if queue is not None else []
    for pid in children(serve):
        kind = _of_serve(pid)
        found.get(kind, []).append(pid)
        for child in children(pid):
            own = _name(child) if kind == "workers' parent" else "web process" if kind == "gunicorn" else ""
            found.get(own, []).append(child)
    found["horse"] = [horse for worker in found["worker"] for horse in children(worker)]
    return found


def _of_serve(pid: int) -> str:
    command = _command(pid)
    if "gunicorn" in command:
        return "gunicorn"
    if "-m tests.chaos.readers" in command:
        return "workers' parent"
    return "queue server" if "server" in command else ""


def _command(pid: int) -> str:
    try:
        return " ".join(psutil.Process(pid).cmdline())
    except psutil.Error:
        return ""


def _name(pid: int) -> str:
    try:
        return str(psutil.Process(pid).name())
    except psutil.Error:
        return ""


def _age(pid: int) -> float:
    try:
        return time.time() - float(psutil.Process(pid).create_time())
    except psutil.Error:
        return 0.0


def _killed(pid: int) -> bool:
    try:
        psutil.Process(pid).kill()
    except psutil.Error:
        return False
    return True
