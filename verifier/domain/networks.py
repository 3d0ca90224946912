"""Where a webhook may go: addresses of the open internet, and networks that the operator named.

Sites choose the address of a webhook and we connect to it, so it must not lead into our own house (this is
server-side request forgery). No name is looked up here: its addresses are judged once they are known.
"""

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

URL_MAX = 2048  # characters
VISIBLE = re.compile(r"[\x21-\x7e]+")
NAME = re.compile(r"(?=.{1,253}\Z)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?")
PORTS = {"https": 443, "http": 80}

# The IANA registries of special-purpose addresses (RFC 6890), written out because the standard library's own
# idea of them changed between the releases of Python that we run on.
SPECIAL = tuple(
    ipaddress.ip_network(block)
    for block in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",  # Azure's platform address, public by its number and private by its use
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
)
# Of IPv6 only what is handed out to the internet (RFC 4291, 2.4). Outside of it lie loopback, link-local,
# unique local, multicast, IPv4-mapped and -compatible, and NAT64 (64:ff9b::/96, 64:ff9b:1::/48).
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")


def is_public(address: Address) -> bool:
    """Whether it is an ordinary host of the internet, as far as its number can tell."""
    if isinstance(address, ipaddress.IPv6Address) and address not in GLOBAL_UNICAST:
        return False
    return not any(address in block for block in SPECIAL)


def is_this_machine(host: str | None) -> bool:
    """Whether the name or number of a host can be no other than this one."""
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Reach:
    """How far webhooks may go: the internet by https, and what the operator allowed beside it."""

    networks: tuple[Network, ...] = ()
    plain_http: bool = False

    def takes(self, address: Address) -> bool:
        return is_public(address) or any(address in network for network in self.networks)

    def takes_all(self, addresses: Iterable[Address]) -> bool:
        """Whether every address may be reached, and there is one: a name is as safe as its worst address."""
        found = tuple(addresses)
        return bool(found) and all(self.takes(address) for address in found)

    def objection(self, url: str) -> str | None:
        """Why no webhook may have this address, in a sentence; None when it may."""
        if len(url) > URL_MAX or not VISIBLE.fullmatch(url):
            return f"At most {URL_MAX} visible ASCII characters; write other names in punycode."
        parts = split(url)
        if parts is None:
            return "Not an address that can be read without doubt."
        if parts.scheme not in self._schemes():
            return "Must begin with https://."
        if parts.username is not None or parts.password is not None or parts.fragment:
            return "Must hold no user, no password and no fragment."
        literal = numeric(parts.hostname or "")
        if literal is not None and not self.takes(literal):
            return "Must be an address of the public internet."
        return None

    def _schemes(self) -> tuple[str, ...]:
        return ("https", "http") if self.plain_http else ("https",)


def split(url: str) -> SplitResult | None:
    """The parts of an address whose host and port every reader of it would agree on; else None."""
    try:
        parts = urlsplit(url)
        host, sound = parts.hostname or "", parts.port != 0 and "\\" not in url
    except ValueError:
        return None
    return parts if sound and (numeric(host) or NAME.fullmatch(host)) else None


def numeric(host: str) -> Address | None:
    """The address that the host is, if it is one and not a name."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
