"""Rate limits around requests: which counts a request belongs to, the refusal, and the headers that tell.

`RateLimit-Policy` and `RateLimit` are those of draft-ietf-httpapi-ratelimit-headers-10. Addresses are counted
as keyed digests, so that none is stored. /healthz and /readyz are never counted.
"""

import hashlib
import ipaddress
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from flask import Flask, Response, current_app, g, request

from verifier import telemetry
from verifier.api import context
from verifier.api.errors import RateLimited
from verifier.domain.api_key import Scope
from verifier.domain.rate_limit import Meter, Quotas, RateLimiter, Standing

LIMITS: Final = "bonafide.limits"  # in app.extensions
POLICY: Final = "RateLimit-Policy"
STANDING: Final = "RateLimit"
UNCOUNTED: Final = "health"  # the blueprint of /healthz and /readyz
SAFE_METHODS: Final = ("GET", "HEAD", "OPTIONS")
ASKED_ALWAYS: Final = (Scope.GATE_ASK, Scope.READS_ASK, Scope.GRANTS_WRITE)  # by people who wait
IPV6_SITE: Final = 64  # bits; whoever has one address of version 6 has all that share these


@dataclass(frozen=True, slots=True)
class Limits:
    """`salt` makes digests of addresses; the same on all hosts."""

    limiter: RateLimiter
    quotas: Quotas
    salt: bytes = field(repr=False)


def register(app: Flask, counted_elsewhere: Collection[str]) -> None:
    """Count all requests but those of these blueprints, which count their own, by address."""

    def take_for_everybody() -> None:
        """Count a request that needs no key, or that nobody serves. Raises RateLimited."""
        if request.blueprint not in (UNCOUNTED, *counted_elsewhere):
            _take(("open", _address()))

    app.before_request(take_for_everybody)
    app.after_request(_tell)


def take_for_key(scope: Scope) -> None:
    """Count a request with a valid key, on the key and on its tenant. Raises RateLimited."""
    group = _group(scope)
    _take((group, context.api_key().id), (f"{group}-tenant", context.tenant().id))


def take_failure() -> None:
    """Count a request whose key is none. Raises RateLimited.

    Only then: a valid key is never refused for what others sent from its address.
    """
    _take(("failures", _address()))


def take_for_page() -> None:
    """Count a request of a person's browser, on its address and, if it follows one, on its link.

    Raises RateLimited.
    """
    token = (request.view_args or {}).get("token")
    link = (("page-link", _digest(token)),) if token else ()
    _take(*link, ("page-address", _address()))


def _group(scope: Scope) -> str:
    if request.method in SAFE_METHODS:
        return "reads"
    if scope in ASKED_ALWAYS:
        return "permits"
    return "uploads" if request.mimetype == "multipart/form-data" else "writes"


def _take(*counts: tuple[str, str]) -> None:
    limits = _limits()
    meters = [Meter(policy, of, limits.quotas[policy]) for policy, of in counts]
    g.standings = limits.limiter.take(meters)
    refused = [standing for standing in g.standings if not standing.admitted]
    if refused:
        telemetry.RATE_LIMITED.labels(refused[0].meter.policy).inc()
        raise RateLimited(_refusal(refused[0]))


def _refusal(standing: Standing) -> str:
    quota = standing.meter.quota
    return (
        f"The limit `{standing.meter.policy}` is {quota.requests} requests in {quota.seconds} seconds; "
        "ask again after `Retry-After` seconds."
    )


def _tell(response: Response) -> Response:
    """Say which limits the request fell under, how much is left, and when to come again."""
    standings = cast(Sequence[Standing], g.get("standings", ()))
    if standings:
        response.headers[POLICY] = ", ".join(map(_policy, standings))
        response.headers[STANDING] = ", ".join(map(_left, standings))
    if response.status_code == RateLimited.status:
        waits = [standing.reset_seconds for standing in standings if not standing.admitted]
        response.headers["Retry-After"] = str(max(waits, default=1))
    return response


def _policy(standing: Standing) -> str:
    quota = standing.meter.quota
    return f'"{standing.meter.policy}";q={quota.requests};w={quota.seconds}'


def _left(standing: Standing) -> str:
    return f'"{standing.meter.policy}";r={standing.remaining};t={standing.reset_seconds}'


def _address() -> str:
    """Who asks, as a digest: the address, or of version 6 the network of the size that one site is given."""
    sent = request.remote_addr or ""
    try:
        address = ipaddress.ip_address(sent)
    except ValueError:
        return _digest(sent)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        sent = str(ipaddress.ip_network((address, IPV6_SITE), strict=False))
    return _digest(sent)


def _digest(text: str) -> str:
    sent = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(sent, key=_limits().salt, digest_size=16).hexdigest()


def _limits() -> Limits:
    return cast(Limits, current_app.extensions[LIMITS])
