"""Rate limits over HTTP: who is counted where, what a refusal says, and what is never counted."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask import Flask
from limits.storage import memory

from tests.sites import QUESTION, Site, photo, upload
from verifier.api import health, limiting
from verifier.app import create_app
from verifier.domain.rate_limit import DEFAULTS, Quota
from verifier.providers.rate_limits import LocalLimiter, NoLimits
from verifier.settings import Settings
from verifier.usecases.ports import Ports

FEW = Quota(3, 60)
MOMENT = 1_800_000_015  # seconds since 1970: fifteen past a minute
WINDOW = "45"  # seconds to the end of that minute, at which the sliding window begins to give back
HEADER = re.compile(r'"([a-z-]+)";r=(\d+);t=(\d+)')


@pytest.fixture
def limit(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set quotas for this test, for which the time stands still; the others stay as they are."""
    monkeypatch.setattr(memory, "time", SimpleNamespace(time=lambda: float(MOMENT)))

    def set_quotas(**few: Quota) -> None:
        named = {name.replace("_", "-"): quota for name, quota in few.items()}
        app.extensions[limiting.LIMITS] = limiting.Limits(LocalLimiter(), {**DEFAULTS, **named}, b"salt")

    return set_quotas


def assert_limited(response, policy: str) -> None:
    assert (response.status_code, response.json["code"]) == (429, "rate_limited")
    assert f"`{policy}`" in response.json["detail"]
    left = {name: told for name, *told in HEADER.findall(response.headers["RateLimit"])}
    assert left[policy] == ["0", response.headers["Retry-After"]]
    assert response.headers["Retry-After"] == WINDOW


def test_every_answer_says_which_limits_it_fell_under_and_what_is_left(alice: Site, limit) -> None:
    limit(reads=FEW)
    lefts = [alice.get("/v1/cases").headers["RateLimit"] for _ in range(2)]
    assert [HEADER.findall(left)[0][:2] for left in lefts] == [("reads", "2"), ("reads", "1")]
    policies = alice.get("/v1/cases").headers["RateLimit-Policy"]
    assert policies == '"reads";q=3;w=60, "reads-tenant";q=12000;w=60'


