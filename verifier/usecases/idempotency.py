"""The same request twice is served once (Idempotency-Key): its response is kept and given again.

The whole response is kept, sealed by the store, rather than rendered anew from the resource's address: so the
second answer is the first to the letter, though the case has moved on, and one mechanism serves every route.
Goes by the real clock: a request that moves a sandbox's is repeated like any other.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.errors import IdempotencyMismatch, RequestInFlight, VerifierError
from verifier.usecases.audit import asker, record
from verifier.usecases.ports import Ports, Reply, StoredResponse, Transaction

Answer = TypeVar("Answer")

IN_FLIGHT = timedelta(seconds=60)  # after which a request whose process died may be sent again
KEPT = timedelta(hours=24)
FORGET_AT_ONCE = 20  # expired responses forgotten on the way, more than are ever added
IDENTIFIER = re.compile(r"[a-z]{2,8}_[0-9a-hjkmnp-tv-z]{26}")

__all__ = [
    "Once",
    "OnceEach",
    "Served",
    "StoredResponse",
    "abandon",
    "begin",
    "finish",
    "finish_told",
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


class OnceEach:
    """The requests of a group that are to be served once each, in the transaction that serves them.

    Then a kill leaves what was done and the responses, or neither. Two statements for all.
    """

    def __init__(self, tx: Transaction, tenant_id: str, group: Iterable[Once | None], real: datetime) -> None:
        """Hold all else that is held but the tenant before: of two groups one waits here for the other."""
        self._tx, self._tenant_id, self._real = tx, tenant_id, real
        self._asked: dict[str, str] = {}
        for once in group:
            if once is not None:
                self._asked.setdefault(once.key, once.fingerprint)
        self._told: dict[str, StoredResponse | None] = {}
        until = real + IN_FLIGHT
        self._new = (
            tx.replies.begin_all(tenant_id, self._asked, now=real, until=until) if self._asked else set()
        )

    def known(self, once: Once | None) -> Served | VerifierError | None:
        """The response of before, or why there is none; None: it is to be served."""
        if once is None:
            return None
        if once.key in self._new and once.key not in self._told:
            return None
        try:
            return Served(_response(self._reply(once.key), once.fingerprint), again=True)
        except (IdempotencyMismatch, RequestInFlight) as error:
            return error

    def kept(
        self,
        once: Once | None,
        answer: Answer,
        tell: Callable[[Answer], StoredResponse] | None,
        *,
        later: bool,
    ) -> Answer | Served:
        """The answer; for a request to be served once the response that `tell` makes of it.

        `later`: it cannot be told yet, and is kept by `finish_told`.
        """
        if once is None or tell is None:
            return answer
        response = self._told[once.key] = None if later else tell(answer)
        return answer if response is None else Served(response)

    def keep(self) -> None:
        """Write the responses."""
        told = {key: response for key, response in self._told.items() if response is not None}
        self._tx.replies.finish_all(self._tenant_id, told, until=self._real + KEPT)

    def forget_some(self) -> None:
        """Forget some that expired. Last of all, for it holds rows that another may begin with."""
        if self._asked:
            self._tx.replies.forget_expired(now=self._real, limit=FORGET_AT_ONCE)

    def _reply(self, key: str) -> Reply | None:
        if key in self._told:  # twice in one group
            return Reply(self._asked[key], self._told[key])
        return self._tx.replies.get(self._tenant_id, key)


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
