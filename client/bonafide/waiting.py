"""Looking again and again, as often as the service says, for what takes time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, TypeVar

import httpx2

from bonafide import wire
from bonafide.calls import Group
from bonafide.endpoints import Endpoint
from bonafide.errors import StillWaiting
from bonafide.flows import Flow, Pause, exchange
from bonafide.retries import retry_after

T = TypeVar("T")

EVERY: Final = 2.0  # seconds, where the service names no time


def until(
    group: Group[Any], endpoint: Endpoint, identifier: str, done: Callable[[T], bool], timeout: float
) -> Flow[T]:
    """Read a resource until it is done; unchanged, it costs no body. Raises StillWaiting."""
    request = endpoint.request(identifier)
    end = group.patience.clock() + timeout
    while True:
        response = yield from exchange(request, group.patience, also=(httpx2.codes.NOT_MODIFIED,))
        if response.status_code != httpx2.codes.NOT_MODIFIED:
            found: T = wire.read(response, endpoint.answer)
            if done(found):
                return found
            tag = response.headers.get("ETag")
            request = replace(request, headers={"If-None-Match": tag} if tag else {})
        pause = retry_after(response) or EVERY
        if group.patience.clock() + pause > end:
            raise StillWaiting(f"{identifier} was not decided within {timeout:g} seconds; it may be yet.")
        yield Pause(pause)
