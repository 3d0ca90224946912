"""The demo's recruitment site: a client like any other, which holds a key and speaks to the API alone."""

import time
from collections.abc import Mapping
from typing import Any, TypeAlias

import requests

from fixtures import Specimen
from verifier.domain.reading import FieldName

Members: TypeAlias = Mapping[str, Any]

ANSWER_WITHIN = 30  # seconds, for one request
DECIDED_WITHIN = 180  # seconds, on a slow machine that does other things
POLL = 0.3  # seconds


class Site:
    """Opens cases of employers and hands in their papers. Raises requests.RequestException."""

    def __init__(self, base_url: str, key: str) -> None:
        self._api = f"{base_url}/v1"
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {key}"
        self._session.trust_env = False  # the service is on this machine, whatever proxy is set

    def open_case(self, employer: str, declared: Mapping[str, str]) -> str:
        """The address of a new case."""
        question = {"account_type": "direct_employer", "declared": dict(declared), "reference": employer}
        return f"{self._api}/cases/{self._post(f'{self._api}/cases', json=question)['id']}"

    def add_licence(self, case: str, paper: Specimen) -> Members:
        file = ("licence", paper.data, paper.media_type)
        return self._post(f"{case}/evidence", data={"kind": "business_licence"}, files={"file": file})

    def submit(self, case: str) -> Members:
        return self._post(f"{case}/submission")

    def decided(self, case: str) -> Members:
        """The case once it is decided. Raises TimeoutError."""
        give_up_at = time.monotonic() + DECIDED_WITHIN
        while True:
            members = _members(self._session.get(case, timeout=ANSWER_WITHIN))
            if members["decision"] is not None:
                return members
            if time.monotonic() > give_up_at:
                raise TimeoutError(f"not decided within {DECIDED_WITHIN} seconds; see the log above")
            time.sleep(POLL)

    def _post(self, url: str, **body: Any) -> Members:
        return _members(self._session.post(url, timeout=ANSWER_WITHIN, **body))


def declared_honestly(paper: Specimen) -> Mapping[str, str]:
    """What an applicant declares who has this licence and says what is printed on it."""
    return {
        "name": paper.truth[FieldName.NAME],
        "code": paper.truth[FieldName.CODE],
        "person": paper.truth[FieldName.PERSON],
    }


def _members(answer: requests.Response) -> Members:
    answer.raise_for_status()
    members: Members = answer.json()
    return members
