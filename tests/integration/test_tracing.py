"""Traces: none without an endpoint; with one, requests and jobs joined, and nothing personal."""

import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from redis import Redis
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from tests.fakes import fake_ports
from tests.processes import QueueServer
from tests.sites import QUESTION, Site, site
from verifier.app import create_app
from verifier.domain.errors import ConfigurationError
from verifier.providers.queue import QUEUE, RqJobQueue
from verifier.settings import Settings
from verifier.telemetry import tracing
from workers import runtime

PLANTED = "机密-planted"
ROOT = Path(__file__).resolve().parents[2]


class Collector(HTTPServer):
    """Keeps the spans that it is sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiving)
        self.bodies: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def spans(self) -> list[dict[str, Any]]:
        return [
            span
            for body in self.bodies
            for resource in json.loads(body)["resourceSpans"]
            for scope in resource["scopeSpans"]
            for span in scope["spans"]
        ]


class Receiving(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        assert self.path == "/v1/traces"
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector()
    Thread(target=server.serve_forever, daemon=True).start()
    tracing.start(server.url, "bonafide-test", at_once=True)
    yield server
    tracing._tracers.clear()
    server.shutdown()
    server.server_close()


@pytest.fixture
def alice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    ports = fake_ports()
    return site(create_app(Settings.from_env(), ports), ports, "alice")


def test_a_request_is_a_span_with_its_route_and_nothing_that_was_sent(
    alice: Site, collector: Collector
) -> None:
    answer = alice.post("/v1/cases", json=QUESTION | {"reference": PLANTED})
    alice.get(f"/{PLANTED}", headers={"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"})
    opened, missed = collector.spans()
    told = {item["key"]: next(iter(item["value"].values())) for item in opened["attributes"]}
    assert opened["name"] == "POST /v1/cases"
    assert told["http.route"] == "/v1/cases"
    assert int(told["http.response.status_code"]) == 201
    assert told["bonafide.request_id"] == answer.headers["X-Request-Id"]
    assert missed["name"] == "none"
    assert missed["traceId"] != "a" * 32  # the client's word is not taken
    sent = "".join(collector.bodies)
    assert PLANTED not in sent
    assert json.dumps(PLANTED)[1:-1] not in sent
    assert answer.headers["Location"] not in sent


def test_a_job_is_a_span_under_the_request_that_asked_for_it_and_tells_no_message(
    tmp_path: Path, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = QueueServer(tmp_path)
    runtime._equipment.clear()  # whatever the job needs is missing, so that it fails
    with tracing.span("POST /v1/cases", {}):
        RqJobQueue(server.url).enqueue("licence-evd_1")
    redis = Redis.from_url(server.url)
    queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
    SimpleWorker([queue], connection=redis, serializer=JSONSerializer).work(burst=True)
    request, job = collector.spans()
    assert (job["name"], job["traceId"], job["parentSpanId"]) == (
        "run_task",
        request["traceId"],
        request["spanId"],
    )
    assert job["status"] == {"code": 2}
    assert not job.get("events")
    server.kill()


def test_without_an_endpoint_of_ours_nothing_is_sent_whatever_others_are_named(
    tmp_path: Path, collector: Collector
) -> None:
    code = (
        "import sys, threading, wsgi, workers.jobs; from verifier.telemetry import tracing\n"
        "wsgi.app.test_client().get('/healthz')\n"
        "with tracing.span('x', {}): assert tracing.carrier() == {}\n"
        "assert not any(name.startswith('opentelemetry.exporter') for name in sys.modules)\n"
        "assert [one.name for one in threading.enumerate()] == ['MainThread']"
    )
    named = {f"OTEL_EXPORTER_OTLP{which}_ENDPOINT": collector.url for which in ("", "_TRACES", "_METRICS")}
    environment = {"BONAFIDE_DATA_DIR": str(tmp_path), **named}
    done = subprocess.run(
        [sys.executable, "-c", code], check=False, env=environment, cwd=ROOT, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
    assert collector.bodies == []


def test_what_production_installs_holds_nothing_of_it() -> None:
    assert "opentelemetry" not in (ROOT / "requirements.txt").read_text()
    assert "opentelemetry" in (ROOT / "requirements-otel.txt").read_text()


def test_an_endpoint_without_the_packages_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(ConfigurationError, match=r"requirements-otel\.txt"):
        tracing.start("http://127.0.0.1:4318", "x", at_once=True)


@pytest.mark.parametrize("endpoint", ["collector:4318", "ftp://collector", "http://"])
def test_what_is_no_address_of_a_collector_is_refused(monkeypatch: pytest.MonkeyPatch, endpoint: str) -> None:
    monkeypatch.setenv("BONAFIDE_OTLP_ENDPOINT", endpoint)
    with pytest.raises(ConfigurationError, match="OTLP_ENDPOINT"):
        Settings.from_env()
