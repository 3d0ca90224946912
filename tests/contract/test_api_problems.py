"""Bad input, one row for each way it can be bad: the status and code it gets, and that nothing was stored.

Every answer is an RFC 9457 problem that repeats nothing of what was sent.
"""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
import structlog
from flask import Flask
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from tests.sites import QUESTION, Site, photo, upload
from verifier import usecases
from verifier.api.pages import explained
from verifier.api.problems import MEDIA_TYPE, taxonomy
from verifier.usecases.blob_ports import BlobsUnavailable
from verifier.usecases.ports import Ports

SENT = "机密企业"  # planted where values go; it must not come back in a problem


def assert_problem(response: TestResponse, status: int, code: str) -> None:
    assert (response.status_code, response.json["code"]) == (status, code), response.text
    assert response.mimetype == MEDIA_TYPE
    assert response.json["status"] == status
    assert response.json["title"]
    assert response.json["detail"]
    assert response.json["type"] == f"/v1/problems#{code}"
    assert response.json["request_id"] == response.headers["X-Request-Id"]
    assert SENT not in response.text
    assert json.dumps(SENT)[1:-1] not in response.text


def declared(**changes: object) -> dict[str, Any]:
    return {"json": QUESTION | {"declared": {**QUESTION["declared"], **changes}}}


def without(*names: str) -> dict[str, Any]:
    return {"json": {name: value for name, value in QUESTION.items() if name not in names}}


def text(body: bytes | str, content_type: str = "application/json") -> dict[str, Any]:
    return {"data": body, "content_type": content_type}


def form(**parts: object) -> dict[str, Any]:
    return {"data": parts, "content_type": "multipart/form-data"}


def a_file(data: bytes | None = None) -> tuple[io.BytesIO, str, str]:
    return io.BytesIO(photo() if data is None else data), "licence.jpg", "image/jpeg"


@dataclass(frozen=True)
class Bad:
    """A request to open a case, the code it gets, and the places that the problem points at."""

    body: dict[str, Any]
    status: int = 422
    code: str = "invalid_request"
    pointers: set[str] = field(default_factory=set)


DECLARED_REST = {"code": "1", "person": "x"}
BAD_CASES = {
    "no body": Bad({}, 415, "unsupported_body"),
    "form": Bad({"data": {"account_type": "direct_employer"}}, 415, "unsupported_body"),
    "text": Bad(text(json.dumps(QUESTION), "text/plain"), 415, "unsupported_body"),
    "empty JSON": Bad(text(b""), 400, "malformed_request"),
    "cut off": Bad(text(b'{"account_type": "dir'), 400, "malformed_request"),
    "trailing words": Bad(text(json.dumps(QUESTION) + "x"), 400, "malformed_request"),
    "not UTF-8": Bad(text(b'{"reference": "\xb0\xc4"}'), 400, "malformed_request"),
    "not a number": Bad(text(b'{"reference": NaN}'), 400, "malformed_request"),
    "endless digits": Bad(text(b'{"reference": ' + b"9" * 5000 + b"}"), 400, "malformed_request"),
    "deeply nested": Bad(text(b"[" * 50_000), 400, "malformed_request"),
    "a name twice": Bad(text(b'{"reference": "a", "reference": "b"}'), 400, "malformed_request"),
    "larger than any case": Bad(text(b" " * 70_000 + b"{}"), 413, "request_too_large"),
    "a list": Bad({"json": [QUESTION]}, pointers={""}),
    "a string": Bad({"json": SENT}, pointers={""}),
    "null": Bad(text("null"), pointers={""}),
    "empty object": Bad({"json": {}}, pointers={"/account_type", "/declared"}),
    "no account type": Bad(without("account_type"), pointers={"/account_type"}),
    "unknown account type": Bad({"json": QUESTION | {"account_type": SENT}}, pointers={"/account_type"}),
    "account type as a number": Bad({"json": QUESTION | {"account_type": 1}}, pointers={"/account_type"}),
    "account type as a list": Bad({"json": QUESTION | {"account_type": []}}, pointers={"/account_type"}),
    "declared missing": Bad(without("declared"), pointers={"/declared"}),
    "declared null": Bad({"json": QUESTION | {"declared": None}}, pointers={"/declared"}),
    "declared as text": Bad({"json": QUESTION | {"declared": SENT}}, pointers={"/declared"}),
    "name missing": Bad({"json": QUESTION | {"declared": DECLARED_REST}}, pointers={"/declared/name"}),
    "name null": Bad(declared(name=None), pointers={"/declared/name"}),
    "name empty": Bad(declared(name=""), pointers={"/declared/name"}),
    "name blank": Bad(declared(name=" 　\t"), pointers={"/declared/name"}),
    "name too long": Bad(declared(name=SENT * 51), pointers={"/declared/name"}),
    "name with NUL": Bad(declared(name=SENT + "\0"), pointers={"/declared/name"}),
    "name with a newline": Bad(declared(name=SENT + "\n"), pointers={"/declared/name"}),
    "name with half a pair": Bad(
        text(json.dumps(declared(name="\ud800")["json"])), pointers={"/declared/name"}
    ),
    "name as an object": Bad(declared(name={SENT: SENT}), pointers={"/declared/name"}),
    "code as a number": Bad(declared(code=91440300708461136), pointers={"/declared/code"}),
    "person as true": Bad(declared(person=True), pointers={"/declared/person"}),
    "address blank": Bad(declared(address=" "), pointers={"/declared/address"}),
    "address too long": Bad(declared(address=SENT * 51), pointers={"/declared/address"}),
    "phone as a number": Bad(declared(phone=13800000000), pointers={"/declared/phone"}),
    "bank account too long": Bad(declared(bank_account=SENT * 51), pointers={"/declared/bank_account"}),
    "several at once": Bad(declared(name="", code=None), pointers={"/declared/name", "/declared/code"}),
    "unknown field": Bad({"json": QUESTION | {"colour": SENT}}, pointers={"/colour"}),
    "unknown field inside": Bad(declared(fax=SENT), pointers={"/declared/fax"}),
    "a field whose name tells": Bad(declared(**{SENT: 1}), pointers={"/declared"}),
    "reference too long": Bad({"json": QUESTION | {"reference": "x" * 201}}, pointers={"/reference"}),
    "reference as a number": Bad({"json": QUESTION | {"reference": 4711}}, pointers={"/reference"}),
    "reference empty": Bad({"json": QUESTION | {"reference": ""}}, pointers={"/reference"}),
}


