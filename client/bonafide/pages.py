"""Lists that are fetched a page at a time, as they are gone through."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from bonafide.answers.pages import Page
from bonafide.flows import Flow
from bonafide.runners import Awaiting, Blocking

T = TypeVar("T")
Turn: TypeAlias = Callable[[Page[T] | None], Flow[Page[T]] | None]
"""How to get from one page to the next, and from None to the first; None where there is no more."""


@dataclass(frozen=True, slots=True)
class Pages(Generic[T]):
    """The items of all pages, in order: `for item in pages`. Each loop begins anew."""

    runner: Blocking
    turn: Turn[T]

    def __iter__(self) -> Iterator[T]:
        for page in self.pages():
            yield from page

    def pages(self) -> Iterator[Page[T]]:
        """The pages themselves."""
        page: Page[T] | None = None
        while flow := self.turn(page):
            page = self.runner.run(flow)
            yield page


@dataclass(frozen=True, slots=True)
class AsyncPages(Generic[T]):
    """The items of all pages, in order: `async for item in pages`. Each loop begins anew."""

    runner: Awaiting
    turn: Turn[T]

    async def __aiter__(self) -> AsyncIterator[T]:
        async for page in self.pages():
            for item in page:
                yield item

    async def pages(self) -> AsyncIterator[Page[T]]:
        """The pages themselves."""
        page: Page[T] | None = None
        while flow := self.turn(page):
            page = await self.runner.run(flow)
            yield page
