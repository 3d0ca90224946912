"""Permits verified offline by the Python client: what passes, what does not, how seldom it asks for keys."""

import asyncio
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, cast

import httpx2
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from bonafide import (
    AsyncPermitVerifier,
    Job,
    KeysUnavailable,
    PermitExpired,
    PermitForeign,
    PermitFromSandbox,
    PermitInvalid,
    PermitRefused,
    PermitVerifier,
)
from tests.clients import ADDRESS, SIDES, Awaited, AwaitingInProcess, InProcess, Pauses
from tests.fakes import FakeClock
from tests.sites import DEVICE, JOB, Site
from verifier.domain.permit import device_digest, job_digest
from verifier.domain.screening import JobText
from verifier.usecases.gate.signing import rotate_signing_key
from verifier.usecases.ports import Ports

TOLD: Mapping[str, Any] = {"job": Job(**JOB), "device": DEVICE}


@pytest.fixture
def clock(ports: Ports) -> FakeClock:
    assert isinstance(ports.clock, FakeClock)
    return ports.clock


@pytest.fixture
def cache_clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds by which the keys grow old; the test moves them on."""
    seconds = [0.0]
    monkeypatch.setattr("bonafide.permits.time.monotonic", lambda: seconds[0])
    return seconds


Make = Callable[..., PermitVerifier]


@pytest.fixture(params=SIDES)
def make(
    request: pytest.FixtureRequest,
    transport: InProcess,
    clock: FakeClock,
    pauses: Pauses,
    cache_clock: list[float],
    loop: asyncio.AbstractEventLoop,
) -> Make:
    def made(tenant_id: str, **more: Any) -> PermitVerifier:
        if request.param == "blocking":
            return PermitVerifier(ADDRESS, tenant_id, clock=clock.now, transport=transport, **more)
        over = AwaitingInProcess(transport)
        awaiting = AsyncPermitVerifier(ADDRESS, tenant_id, clock=clock.now, transport=over, **more)
        return cast(PermitVerifier, Awaited(awaiting, loop))

    return made


def asked(alice: Site, **changes: Any) -> tuple[str, dict[str, Any]]:
    """A token, and what it was given for."""
    permit = alice.permit(**changes).json
    return permit["token"], {name: permit[name] for name in ("employer_id", "recruiter_id")} | TOLD


def fetches(transport: InProcess) -> int:
    return sum(request.url.path == "/.well-known/jwks.json" for request, _ in transport.seen)


def test_a_permit_is_believed_for_what_it_was_given_for(make: Make, alice: Site, clock: FakeClock) -> None:
    token, told = asked(alice)
    claims = make(alice.tenant_id).verify(token, **told)
    assert claims.recruiter_id == told["recruiter_id"]
    assert claims.job_sha256 == job_digest(JobText(**JOB))
    assert claims.device_sha256 == device_digest(DEVICE)
    assert claims.issued_at == clock.now().replace(microsecond=0)
    assert claims.expires_at - claims.issued_at == timedelta(minutes=15)
    assert not claims.sandbox


@pytest.mark.parametrize(
    ("changed", "differs"),
    [
        ({"job": Job(**JOB | {"title": "另一职位"})}, ("job",)),
        ({"job": Job(title=JOB["title"], text=JOB["text"])}, ("job",)),
        ({"employer_id": "emp_other"}, ("employer",)),
        ({"recruiter_id": "rec_other"}, ("recruiter",)),
        ({"device": "fp-other"}, ("device",)),
        ({"device": None, "recruiter_id": ""}, ("recruiter", "device")),
    ],
)
def test_a_permit_for_something_else_is_refused(
    make: Make, alice: Site, changed: Mapping[str, Any], differs: tuple[str, ...]
) -> None:
    token, told = asked(alice)
    with pytest.raises(PermitForeign) as refused:
        make(alice.tenant_id).verify(token, **(told | changed))
    assert refused.value.differs == differs


def test_a_job_without_its_optional_texts_and_a_device_that_was_not_told(make: Make, alice: Site) -> None:
    job = {"title": JOB["title"], "text": JOB["text"]}
    token, told = asked(alice, job=job, device=None)
    assert (
        make(alice.tenant_id).verify(token, **(told | {"job": Job(**job), "device": None})).device_sha256
        is None
    )


def test_a_permit_ends_with_its_time_and_a_little_leeway(make: Make, alice: Site, clock: FakeClock) -> None:
    token, told = asked(alice)
    verifier = make(alice.tenant_id)
    clock.tick(minutes=15, seconds=9)
    verifier.verify(token, **told)
    clock.tick(seconds=1)
    with pytest.raises(PermitExpired):
        verifier.verify(token, **told)
    clock.tick(minutes=-16)
    with pytest.raises(PermitInvalid, match="later moment"):
        verifier.verify(token, **told)


def test_a_permit_of_another_tenant_is_refused(make: Make, alice: Site, bob: Site) -> None:
    token, told = asked(alice)
    with pytest.raises(PermitInvalid, match="InvalidAudienceError"):
        make(bob.tenant_id).verify(token, **told)


class Forger:
    """Signs with the service's own key, or with one of its own."""

    def __init__(self, ports: Ports, token: str) -> None:
        with ports.view() as tx:
            (key,) = tx.signing_keys.all()
        self.own = Ed25519PrivateKey.generate()
        self.theirs = Ed25519PrivateKey.from_private_bytes(key.private)
        shown = jwt.get_unverified_header(token)
        self.header = {name: shown[name] for name in ("kid", "typ")}
        self.claims = jwt.decode(token, options={"verify_signature": False})

    def token(
        self, key: Any = None, algorithm: str = "EdDSA", header: Mapping[str, Any] = {}, **claims: Any
    ) -> str:
        told: dict[str, Any] = {
            name: value for name, value in (self.claims | claims).items() if value is not ...
        }
        return jwt.encode(told, key or self.theirs, algorithm, headers={**self.header, **header})