def test_a_window_that_has_just_begun_has_all_its_seconds_left(
    alice: Site, limit, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit(reads=FEW)
    monkeypatch.setattr(memory, "time", SimpleNamespace(time=lambda: float(MOMENT - 15)))
    refused = [alice.get("/v1/cases") for _ in range(4)][-1]
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")


GROUPS = {
    "reads": lambda site: site.get("/v1/cases"),
    "writes": lambda site: site.post("/v1/cases", json=QUESTION),
    "uploads": lambda site: site.post(f"/v1/cases/case_{'0' * 26}/evidence", data=upload(photo())),
    "permits": lambda site: site.post("/v1/posting-permits", json={}),
}


@pytest.mark.parametrize("group", GROUPS)
def test_each_group_is_counted_by_key_and_refused_on_its_own(alice: Site, bob: Site, limit, group) -> None:
    limit(**{group: FEW})
    ask = GROUPS[group]
    assert [ask(alice).status_code == 429 for _ in range(4)] == [False, False, False, True]
    assert_limited(ask(alice), group)
    assert ask(bob).status_code != 429
    assert all(other(alice).status_code != 429 for name, other in GROUPS.items() if name != group)


def test_all_keys_of_a_tenant_share_the_tenants_limit(alice: Site, limit) -> None:
    limit(reads_tenant=FEW)
    made = alice.post("/v1/keys", json={"name": "second", "scopes": ["cases:read"]}).json
    second = Site(alice.client, alice.tenant_id, made["key"])
    assert [site.get("/v1/cases").status_code for site in (alice, second, alice)] == [200] * 3
    assert_limited(second.get("/v1/cases"), "reads-tenant")


def test_a_key_that_is_refused_uses_up_nothing_of_its_tenants_other_keys(alice: Site, limit) -> None:
    limit(reads=Quota(2, 60), reads_tenant=Quota(4, 60))
    made = alice.post("/v1/keys", json={"name": "second", "scopes": ["cases:read"]}).json
    second = Site(alice.client, alice.tenant_id, made["key"])
    for _ in range(9):
        alice.get("/v1/cases")
    assert [second.get("/v1/cases").status_code for _ in range(2)] == [200] * 2


def test_a_repetition_under_an_idempotency_key_counts(alice: Site, limit) -> None:
    limit(writes=Quota(2, 60))
    same = {"Idempotency-Key": "the-same"}
    answers = [alice.post("/v1/cases", json=QUESTION, headers=same) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]


def test_a_refused_request_changed_nothing_and_leaves_its_idempotency_key_free(alice: Site, limit) -> None:
    limit(writes=Quota(1, 60))
    alice.post("/v1/cases", json=QUESTION)
    key = {"Idempotency-Key": "later"}
    assert_limited(alice.post("/v1/cases", json=QUESTION, headers=key), "writes")
    limit()
    assert len(alice.get("/v1/cases").json["items"]) == 1
    answer = alice.post("/v1/cases", json=QUESTION, headers=key)
    assert answer.status_code == 201
    assert "Idempotency-Replayed" not in answer.headers


def test_wrong_keys_are_counted_by_address_and_never_shut_out_a_valid_one(
    alice: Site, charlie: Site, limit
) -> None:
    limit(failures=FEW)
    wrong = Site(charlie.client, "", "bf_wrong")
    assert [site.get("/v1/cases").status_code for site in (charlie, wrong, charlie)] == [401] * 3
    assert_limited(wrong.get("/v1/cases"), "failures")
    assert alice.get("/v1/cases").status_code == 200
    elsewhere = charlie.client.get("/v1/cases", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert elsewhere.status_code == 401


@pytest.mark.parametrize("path", ["/", "/v1/docs", "/v1/problems", "/.well-known/jwks.json", "/nowhere"])
def test_what_needs_no_key_is_counted_by_address(charlie: Site, limit, path: str) -> None:
    limit(open=FEW)
    answers = [charlie.get(path).status_code for _ in range(4)]
    assert [status == 429 for status in answers] == [False, False, False, True]
    assert charlie.client.get(path, environ_base={"REMOTE_ADDR": "203.0.113.9"}).status_code != 429


def test_neighbours_of_one_ipv6_network_are_one_address(charlie: Site, limit) -> None:
    limit(open=FEW)
    addresses = ["2001:db8::1", "2001:db8::2", "2001:db8::ffff:1", "2001:db8::4", "2001:db8:0:1::1"]
    answers = [charlie.client.get("/", environ_base={"REMOTE_ADDR": address}) for address in addresses]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 200]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_is_never_counted(app: Flask, charlie: Site, limit, path: str) -> None:
    app.extensions[health.PROBES] = {}  # structlog's own way to tell of a queue that is away takes seconds
    limit(open=Quota(1, 60))
    for _ in range(3):
        answer = charlie.get(path)
        assert answer.status_code != 429
        assert "RateLimit" not in answer.headers


def test_the_recruiters_page_is_counted_by_link_and_by_address(alice: Site, charlie: Site, limit) -> None:
    links = [alice.asked_session(alice.add_recruiter(f"r-{n}")).json["url"] for n in range(2)]
    first, second = (link[link.index("/face/") :] for link in links)
    limit(page_link=FEW)
    statuses = [charlie.get(f"{first}/state").status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert charlie.get(f"{second}/state").status_code == 200
    limit(page_address=FEW)
    assert [charlie.get(f"{link}/state").status_code for link in (first, second)] == [200, 200]
    assert charlie.get("/assets/camera/x/page.css").status_code == 200
    page = charlie.get(first)
    assert (page.status_code, page.mimetype) == (429, "text/html")
    assert int(page.headers["Retry-After"]) >= 1


def test_neither_an_address_nor_a_link_is_what_the_counts_are_kept_under(charlie: Site, app: Flask) -> None:
    seen = []

    class Watching(NoLimits):
        def take(self, meters):
            seen.extend(meters)
            return ()

    app.extensions[limiting.LIMITS] = limiting.Limits(Watching(), DEFAULTS, b"salt")
    token = "A" * 43
    charlie.client.get(f"/face/{token}/state", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert {meter.policy for meter in seen} == {"page-link", "page-address"}
    assert not any(secret in meter.of for meter in seen for secret in (token, "203.0.113"))


def test_off_is_off(alice: Site) -> None:
    answer = alice.get("/v1/cases")
    assert answer.status_code == 200
    assert "RateLimit" not in answer.headers


@pytest.mark.parametrize(("proxies", "shut_out"), [(0, True), (1, False)])
def test_addresses_are_taken_from_trusted_proxies_alone(
    monkeypatch: pytest.MonkeyPatch, ports: Ports, settings: Settings, proxies: int, shut_out: bool
) -> None:
    monkeypatch.setenv("BONAFIDE_PROXIES", str(proxies))
    monkeypatch.setenv("BONAFIDE_RATE_LIMITS", "open=1/m")
    client = create_app(Settings.from_env(), ports).test_client()
    answers = [
        client.get("/", headers={"X-Forwarded-For": f"198.51.100.66, 203.0.113.{n}"}).status_code
        for n in range(2)
    ]
    assert answers == ([200, 429] if shut_out else [200, 200])
    forged = client.get("/", headers={"X-Forwarded-For": "198.51.100.67, 203.0.113.1"})
    assert forged.status_code == 429  # what stands before the last proxy's word is the client's own
