"""The two who run flows: one blocks, one awaits. Nothing else in the client knows which."""

import asyncio
import time
from collections.abc import Mapping
from contextlib import closing
from typing import Any, TypeVar

import httpx2

from bonafide.flows import Flow, Reply, Request, Send, Step

T = TypeVar("T")


class Blocking:
    """Runs a flow to its end in the caller's thread. Any number of threads may share one."""

    def __init__(self, http: httpx2.Client) -> None:
        self.http = http

    def run(self, flow: Flow[T]) -> T:
        reply: Reply = None
        with closing(flow):  # at once, whatever interrupts it
            while True:
                try:
                    step = flow.send(reply)
                except StopIteration as ended:
                    result: T = ended.value
                    return result
                reply = self._take(step)

    def _take(self, step: Step) -> Reply:
        if not isinstance(step, Send):
            time.sleep(step.seconds)
            return None
        try:
            return self.http.request(timeout=step.timeout, **arguments(step.request))
        except httpx2.RequestError as error:
            return error


class Awaiting:
    """Runs a flow to its end in the caller's event loop."""

    def __init__(self, http: httpx2.AsyncClient) -> None:
        self.http = http

    async def run(self, flow: Flow[T]) -> T:
        reply: Reply = None
        with closing(flow):
            while True:
                try:
                    step = flow.send(reply)
                except StopIteration as ended:
                    result: T = ended.value
                    return result
                reply = await self._take(step)

    async def _take(self, step: Step) -> Reply:
        if not isinstance(step, Send):
            await asyncio.sleep(step.seconds)
            return None
        try:
            return await self.http.request(timeout=step.timeout, **arguments(step.request))
        except httpx2.RequestError as error:
            return error


def arguments(request: Request) -> Mapping[str, Any]:
    """A request as httpx2 takes it."""
    sent: dict[str, Any] = {
        "method": request.method,
        "url": request.path,
        "headers": request.headers,
        "params": request.query or None,  # an empty one would cut off what the path has
    }
    if request.file:
        # One name for every file: the service compares repetitions, and a site's own may say whose it is.
        sent |= {
            "data": request.form,
            "files": {"file": ("file", request.file.content, request.file.media_type)},
        }
    elif request.json is not None:
        sent["json"] = request.json
    return sent
