"""What we ask of gunicorn beyond its settings: patience with an end, and logs without anything that was sent.

One slow or silent client must not keep a thread. This bounds accidents, not attacks: against somebody
who opens connections faster than they run out, put a reverse proxy in front that buffers requests.
"""

import contextlib
import errno
import json
import socket
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from gunicorn import glogging, util  # type: ignore[import-untyped]  # gunicorn has no types
from gunicorn.http import errors as broken  # type: ignore[import-untyped]
from gunicorn.workers import gthread  # type: ignore[import-untyped]

from verifier.api import context, errors, problems
from verifier.domain.errors import VerifierError

HEADER_SECONDS = 10.0  # for the request line and all headers
BODY_SECONDS = 120.0  # for the rest of the request: 20 MiB over a line of 1.4 Mbit/s
IDLE_SECONDS = 15.0  # between two pieces
SEND_SECONDS = 120.0  # for one piece of an answer

# What the app never sees, because it is no request yet, in this order: the last is every other one.
REFUSED: Final[Mapping[type[Exception], type[VerifierError]]] = {
    broken.LimitRequestLine: errors.AddressTooLong,
    broken.LimitRequestHeaders: errors.HeadersTooLarge,
    broken.ParseException: errors.MalformedRequest,
}


class TookTooLong(ConnectionResetError, TimeoutError):
    """A client that does not send. gunicorn treats it as a client that left; the app sees a time-out."""

    def __init__(self) -> None:
        super().__init__(errno.ECONNRESET, "The client took too long.")


class ImpatientSocket(socket.socket):
    """A connection that is read until a deadline only."""

    deadline = float("inf")  # by time.monotonic()

    @classmethod
    def taking_over(cls, connection: socket.socket) -> "ImpatientSocket":
        parts = (connection.family, connection.type, connection.proto)
        return cls(*parts, fileno=connection.detach())

    def recv(self, *arguments: Any) -> bytes:
        """As many bytes as there are. Raises TookTooLong."""
        left = min(self.deadline - time.monotonic(), IDLE_SECONDS)
        if left <= 0:
            raise TookTooLong
        before = self.gettimeout()
        self.settimeout(left if before is None else min(before, left))
        try:
            return super().recv(*arguments)
        except TimeoutError:
            raise TookTooLong from None
        finally:
            self.settimeout(before)

    def sendall(self, *arguments: Any) -> None:
        self.settimeout(SEND_SECONDS)
        super().sendall(*arguments)


class ImpatientWorker(gthread.ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's threaded worker over impatient connections."""

    def enqueue_req(self, conn: Any) -> None:
        if not isinstance(conn.sock, ImpatientSocket):
            conn.sock = ImpatientSocket.taking_over(conn.sock)
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        """A thread is ready for the request: its headers have to come soon."""
        conn.sock.deadline = time.monotonic() + HEADER_SECONDS
        return super().handle(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """The headers are there: the body has its own time."""
        conn.sock.deadline = time.monotonic() + BODY_SECONDS
        return super().handle_request(req, conn)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """What is no request is answered as every bad request is, where gunicorn would quote it in HTML."""
        kind = next((kind for found, kind in REFUSED.items() if isinstance(exc, found)), None)
        if kind is None or _is_ours(exc):
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Invalid request")
        with contextlib.suppress(OSError):  # who asked may have left
            util.write_nonblock(client, refusal(kind))


def refusal(kind: type[VerifierError]) -> bytes:
    """A whole answer with the problem document of this error, after which the connection ends."""
    body = json.dumps(problems.document(kind, kind.title, context.new_request_id())).encode()
    head = (
        f"HTTP/1.1 {kind.status} {HTTPStatus(kind.status).phrase}\r\nConnection: close\r\n"
        f"Content-Type: {problems.MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _is_ours(exc: BaseException) -> bool:
    """A header that the app tried to send is no fault of the client's."""
    return isinstance(exc, (broken.InvalidResponseHeader, broken.InvalidResponseHeaderName))


class DiscreetLogger(glogging.Logger):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's messages through our logs, without their arguments.

    Its warnings and errors quote the request: lines, headers and addresses that somebody sent.
    """

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers[:]:
            self.error_log.removeHandler(handler)
        self.error_log.propagate = True

    def warning(self, msg: str, *_arguments: object, **_options: object) -> None:
        self.error_log.warning(_static(msg))

    def error(self, msg: str, *_arguments: object, **options: Any) -> None:
        self.error_log.error(_static(msg), exc_info=options.get("exc_info"))

    def access(self, *_arguments: object) -> None:
        """Nothing, however gunicorn is started: paths hold the tokens of links. Our own log names routes."""

    def exception(self, msg: str, *_arguments: object, **_options: object) -> None:
        self.error_log.error(_static(msg), exc_info=True)


def _static(msg: str) -> str:
    """The part of a message before anything that was put into it."""
    return msg.partition("%")[0].partition(" from ip=")[0].strip()
