"""Who kills: a victim drawn from a seed, at a moment drawn from it, again and again."""

import random
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import psutil

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
LOOK_EVERY = 0.03  # seconds
WAITS_FOR_VICTIM = 3.0  # seconds; horses come and go
AT_WORK, WORK, WAITS_FOR_WORK = 0.7, 10, 20.0  # the share of kills, the answers and the seconds they wait for
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
    """`answered` counts what the service has answered so far: most kills wait until there is some more of it.

    Otherwise a slow machine would see nothing killed but processes that start.
    """

    victims: Victims
    seed: int
    pause: float  # seconds between two kills, in the mean
    answered: Callable[[], int]
    kills: Counter[str] = field(default_factory=Counter)
    log: list[tuple[float, str, int]] = field(default_factory=list)
    _young: Counter[str] = field(default_factory=Counter)

    def rage(self, count: int, *, within: float) -> None:
        """Kill so many, or as many as can be within these seconds."""
        chance, began = random.Random(self.seed), time.monotonic()
        while sum(self.kills.values()) < count and time.monotonic() < began + within:
            kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
            time.sleep(chance.expovariate(1 / self.pause))
            if chance.random() < AT_WORK:
                self._until_at_work()
            pid = self._victim(kind, chance)
            if pid is not None and _killed(pid):
                self.kills[kind] += 1
                self.log.append((round(time.monotonic() - began, 2), kind, pid))
                self.victims.revive(kind)

    def _until_at_work(self) -> None:
        deadline, before = time.monotonic() + WAITS_FOR_WORK, self.answered()
        while self.answered() < before + WORK and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY)

    def _victim(self, kind: str, chance: random.Random) -> int | None:
        deadline, draw = time.monotonic() + WAITS_FOR_VICTIM, chance.random()
        while time.monotonic() < deadline:
            found = self.victims.find(kind)
            if found:
                return self._spared(kind, found[int(draw * len(found))])
            time.sleep(LOOK_EVERY)
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
    found["queue server"] = [queue] if queue is not None else []
    try:
        family = psutil.Process(serve).children(recursive=True)  # one look at all processes, parents first
    except psutil.Error:
        return found
    found["serve"] = [serve]
    kinds = {serve: "serve"}
    for process in family:
        kind = _kind(process, kinds)
        if kind:
            kinds[process.pid] = kind
            found[kind].append(process.pid)
    return found


def _kind(process: psutil.Process, kinds: Mapping[int, str]) -> str:
    """By whose child it is, and by its command or its name; nothing for what is none of ours or has ended."""
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return ""
        parent = kinds.get(process.ppid())
        if parent == "serve":
            return _of_serve(" ".join(process.cmdline()))
        name = process.name() if parent == "workers' parent" else ""
    except psutil.Error:
        return ""
    if parent == "workers' parent":
        return name if name in KINDS else ""
    return {"gunicorn": "web process", "worker": "horse"}.get(parent or "", "")


def _of_serve(command: str) -> str:
    if "gunicorn" in command:
        return "gunicorn"
    if "-m tests.chaos.readers" in command:
        return "workers' parent"
    return "queue server" if "-server" in command else ""


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
