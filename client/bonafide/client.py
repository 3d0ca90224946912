"""The client, blocking and awaiting."""

import os
import re
from collections.abc import Mapping
from typing import Final

import httpx2

from bonafide.calls import Group, R, steps
from bonafide.endpoints import repeatable
from bonafide.flows import Flow, Patience, Request, exchange
from bonafide.groups.cases import Cases
from bonafide.groups.faces import FaceSessions, Recruiters
from bonafide.groups.gate import Blocks, Employers, Permits
from bonafide.groups.integration import Events, Keys, Service, Webhooks
from bonafide.groups.proofs import Proofs
from bonafide.groups.resumes import Resumes
from bonafide.groups.sandbox import Sandbox
from bonafide.owning import AsyncOwning, Owning
from bonafide.runners import Awaiting, Blocking
from bonafide.version import AGENT

KEY_VARIABLE: Final = "BONAFIDE_API_KEY"
KEY: Final = re.compile(r"[\x21-\x7e]+")


class Client(Group[R]):
    """All endpoints, by group."""

    def __init__(self, runner: R, patience: Patience) -> None:
        super().__init__(runner, patience)
        self.cases = Cases(runner, patience)
        self.recruiters = Recruiters(runner, patience)
        self.face_sessions = FaceSessions(runner, patience)
        self.employers = Employers(runner, patience)
        self.proofs = Proofs(runner, patience)
        self.resumes = Resumes(runner, patience)
        self.permits = Permits(runner, patience)
        self.blocks = Blocks(runner, patience)
        self.events = Events(runner, patience)
        self.webhooks = Webhooks(runner, patience)
        self.keys = Keys(runner, patience)
        self.sandbox = Sandbox(runner, patience)
        self.service = Service(runner, patience)

    @steps
    def raw(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        json: object = None,
        idempotency_key: str | None = None,
    ) -> Flow[httpx2.Response]:
        """The answer of an endpoint that has no method here, with all else that the others have.

        `path` begins with a slash. A POST is given an Idempotency-Key, too. Raises Problem and NoAnswer.
        """
        if not path.startswith("/") or path.startswith("//"):
            raise ValueError("A path begins with one slash: the key goes to this service alone.")
        headers = repeatable(method, idempotency_key)
        request = Request(method, path, query=query or {}, headers=headers, json=json)
        return exchange(request, self.patience)


class Bonafide(Client[Blocking], Owning):
    """The client for programs that wait for each answer. Make one and share it: threads may.

    `timeout` bounds, in seconds, each wait for the connection and for a part of an answer; `retries` is how
    often a request is sent again where that may help, `total` the seconds after which it is not sent again.
    """

    def __init__(
        self,
        base_url: str,
        key: str | None = None,
        *,
        timeout: float = 30.0,
        retries: int = 5,
        total: float = 60.0,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self.base_url = base_url
        http = httpx2.Client(base_url=base_url, headers=headers(key), transport=transport)
        super().__init__(Blocking(http), Patience(timeout, retries, total))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.base_url!r})"


class AsyncBonafide(Client[Awaiting], AsyncOwning):
    """The client for programs with an event loop: the same methods, awaited; lists with `async for`."""

    def __init__(
        self,
        base_url: str,
        key: str | None = None,
        *,
        timeout: float = 30.0,
        retries: int = 5,
        total: float = 60.0,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self.base_url = base_url
        http = httpx2.AsyncClient(base_url=base_url, headers=headers(key), transport=transport)
        super().__init__(Awaiting(http), Patience(timeout, retries, total))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.base_url!r})"


def headers(key: str | None) -> Mapping[str, str]:
    """What every request shows. Raises ValueError where there is no key, without repeating it."""
    key = key or os.environ.get(KEY_VARIABLE, "")
    if not KEY.fullmatch(key):
        raise ValueError(f"Pass your key, or set {KEY_VARIABLE}; it is one word of visible characters.")
    return AGENT | {"Authorization": f"Bearer {key}"}
