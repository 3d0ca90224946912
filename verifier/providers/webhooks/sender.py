"""One POST to an address that a site chose. Speaks HTTP; knows no event, no secret and no schedule.

The name is looked up once, every address it has must be allowed, and the connection goes to the very address
that was judged, so that a name which changes in between (DNS rebinding) leads nowhere. No redirect is
followed and no proxy or password of the machine's is used: `http.client` knows none of them. What the
receiver says beyond its status is thrown away.
"""

import contextlib
import http.client
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from threading import Timer
from urllib.parse import SplitResult

from verifier.domain.networks import PORTS, Address, Reach, numeric, split
from verifier.domain.webhook import Met, Trouble
from verifier.providers.webhooks.names import NameUnknown, Resolver, SystemResolver
from verifier.usecases.integration_ports import Sender

CONNECT_WITHIN = 5.0  # seconds
ANSWER_WITHIN = 15.0  # seconds for connecting, TLS, sending and the answer together
ANSWER_BYTES = 64 * 1024  # of the body; the headers have http.client's own limits
USER_AGENT = "bonafide-webhooks"


class Refused(Exception):
    """An address of the host may not be reached."""


# In this order, for a time-out and a failure of TLS are an OSError each.
TROUBLES: Mapping[type[Exception], Trouble] = {
    NameUnknown: Trouble.NAME_UNKNOWN,
    Refused: Trouble.ADDRESS_REFUSED,
    TimeoutError: Trouble.TIMED_OUT,
    ssl.SSLError: Trouble.TLS_FAILED,
    OSError: Trouble.UNREACHABLE,
    http.client.HTTPException: Trouble.GARBLED,
}
Connect = Callable[[Address, int, float], socket.socket]


def connect(address: Address, port: int, within: float) -> socket.socket:
    """A connection to this address and no other. Raises OSError."""
    return socket.create_connection((str(address), port), timeout=within)


class HttpSender(Sender):
    """Posts within `reach`. `tls` is how certificates are checked; tests bring their own authority."""

    def __init__(
        self,
        reach: Reach,
        resolver: Resolver | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        connect: Connect = connect,
        answer_within: float = ANSWER_WITHIN,
    ) -> None:
        self._reach = reach
        self._resolver = resolver or SystemResolver()
        self._tls = tls or ssl.create_default_context()
        self._connect = connect
        self._answer_within = answer_within

    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Met:
        """What this attempt met. Raises nothing: whatever a receiver does is an answer of some kind."""
        parts = split(url)
        # Judged again, though it was when it was named: the operator may allow less today.
        if parts is None or self._reach.objection(url):
            return Met(trouble=Trouble.ADDRESS_REFUSED)
        try:
            return Met(self._status(parts, headers, body))
        except tuple(TROUBLES) as error:
            return Met(trouble=next(said for kind, said in TROUBLES.items() if isinstance(error, kind)))

    def _status(self, parts: SplitResult, headers: Mapping[str, str], body: bytes) -> int:
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        address = self._address(host)
        deadline = time.monotonic() + self._answer_within
        within = min(CONNECT_WITHIN, self._answer_within)
        with contextlib.ExitStack() as stack:
            plain = stack.enter_context(self._connect(address, port, within))
            wire = stack.enter_context(self._secured(plain, host)) if parts.scheme == "https" else plain
            wire.settimeout(self._answer_within)
            with _cut_off(wire, deadline) as is_over:
                if isinstance(wire, ssl.SSLSocket):
                    wire.do_handshake()
                response = _exchange(wire, parts, headers, body)
                if is_over():  # headers that are cut off look like headers that end
                    raise TimeoutError
                return _status_of(response)

    def _address(self, host: str) -> Address:
        literal = numeric(host)
        addresses = self._resolver.addresses(host) if literal is None else (literal,)
        if not self._reach.takes_all(addresses):
            raise Refused
        return addresses[0]

    def _secured(self, plain: socket.socket, host: str) -> ssl.SSLSocket:
        return self._tls.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)


@contextlib.contextmanager
def _cut_off(wire: socket.socket, deadline: float) -> Iterator[Callable[[], bool]]:
    """Shut the connection at the deadline, for a socket's own time-out begins anew with every byte.

    Gives whether it was shut. Raises TimeoutError in place of what that leads to.
    """
    over: list[bool] = []

    def shut() -> None:
        over.append(True)
        with contextlib.suppress(OSError):
            # Below TLS, whose own way to shut down would pull the state from under the reading thread.
            socket.socket.shutdown(wire, socket.SHUT_RDWR)

    timer = Timer(max(deadline - time.monotonic(), 0), shut)
    timer.daemon = True
    timer.start()
    try:
        yield lambda: bool(over)
    except (OSError, http.client.HTTPException) as error:
        if over:
            raise TimeoutError from error
        raise
    finally:
        timer.cancel()


def _exchange(
    wire: socket.socket, parts: SplitResult, headers: Mapping[str, str], body: bytes
) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(parts.hostname or "")
    connection.sock = wire  # connected already, to the address that was judged
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    named = {"Host": parts.netloc, "User-Agent": USER_AGENT, "Connection": "close"}
    connection.request("POST", target, body, named | dict(headers))
    return connection.getresponse()


def _status_of(response: http.client.HTTPResponse) -> int:
    # Read a little, so that a receiver which answers as it should sees no broken pipe. The status stands.
    with contextlib.suppress(OSError, http.client.HTTPException):
        response.read(ANSWER_BYTES)
    return response.status
