"""Whoever uses the whole API with planted values, rightly and wrongly, and proves that they went through."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import requests

from tests.chaos import BREAK
from tests.chaos.client import Client, Ledger
from tests.chaos.load import Actor, id_of, picture
from tests.chaos.readers import templates, told
from tests.planted import PLANTED, Haystack

CODES = {
    "unauthenticated", "not_found", "malformed_request", "malformed_idempotency_key", "invalid_request",
    "unsupported_body", "internal_error", "unavailable",
}  # fmt: skip
JOB = {
    "title": PLANTED["job title"],
    "text": PLANTED["job text"],
    "industry": PLANTED["job title"],
    "place": PLANTED["job place"],
}
WORD = {"reviewer": PLANTED["reviewer"], "words": PLANTED["review"]}
MAIL = "planted-mail-domain.example"
AGENT = {"User-Agent": PLANTED["user agent"]}
# Nothing is kept or answered of these; that they were sent is all there is to know.
SENT_ALONE = {"file name", "selfie name", "user agent", "api key", "query", "path"}
FIRM = ("firm's name", "firm's code", "firm's address")
DECLARED = ("name", "code", "person", "address", "phone", "bank_account", "website", "agent")


@dataclass
class Seen:
    """What was planted, and which of it was found where it may be."""

    needles: dict[str, str | bytes] = field(default_factory=lambda: dict(PLANTED) | {"mail domain": MAIL})
    proved: set[str] = field(default_factory=set)
    hay: Haystack = field(default_factory=Haystack)

    def plant(self, what: str, value: str | bytes) -> None:
        self.needles[what] = value

    def prove(self, where: str | bytes, *names: str) -> None:
        """That these went through: they are in it."""
        for name in names:
            needle = self.needles[name]
            found = where.encode() if isinstance(where, str) else where
            assert (needle.encode() if isinstance(needle, str) else needle) in found, name
            self.proved.add(name)

    def unproved(self) -> set[str]:
        """Those of which nobody knows whether they ever came to anything."""
        return self.needles.keys() - self.proved - SENT_ALONE


class Planter(Actor):
    """A site, its reviewer and its recruiter, who send planted values alone."""

    def __init__(self, url: str, key: str, seen: Seen) -> None:
        ledger, chance = Ledger(), random.Random("planted")
        super().__init__(Client(url, key, ledger, chance), Client(url, None, ledger, chance), "planted")
        self.seen = seen
        self.key = key
        self.frames: list[bytes] = []
        self.tenant = self.enrolled = ""
        self._hostile = requests.Session()
        self._hostile.trust_env = False

    def _frame(self, who: str, how: str) -> bytes:
        self.frames.append(super()._frame(who, how))
        return self.frames[-1]

    def _agreed(self, url: str) -> str:
        page = super()._agreed(url)
        self.seen.plant("link token", url.rpartition("/")[2])
        self.seen.plant("browser's secret", self.recruiter.cookie())
        self.seen.proved |= {"link token", "browser's secret"}  # the page opened, and the consent was taken
        return page

    def verified_case(self, employer: str) -> None:
        """One that nothing speaks against."""
        firm = self._firm()
        for what in ("name", "code", "address"):
            self.seen.plant(f"firm's {what}", firm[what])
        case = self.case({name: firm[name] for name in ("name", "code", "person", "address")}, firm, employer)
        whole = self.client.until(case, lambda members: members["state"] != "submitted")
        assert whole["state"] == "verified", whole["decision"]
        self.seen.prove(json.dumps(whole, ensure_ascii=False), *FIRM)

    def doubtful_case(self, **comment: str) -> str:
        """One whose licence names somebody else, or kills its reader."""
        declared = {name: PLANTED[name] for name in DECLARED}
        return self.case(declared, declared | {"person": PLANTED["read name"]} | comment)

    def case(self, declared: dict[str, str], printed: dict[str, str], employer: str | None = None) -> str:
        """A submitted one."""
        question: dict[str, Any] = {"account_type": "direct_employer", "declared": declared}
        question |= {"employer_id": id_of(employer)} if employer else {"reference": PLANTED["reference"]}
        headers = {"Idempotency-Key": PLANTED["idempotency key"] + str(random.random()), **AGENT}
        case = self.client.post("/v1/cases", json=question, headers=headers).headers["Location"]
        data = picture(told(**printed), self.chance)
        self.seen.plant("licence picture", data)
        files = {"file": (f"{PLANTED['file name']}.jpg", data, "image/jpeg")}
        evidence = self.client.post(f"{case}/evidence", data={"kind": "business_licence"}, files=files)
        self.seen.prove(self.client.get(evidence.headers["Location"]).content, "licence picture")
        self.client.post(f"{case}/submission", 202)
        return case

    def rightly(self) -> None:
        """The whole life of an account."""
        see, client = self.seen, self.client
        known_by = {"mail_domain": MAIL, "phone": PLANTED["blocked phone"], "device": PLANTED["device"]}
        opened = {"reference": PLANTED["employer"], "account_type": "direct_employer", "known_by": known_by}
        employer = client.post("/v1/employers", json=opened).headers["Location"]
        self.verified_case(employer)
        case, *_ = (self.doubtful_case(**comment) for comment in ({}, {"break": "raise"}, {"break": "die"}))
        recruiter = client.post("/v1/recruiters", json={"reference": PLANTED["recruiter"]}).headers[
            "Location"
        ]
        selfie = picture(told(who=id_of(recruiter)) + b"planted selfie", self.chance)
        see.plant("selfie", selfie)
        files = {"file": (f"{PLANTED['selfie name']}.jpg", selfie, "image/jpeg")}
        client.post(f"{recruiter}/portraits", data={"kind": "selfie"}, files=files)
        self._shown(recruiter, "enrol")
        self.enrolled = id_of(recruiter)
        see.proved |= {"selfie"}  # the film was compared with it
        see.plant("template", templates(id_of(recruiter))[0].vector)
        see.plant("frame", self.frames[0])
        client.post(f"{employer}/recruiters", json={"recruiter_id": id_of(recruiter)})
        whole = client.until(case, lambda members: members["state"] != "submitted")
        see.prove(json.dumps(whole, ensure_ascii=False), *DECLARED, "reference", "read name")
        self.asks(employer, recruiter)
        doubted = self._recruiter()
        session = self._shown(doubted, "enrol", how="flat")
        (frame, *_) = client.get(session).json()["frames"]
        see.plant("kept frame", client.get(frame["content"]).content)
        assert see.needles["kept frame"] in self.frames
        see.proved |= {"kept frame", "frame"}
        review = {"outcome": "rejected", "reviewer": PLANTED["reviewer"], "reason": PLANTED["review"]}
        see.prove(client.post(f"{session}/review", json=review).text, "review", "reviewer")
        see.prove(client.get(f"/v1/recruiters?reference={PLANTED['recruiter']}").text, "recruiter")

    def asks(self, employer: str, recruiter: str) -> None:
        see, client = self.seen, self.client
        wish = {"employer_id": id_of(employer), "recruiter_id": id_of(recruiter), "job": JOB}
        wish |= {"device": PLANTED["device"], "network": PLANTED["network"]}
        permit = client.post("/v1/posting-permits", json=wish)
        assert permit.json()["answer"] == "allow", permit.text
        see.plant("permit token", permit.json()["token"])
        place = permit.headers["Location"]
        # Compared with what it was asked for, so that device and text did come through.
        wrong = client._session.post(
            f"{client.url}{place}/redemption", json={"job": JOB | {"place": "elsewhere"}}
        )
        assert wrong.json()["code"] == "permit_foreign"
        client.post(f"{place}/redemption", json={"job": JOB, "device": PLANTED["device"]})
        see.proved |= {"job title", "job text", "job place", "device", "permit token", "network"}
        client.post(f"{place}/text-clearance", json=WORD)
        client.post(f"{employer}/stop", json=WORD | {"state": "suspended"})
        client.post(f"{employer}/appeal", json={"words": PLANTED["appeal"]})
        see.prove(client.get(f"{employer}/timeline").text, "appeal")
        block = {"kind": "phone", "value": PLANTED["blocked phone"], "reason": "forged_licence"}
        block |= {"until": "2100-01-01T00:00:00Z", "reviewer": PLANTED["reviewer"]}
        client.post("/v1/blocks", json=block)
        other = {"reference": "planted-other", "account_type": "direct_employer"}
        other["known_by"] = {"mail_domain": MAIL, "phone": PLANTED["blocked phone"]}
        twin = client.post("/v1/employers", json=other).headers["Location"]
        assert {"phone", "mail_domain"} <= set(client.get(f"{twin}/links").text.replace('"', " ").split())
        see.proved |= {"blocked phone", "mail domain"}
        see.prove(client.get(f"/v1/employers?reference={PLANTED['employer']}").text, "employer")
        made = client.post("/v1/keys", json={"name": PLANTED["key name"], "scopes": ["events:read"]})
        see.plant("made key", made.json()["key"])
        answer = requests.get(f"{client.url}/v1/events", headers=bearer(made.json()["key"]), timeout=20)
        assert answer.status_code == 200
        see.prove(client.get("/v1/keys").text, "key name")
        see.proved |= {"made key", "the site's key"}

    def wrongly(self) -> None:
        """Every endpoint with planted nonsense, and broken inside; all that is answered is kept."""
        document = self.client.get("/v1/openapi.json").json()
        codes: set[str] = set()
        for path, methods in document["paths"].items():
            for method in methods.keys() & {"get", "post", "put", "patch", "delete"}:
                for answer in self._misuse(method.upper(), path):
                    assert answer.status_code >= 400 or method == "get", (method, path, answer.status_code)
                    codes.add(answer.json()["code"] if answer.status_code >= 400 else "")
        assert codes >= CODES, CODES - codes

    def _misuse(self, method: str, path: str) -> Iterator[requests.Response]:
        for part in path.split("/"):
            if part.startswith("{"):
                path = path.replace(part, PLANTED["path"])
        everything = {**JOB, **WORD, **dict(PLANTED)}
        url = f"{self.client.url}{path}?q={PLANTED['query']}&{quote(PLANTED['name'])}={PLANTED['query']}"
        auth = {**bearer(self.key), **AGENT}
        tries: list[dict[str, Any]] = [
            {"headers": {**AGENT, **bearer(PLANTED["api key"])}, "json": everything},
            {"headers": auth, "json": everything},
            {"headers": auth, "data": json.dumps(everything)[:-1].encode()},
            {"headers": {**auth, "Content-Type": "application/json"}, "data": json.dumps(everything)[:-1]},
            {
                "headers": auth,
                "files": {PLANTED["file name"]: (PLANTED["file name"], PLANTED["name"].encode())},
            },
            {"headers": {**auth, "Idempotency-Key": "é" + PLANTED["idempotency key"]}, "json": everything},
            *({"headers": {**auth, BREAK: how}, "json": everything} for how in ("code", "database")),
        ]
        for each in tries:
            answer = self._hostile.request(method, url, timeout=20, allow_redirects=False, **each)
            self.seen.hay.add(
                "problems", f"{answer.headers}\n{answer.text}" if answer.status_code >= 400 else ""
            )
            yield answer


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}
