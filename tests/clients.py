"""The Python client over the app in this process, blocking and awaiting, with pauses that take no time."""

import asyncio
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import httpx2
import pytest
from flask import Flask

from bonafide import AsyncBonafide, Bonafide
from bonafide.calls import Group
from bonafide.pages import AsyncPages

ADDRESS = "http://127.0.0.1:8000"  # the public address of the service in tests


@dataclass
class InProcess(httpx2.BaseTransport):
    """Requests to the app, each noted with its answer; `before` may answer in the app's place."""

    app: Flask
    seen: list[tuple[httpx2.Request, httpx2.Response]] = field(default_factory=list)
    before: Callable[[httpx2.Request], httpx2.Response | None] = lambda _: None

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        response = self.before(request) or httpx2.WSGITransport(app=self.app).handle_request(request)
        response.read()
        self.seen.append((request, response))
        return response


@dataclass
class AwaitingInProcess(httpx2.AsyncBaseTransport):
    """The same for the client that awaits."""

    transport: InProcess

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        body = await request.aread()
        again = httpx2.Request(request.method, request.url, headers=request.headers, content=body)
        response = self.transport.handle_request(again)
        return httpx2.Response(response.status_code, headers=response.headers, content=response.content)


class Awaited:
    """An awaiting client or group as if it blocked, so that one test holds both."""

    def __init__(self, awaiting: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._awaiting = awaiting
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._awaiting, name)
        if isinstance(value, Group):
            return Awaited(value, self._loop)
        return self._blocking(value) if callable(value) else value

    def _blocking(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            result = method(*args, **kwargs)
            if isinstance(result, AsyncPages):
                return self._items(result)
            assert inspect.isawaitable(result)
            return self._loop.run_until_complete(result)

        return call

    def _items(self, pages: AsyncPages[Any]) -> Iterator[Any]:
        items = aiter(pages)
        while True:
            try:
                yield self._loop.run_until_complete(anext(items))
            except StopAsyncIteration:
                return


@dataclass
class Pauses:
    """What would have been slept through, in seconds; `then` happens in each pause."""

    taken: list[float] = field(default_factory=list)
    then: Callable[[], None] = lambda: None

    def sleep(self, seconds: float) -> None:
        self.taken.append(seconds)
        self.then()

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)

    def patch(self, monkeypatch: pytest.MonkeyPatch) -> "Pauses":
        monkeypatch.setattr("bonafide.runners.time.sleep", self.sleep)
        monkeypatch.setattr("bonafide.runners.asyncio.sleep", self.asleep)
        return self


def awaited(transport: InProcess, key: str, loop: asyncio.AbstractEventLoop) -> Awaited:
    """A client that awaits, over the same transport."""
    return Awaited(AsyncBonafide(ADDRESS, key, transport=AwaitingInProcess(transport)), loop)


SIDES = ("blocking", "awaiting")


def client(side: str, transport: InProcess, key: str, loop: asyncio.AbstractEventLoop) -> Bonafide:
    """Either client, to be used as if it blocked."""
    if side == "blocking":
        return Bonafide(ADDRESS, key, transport=transport)
    return cast(Bonafide, awaited(transport, key, loop))
