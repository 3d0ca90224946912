"""Rate limits on the queue's server, so that all processes of all hosts count together; here when it is away.

The algorithm and its scripts are those of `limits`: a sliding window approximated by two counters. We only
send the scripts of several meters in one round trip, and take back what one counted when another has no room.
"""

import math
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Final

import structlog
from limits.storage import MemoryStorage, RedisStorage
from redis import Redis
from redis.exceptions import NoScriptError, RedisError

from verifier.domain.rate_limit import Meter, Standing

PATIENCE: Final = 0.1  # seconds for a connection or an answer; a posting permit waits for it
REST: Final = 5.0  # seconds without asking a server that did not answer
PREFIX: Final = "bonafide"

log = structlog.get_logger(__name__)


class NoLimits:
    """For an operator who limits elsewhere, or not at all."""

    def take(self, _meters: Sequence[Meter]) -> Sequence[Standing]:
        return ()


class SharedLimiter:
    """Counts on the server; in this process, with the same quotas, while the server does not answer.

    So the limits hold when it is away, times the number of web processes, and nobody is refused for it.
    """

    def __init__(self, client: Redis, clock: Callable[[], float] = time.monotonic) -> None:
        self._windows = RedisWindows(client)
        self._clock = clock
        self._ask_at = -math.inf

    def take(self, meters: Sequence[Meter]) -> Sequence[Standing]:
        if self._clock() < self._ask_at:
            return self._own.take(meters)
        try:
            return _take(self._windows, meters)
        except RedisError as error:
            self._ask_at = self._clock() + REST
            log.warning("rate_limits_counted_here", seconds=REST, error=type(error).__name__)
            return self._own.take(meters)

    @cached_property
    def _own(self) -> "LocalLimiter":
        return LocalLimiter()


class LocalLimiter:
    """Counts in this process alone. Counts are forgotten when their windows are over."""

    def __init__(self) -> None:
        self._storage = MemoryStorage()

    def take(self, meters: Sequence[Meter]) -> Sequence[Standing]:
        return _take(self, meters)

    def count(self, meters: Sequence[Meter], amount: int = 1) -> Sequence[Standing]:
        return [self._count(meter, amount) for meter in meters]

    def _count(self, meter: Meter, amount: int) -> Standing:
        key, seconds = f"{meter.policy}/{meter.of}", meter.quota.seconds
        admitted = self._storage.acquire_sliding_window_entry(key, meter.quota.requests, seconds, amount)
        return _standing(meter, admitted, self._storage.get_sliding_window(key, seconds))


class RedisWindows(RedisStorage):
    """Windows on the server: however many meters, one round trip."""

    def __init__(self, client: Redis) -> None:
        super().__init__("redis://", connection_pool=client.connection_pool, key_prefix=PREFIX)
        self._client = client

    def count(self, meters: Sequence[Meter], amount: int = 1) -> Sequence[Standing]:
        """Raises RedisError."""
        try:
            answers = self._ask(meters, amount)
        except NoScriptError:  # the server was restarted; it has counted nothing yet
            for script in (self.lua_acquire_sliding_window, self.lua_sliding_window):
                self._client.script_load(script.script)
            answers = self._ask(meters, amount)
        pairs = zip(answers[::2], answers[1::2], strict=True)
        return [
            _standing(meter, bool(admitted), _window(seen))
            for meter, (admitted, seen) in zip(meters, pairs, strict=True)
        ]

    def _ask(self, meters: Sequence[Meter], amount: int) -> list[Any]:
        """Two answers a meter: whether it had room, and its window since."""
        with self._client.pipeline(transaction=False) as pipe:
            for meter in meters:
                quota, keys = meter.quota, self._keys(meter)
                acquire, look = self.lua_acquire_sliding_window.sha, self.lua_sliding_window.sha
                pipe.evalsha(acquire, 2, *keys, quota.requests, quota.seconds, amount)
                pipe.evalsha(look, 2, *keys, quota.seconds)
            return list(pipe.execute())

    def _keys(self, meter: Meter) -> tuple[str, str]:
        key = f"{meter.policy}/{meter.of}"
        windows = (self._previous_window_key(key), self._current_window_key(key))
        return self.prefixed_key(windows[0]), self.prefixed_key(windows[1])


def _take(windows: LocalLimiter | RedisWindows, meters: Sequence[Meter]) -> Sequence[Standing]:
    """Count on all or on none: a key that is refused must not use up what its tenant's other keys have."""
    standings = windows.count(meters)
    admitted = [standing.meter for standing in standings if standing.admitted]
    if admitted and len(admitted) < len(standings):
        windows.count(admitted, amount=-1)
    return standings


def _window(seen: Sequence[Any]) -> tuple[int, float, int, float]:
    """Counts and seconds left of the previous and the current window, as `limits` reads its script."""
    previous, previous_left, current, current_left = seen
    return (
        int(previous or 0),
        max(0, int(previous_left or 0)) / 1000,
        int(current or 0),
        max(0, int(current_left or 0)) / 1000,
    )


def _standing(meter: Meter, admitted: bool, window: tuple[int, float, int, float]) -> Standing:
    """The remaining requests, and when there is one more, as `SlidingWindowCounterRateLimiter` has it.

    But for a window of this very moment, of which that says that it ends now: it has all its seconds left.
    """
    previous, previous_left, current, current_left = window
    seconds, most = meter.quota.seconds, meter.quota.requests
    weighted = math.floor(previous * previous_left / seconds + current)
    resets = [
        *([previous_left % (seconds / previous)] if previous > 0 else []),
        *([current_left % seconds or seconds] if current > 0 else []),
    ]
    return Standing(meter, admitted, max(0, most - weighted) if admitted else 0, min(resets, default=0.0))
