"""How often a vendor may be asked, by all workers together: a budget a day, and a circuit breaker.

Both live in the queue's Redis, which every worker reaches anyway. Where it does not answer, nobody asks.
"""

from datetime import datetime, timedelta
from typing import Final, Protocol

from pybreaker import STATE_CLOSED, CircuitBreaker, CircuitBreakerStorage, CircuitRedisStorage
from redis import Redis
from redis.exceptions import RedisError

from verifier.domain.registry import Reason
from verifier.providers.registry.vendors.mapping import Vendor
from verifier.providers.registry.vendors.trouble import Trouble

KEPT: Final = timedelta(days=3)  # a day's count, so that an operator can look at yesterday's
NAMESPACE: Final = "bonafide:registry"
# What says nothing about whether the vendor works: our own budget, and its word on one question.
NO_FAULT: Final = (Reason.BUDGET_SPENT, Reason.BUDGET_UNKNOWN, Reason.VENDOR_ERROR)


class Budget(Protocol):
    def take(self, now: datetime) -> None:
        """Count one request. Raises Trouble when there is none left today."""
        ...


class RedisBudget:
    """Counts each request before it is made; one that failed stays counted, for the vendor may charge it."""

    def __init__(self, redis: Redis, vendor: str, per_day: int) -> None:
        self._redis = redis
        self._vendor = vendor
        self._per_day = per_day

    def take(self, now: datetime) -> None:
        key = self._key(now)
        try:
            with self._redis.pipeline(transaction=True) as pipeline:
                pipeline.incr(key)
                pipeline.expire(key, KEPT)
                count, _ = pipeline.execute()
        except RedisError as error:
            raise Trouble(Reason.BUDGET_UNKNOWN) from error
        if count > self._per_day:
            raise Trouble(Reason.BUDGET_SPENT)

    def spent(self, now: datetime) -> int:
        """How many requests were asked for today, those refused included. Raises RedisError."""
        return int(self._redis.get(self._key(now)) or 0)

    def _key(self, now: datetime) -> str:
        return f"{NAMESPACE}:{self._vendor}:spent:{now:%Y%m%d}"


def breaker(vendor: Vendor, redis: Redis) -> CircuitBreaker:
    """The circuit breaker that all workers share. Raises Trouble when its state cannot be known."""
    try:
        storage = CircuitRedisStorage(STATE_CLOSED, redis, namespace=f"{NAMESPACE}:{vendor.name}")
    except RedisError as error:
        raise Trouble(Reason.BUDGET_UNKNOWN) from error
    return breaker_on(storage, vendor)


def breaker_on(storage: CircuitBreakerStorage, vendor: Vendor) -> CircuitBreaker:
    """A circuit breaker by the vendor's limits, wherever it keeps its state."""
    return CircuitBreaker(
        fail_max=vendor.limits.failures_to_open,
        reset_timeout=vendor.limits.rest_seconds,
        state_storage=storage,
        exclude=[_no_fault],
        throw_new_error_on_trip=False,
    )


def _no_fault(error: BaseException) -> bool:
    return isinstance(error, Trouble) and error.reason in NO_FAULT and not error.transient
