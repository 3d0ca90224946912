"""Shorter times for what waits a minute after a kill, so that a test of seconds sees the end of it."""

import os
from datetime import timedelta

from verifier.usecases import deliveries, idempotency

HURRIED = "BONAFIDE_TEST_HURRIED"
SHORT = timedelta(seconds=6)  # no request and no delivery to our own receiver takes nearly as long


def hurry() -> None:
    """In this process, if the environment says so."""
    if os.environ.get(HURRIED):
        deliveries.LEASE = SHORT
        idempotency.IN_FLIGHT = SHORT