@pytest.mark.parametrize("name", BAD_CASES)
def test_a_bad_opening_is_refused_and_stores_nothing(name: str, alice: Site) -> None:
    bad = BAD_CASES[name]
    response = alice.post("/v1/cases", **bad.body)
    assert_problem(response, bad.status, bad.code)
    assert {error["pointer"] for error in response.json.get("errors", [])} == bad.pointers
    assert alice.get("/v1/cases").json["items"] == []


def licence_form(file: object, **more: object) -> Callable[[], dict[str, Any]]:
    """A form whose file part is made anew for each request; bytes become a file."""
    return lambda: form(kind="business_licence", file=_again(file), **{k: _again(v) for k, v in more.items()})


def _again(value: object) -> object:
    if isinstance(value, list):
        return [_again(item) for item in value]
    return a_file(value) if isinstance(value, bytes) else value


@dataclass(frozen=True)
class BadEvidence:
    body: Callable[[], dict[str, Any]]
    status: int = 422
    code: str = "invalid_request"
    pointers: set[str] = field(default_factory=set)


MULTIPART = "multipart/form-data"
BAD_EVIDENCE = {
    "no body": BadEvidence(dict, 415, "unsupported_body"),
    "JSON": BadEvidence(lambda: {"json": {"kind": "business_licence"}}, 415, "unsupported_body"),
    "the bare file": BadEvidence(lambda: text(photo(), "image/jpeg"), 415, "unsupported_body"),
    "no boundary": BadEvidence(lambda: text(b"abc", MULTIPART), 400, "malformed_request"),
    "no parts": BadEvidence(lambda: text(b"--b--\r\n", MULTIPART + "; boundary=b"), 400, "malformed_request"),
    "no kind": BadEvidence(lambda: form(file=a_file()), pointers={"/kind"}),
    "unknown kind": BadEvidence(lambda: form(kind=SENT, file=a_file()), pointers={"/kind"}),
    "kind as a file": BadEvidence(lambda: form(kind=a_file(), file=a_file()), pointers={"/kind"}),
    "two kinds": BadEvidence(lambda: form(kind=["business_licence"] * 2, file=a_file()), pointers={"/kind"}),
    "no file": BadEvidence(lambda: form(kind="business_licence"), pointers={"/file"}),
    "file as text": BadEvidence(licence_form(SENT), pointers={"/file"}),
    "two files": BadEvidence(licence_form([photo(), photo()]), pointers={"/file"}),
    "a part too many": BadEvidence(licence_form(photo(), x=SENT), pointers={"/x"}),
    "a file too many": BadEvidence(licence_form(photo(), x=photo()), pointers={"/x"}),
    "too many parts": BadEvidence(
        lambda: form(**{f"x{n}": "1" for n in range(99)}), 413, "request_too_large"
    ),
    "endless text": BadEvidence(licence_form(photo(), x="x" * 2_000_000), 413, "request_too_large"),
    "empty file": BadEvidence(licence_form(b""), 422, "evidence_empty"),
    "a text file": BadEvidence(licence_form(SENT.encode()), 415, "unsupported_media_type"),
    "a zip": BadEvidence(licence_form(b"PK\3\4" + b"\0" * 99), 415, "unsupported_media_type"),
    "too small": BadEvidence(licence_form(photo("JPEG", 400, 300)), 422, "evidence_too_small"),
    "cut off": BadEvidence(licence_form(photo()[:999]), 422, "evidence_truncated"),
    "over 20 MiB": BadEvidence(licence_form(photo() + b"\0" * 20 * 2**20), 413, "evidence_too_large"),
    "far over 20 MiB": BadEvidence(licence_form(b"\0" * 22 * 2**20), 413, "request_too_large"),
}


