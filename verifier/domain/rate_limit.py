"""How much one caller may ask for in a while: quotas, who is counted under them, and where a count stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from types import MappingProxyType
from typing import Final, Protocol, TypeAlias

from verifier.domain.errors import ConfigurationError

_UNITS: Final = {"s": 1, "m": 60, "h": 3600}
_QUOTA: Final = re.compile(r"([1-9]\d{0,8})/([1-9]\d{0,3})?([smh])")


@dataclass(frozen=True, slots=True)
class Quota:
    """So many requests in so many seconds, whichever seconds they are: the window slides."""

    requests: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> "Quota | None":
        """From `100/s`, `5000/10s`, `300/m` or `900/h`; None for what is none."""
        written = _QUOTA.fullmatch(text.strip())
        if written is None:
            return None
        return cls(int(written[1]), int(written[2] or 1) * _UNITS[written[3]])


Quotas: TypeAlias = Mapping[str, Quota]

# Chosen, not measured. A site that posts 200 jobs a second asks for and redeems as many permits, 400 requests
# a second, and has a quarter more here. Recruiters of one firm, or of one mobile network, share an address,
# and a page loads some twenty files.
DEFAULTS: Final[Quotas] = MappingProxyType(
    {
        "permits": Quota(5_000, 10),  # asking for, using and taking back, by key
        "permits-tenant": Quota(10_000, 10),
        "uploads": Quota(600, 60),
        "uploads-tenant": Quota(1_200, 60),
        "reads": Quota(6_000, 60),
        "reads-tenant": Quota(12_000, 60),
        "writes": Quota(3_000, 60),
        "writes-tenant": Quota(6_000, 60),
        "page-link": Quota(300, 60),  # the recruiter's page, by link
        "page-address": Quota(6_000, 60),  # and with its files, by address
        "open": Quota(600, 60),  # what needs no key, by address
        "failures": Quota(30, 60),  # requests whose key is none, by address
    }
)


@dataclass(frozen=True, slots=True)
class Meter:
    """One count: of whom (`of`, an identifier or a digest), and under which quota (`policy`, of DEFAULTS)."""

    policy: str
    of: str
    quota: Quota


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a count stands after a request; `reset` is the seconds until there is room for one more."""

    meter: Meter
    admitted: bool
    remaining: int
    reset: float

    @property
    def reset_seconds(self) -> int:
        return max(1, ceil(self.reset))


class RateLimiter(Protocol):
    def take(self, meters: Sequence[Meter]) -> Sequence[Standing]:
        """Count one request on all of these meters, or on none of them if one has no room.

        Never raises: a count that cannot be asked is kept otherwise.
        """
        ...


def quotas(written: Sequence[str]) -> Quotas | None:
    """DEFAULTS with these in their place, each as `reads=600/m`; None for `off`.

    Raises ConfigurationError.
    """
    if [text.strip() for text in written] == ["off"]:
        return None
    return MappingProxyType({**DEFAULTS, **dict(map(_named, written))})


def _named(text: str) -> tuple[str, Quota]:
    name, _, written = text.strip().partition("=")
    quota = Quota.parse(written)
    if name not in DEFAULTS or quota is None:
        raise ConfigurationError(
            f"BONAFIDE_RATE_LIMITS: {text.strip()!r} is no limit; write `off`, or NAME=REQUESTS/TIME such as "
            f"permits=5000/10s,reads=600/m with names of {', '.join(DEFAULTS)}."
        )
    return name, quota
