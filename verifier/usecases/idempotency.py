"""The same request twice is served once (Idempotency-Key): its response is kept and given again.

The whole response is kept, sealed by the store, rather than rendered anew from the resource's address: so the
second answer is the first to the letter, though the case has moved on, and one mechanism serves every route.
Goes by the real clock: a request that moves a sandbox's is repeated like any other.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import IdempotencyMismatch, RequestInFlight, VerifierError
from verifier.usecases.audit import asker, record
from verifier.usecases.ports import Ports, Reply, StoredResponse, Transaction

IN_FLIGHT = timedelta(seconds=60)  # after which a request whose process died may be sent again
KEPT = timedelta(hours=24)
FORGET_AT_ONCE = 20  # expired responses forgotten on the way, more than are ever added
IDENTIFIER = re.compile(r"[a-z]{2,8}_[0-9a-hjkmnp-tv-z]{26}")

__all__ = [
    "Once",
    "Served",
    "StoredResponse",
    "abandon",
    "begin",
    "begin_served",
    "finish",
    "finish_told",
    "kept_once",
    "repeats",
]


@dataclass(frozen=True, slots=True)
class Once:
    """A request to be served once: its key, and the SHA-256 of what makes it this request."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Served:
    """The response to a request; `again`: it is that of an earlier one, to the letter."""

    response: StoredResponse = field(repr=False)
    again: bool = False


def begin(
    ports: Ports, tenant_id: str, key: str, fingerprint: str, *, by: ApiKey | None = None
) -> StoredResponse | None:
    """None when the caller is to serve the request, and then to `finish` or `abandon` it; else its response.

    `by` is the API key that asks, which may be another than the one that was answered first; None is the
    operator. Raises RequestInFlight while the request is being served, IdempotencyMismatch when the key was
    another request's.
    """
    now = ports.clock.real()
    with ports.transaction() as tx:
        tx.replies.forget_expired(now=now, limit=FORGET_AT_ONCE)
        until = now + IN_FLIGHT
        if tx.replies.begin(tenant_id, key, fingerprint=fingerprint, now=now, until=until):
            return None
        response = _response(tx.replies.get(tenant_id, key), fingerprint)
        record(tx, tenant_id, repeated(response, tenant_id, by), now=ports.clock.now())
    return response


def begin_served(
    tx: Transaction, tenant_id: str, once: Once, response: StoredResponse | None, now: datetime
) -> StoredResponse | None:
    """As `begin`, in the transaction that does what is asked for, with the response if it is known by now.

    Then a kill leaves both or neither. What it returns is to be recorded as `repeated`.
    """
    until = now + (KEPT if response else IN_FLIGHT)
    if tx.replies.begin(
        tenant_id, once.key, fingerprint=once.fingerprint, now=now, until=until, response=response
    ):
        return None
    return _response(tx.replies.get(tenant_id, once.key), once.fingerprint)


def kept_once(
    tx: Transaction, tenant_id: str, once: Once, response: StoredResponse | None, now: datetime
) -> Served | VerifierError | None:
    """The response of now or of before, or why there is none; None: it is served now and told later."""
    try:
        known = begin_served(tx, tenant_id, once, response, now)
    except (IdempotencyMismatch, RequestInFlight) as error:
        return error
    if known is not None:
        return Served(known, again=True)
    return Served(response) if response else None


def repeats(given: object) -> bool:
    """Whether nothing new was done for it: it failed, or it was answered before."""
    return isinstance(given, VerifierError) or (isinstance(given, Served) and given.again)


def finish_told(ports: Ports, tenant_id: str, once: Once, tell: Callable[[], StoredResponse]) -> Served:
    """Keep the response that `tell` makes; if it fails, the request may be sent again at once."""
    response = None
    try:
        response = tell()
    finally:
        if response is None:
            abandon(ports, tenant_id, once.key)
    finish(ports, tenant_id, once.key, response)
    return Served(response)


def repeated(response: StoredResponse, tenant_id: str, by: ApiKey | None) -> Deed:
    """What is recorded of a response that is given again."""
    return Deed(Action.ANSWER_REPEATED, asker(by), _subject(response, tenant_id))


def finish(ports: Ports, tenant_id: str, key: str, response: StoredResponse) -> None:
    """Keep the response for a day."""
    with ports.transaction() as tx:
        tx.replies.finish(tenant_id, key, response, until=ports.clock.real() + KEPT)


def abandon(ports: Ports, tenant_id: str, key: str) -> None:
    """Forget a request that could not be served, so that it may be sent again at once."""
    with ports.transaction() as tx:
        tx.replies.abandon(tenant_id, key)


def _response(known: Reply | None, fingerprint: str) -> StoredResponse:
    if known is not None and known.fingerprint != fingerprint:
        raise IdempotencyMismatch
    # It may just have been abandoned by the process that served it: the client asks again.
    if known is None or known.response is None:
        raise RequestInFlight
    return known.response


def _subject(response: StoredResponse, tenant_id: str) -> str:
    """What the answer told of, if its address names anything of ours."""
    named = IDENTIFIER.search(response.headers.get("Location", ""))
    return named[0] if named else tenant_id
