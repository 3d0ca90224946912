"""Verify a permit's token offline, with the service's published keys.

Offline nobody can see that a token was used already, or that an employer was stopped a minute ago: redeem it,
too.
"""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx2
import jwt

from bonafide.asked import Job
from bonafide.calls import Group, R, steps
from bonafide.errors import (
    NoAnswer,
    PermitExpired,
    PermitForeign,
    PermitFromSandbox,
    PermitInvalid,
    Problem,
    UnexpectedAnswer,
)
from bonafide.flows import Flow, Patience, Pause, Request, exchange
from bonafide.key_cache import ALGORITHM, KeyCache
from bonafide.owning import AsyncOwning, Owning
from bonafide.runners import Awaiting, Blocking
from bonafide.version import AGENT
from bonafide.wire import structured

TYPE: Final = "permit+jwt"
LEEWAY: Final = timedelta(seconds=10)  # by which the service's clock and ours may differ
KEY_SET: Final = Request("GET", "/.well-known/jwks.json")
PATIENCE: Final = Patience(timeout=5.0, retries=2, total=10.0)  # somebody waits to publish
LOOK_AGAIN: Final = 0.02  # seconds, while another thread fetches the keys


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class PermitClaims:
    """What a verified token says: who may post which job for whom, and until when."""

    permit_id: str
    token_id: str
    employer_id: str
    recruiter_id: str
    job_sha256: str
    device_sha256: str | None
    issued_at: datetime
    expires_at: datetime
    sandbox: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The token's members, by their names in it."""

    permit: str
    jti: str
    employer: str
    sub: str
    job: str
    device: str | None
    iat: int
    exp: int
    sandbox: bool = False


class Verifier(Group[R]):
    """Believes a token of one service for one tenant. It remembers the keys; make one and share it."""

    def __init__(
        self, runner: R, issuer: str, tenant_id: str, *, sandbox: bool, clock: Callable[[], datetime]
    ):
        super().__init__(runner, PATIENCE)
        self.issuer = issuer
        self.tenant_id = tenant_id
        self.sandbox = sandbox
        self.clock = clock
        self._cache = KeyCache()

    @steps
    def verify(
        self, token: str, *, job: Job, employer_id: str, recruiter_id: str, device: str | None = None
    ) -> Flow[PermitClaims]:
        """What the token says, if it was given for just this: compare with what you are about to publish.

        Raises PermitRefused, of which PermitInvalid, PermitExpired, PermitForeign, PermitFromSandbox and
        KeysUnavailable say why. Then publish nothing.
        """
        key = yield from self._signing_key(kid_of(token))
        claims = self._claims(token, key)
        if claims.sandbox and not self.sandbox:
            raise PermitFromSandbox("This permit is a sandbox's.")
        expected = {
            "job": job_digest(job),
            "employer": employer_id,
            "recruiter": recruiter_id,
            "device": device_digest(device),
        }
        found = {
            "job": claims.job_sha256,
            "employer": claims.employer_id,
            "recruiter": claims.recruiter_id,
            "device": claims.device_sha256,
        }
        differs = tuple(name for name, value in expected.items() if found[name] != value)
        if differs:
            raise PermitForeign(differs)
        return claims

    def _signing_key(self, kid: str) -> Flow[jwt.PyJWK]:
        while True:
            if self._cache.begin(kid, time.monotonic()):
                yield from self._fetch()
            if not self._cache.fetching or self._cache.holds(kid, time.monotonic()):
                return self._cache.key(kid, time.monotonic())
            yield Pause(LOOK_AGAIN)

    def _fetch(self) -> Flow[None]:
        try:
            response = yield from exchange(KEY_SET, self.patience)
            document = response.json()
        except (NoAnswer, Problem, ValueError):
            document = None  # the cache knows whether it can do without
        except GeneratorExit:
            self._cache.give_up()
            raise
        self._cache.end(document, time.monotonic())

    def _claims(self, token: str, key: jwt.PyJWK) -> PermitClaims:
        """Raises PermitInvalid and PermitExpired."""
        options: Any = {"verify_exp": False, "verify_iat": False}  # by our clock, below
        try:
            told = jwt.decode(
                token, key, [ALGORITHM], audience=self.tenant_id, issuer=self.issuer, options=options
            )
            claims = structured(told, Claims)
            begins, ends = (datetime.fromtimestamp(moment, UTC) for moment in (claims.iat, claims.exp))
        except (jwt.InvalidTokenError, UnexpectedAnswer, ValueError, OverflowError, OSError) as error:
            raise PermitInvalid(f"No permit of this service for this site: {type(error).__name__}.") from None
        if begins - LEEWAY > self.clock():
            raise PermitInvalid("The permit is of a later moment than the clock here shows.")
        if ends + LEEWAY <= self.clock():
            raise PermitExpired("The permit's time is over.")
        return PermitClaims(
            permit_id=claims.permit,
            token_id=claims.jti,
            employer_id=claims.employer,
            recruiter_id=claims.sub,
            job_sha256=claims.job,
            device_sha256=claims.device,
            issued_at=begins,
            expires_at=ends,
            sandbox=claims.sandbox,
        )


class PermitVerifier(Verifier[Blocking], Owning):
    """For programs that wait for each answer.

    `base_url` is the address by which the service knows itself (BONAFIDE_PUBLIC_URL): tokens name it. `clock`
    says what time it is, with its time zone; pass a sandbox's where that was moved.
    """

    def __init__(
        self,
        base_url: str,
        tenant_id: str,
        *,
        sandbox: bool = False,
        clock: Callable[[], datetime] = _now,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        http = httpx2.Client(base_url=base_url, headers=AGENT, transport=transport)
        super().__init__(Blocking(http), base_url.rstrip("/"), tenant_id, sandbox=sandbox, clock=clock)


class AsyncPermitVerifier(Verifier[Awaiting], AsyncOwning):
    """For programs with an event loop; all else as PermitVerifier."""

    def __init__(
        self,
        base_url: str,
        tenant_id: str,
        *,
        sandbox: bool = False,
        clock: Callable[[], datetime] = _now,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        http = httpx2.AsyncClient(base_url=base_url, headers=AGENT, transport=transport)
        super().__init__(Awaiting(http), base_url.rstrip("/"), tenant_id, sandbox=sandbox, clock=clock)


def kid_of(token: str) -> str:
    """Which key a token says it is signed with. Raises PermitInvalid for what is no permit at all."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.InvalidTokenError:
        raise PermitInvalid("This is no token.") from None
    kid = header.get("kid")
    if header.get("typ") != TYPE or header.get("alg") != ALGORITHM or not isinstance(kid, str):
        raise PermitInvalid("This token is no permit.")
    return kid


def job_digest(job: Job) -> str:
    """SHA-256, hex, of the canonical JSON (RFC 8785) of the four texts, those left out as empty ones."""
    texts = {item.name: getattr(job, item.name) or "" for item in fields(job)}
    canonical = json.dumps(texts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return _sha256(canonical)


def device_digest(device: str | None) -> str | None:
    """SHA-256, hex, of a device's fingerprint; None where you told none."""
    return None if device is None else _sha256(device)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
