"""A vendor over HTTP: every way it can fail, what it is sent, and what it must never be sent or logged."""

import hashlib
import hmac
import io
import logging
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.receivers import unheard_port
from tests.registries import (
    MAPPING,
    SECRET,
    Act,
    VendorServer,
    answer_bytes,
    answer_json,
    hang,
    question,
    vendor_registry,
    vendor_server,
)
from verifier import logs
from verifier.domain.registry import Agreement, Reason, RegistryOutcome, RegistryStatus

ATTEMPTS = 3


@pytest.fixture
def server() -> Iterator[VendorServer]:
    with vendor_server() as server:
        yield server


def _drip(on: BaseHTTPRequestHandler) -> None:
    """Bytes that come so slowly that no time-out of a socket ever runs out."""
    on.send_response(200)
    on.end_headers()
    for _ in range(30):
        on.wfile.write(b" ")
        on.wfile.flush()
        time.sleep(0.1)


def _drip_headers(on: BaseHTTPRequestHandler) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 20:
        on.wfile.write(bytes([byte]))
        on.wfile.flush()
        time.sleep(0.1)


def _hang_up(on: BaseHTTPRequestHandler) -> None:
    on.connection.shutdown(socket.SHUT_RDWR)


def _bytes(body: bytes, status: int = 200, **headers: str) -> Act:
    return lambda on: answer_bytes(on, body, status, **headers)


def _json(value: object, status: int = 200) -> Act:
    return lambda on: answer_json(on, value, status)


FAULTS: list[tuple[str, Act, Reason, int]] = [
    ("hangs", hang, Reason.TIMED_OUT, ATTEMPTS),
    ("drips its body", _drip, Reason.TIMED_OUT, ATTEMPTS),
    ("drips its headers", _drip_headers, Reason.TIMED_OUT, ATTEMPTS),
    ("hangs up", _hang_up, Reason.UNREACHABLE, ATTEMPTS),
    ("500", _bytes(b"oops", 500), Reason.SERVER_ERROR, ATTEMPTS),
    ("503", _bytes(b"", 503), Reason.SERVER_ERROR, ATTEMPTS),
    ("429", _bytes(b"", 429), Reason.RATE_LIMITED, ATTEMPTS),
    ("asks to come again", _json({"code": "503"}), Reason.VENDOR_ERROR, ATTEMPTS),
    ("401", _bytes(b"", 401), Reason.REFUSED, 1),
    ("404", _bytes(b"", 404), Reason.REFUSED, 1),
    ("redirects", _bytes(b"", 302, Location="http://127.0.0.1:1/"), Reason.REDIRECTED, 1),
    ("unknown result", _json({"code": "999"}), Reason.VENDOR_ERROR, 1),
    ("no result", _json({}), Reason.VENDOR_ERROR, 1),
    ("no JSON", _bytes(b"<html>busy</html>"), Reason.GARBLED, 1),
    ("nothing", _bytes(b""), Reason.GARBLED, 1),
    ("no text", _bytes(b"\xff\xfe\x00"), Reason.GARBLED, 1),
    ("deep", _bytes(b"[" * 15_000), Reason.GARBLED, 1),
    ("a list", _json([1, 2]), Reason.VENDOR_ERROR, 1),
    ("success, and no firm", _json({"code": "200", "data": None}), Reason.GARBLED, 1),
    ("structures for words", _json({"code": "200", "data": {"entName": {"a": 1}}}), Reason.GARBLED, 1),
    ("a day that is none", _json({"code": "200", "data": {"serious": [{"in": "soon"}]}}), Reason.GARBLED, 1),
    ("too much", _bytes(b'{"code": "200"}' + b" " * 30_000), Reason.TOO_LARGE, 1),
]  # fmt: skip