@pytest.mark.parametrize("name", BAD_EVIDENCE)
def test_bad_evidence_is_refused_and_stores_nothing(name: str, alice: Site, ports: Ports) -> None:
    bad = BAD_EVIDENCE[name]
    case = alice.open_case()
    response = alice.post(f"{case}/evidence", **bad.body())
    assert_problem(response, bad.status, bad.code)
    assert {error["pointer"] for error in response.json.get("errors", [])} == bad.pointers
    assert alice.get(case).json["evidence"] == []
    assert ports.blobs._kept == {}  # type: ignore[attr-defined]  # the blobs of the fake


BAD_QUERIES = {
    "/v1/cases?limit=0": {"/limit"},
    "/v1/cases?limit=101": {"/limit"},
    "/v1/cases?limit=-1": {"/limit"},
    "/v1/cases?limit=1.0": {"/limit"},
    "/v1/cases?limit=1_0": {"/limit"},
    "/v1/cases?limit=%EF%BC%91": {"/limit"},  # a full-width digit
    "/v1/cases?limit=99999999999999999999": {"/limit"},
    "/v1/cases?limit=": {"/limit"},
    "/v1/cases?limit=1&limit=2": {"/limit"},
    "/v1/cases?cursor=": {"/cursor"},
    "/v1/cases?cursor=%00": {"/cursor"},
    f"/v1/cases?cursor={SENT}": {"/cursor"},
    "/v1/cases?cursor=evd_00000000000000000000000000": {"/cursor"},
    "/v1/cases?page=2": {"/page"},
}


@pytest.mark.parametrize("address", BAD_QUERIES)
def test_a_bad_query_is_refused(address: str, alice: Site) -> None:
    response = alice.get(address)
    assert_problem(response, 422, "invalid_request")
    assert {error["pointer"] for error in response.json["errors"]} == BAD_QUERIES[address]


@pytest.mark.parametrize(
    "query", ["include=everything", "include=", "include=lines&include=lines", "lines=1"]
)
def test_a_case_shows_only_what_may_be_asked_for(query: str, alice: Site) -> None:
    assert_problem(alice.get(f"{alice.open_case()}?{query}"), 422, "invalid_request")


def test_evidence_cannot_be_added_once_submitted(alice: Site) -> None:
    case = alice.submitted_case()
    assert_problem(alice.add_photo(case), 409, "case_not_open")
    assert len(alice.get(case).json["evidence"]) == 1


def test_a_case_is_submitted_once(alice: Site, ports: Ports) -> None:
    case = alice.submitted_case()
    assert_problem(alice.submit(case), 409, "case_not_open")
    assert len(ports.queue.asked) == 1  # type: ignore[attr-defined]  # a fake queue


def test_a_case_without_a_licence_cannot_be_submitted(alice: Site) -> None:
    case = alice.open_case()
    assert_problem(alice.submit(case), 409, "evidence_missing")
    assert alice.get(case).json["state"] == "open"


def test_a_case_takes_only_so_much_evidence(alice: Site) -> None:
    case = alice.open_case()
    codes = [alice.add_photo(case).status_code for _ in range(21)]
    assert codes == [201] * 20 + [409]
    assert_problem(alice.add_photo(case), 409, "too_much_evidence")


def test_submission_does_not_need_the_queue(alice: Site, ports: Ports) -> None:
    ports.queue.up = False  # type: ignore[attr-defined]  # a fake queue
    assert alice.get(alice.submitted_case()).json["state"] == "submitted"


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/v1/nothing",
        "/v1/cases/",
        "/v2/cases",
        "/%00",
        f"/{SENT}",
        "/assets/none.css",
        "/v1/docs/assets/index.html",
        "/assets/../pages.py",
    ],
)
def test_an_unknown_address_is_a_problem_too(address: str, alice: Site) -> None:
    assert_problem(alice.get(address), 404, "no_such_endpoint")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "FROBNICATE"])
