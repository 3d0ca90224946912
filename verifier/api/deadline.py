"""A limit on how long a request's body may take, so that a client who trickles it cannot keep a thread.

Sits between gunicorn and the app. Under another server, which hides its socket, only the total is limited.
"""

import socket
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from verifier.api.errors import RequestTimedOut

Environ: TypeAlias = dict[str, Any]
Application: TypeAlias = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

BODY_SECONDS = 120.0  # 20 MiB over a line of 1.4 Mbit/s
IDLE_SECONDS = 15.0  # between two pieces
READ_BYTES = 64 * 1024


class BodyDeadline:
    """WSGI middleware that replaces the input with one that gives up in time."""

    def __init__(
        self, application: Application, total: float = BODY_SECONDS, idle: float = IDLE_SECONDS
    ) -> None:
        self._application = application
        self._total = total
        self._idle = idle

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        deadline = time.monotonic() + self._total
        environ["wsgi.input"] = _Input(
            environ["wsgi.input"], environ.get("gunicorn.socket"), deadline, self._idle
        )
        return self._application(environ, start_response)


class _Input:
    def __init__(self, inner: Any, connection: socket.socket | None, deadline: float, idle: float) -> None:
        self._inner = inner
        self._connection = connection
        self._deadline = deadline
        self._idle = idle

    def read(self, size: int = -1) -> bytes:
        """At most 64 KiB at a time, so that the deadline is looked at in between."""
        if size < 0:
            return b"".join(iter(lambda: self.read(READ_BYTES), b""))
        return self._in_time(lambda: self._inner.read(min(size, READ_BYTES)))

    def readline(self, size: int = -1) -> bytes:
        return self._in_time(lambda: self._inner.readline(size))

    def _in_time(self, read: Callable[[], bytes]) -> bytes:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise RequestTimedOut
        try:
            return self._read_within(min(left, self._idle), read)
        except TimeoutError:
            raise RequestTimedOut from None

    def _read_within(self, seconds: float, read: Callable[[], bytes]) -> bytes:
        if self._connection is None:
            return read()
        self._connection.settimeout(seconds)
        try:
            return read()
        finally:
            self._connection.settimeout(None)
