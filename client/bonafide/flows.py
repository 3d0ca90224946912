"""Every exchange with the service, without a network: what to send, how long to pause, what came of it.

A flow is a generator. It yields the next step and is sent what came of it, so that the blocking and the
awaiting client run the very same code and differ in one loop (runners.py).
"""

import time
from collections.abc import Callable, Collection, Generator, Mapping
from dataclasses import dataclass, field
from random import random
from typing import TypeAlias, TypeVar

import httpx2

from bonafide.errors import NoAnswer
from bonafide.problems import problem
from bonafide.retries import may_help, pause_before

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it goes out, in whole, so that it can be sent again."""

    content: bytes = field(repr=False)
    media_type: str = "application/octet-stream"  # says nothing: the service looks at the content


@dataclass(frozen=True, slots=True)
class Request:
    """One request, to `path` below the service's address. Sent again, it is the same to the letter."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    json: object = field(default=None, repr=False)  # None: no body
    form: Mapping[str, str] = field(default_factory=dict, repr=False)
    file: Upload | None = None


@dataclass(frozen=True, slots=True)
class Send:
    """Send this, and wait at most `timeout` seconds for the connection, and for each part of the answer."""

    request: Request
    timeout: float


@dataclass(frozen=True, slots=True)
class Pause:
    seconds: float


Step: TypeAlias = Send | Pause
Reply: TypeAlias = httpx2.Response | httpx2.RequestError | None  # None after a pause
Flow: TypeAlias = Generator[Step, Reply, T]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to keep trying: `timeout` and `total` in seconds, `retries` after the first try."""

    timeout: float = 30.0
    retries: int = 5
    total: float = 60.0  # no try begins later than this after the first
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random  # 0 to 1, for the jitter


def exchange(request: Request, patience: Patience, also: Collection[int] = ()) -> Flow[httpx2.Response]:
    """The answer to a request, which is sent again while that may help.

    A status in `also` is an answer like 2xx. Raises Problem for every other one, and NoAnswer.
    """
    end = patience.clock() + patience.total
    tries = 0
    while True:
        left = end - patience.clock()
        reply = yield Send(request, min(patience.timeout, max(left, 0.001)))
        tries += 1
        if isinstance(reply, httpx2.Response) and (reply.is_success or reply.status_code in also):
            return reply
        pause = pause_before(tries, reply, patience.chance())
        if not may_help(reply) or tries > patience.retries or patience.clock() + pause >= end:
            raise problem(reply) if isinstance(reply, httpx2.Response) else no_answer(reply, tries)
        yield Pause(pause)


def no_answer(error: httpx2.RequestError | None, tries: int) -> NoAnswer:
    said = NoAnswer(f"No answer after {tries} {'try' if tries == 1 else 'tries'}: {type(error).__name__}")
    said.__cause__ = error
    return said
