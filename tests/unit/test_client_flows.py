"""When the Python client sends a request again: decided without a network, and without waiting."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import pytest

from bonafide import Conflict, Invalid, NoAnswer, Problem, RateLimited, ServerError
from bonafide.flows import Flow, Patience, Pause, Reply, Request, Send, exchange
from bonafide.retries import retry_after
from bonafide.runners import Blocking

ASKED = Request("POST", "/v1/cases", headers={"Idempotency-Key": "once"}, json={"a": 1})
MADE = httpx2.Response(201)


@dataclass
class Clock:
    """Moves on by each pause, and by `answering` seconds with each answer."""

    now: float = 0.0
    answering: float = 0.0
    sent: list[Send] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    def run(self, replies: Sequence[Reply], **patience: float | int | Callable[[], float]) -> httpx2.Response:
        """Send, with these replies in turn; the last one for ever."""
        flow = exchange(ASKED, Patience(clock=lambda: self.now, **patience))  # type: ignore[arg-type]
        reply: Reply = None
        try:
            while True:
                step = flow.send(reply)
                if isinstance(step, Pause):
                    self.pauses.append(step.seconds)
                    self.now += step.seconds
                    reply = None
                else:
                    self.sent.append(step)
                    self.now += self.answering
                    reply = replies[min(len(self.sent), len(replies)) - 1]
        except StopIteration as ended:
            return ended.value


def problem(status: int, code: str = "", **headers: str) -> httpx2.Response:
    shown = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx2.Response(status, json={"code": code, "detail": "x"}, headers=shown)


AGAIN = {
    "no connection": httpx2.ConnectError("refused"),
    "a connection that broke": httpx2.ReadError("reset"),
    "no answer in time": httpx2.ReadTimeout("slow"),
    "a server that hung up": httpx2.RemoteProtocolError("gone"),
    "408": problem(408, "request_timed_out"),
    "425": httpx2.Response(425),
    "429": problem(429, "rate_limited"),
    "502": httpx2.Response(502, html="<h1>Bad gateway</h1>"),
    "503": problem(503, "unavailable"),
    "504": httpx2.Response(504),
    "409, in flight": problem(409, "request_in_flight"),
    "500, of the service itself": problem(500, "internal_error"),
}


@pytest.mark.parametrize("name", AGAIN)
def test_what_may_fare_better_is_sent_again_the_same_to_the_letter(name: str) -> None:
    clock = Clock()
    assert clock.run([AGAIN[name], AGAIN[name], MADE]) is MADE
    assert [step.request for step in clock.sent] == [ASKED] * 3


AT_ONCE = {
    "400": problem(400, "malformed_request"),
    "404": problem(404, "not_found"),
    "409, another": problem(409, "permit_spent"),
    "422": problem(422, "invalid_request"),
    "500, of nobody": httpx2.Response(500),
    "500, a damaged file": problem(500, "evidence_damaged"),
    "a redirection": httpx2.Response(307, headers={"Location": "https://elsewhere.example"}),
}


@pytest.mark.parametrize("name", AT_ONCE)
def test_what_stays_as_it_is_is_raised_at_once(name: str) -> None:
    clock = Clock()
    with pytest.raises(Problem):
        clock.run([AT_ONCE[name]])
    assert (len(clock.sent), clock.pauses) == (1, [])


@pytest.mark.parametrize("error", [httpx2.UnsupportedProtocol("ftp"), httpx2.LocalProtocolError("header")])
def test_what_is_wrong_on_our_side_is_not_sent_again(error: httpx2.RequestError) -> None:
    clock = Clock()
    with pytest.raises(NoAnswer) as raised:
        clock.run([error])
    assert len(clock.sent) == 1
    assert raised.value.__cause__ is error


def test_pauses_double_up_to_eight_seconds() -> None:
    clock = Clock()
    with pytest.raises(ServerError):
        clock.run([problem(503)], retries=7, total=1000.0, chance=lambda: 0.0)
    assert clock.pauses == [0.5, 1, 2, 4, 8, 8, 8]


def test_chance_takes_up_to_half_of_a_pause_away() -> None:
    clock = Clock()
    with pytest.raises(ServerError):
        clock.run([problem(503)], retries=3, chance=lambda: 1.0)
    assert clock.pauses == [0.25, 0.5, 1]


def test_the_service_says_how_long_to_wait_at_least() -> None:
    clock = Clock()
    replies = [problem(429, Retry_After="7"), problem(429, Retry_After="0"), MADE]
    clock.run(replies, chance=lambda: 0.0)
    assert clock.pauses == [7.0, 1.0]


def test_a_request_is_sent_so_often_and_no_more() -> None:
    clock = Clock()
    with pytest.raises(NoAnswer, match=r"3 tries: ConnectError"):
        clock.run([httpx2.ConnectError("refused")], retries=2)
    assert len(clock.sent) == 3
    once = Clock()
    with pytest.raises(NoAnswer, match=r"1 try: ConnectError"):
        once.run([httpx2.ConnectError("refused")], retries=0)


def test_nothing_is_sent_after_its_time_and_no_wait_goes_beyond() -> None:
    clock = Clock(answering=9.0)
    with pytest.raises(NoAnswer):
        clock.run([httpx2.ReadTimeout("slow")], retries=100, total=20.0, timeout=10.0, chance=lambda: 0.0)
    assert [step.timeout for step in clock.sent] == [10.0, 10.0, 0.5]
    assert clock.now < 20.0 + 9.0


def test_who_is_told_to_come_back_too_late_is_told_so_at_once() -> None:
    clock = Clock()
    with pytest.raises(RateLimited) as raised:
        clock.run([problem(429, "rate_limited", Retry_After="3600")], total=60.0)
    assert (raised.value.retry_after, clock.pauses) == (3600.0, [])


def test_a_moment_to_come_back_may_be_a_date() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    seconds = retry_after(httpx2.Response(503, headers={"Retry-After": later}))
    assert seconds is not None
    assert 80 < seconds <= 90
    for text, expected in {
        "-5": None,
        "soon": None,
        "": None,
        "Wed, 21 Oct 2015 07:28:00 GMT": 0.0,
        "٣": None,
    }.items():
        response = httpx2.Response(503, headers={"Retry-After": text.encode()})
        assert retry_after(response) == expected, text


BODIES = {
    "nothing": httpx2.Response(409),
    "a page": httpx2.Response(409, html="<h1>Conflict</h1>"),
    "a list": httpx2.Response(409, json=[1]),
    "numbers": httpx2.Response(409, json={"code": 5, "detail": None, "errors": "x", "request_id": []}),
    "no UTF-8": httpx2.Response(409, content=b"\xff\xfe{", headers={"Content-Type": "application/json"}),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_refusal_that_is_no_problem_document_is_one_without_a_code(name: str) -> None:
    with pytest.raises(Conflict) as raised:
        Clock().run([BODIES[name]])
    assert (raised.value.code, raised.value.errors, raised.value.request_id) == ("", (), None)
    assert "409" in str(raised.value)


def test_a_problem_says_all_that_the_service_said() -> None:
    document = {
        "code": "invalid_request",
        "detail": "Does not fit",
        "request_id": "req_1",
        "errors": [{"pointer": "/declared/code", "detail": "Missing"}, "x", {"pointer": 5}],
    }
    with pytest.raises(Invalid) as raised:
        Clock().run([httpx2.Response(422, json=document)])
    assert str(raised.value) == "422 invalid_request: Does not fit; /declared/code: Missing; :  (req_1)"
    assert raised.value.errors[0].pointer == "/declared/code"


def test_what_is_interrupted_is_ended_at_once() -> None:
    ended = []

    def flow() -> Flow[None]:
        try:
            yield Send(ASKED, 1.0)
        finally:
            ended.append(True)

    def interrupt(_: httpx2.Request) -> httpx2.Response:
        raise KeyboardInterrupt

    http = httpx2.Client(base_url="http://bonafide.test", transport=httpx2.MockTransport(interrupt))
    with pytest.raises(KeyboardInterrupt) as interrupted:
        Blocking(http).run(flow())
    assert ended, interrupted  # whose traceback still knows the flow
