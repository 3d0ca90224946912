"""What every repository of the fake store is made of."""

from typing import Any

from verifier.usecases.ports import RowRefused


class Repository:
    def __init__(self, state: Any) -> None:
        self._state: Any = state  # a view's tables are read-only: writing to them raises TypeError


def must(holds: bool) -> None:
    """What is a constraint in the database."""
    if not holds:
        raise RowRefused
