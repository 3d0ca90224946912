"""The operator's people at the console: they join by an invitation and a second step, and send its forms."""

import re
import secrets
from html import unescape
from typing import Any

import pyotp
import requests

from example.rows import Walk
from example.services import operate

WITHIN = 60  # seconds, for one request
SEED = re.compile(r"<code>([A-Z2-7 ]{32,48})</code>")
TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


class Colleague:
    """A member of staff with a browser of their own. Whatever is refused raises requests.HTTPError."""

    def __init__(self, base_url: str, member_id: str) -> None:
        self.id = member_id
        self._base_url = base_url
        self._session = requests.Session()
        self._session.trust_env = False  # the service is on this machine, whatever proxy is set
        self._session.headers["Sec-Fetch-Site"] = "same-origin"  # what browsers say of their own forms

    def page(self, path: str) -> str:
        """A page's text, without the escapes of HTML."""
        return unescape(self.get(path).text)

    def get(self, path: str) -> requests.Response:
        return _fine(self._session.get(f"{self._base_url}{path}", timeout=WITHIN))

    def may_open(self, path: str) -> bool:
        return self._session.get(f"{self._base_url}{path}", timeout=WITHIN).status_code != 403

    def send(self, path: str, *, of_page: str = "/console/account", **fields: Any) -> requests.Response:
        """A form of a page, with the page's token; a tuple is a file."""
        found = TOKEN.search(self.get(of_page).text)
        token = {"form_token": found[1]} if found else {}
        files = {name: one for name, one in fields.items() if isinstance(one, tuple)}
        texts = {name: one for name, one in fields.items() if name not in files}
        sent = self._session.post(
            f"{self._base_url}{path}", data={**texts, **token}, files=files, timeout=WITHIN
        )
        return _fine(sent)


def joined(walk: Walk, role: str) -> Colleague:
    """Somebody new: invited by the operator, with a password and an authenticator app of their own."""
    name = f"tour-{role}-{secrets.token_hex(4)}"
    told = operate(walk.place.settings, "staff", "invite", name, "--role", role, "--tenant", walk.place.site)
    member_id, path = re.findall(r"^member (\S+)$|^link\s+\S+?(/console/\S+)$", told, re.MULTILINE)
    colleague = Colleague(walk.place.base_url, member_id[0])
    password = secrets.token_urlsafe(16)
    page = colleague.send(path[1], of_page=path[1], password=password, again=password).text
    seed = SEED.search(page)
    if seed is None:
        raise SystemExit("✗ not so: the invitation leads to the second step")
    code = pyotp.TOTP(seed[1].replace(" ", "")).at(walk.bonafide.sandbox.clock().now)
    colleague.send("/console/join/authenticator", of_page="/console/join", code=code)
    return colleague


def _fine(response: requests.Response) -> requests.Response:
    response.raise_for_status()
    return response
