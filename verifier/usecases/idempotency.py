"""The same request twice is served once (Idempotency-Key): its response is kept and given again.

The whole response is kept, sealed by the store, rather than rendered anew from the resource's address: so the
second answer is the first to the letter, though the case has moved on, and one mechanism serves every route.
"""

import re
from datetime import timedelta

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import IdempotencyMismatch, RequestInFlight
from verifier.usecases.audit import asker, record
from verifier.usecases.ports import Ports, Reply, StoredResponse

IN_FLIGHT = timedelta(seconds=60)  # after which a request whose process died may be sent again
KEPT = timedelta(hours=24)
FORGET_AT_ONCE = 20  # expired responses forgotten on the way, more than are ever added
IDENTIFIER = re.compile(r"[a-z]{2,8}_[0-9a-hjkmnp-tv-z]{26}")

__all__ = ["StoredResponse", "abandon", "begin", "finish"]


def begin(
    ports: Ports, tenant_id: str, key: str, fingerprint: str, *, by: ApiKey | None = None
) -> StoredResponse | None:
    """None when the caller is to serve the request, and then to `finish` or `abandon` it; else its response.

    `by` is the API key that asks, which may be another than the one that was answered first; None is the
    operator. Raises RequestInFlight while the request is being served, IdempotencyMismatch when the key was
    another request's.
    """
    now = ports.clock.now()
    with ports.transaction() as tx:
        tx.replies.forget_expired(now=now, limit=FORGET_AT_ONCE)
        until = now + IN_FLIGHT
        if tx.replies.begin(tenant_id, key, fingerprint=fingerprint, now=now, until=until):
            return None
        response = _response(tx.replies.get(tenant_id, key), fingerprint)
        record(tx, tenant_id, Deed(Action.ANSWER_REPEATED, asker(by), _subject(response, tenant_id)), now=now)
    return response


def finish(ports: Ports, tenant_id: str, key: str, response: StoredResponse) -> None:
    """Keep the response for a day."""
    with ports.transaction() as tx:
        tx.replies.finish(tenant_id, key, response, until=ports.clock.now() + KEPT)


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
