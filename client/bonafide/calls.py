"""From one description to two methods: `client.cases.read(…)` and `await client.cases.read(…)`.

The decorators `get`, `post`, `patch`, `delete` and `listing` stand above a signature whose body stays empty;
`steps` and `stream` above a generator that puts several exchanges together. Type checkers see a
method that returns on a `Group[Blocking]`, and one that is awaited on a `Group[Awaiting]`.
"""

import inspect
from collections.abc import Callable, Collection, Coroutine
from functools import wraps
from types import MethodType
from typing import Any, Concatenate, Generic, ParamSpec, Self, TypeVar, overload

from bonafide import wire
from bonafide.answers.pages import Page
from bonafide.endpoints import Endpoint
from bonafide.errors import UnexpectedAnswer
from bonafide.flows import Flow, Patience, Request, exchange
from bonafide.pages import AsyncPages, Pages, Turn
from bonafide.runners import Awaiting, Blocking

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound=Blocking | Awaiting)


class Group(Generic[R]):
    """Endpoints that belong together, of a client that blocks or of one that awaits."""

    def __init__(self, runner: R, patience: Patience) -> None:
        self.runner = runner
        self.patience = patience


class steps(Generic[P, T]):
    """A flow as a method: run where the client blocks, awaited where it does not."""

    def __init__(
        self, flow: Callable[Concatenate[Any, P], Flow[T]], signed: Callable[..., Any] | None = None
    ) -> None:
        self.flow = flow
        self.signed = signed or flow  # what people read: its name, its signature, its docstring

    @overload
    def __get__(self, group: None, owner: type) -> Self: ...
    @overload
    def __get__(self, group: Group[Blocking], owner: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, group: Group[Awaiting], owner: type) -> Callable[P, Coroutine[Any, Any, T]]: ...
    def __get__(self, group: Group[Any] | None, owner: type) -> Any:
        if group is None:
            return self

        @wraps(self.signed)
        def method(group: Group[Any], *args: P.args, **kwargs: P.kwargs) -> Any:
            return group.runner.run(self.flow(group, *args, **kwargs))

        return MethodType(method, group)


class stream(Generic[P, T]):
    """A way from page to page as a method that returns what can be looped over."""

    def __init__(
        self, start: Callable[Concatenate[Any, P], Turn[T]], signed: Callable[..., Any] | None = None
    ) -> None:
        self.start = start
        self.signed = signed or start

    @overload
    def __get__(self, group: None, owner: type) -> Self: ...
    @overload
    def __get__(self, group: Group[Blocking], owner: type) -> Callable[P, Pages[T]]: ...
    @overload
    def __get__(self, group: Group[Awaiting], owner: type) -> Callable[P, AsyncPages[T]]: ...
    def __get__(self, group: Group[Any] | None, owner: type) -> Any:
        if group is None:
            return self

        @wraps(self.signed)
        def method(group: Group[Any], *args: P.args, **kwargs: P.kwargs) -> Any:
            kind: Any = Pages if isinstance(group.runner, Blocking) else AsyncPages
            return kind(group.runner, self.start(group, *args, **kwargs))

        return MethodType(method, group)


class Call(steps[P, T]):
    """A method that is one endpoint."""

    def __init__(self, endpoint: Endpoint, signed: Callable[Concatenate[Any, P], T]) -> None:
        self.endpoint = endpoint

        def flow(group: Any, /, *args: P.args, **kwargs: P.kwargs) -> Flow[T]:
            return answer(group, endpoint, endpoint.request(*args, **kwargs))

        super().__init__(flow, signed)


class Listing(stream[P, T]):
    """A method that is one endpoint whose answer comes in pages."""

    def __init__(self, endpoint: Endpoint, signed: Callable[Concatenate[Any, P], Page[T]]) -> None:
        self.endpoint = endpoint

        def start(group: Any, /, *args: P.args, **kwargs: P.kwargs) -> Turn[T]:
            first = endpoint.request(*args, **kwargs)

            def turn(page: Page[T] | None) -> Flow[Page[T]] | None:
                if page is None:
                    return answer(group, endpoint, first)
                return answer(group, endpoint, following(page.next)) if page.next else None

            return turn

        super().__init__(start, signed)


def answer(group: Group[Any], endpoint: Endpoint, request: Request) -> Flow[Any]:
    """What an endpoint answers to a request, as the type that its signature names."""
    response = yield from exchange(request, group.patience, endpoint.also)
    if endpoint.answer is None:
        return None
    return response.content if endpoint.answer is bytes else wire.read(response, endpoint.answer)


def following(address: str) -> Request:
    """The request for the next page. Raises UnexpectedAnswer for another server: the key goes with it."""
    if not address.startswith("/") or address.startswith("//"):
        raise UnexpectedAnswer("The next page is said to be on another server.")
    return Request("GET", address)


def get(path: str, also: Collection[int] = ()) -> Callable[[Callable[Concatenate[Any, P], T]], Call[P, T]]:
    return lambda signed: Call(Endpoint("GET", path, inspect.signature(signed), also), signed)


def post(path: str) -> Callable[[Callable[Concatenate[Any, P], T]], Call[P, T]]:
    return lambda signed: Call(Endpoint("POST", path, inspect.signature(signed)), signed)


def patch(path: str) -> Callable[[Callable[Concatenate[Any, P], T]], Call[P, T]]:
    return lambda signed: Call(Endpoint("PATCH", path, inspect.signature(signed)), signed)


def delete(path: str) -> Callable[[Callable[Concatenate[Any, P], T]], Call[P, T]]:
    return lambda signed: Call(Endpoint("DELETE", path, inspect.signature(signed)), signed)


def listing(path: str) -> Callable[[Callable[Concatenate[Any, P], Page[T]]], Listing[P, T]]:
    return lambda signed: Listing(Endpoint("GET", path, inspect.signature(signed)), signed)
