"""From a host's name to its addresses, within a time. Judges none of them."""

import ipaddress
import socket
from collections.abc import Sequence
from concurrent.futures import Future
from threading import Thread
from typing import Protocol

from verifier.domain.networks import Address

LOOK_UP_WITHIN = 5.0  # seconds


class NameUnknown(Exception):
    """The name has no address, or none came in time."""


class Resolver(Protocol):
    def addresses(self, host: str) -> Sequence[Address]:
        """Every address of the host, in the order to try them. Raises NameUnknown."""
        ...


class SystemResolver(Resolver):
    """Asks as the machine is set up to."""

    def addresses(self, host: str) -> Sequence[Address]:
        try:
            return _looked_up(host).result(LOOK_UP_WITHIN)
        except (OSError, UnicodeError, ValueError, TimeoutError) as error:
            raise NameUnknown from error


def _looked_up(host: str) -> "Future[Sequence[Address]]":
    """In a thread of its own, because the system's look-up has no time limit; it ends by itself some day."""
    found: Future[Sequence[Address]] = Future()

    def look_up() -> None:
        try:
            found.set_result(_addresses(host))
        except (OSError, UnicodeError, ValueError) as error:
            found.set_exception(error)

    Thread(target=look_up, daemon=True).start()
    return found


def _addresses(host: str) -> Sequence[Address]:
    """An address with a scope (fe80::1%eth0) is none that we could use elsewhere: it is not parsed away."""
    answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(ipaddress.ip_address(answer[4][0]) for answer in answers))
