"""How one endpoint is asked for something of somebody's."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.sites import Site


@dataclass(frozen=True)
class Row:
    """How to ask an endpoint for something of Alice's; `absent` is the same for what is nobody's."""

    status: int  # for Alice
    path: Callable[[Site], str]
    absent: str | None = None
    body: Callable[[], dict[str, Any]] = field(default=dict)
