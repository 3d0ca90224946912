"""JMESPath, the library, behind two functions: a path into JSON is checked once and looked up often."""

from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError


class PathRefused(Exception):
    """The path is not written rightly, or applies a function to what that does not take."""


def must_compile(path: str) -> None:
    """Raises PathRefused."""
    try:
        jmespath.compile(path)
    except JMESPathError as error:
        raise PathRefused(str(error)) from error


def value_at(path: str, answer: Any) -> Any:
    """What the path leads to, None for nothing. Raises PathRefused."""
    try:
        return jmespath.search(path, answer)
    except JMESPathError as error:
        raise PathRefused from error
