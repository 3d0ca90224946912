"""A site that repeats each request until it is answered, as docs/api.md tells it, and remembers every answer.

Every POST carries an Idempotency-Key. Some are sent again once answered: the answer must be the same.
"""

import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests

PATIENCE = 1200.0  # seconds for one request, all its tries together: longer than any trial kills
TIMEOUT = 20.0  # seconds for one try
PAUSE = 0.3  # seconds between two
AGAIN = 0.15  # share of answered POSTs that are sent again
# A try that was given up is served late and begins another film; and every film that was begun counts.
ABANDONED = ("attempt_over", "face_locked")
RETRIED = {408, 429, 500, 502, 503, 504}


class Unanswered(Exception):
    """No answer within PATIENCE."""


class Refused(Exception):
    """An answer that does not let a story go on."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A 2xx that was seen for something that is to stay: what was made, where, and the bytes handed in."""

    site: str
    what: str
    location: str
    data: bytes | None = field(default=None, repr=False)


@dataclass
class Ledger:
    """What all clients were told, and what happened on the way."""

    accepted: list[Accepted] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    troubles: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def accept(self, accepted: Accepted) -> None:
        with self._lock:
            self.accepted.append(accepted)

    def count(self, what: str) -> None:
        with self._lock:
            self.counts[what] += 1

    def trouble(self, what: str) -> None:
        with self._lock:
            self.troubles.append(what)


class Client:
    """One program of a site. Not thread-safe."""

    def __init__(self, url: str, key: str | None, ledger: Ledger, chance: random.Random) -> None:
        self.url = url
        self.ledger = ledger
        self.chance = chance
        self.site = (key or "")[-6:]
        self._session = requests.Session()
        self._session.trust_env = False
        if key:
            self._session.headers["Authorization"] = f"Bearer {key}"

    def get(self, path: str) -> requests.Response:
        return self._insist("GET", path, {})[0]

    def post(self, path: str, expected: int = 201, **body: Any) -> requests.Response:
        """Under a key of its own. Raises Refused for another status than `expected`."""
        keyed = {"headers": {"Idempotency-Key": str(uuid.uuid4())}, **body}
        answer, unanswered = self._insist("POST", path, keyed)
        if answer.status_code != expected:
            self._refused(answer, unanswered)
        if self.chance.random() < AGAIN:
            self._again(path, keyed, answer)
        return answer

    def send(self, method: str, path: str, expected: int, **body: Any) -> requests.Response:
        """Of a request that may be repeated without a key."""
        answer, unanswered = self._insist(method, path, body)
        if answer.status_code != expected:
            self._refused(answer, unanswered)
        return answer

    def made(self, what: str, path: str, holding: bytes | None = None, **body: Any) -> str:
        """POST what is to stay; where it is."""
        location = self.post(path, **body).headers["Location"]
        self.ledger.accept(Accepted(self.site, what, location, holding))
        return location

    def until(self, path: str, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Ask until it is so."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            members: dict[str, Any] = self.get(path).json()
            if holds(members):
                return members
            time.sleep(PAUSE)
        self.ledger.trouble(f"never came about: {path}")
        raise Unanswered

    def forget_cookies(self) -> None:
        self._session.cookies.clear()

    def cookie(self) -> str:
        """The one that it was given."""
        (cookie,) = self._session.cookies
        return str(cookie.value)

    def _insist(self, method: str, path: str, body: dict[str, Any]) -> tuple[requests.Response, int]:
        """The first answer that is one, and how many tries before it were not answered or failed."""
        deadline, unanswered = time.monotonic() + PATIENCE, 0
        while time.monotonic() < deadline:
            try:
                answer = self._session.request(
                    method, self.url + path, timeout=TIMEOUT, allow_redirects=False, **body
                )
            except requests.RequestException:
                unanswered += 1
                self.ledger.count("tries unanswered")
                time.sleep(PAUSE)
                continue
            if answer.status_code in RETRIED:
                unanswered += 1
                self.ledger.count(f"tries answered {answer.status_code}")
            elif _code(answer) == "request_in_flight":
                self.ledger.count("tries while in flight")
            else:
                self.ledger.count("requests answered")
                return answer, unanswered
            time.sleep(PAUSE)
        self.ledger.trouble(f"unanswered: {method} {path}")
        raise Unanswered

    def _again(self, path: str, keyed: dict[str, Any], first: requests.Response) -> None:
        again, unanswered = self._insist("POST", path, keyed)
        self.ledger.count("answers asked for again")
        if (again.status_code, again.content) == (first.status_code, first.content):
            return
        said = f"{first.status_code} → {again.status_code} {_code(again)} after {unanswered}"
        self.ledger.trouble(f"another answer: {path} {said}")

    def _refused(self, answer: requests.Response, unanswered: int) -> None:
        """A refusal is in order only where an earlier try may have done the work and its answer was lost."""
        said = (
            f"{answer.request.method} {_shape(answer.request.path_url)} {answer.status_code} {_code(answer)}"
        )
        if unanswered or _code(answer) in ABANDONED:
            self.ledger.count(f"refused after a lost answer: {said}")
        else:
            self.ledger.trouble(f"refused: {said}")
        raise Refused(_code(answer))


def _code(answer: requests.Response) -> str:
    if not answer.content or "json" not in answer.headers.get("Content-Type", ""):
        return ""
    members = answer.json()
    return str(members.get("code", "")) if isinstance(members, dict) else ""


def _shape(path: str) -> str:
    """The path without what names one thing."""
    return "/".join(
        "…" if "_" in part or len(part) > 30 else part for part in path.partition("?")[0].split("/")
    )
