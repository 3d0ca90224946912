"""Who owns connections gives them up at the end, of `with` or of `close`."""

from types import TracebackType
from typing import Self

from bonafide.calls import Group
from bonafide.runners import Awaiting, Blocking


class Owning(Group[Blocking]):
    """With connections of its own."""

    def close(self) -> None:
        """Give up the connections."""
        self.runner.http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncOwning(Group[Awaiting]):
    """With connections of its own, in an event loop."""

    async def close(self) -> None:
        """Give up the connections."""
        await self.runner.http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