def test_an_unknown_method_is_told_the_known_ones(method: str, alice: Site) -> None:
    response = alice.send(method, "/v1/cases")
    assert_problem(response, 405, "method_not_allowed")
    assert {"GET", "POST"} <= set(response.headers["Allow"].split(", "))


def test_an_unexpected_exception_tells_the_client_nothing(
    alice: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError(f"SELECT * FROM cases WHERE name = '{SENT}' -- /srv/secret")

    monkeypatch.setattr(usecases, "open_case", broken)
    with structlog.testing.capture_logs() as events:
        response = alice.post("/v1/cases", json=QUESTION)
    assert_problem(response, 500, "internal_error")
    for forbidden in ("SELECT", "/srv", "Traceback", "RuntimeError"):
        assert forbidden not in response.text
    (failed,) = [event for event in events if event["event"] == "request_failed"]
    assert failed["request_id"] == response.json["request_id"]


def test_a_database_that_does_not_answer_is_said_to_be_passing(
    alice: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: Any, **__: Any) -> None:
        raise OperationalError(f"INSERT {SENT}", {"name": SENT}, RuntimeError(SENT))

    monkeypatch.setattr(usecases, "open_case", unreachable)
    response = alice.post("/v1/cases", json=QUESTION)
    assert_problem(response, 503, "unavailable")
    assert int(response.headers["Retry-After"]) > 0


def test_a_blob_store_that_does_not_answer_is_said_to_be_passing(alice: Site, ports: Ports) -> None:
    case = alice.open_case()
    ports.blobs.up = False  # type: ignore[attr-defined]  # the fake's
    response = alice.add_photo(case)
    assert_problem(response, 503, "storage_unavailable")
    assert int(response.headers["Retry-After"]) > 0
    assert BlobsUnavailable.__name__ not in response.text


def test_readiness_names_the_part_that_is_missing(app: Flask, charlie: Site) -> None:
    response = charlie.get("/readyz")  # no queue server runs in this test
    assert response.status_code == 503
    assert response.json == {"status": "unavailable", "parts": {"database": "ok", "queue": "unavailable"}}
    assert charlie.get("/healthz").status_code == 200


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
near_questions = st.fixed_dictionaries(
    {},
    optional={
        "account_type": st.sampled_from(["direct_employer", "x"]) | json_values,
        "declared": st.fixed_dictionaries(
            {},
            optional=dict.fromkeys(
                ("name", "code", "person", "phone", "fax"), st.text(max_size=300) | json_values
            ),
        )
        | json_values,
        "reference": st.text(max_size=300) | json_values,
        "extra": json_values,
    },
)


@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(question=near_questions | json_values)
@example(question=QUESTION)
@example(question={**QUESTION, "reference": "\ud800"})
def test_whatever_json_comes_it_is_stored_whole_or_refused(question: object, alice: Site) -> None:
    response = alice.post("/v1/cases", data=json.dumps(question), content_type="application/json")
    assert response.status_code in (201, 422)
    if response.status_code == 201:
        shown = alice.get(response.headers["Location"]).json
        assert isinstance(question, dict)
        assert {name: shown[name] for name in question} == question
    else:
        assert response.json["errors"]


@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    body=st.binary(max_size=600),
    content_type=st.sampled_from(
        [
            "application/json",
            "multipart/form-data; boundary=b",
            'multipart/form-data; boundary="',
            "",
            "a/b",
            "application/x-www-form-urlencoded",
        ]
    ),
)
def test_whatever_bytes_come_the_answer_is_a_problem(body: bytes, content_type: str, alice: Site) -> None:
    case = alice.open_case()
    for path in ("/v1/cases", f"{case}/evidence"):
        response = alice.post(path, data=b"--b\r\n" + body, content_type=content_type)
        assert 400 <= response.status_code < 500
        assert response.mimetype == MEDIA_TYPE


def test_every_problem_is_explained_where_its_type_points(charlie: Site) -> None:
    page = charlie.get("/v1/problems").text
    codes = [kind.code for kind in explained()]
    assert len(codes) > 20
    assert [code for code in codes if f'id="{code}"' not in page] == []


def test_no_two_kinds_of_problem_share_a_code() -> None:
    codes = [kind.code for kind in taxonomy()]
    assert sorted(codes) == sorted(set(codes))


def test_upload_names_are_never_kept(alice: Site, ports: Ports) -> None:
    case = alice.open_case()
    alice.post(f"{case}/evidence", data=upload(photo(), f"../{SENT}.jpg"))
    assert SENT not in alice.get(case).text
