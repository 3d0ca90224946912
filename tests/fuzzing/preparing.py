"""What there is before a run: some of everything, so that not all is answered with 404; and the runs."""

import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.fuzzing.camera import DOCUMENT
from tests.fuzzing.running import Run
from tests.services import Service
from tests.sites import photo
from verifier.domain.consent import consent_text

NARROW = ("cases:read", "events:read")
LINKS = 40  # sessions of as many recruiters; withdrawing and choosing another way use one up
SITE = "site"  # as tests.services names its tenant


def all_scopes(service: Service) -> Run:
    """Everything by a key that may do everything, among some of everything."""
    case = service.open_case()
    service.submit(case)
    _post(service, "/v1/webhooks", json={"url": "https://jobs.example/hook"})
    recruiter = _recruiter(service, "seeded")
    _link(service, recruiter)
    employer = _post(
        service, "/v1/employers", json={"reference": "seeded", "account_type": "direct_employer"}
    )
    _post(service, f"/v1/employers/{employer['id']}/recruiters", json={"recruiter_id": recruiter})
    own = service.client.get(f"{service.url}/v1/keys", timeout=60).json()["items"][0]["id"]
    secret = str(service.client.headers["Authorization"]).removeprefix("Bearer ")
    return Run(f"{service.url}/v1/openapi.json", service.url, secret, {"own_key": own})


def two_scopes(service: Service) -> Run:
    """The same by a key that may do little: what it was not given is refused."""
    made = _post(service, "/v1/keys", json={"name": "narrow", "scopes": list(NARROW)})
    told = {"own_key": made["id"], "scopes": " ".join(NARROW)}
    return Run(f"{service.url}/v1/openapi.json", service.url, made["key"], told)


def no_key(service: Service) -> Run:
    """The same by whoever has no key."""
    return Run(f"{service.url}/v1/openapi.json", service.url, None, {"scopes": "none"})


def page(service: Service) -> Run:
    """What the recruiter's page asks for, of which no document is published."""
    links = [_link(service, _recruiter(service, f"filmed-{number}")) for number in range(LINKS)]
    file = Path(tempfile.mkdtemp(prefix="bonafide-fuzz"), "page.json")
    file.write_text(json.dumps(DOCUMENT), encoding="utf-8")
    told = {"links": " ".join(links), "consent": consent_text("zh", SITE).sha256}
    return Run(str(file), service.url, None, told)


RUNS: Mapping[str, Callable[[Service], Run]] = {
    "all scopes": all_scopes,
    "two scopes": two_scopes,
    "no key": no_key,
    "the page": page,
}


def _recruiter(service: Service, reference: str) -> str:
    """The id of a new one, with a selfie."""
    made: str = _post(service, "/v1/recruiters", json={"reference": reference})["id"]
    form = {"data": {"kind": "selfie"}, "files": {"file": ("selfie.jpg", photo(), "image/jpeg")}}
    _post(service, f"/v1/recruiters/{made}/portraits", **form)
    return made


def _link(service: Service, recruiter: str) -> str:
    """The token of a new session's link."""
    asked = _post(service, f"/v1/recruiters/{recruiter}/face-sessions", json={"purpose": "enrol"})
    return str(asked["url"]).rpartition("/")[2]


def _post(service: Service, path: str, **body: Any) -> dict[str, Any]:
    answer = service.client.post(service.url + path, timeout=60, **body)
    assert answer.ok, answer.text
    members: dict[str, Any] = answer.json()
    return members
