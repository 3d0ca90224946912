"""What requests leave in counters and logs: routes and closed words, never what was sent; and request ids."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pytest
from flask import Flask
from prometheus_client import Metric

from tests.sites import Site
from verifier import logs, telemetry
from verifier.domain.permit import Answer
from verifier.usecases.ports import Ports

SECRET = "secret-4711"
Lines: TypeAlias = Callable[[], list[dict[str, Any]]]


def counted(instrument: object, **labels: str) -> float:
    """The counter's value, or the histogram's count."""
    (family,) = instrument.collect()
    return sum(
        sample.value
        for sample in family.samples
        if sample.name.endswith(("_total", "_count")) and labels.items() <= sample.labels.items()
    )


def labels(instrument: object) -> set[tuple[str, str]]:
    families: list[Metric] = list(instrument.collect())
    return {pair for family in families for sample in family.samples for pair in sample.labels.items()}


def test_requests_are_counted_by_route_and_class_of_status(alice: Site, charlie: Site, app: Flask) -> None:
    case = alice.open_case()
    before = counted(telemetry.REQUESTS, method="GET", route="/v1/cases/<case_id>", status="2xx")
    alice.get(case)
    assert counted(telemetry.REQUESTS, route="/v1/cases/<case_id>", status="2xx") == before + 1
    for path in (f"/{SECRET}", f"/v1/cases/{SECRET}", f"/face/{SECRET}", f"/assets/camera/{SECRET}/x.js"):
        charlie.get(path)
    charlie.send(SECRET.upper(), "/v1/cases")
    assert not any(SECRET in value.lower() for _, value in labels(telemetry.REQUESTS))
    assert counted(telemetry.REQUESTS, method="none", route="none", status="4xx") >= 1
    routes = {rule.rule for rule in app.url_map.iter_rules()} | {"none"}
    assert {value for name, value in labels(telemetry.REQUESTS) if name == "route"} <= routes


def test_a_permit_is_counted_once_however_often_it_is_asked_for(alice: Site) -> None:
    wish = alice.wish()
    before = counted(telemetry.PERMITS, answer=Answer.ALLOW)
    for _ in range(3):
        answer = alice.post("/v1/posting-permits", json=wish, headers={"Idempotency-Key": "one-wish"})
        assert answer.status_code == 201
    assert counted(telemetry.PERMITS, answer=Answer.ALLOW) == before + 1
    assert {value for _, value in labels(telemetry.PERMITS)} <= set(Answer)


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """The lines that this process logs from now on."""
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr("sys.stderr", stream)
    logs.configure(logging.INFO)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers, root.level = handlers, level


def test_what_a_use_case_logs_carries_the_requests_id(alice: Site, ports: Ports, logged: Lines) -> None:
    ports.queue.up = False
    case = alice.open_case()
    alice.add_photo(case)
    answer = alice.submit(case)
    (line,) = [line for line in logged() if line["event"] == "queue_unavailable"]
    assert line["request_id"] == answer.headers["X-Request-Id"]


def test_no_request_inherits_the_id_of_another(alice: Site, logged: Lines) -> None:
    ids = [alice.get("/v1/cases").headers["X-Request-Id"] for _ in range(2)]
    assert [line["request_id"] for line in logged() if line["event"] == "request_served"] == ids
