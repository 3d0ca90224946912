"""Whose key a request shows, remembered for a second: the gate has no time to ask the database each time."""

import time
from collections.abc import Callable
from typing import Final

from verifier.domain.errors import Unauthenticated
from verifier.usecases import Caller, authenticate
from verifier.usecases.keys import key_hash
from verifier.usecases.ports import Ports

REMEMBERED: Final = 1.0  # seconds, for which a key that was revoked may still ask
KEYS_MAX: Final = 10_000  # of one process; more are forgotten together


class Callers:
    """The callers of one process. Only keys that were good are remembered, by their hashes."""

    def __init__(self, ports: Ports, clock: Callable[[], float] = time.monotonic) -> None:
        self._ports = ports
        self._clock = clock
        self._known: dict[str, tuple[Caller, float]] = {}

    def of(self, key: str) -> tuple[Caller, bool]:
        """Whose key it is, and whether the database was asked just now. Raises Unauthenticated."""
        hashed, now = key_hash(key), self._clock()
        caller, until = self._known.get(hashed, (None, now))
        if caller is None or now >= until:
            return self._asked(key, hashed, now), True
        if not caller.key.holds_at(self._ports.clock.now()):
            raise Unauthenticated
        return caller, False

    def _asked(self, key: str, hashed: str, now: float) -> Caller:
        caller = authenticate(self._ports, key)
        if len(self._known) >= KEYS_MAX:
            self._known.clear()
        self._known[hashed] = caller, now + REMEMBERED
        return caller
