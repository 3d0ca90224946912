"""The Python client at its edges: keys, addresses, secrets, unknown words, garbage."""

import json
import pickle
from dataclasses import replace
from typing import Any

import httpx2
import pytest

from bonafide import (
    AccountType,
    Bonafide,
    CaseState,
    Conflict,
    Declared,
    UnexpectedAnswer,
)
from bonafide.client import AsyncBonafide

ADDRESS = "https://verify.jobs.example"
KEY = "bf_planted_secret"
CASE = {
    "id": "case_1",
    "url": "/v1/cases/case_1",
    "state": "open",
    "account_type": "direct_employer",
    "declared": {
        "name": "n",
        "code": "c",
        "person": "p",
        "address": None,
        "phone": None,
        "bank_account": None,
        "website": None,
        "agent": None,
    },
    "reference": None,
    "employer_id": None,
    "opened_at": "2026-05-04T03:02:09.123456+00:00",
    "submitted_at": None,
}
FIRM = Declared(name="n", code="c", person="p")


def answering(document: Any, seen: list[httpx2.Request] | None = None) -> Bonafide:
    """A client of a service that always answers this."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        if seen is not None:
            seen.append(request)
        return httpx2.Response(200, json=document)

    return Bonafide(ADDRESS, KEY, transport=httpx2.MockTransport(answer))


def test_the_key_comes_from_the_argument_or_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BONAFIDE_API_KEY", "bf_of_the_environment")
    seen: list[httpx2.Request] = []
    transport = httpx2.MockTransport(lambda request: (seen.append(request), httpx2.Response(204))[1])
    Bonafide(ADDRESS, transport=transport).keys.revoke("key_1")
    Bonafide(ADDRESS, KEY, transport=transport).keys.revoke("key_1")
    shown = [request.headers["Authorization"] for request in seen]
    assert shown == ["Bearer bf_of_the_environment", f"Bearer {KEY}"]
    assert all(request.headers["User-Agent"].startswith("bonafide-python/") for request in seen)


@pytest.mark.parametrize("kind", [Bonafide, AsyncBonafide])
@pytest.mark.parametrize("key", [None, "", "bf_planted_secret\n", "two words", "钥匙"])
def test_a_key_that_is_none_is_refused_and_not_repeated(
    kind: type[Bonafide] | type[AsyncBonafide], key: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BONAFIDE_API_KEY", raising=False)
    with pytest.raises(ValueError, match="BONAFIDE_API_KEY") as refused:
        kind(ADDRESS, key)
    assert not key or key.strip() not in str(refused.value)


def test_the_key_is_in_no_representation_and_no_error() -> None:
    bonafide = Bonafide(ADDRESS, KEY, retries=0, transport=httpx2.MockTransport(_refuse))
    with pytest.raises(Exception) as raised:  # noqa: PT011  # whatever it is
        bonafide.cases.read("case_1")
    for shown in (repr(bonafide), str(bonafide), repr(vars(bonafide)), repr(raised.value)):
        assert KEY not in shown
    assert KEY not in repr(bonafide.runner.http.headers)


def _refuse(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("refused", request=request)


@pytest.mark.parametrize("identifier", ["", ".", ".."])
def test_an_identifier_that_names_another_address_is_refused(identifier: str) -> None:
    seen: list[httpx2.Request] = []
    with pytest.raises(ValueError, match="identifier"):
        answering(CASE, seen).cases.read(identifier)
    assert seen == []


def test_an_identifier_stays_one_segment_of_the_path() -> None:
    seen: list[httpx2.Request] = []
    with pytest.raises(UnexpectedAnswer):
        answering({}, seen).keys.read("../cases?limit=1#x/案")
    assert seen[0].url.raw_path == b"/v1/keys/..%2Fcases%3Flimit%3D1%23x%2F%E6%A1%88"


def test_each_wish_has_a_key_of_its_own_unless_one_is_given() -> None:
    seen: list[httpx2.Request] = []
    bonafide = answering(CASE, seen)
    for key in (None, None, "mine"):
        bonafide.cases.open(account_type=AccountType.HR_AGENCY, declared=FIRM, idempotency_key=key)
    keys = [request.headers["Idempotency-Key"] for request in seen]
    assert len(set(keys)) == 3
    assert keys[2] == "mine"


def test_what_is_not_said_is_not_sent() -> None:
    seen: list[httpx2.Request] = []
    answering(CASE, seen).cases.open(account_type=AccountType.HR_AGENCY, declared=FIRM)
    assert json.loads(seen[0].content) == {
        "account_type": "hr_agency",
        "declared": {"name": "n", "code": "c", "person": "p"},
    }


def test_a_newer_service_may_say_more() -> None:
    document = CASE | {"state": "paused", "risk": 5, "declared": CASE["declared"] | {"mail": "x"}}  # type: ignore[operator]
    case = answering(document).cases.submit("case_1")
    assert case.state == "paused"
    assert isinstance(case.state, CaseState)
    assert case.state not in set(CaseState)
    assert pickle.loads(pickle.dumps(case)) == case


GARBAGE = {
    "nothing": None,
    "a list": [],
    "a word": "x",
    "a member less": {name: value for name, value in CASE.items() if name != "id"},
    "a member that is null": CASE | {"id": None},
    "a number for a word": CASE | {"state": 5},
    "a moment in words": CASE | {"opened_at": "planted"},
    "a text for an object": CASE | {"declared": "planted"},
}


@pytest.mark.parametrize("name", GARBAGE)
def test_an_answer_that_does_not_fit_says_where_and_not_what(name: str) -> None:
    with pytest.raises(UnexpectedAnswer) as raised:
        answering(GARBAGE[name]).cases.submit("case_1")
    assert "planted" not in str(raised.value)
    assert raised.value.__cause__ is None


def test_a_page_of_another_server_is_not_asked_for() -> None:
    for address in ("https://elsewhere.example/", "//elsewhere.example/", "v1/cases"):
        with pytest.raises(UnexpectedAnswer, match="another server"):
            list(answering({"items": [], "next": address}).cases.list())


def test_a_problem_survives_a_process_pool() -> None:
    problem = Conflict(409, "permit_spent", "Spent", (), "req_1", 2.0)
    copy = pickle.loads(pickle.dumps(problem))
    assert (type(copy), copy.code, copy.retry_after, str(copy)) == (
        Conflict,
        "permit_spent",
        2.0,
        str(problem),
    )


def test_a_firm_is_changed_by_making_another() -> None:
    with pytest.raises(AttributeError):
        FIRM.name = "other"  # type: ignore[misc]
    assert replace(FIRM, name="other").name == "other"