FORGERIES: Mapping[str, Callable[[Forger], str]] = {
    "another key": lambda forger: forger.token(forger.own),
    "another issuer": lambda forger: forger.token(iss="https://elsewhere.example"),
    "no issuer": lambda forger: forger.token(iss=...),
    "no audience": lambda forger: forger.token(aud=...),
    "no recruiter": lambda forger: forger.token(sub=...),
    "no end": lambda forger: forger.token(exp=...),
    "an end in words": lambda forger: forger.token(exp="never"),
    "an end beyond all calendars": lambda forger: forger.token(exp=10**18),
    "no beginning": lambda forger: forger.token(iat=...),
    "no token id": lambda forger: forger.token(jti=...),
    "no employer": lambda forger: forger.token(employer=...),
    "no device": lambda forger: forger.token(device=...),
    "a job that is no digest": lambda forger: forger.token(job=["x"]),
    "a sandbox in words": lambda forger: forger.token(sandbox="yes"),
    "another kind of token": lambda forger: forger.token(header={"typ": "JWT"}),
    "another algorithm": lambda forger: forger.token("s" * 64, "HS256"),
    "no algorithm": lambda forger: jwt.encode(forger.claims, "", "none", forger.header),
    "no token": lambda _: "nonsense",
    "nothing": lambda _: "",
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_token_is_refused(make: Make, alice: Site, ports: Ports, name: str) -> None:
    token, told = asked(alice)
    forger = Forger(ports, token)
    verifier = make(alice.tenant_id)
    verifier.verify(forger.token(), **told)  # what the forger leaves alone passes
    with pytest.raises(PermitInvalid) as refused:
        verifier.verify(FORGERIES[name](forger), **told)
    assert told["employer_id"] not in str(refused.value)


def test_a_sandboxs_permit_is_refused_where_nobody_said_so(make: Make, alice: Site, ports: Ports) -> None:
    token, told = asked(alice)
    sandboxs = Forger(ports, token).token(sandbox=True)
    with pytest.raises(PermitFromSandbox):
        make(alice.tenant_id).verify(sandboxs, **told)
    assert make(alice.tenant_id, sandbox=True).verify(sandboxs, **told).sandbox


def test_the_keys_are_kept_for_five_minutes(
    make: Make, alice: Site, transport: InProcess, cache_clock: list[float]
) -> None:
    token, told = asked(alice)
    verifier = make(alice.tenant_id)
    for seconds, expected in ((0, 1), (299, 1), (300, 2), (599, 2), (601, 3)):
        cache_clock[0] = seconds
        verifier.verify(token, **told)
        assert fetches(transport) == expected


def test_tokens_with_unknown_keys_fetch_once_in_ten_seconds(
    make: Make, alice: Site, ports: Ports, transport: InProcess, cache_clock: list[float]
) -> None:
    token, told = asked(alice)
    verifier = make(alice.tenant_id)
    forger = Forger(ports, token)
    for number in range(50):
        cache_clock[0] += 0.5
        with pytest.raises(PermitInvalid, match="no such key"):
            verifier.verify(forger.token(forger.own, header={"kid": f"sig_{number}"}), **told)
    assert fetches(transport) == 3
    verifier.verify(token, **told)
    assert fetches(transport) == 3


def test_a_new_key_is_fetched_and_a_withdrawn_one_ends(
    make: Make, alice: Site, ports: Ports, cache_clock: list[float]
) -> None:
    token, told = asked(alice)
    verifier = make(alice.tenant_id)
    verifier.verify(token, **told)
    rotate_signing_key(ports, at_once=True)
    cache_clock[0] += 10
    fresh = alice.post("/v1/posting-permits", json=_wish(told)).json["token"]
    verifier.verify(fresh, **told)
    with pytest.raises(PermitInvalid, match="no such key"):
        verifier.verify(token, **told)


def _wish(told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("employer_id", "recruiter_id", "device")} | {"job": JOB}


AWAY: Mapping[str, Callable[[httpx2.Request], httpx2.Response]] = {
    "it is away": lambda _: httpx2.Response(503),
    "something else answers": lambda _: httpx2.Response(200, html="<h1>Welcome</h1>"),
    "it is no key set": lambda _: httpx2.Response(200, json={"keys": None}),
}


@pytest.mark.parametrize("name", AWAY)
def test_without_keys_nothing_is_believed_and_the_service_is_left_in_peace(
    make: Make, alice: Site, transport: InProcess, cache_clock: list[float], name: str
) -> None:
    token, told = asked(alice)
    verifier = make(alice.tenant_id)
    transport.before = AWAY[name]
    for _ in range(20):
        with pytest.raises(KeysUnavailable):
            verifier.verify(token, **told)
    assert fetches(transport) == (3 if name == "it is away" else 1)  # asked again only while it is away
    transport.before = lambda _: None
    cache_clock[0] += 10
    verifier.verify(token, **told)


def test_keys_that_grew_old_are_not_believed_while_the_service_is_away(
    make: Make, alice: Site, transport: InProcess, cache_clock: list[float]
) -> None:
    token, told = asked(alice)
    verifier = make(alice.tenant_id)
    verifier.verify(token, **told)
    transport.before = AWAY["it is away"]
    cache_clock[0] = 305
    verifier.verify(token, **told)
    cache_clock[0] = 310
    with pytest.raises(PermitRefused, match="could not be fetched"):
        verifier.verify(token, **told)


def test_keys_of_a_kind_that_we_do_not_know_are_passed_over(
    make: Make, alice: Site, transport: InProcess, ports: Ports
) -> None:
    token, told = asked(alice)
    forger = Forger(ports, token)
    good = {
        **json.loads(OKPAlgorithm.to_jwk(forger.theirs.public_key())),
        "kid": forger.header["kid"],
        "alg": "EdDSA",
    }
    others: list[Any] = [
        {"kty": "XYZ", "kid": "1"},
        "no key",
        {"kty": "oct", "k": "c2VjcmV0", "kid": "2"},
        {},
        good | {"kid": "3", "use": "enc"},
    ]
    transport.before = lambda _: httpx2.Response(200, json={"keys": [*others, good]})
    make(alice.tenant_id).verify(token, **told)
    for passed_over in (
        forger.token("secret" * 8, "HS256", {"kid": "2"}),
        forger.token(header={"kid": "2"}),
        forger.token(header={"kid": "3"}),
    ):
        with pytest.raises(PermitInvalid):
            make(alice.tenant_id).verify(passed_over, **told)


def test_moments_in_claims_are_in_utc(make: Make, alice: Site) -> None:
    token, told = asked(alice)
    claims = make(alice.tenant_id).verify(token, **told)
    assert claims.expires_at.utcoffset() == timedelta(0)
    assert isinstance(claims.issued_at, datetime)
