"""Turns a body that did not come in time into our problem 408, instead of a broken connection.

The deadline itself is the server's: see verifier.gunicorn.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from verifier.api.errors import RequestTimedOut

Environ: TypeAlias = dict[str, Any]
Application: TypeAlias = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class BodyDeadline:
    """WSGI middleware around the input."""

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ["wsgi.input"] = _Input(environ["wsgi.input"])
        return self._application(environ, start_response)


class _Input:
    """Reads what it wraps. Raises RequestTimedOut, which unlike an OSError werkzeug lets pass."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def read(self, *size: int) -> bytes:
        return self._in_time(lambda: self._inner.read(*size))

    def readline(self, *size: int) -> bytes:
        return self._in_time(lambda: self._inner.readline(*size))

    def _in_time(self, read: Callable[[], bytes]) -> bytes:
        try:
            return read()
        except TimeoutError:
            raise RequestTimedOut from None