@pytest.mark.parametrize(
    ("act", "reason", "attempts"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_whatever_goes_wrong_is_unavailable_with_its_reason(
    server: VendorServer, tmp_path: Path, act: Act, reason: Reason, attempts: int
) -> None:
    patience = "seconds = 0.5" if reason is Reason.TIMED_OUT else "seconds = 5.0"
    mapping = MAPPING.format(url=server.url).replace("seconds = 5.0", patience)
    registry, budget = vendor_registry(tmp_path, mapping)
    server.act = act
    extract = registry.verify(question("A", person="林晓西"))
    assert (extract.outcome, extract.reason) == (RegistryOutcome.UNAVAILABLE, reason)
    assert budget.taken == attempts  # only what may help is asked again, and each attempt is counted


def test_nobody_listening_is_unreachable(tmp_path: Path) -> None:
    with unheard_port() as port:
        registry, _ = vendor_registry(tmp_path, MAPPING.format(url=f"http://127.0.0.1:{port}"))
        assert registry.verify(question()).reason is Reason.UNREACHABLE


def test_a_fault_that_passes_costs_an_attempt_and_no_answer(server: VendorServer, tmp_path: Path) -> None:
    registry, budget = vendor_registry(tmp_path, MAPPING.format(url=server.url))

    def once(on: BaseHTTPRequestHandler) -> None:
        server.act = None
        answer_bytes(on, b"", 502)

    server.act = once
    assert registry.verify(question()).outcome is RegistryOutcome.MATCH
    assert budget.taken == 2


def test_after_some_failures_the_vendor_is_left_alone_and_later_tried_again(
    server: VendorServer, tmp_path: Path
) -> None:
    registry, _ = vendor_registry(tmp_path, MAPPING.format(url=server.url))
    server.act = _bytes(b"", 500)
    reasons = [registry.verify(question()).reason for _ in range(4)]
    assert reasons == [Reason.SERVER_ERROR, *[Reason.CIRCUIT_OPEN] * 3]
    assert len(server.asked) == 4  # failures_to_open
    server.act = None
    time.sleep(1.1)  # rest_seconds
    assert registry.verify(question()).outcome is RegistryOutcome.MATCH
    assert registry.verify(question()).outcome is RegistryOutcome.MATCH


def test_one_firms_error_leaves_the_circuit_closed(server: VendorServer, tmp_path: Path) -> None:
    registry, _ = vendor_registry(tmp_path, MAPPING.format(url=server.url))
    server.act = _json({"code": "999"})
    assert {registry.verify(question()).reason for _ in range(9)} == {Reason.VENDOR_ERROR}


def test_a_spent_budget_asks_nobody(server: VendorServer, tmp_path: Path) -> None:
    registry, _ = vendor_registry(
        tmp_path, MAPPING.format(url=server.url).replace("per_day = 1000", "per_day = 2")
    )
    reasons = [registry.verify(question()).reason for _ in range(8)]
    assert reasons == [None, None, *[Reason.BUDGET_SPENT] * 6]
    assert len(server.asked) == 2


def test_the_question_goes_where_the_mapping_says(server: VendorServer, tmp_path: Path) -> None:
    registry, _ = vendor_registry(tmp_path, MAPPING.format(url=server.url))
    asked = question("A")
    registry.verify(asked)
    (seen,) = server.asked
    assert (seen.method, seen.path) == ("GET", "/v2/verify")
    assert seen.parameters == {"keyword": asked.code, "entName": asked.name, "frName": asked.person}
    assert seen.headers["Authorization"] == f"Bearer {SECRET}"


@pytest.mark.parametrize("body", ["form", "json"])
def test_a_post_sends_a_form_or_json(server: VendorServer, tmp_path: Path, body: str) -> None:
    mapping = MAPPING.format(url=server.url).replace(
        "[request]", f'[request]\nmethod = "POST"\nbody = "{body}"'
    )
    registry, _ = vendor_registry(tmp_path, mapping)
    assert registry.verify(question()).outcome is RegistryOutcome.MATCH
    assert server.asked[0].method == "POST"


def test_a_signed_query_holds_against_the_vendors_own_sum(server: VendorServer, tmp_path: Path) -> None:
    signed = """
    [request.signature]
    name = "sign"
    algorithm = "hmac-sha256"
    recipe = "{parameters}"
    """
    mapping = MAPPING.format(url=server.url).replace(
        'keyword = "{code}"', 'keyword = "{code}", time = "{timestamp}", nonce = "{nonce}"'
    )
    registry, _ = vendor_registry(tmp_path, mapping.replace("[limits]", signed + "[limits]"))
    registry.verify(question())
    registry.verify(question())
    for seen in server.asked:
        sent = dict(seen.parameters)
        sign = sent.pop("sign")
        message = "&".join(f"{name}={sent[name]}" for name in sorted(sent))
        assert sign == hmac.new(SECRET.encode(), message.encode(), hashlib.sha256).hexdigest()
        assert abs(int(sent["time"]) - time.time()) < 60
    assert server.asked[0].parameters["nonce"] != server.asked[1].parameters["nonce"]


def test_a_digest_in_a_header_holds_against_the_vendors_own_sum(server: VendorServer, tmp_path: Path) -> None:
    signed = """
    [request.signature]
    name = "Token"
    algorithm = "md5"
    recipe = "app-1{timestamp}{secret}"
    header = true
    upper_case = true
    """
    mapping = MAPPING.format(url=server.url).replace('"Bearer {secret}"', '"app-1", Timespan = "{timestamp}"')
    registry, _ = vendor_registry(tmp_path, mapping.replace("[limits]", signed + "[limits]"))
    registry.verify(question())
    (seen,) = server.asked
    message = f"app-1{seen.headers['Timespan']}{SECRET}"
    assert seen.headers["Token"] == hashlib.md5(message.encode()).hexdigest().upper()
    assert SECRET not in str(seen)


OWN_WORD = """
[agreements]
whole = "verdict"
person = "personOk"
match = ["1", "true"]
mismatch = ["2", "false"]
"""


@pytest.mark.parametrize(
    ("answer", "outcome", "agreements"),
    [
        ({"verdict": 1}, "match", ("match", "match", "match")),
        ({"verdict": True, "personOk": "1"}, "match", ("match", "match", "match")),
        ({"verdict": "2"}, "mismatch", ("unknown", "unknown", "unknown")),
        ({"verdict": 2, "personOk": False}, "mismatch", ("unknown", "unknown", "mismatch")),
        ({"personOk": 1}, "match", ("unknown", "unknown", "match")),
        ({"verdict": "maybe"}, "unavailable", ("unknown", "unknown", "unknown")),
    ],
)
def test_a_vendor_that_compares_by_itself_is_taken_at_its_word(
    server: VendorServer, tmp_path: Path, answer: dict[str, object], outcome: str, agreements: tuple[str, ...]
) -> None:
    registry, _ = vendor_registry(tmp_path, MAPPING.format(url=server.url) + OWN_WORD)
    server.act = _json({"code": "200", **answer})
    extract = registry.verify(question())
    assert extract.outcome == outcome
    assert tuple(extract.agreements.values()) == agreements


def test_the_vendors_own_numbers_for_states_are_translated(server: VendorServer, tmp_path: Path) -> None:
    own = '[status]\n"1" = "in_operation"\n"3" = "cancelled"\n'
    registry, _ = vendor_registry(tmp_path, MAPPING.format(url=server.url) + own)
    server.act = _json({"code": 200, "data": {"entName": question().name, "entStatus": 3}})
    extract = registry.verify(question())
    assert (extract.status, extract.raw_status) == (RegistryStatus.CANCELLED, "3")
    assert (extract.name, extract.code) == (Agreement.MATCH, Agreement.UNKNOWN)


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Everything this process logs, as it would reach standard error."""
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr("sys.stderr", stream)
    logs.configure(logging.DEBUG)
    yield stream
    root.handlers, root.level = handlers, level


def _bad_header(on: BaseHTTPRequestHandler) -> None:
    """urllib3 warns of it, and quotes the whole address that it asked."""
    body = b'{"code": "999"}'
    on.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nno colon\r\n\r\n%s" % (len(body), body))


def test_nothing_about_the_firm_is_ever_logged(
    server: VendorServer, tmp_path: Path, logged: io.StringIO
) -> None:
    asked = question("A")
    quick = [row[1] for row in FAULTS if row[0] != "hangs" and "drips" not in row[0]]
    for act in (None, _bad_header, *quick):
        server.act = act
        registry, _ = vendor_registry(tmp_path, MAPPING.format(url=server.url))
        registry.verify(asked)
    said = unquote(logged.getvalue())
    assert said.count("registry_unavailable") == 1 + len(quick)
    for secret in (asked.name, asked.code, asked.person, SECRET, "keyword"):
        assert secret not in said
