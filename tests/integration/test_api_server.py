"""The API over real HTTP: gunicorn with our worker and logger, SQLite, files on disk. No queue runs."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.sites import QUESTION, photo
from verifier.assembly import assemble
from verifier.settings import Settings
from verifier.usecases import create_tenant

ROOT = Path(__file__).resolve().parents[2]
THREADS = 4
QUICK = """\
from verifier import gunicorn
from verifier.serving.web import logger_class, worker_class
gunicorn.HEADER_SECONDS = gunicorn.BODY_SECONDS = gunicorn.IDLE_SECONDS = 2.0
bind, workers, threads, control_socket_disable = "127.0.0.1:0", 1, %d, True
def when_ready(server):
    print("port", server.LISTENERS[0].sock.getsockname()[1], flush=True)
"""


@dataclass
class Server:
    port: int
    key: str
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def send(self, method: str, path: str, **more: Any) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.key}", **more.pop("headers", {})}
        return requests.request(
            method, urllib.parse.urljoin(self.url, path), headers=headers, timeout=60, **more
        )

    def open_case(self) -> str:
        return self.send("POST", "/v1/cases", json=QUESTION).headers["Location"]

    def add(self, case: str, data: bytes, **more: Any) -> requests.Response:
        files = {"file": ("licence.jpg", data, "image/jpeg")}
        return self.send("POST", f"{case}/evidence", data={"kind": "business_licence"}, files=files, **more)

    def begin(self, *lines: str) -> socket.socket:
        """A request that is begun and not ended."""
        connection = socket.create_connection(("127.0.0.1", self.port))
        connection.settimeout(60)
        connection.sendall("\r\n".join(lines).encode())
        return connection


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    configuration = folder / "quick.py"
    configuration.write_text(QUICK % THREADS)
    environment = os.environ | {"BONAFIDE_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", str(configuration), "wsgi:app"],
            env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        port = int(process.stdout.readline().split()[1])
        yield Server(port, _key(folder / "data"), folder / "log")
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _key(data_dir: Path) -> str:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BONAFIDE_DATA_DIR", str(data_dir))
        return create_tenant(assemble(Settings.from_env()), "site")[1]


def test_a_large_photo_comes_back_byte_for_byte(server: Server) -> None:
    data = photo() + os.urandom(5_000_000)
    added = server.add(server.open_case(), data)
    assert added.status_code == 201, added.text
    assert server.send("GET", added.headers["Location"]).content == data


def test_a_chunked_upload_is_taken_too(server: Server) -> None:
    case = server.open_case()
    prepared = requests.Request(
        "POST", f"{server.url}{case}/evidence", data={"kind": "business_licence"}, files={"file": photo()}
    ).prepare()
    assert isinstance(prepared.body, bytes)
    body = prepared.body
    response = server.send(
        "POST",
        f"{case}/evidence",
        data=(body[start : start + 1000] for start in range(0, len(body), 1000)),
        headers={"Content-Type": prepared.headers["Content-Type"]},
    )
    assert response.status_code == 201, response.text


@pytest.mark.parametrize("key", ["", "bf_wrong"])
def test_a_file_that_is_too_large_is_refused_before_it_is_read(key: str, server: Server) -> None:
    case = server.open_case()
    with server.begin(
        f"POST {case}/evidence HTTP/1.1", "Host: x", f"Authorization: Bearer {key or server.key}",
        "Content-Type: multipart/form-data; boundary=b", "Content-Length: 99000000", "", "",
    ) as connection:  # fmt: skip
        response = http.client.HTTPResponse(connection)
        response.begin()
        assert response.status == (401 if key else 413)
        assert response.getheader("Content-Type") == "application/problem+json"


def test_a_body_that_trickles_gets_a_408_and_stores_nothing(server: Server) -> None:
    before = server.send("GET", "/v1/cases").json()["items"]
    with server.begin(
        "POST /v1/cases HTTP/1.1", "Host: x", f"Authorization: Bearer {server.key}",
        "Content-Type: application/json", "Content-Length: 500", "", '{"acc',
    ) as connection:  # fmt: skip
        response = http.client.HTTPResponse(connection)
        response.begin()
        assert response.status == 408
        assert b"request_timed_out" in response.read()
    assert server.send("GET", "/v1/cases").json()["items"] == before


def test_clients_that_never_end_their_headers_lose_their_threads(server: Server) -> None:
    slow = [server.begin("GET /healthz HTTP/1.1", "Host: x", "X-Slow: ") for _ in range(2 * THREADS)]
    served = threading.Thread(target=requests.get, args=[f"{server.url}/healthz"], kwargs={"timeout": 60})
    served.start()
    assert until_closed(slow, within=60)
    served.join(60)
    assert not served.is_alive()


def until_closed(connections: list[socket.socket], *, within: float) -> bool:
    """Go on sending, too often to be idle, until the server has closed every connection."""
    deadline, left = time.monotonic() + within, connections
    while left and time.monotonic() < deadline:
        time.sleep(0.3)
        left = [connection for connection in left if still_open(connection)]
    return not left


def still_open(connection: socket.socket) -> bool:
    try:
        connection.sendall(b"x")
    except OSError:
        connection.close()
        return False
    return True


def test_the_same_key_sent_at_once_does_the_work_once(server: Server) -> None:
    before = len(server.send("GET", "/v1/cases?limit=100").json()["items"])
    answers: list[requests.Response] = []
    headers = {"Idempotency-Key": "at-once"}
    threads = [
        threading.Thread(
            target=lambda: answers.append(server.send("POST", "/v1/cases", json=QUESTION, headers=headers))
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.text for answer in answers if answer.status_code == 201}) == 1
    assert len(server.send("GET", "/v1/cases?limit=100").json()["items"]) == before + 1


def test_gunicorns_own_warnings_quote_no_request(server: Server) -> None:
    with server.begin(
        "GET /v1/cases HTTP/1.1", "Host: x", "Planted-Header\x01: planted-value", "", ""
    ) as sent:
        assert b" 400 " in sent.recv(4000)
    with server.begin("PLANTED-LINE", "", "") as sent:
        assert b" 400 " in sent.recv(4000)
    log = server.log.read_text()
    assert "Invalid request" in log
    assert "planted" not in log.lower()


BROKEN = {
    "a line that never ends": (
        "GET /v1/cases?cursor=" + "planted" * 2000 + " HTTP/1.1",
        414,
        "address_too_long",
    ),
    "a header that never ends": ("GET / HTTP/1.1\r\nPlanted: " + "planted" * 2000, 431, "headers_too_large"),
    "a header with a control character": ("GET / HTTP/1.1\r\nPlanted\x01: x", 400, "malformed_request"),
    "no HTTP": ("PLANTED-LINE", 400, "malformed_request"),
    "an encoding that nobody knows": (
        "POST /v1/cases HTTP/1.1\r\nTransfer-Encoding: planted",
        400,
        "malformed_request",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_request_is_a_problem_like_every_other_and_is_not_quoted(
    name: str, server: Server
) -> None:
    lines, status, code = BROKEN[name]
    with server.begin(lines, "Host: x", "", "") as connection:
        response = http.client.HTTPResponse(connection)
        response.begin()
        body = response.read()
    assert (response.status, json.loads(body)["code"]) == (status, code)
    assert response.getheader("Content-Type") == "application/problem+json"
    assert b"planted" not in body.lower()
    assert json.loads(body)["request_id"].startswith("req_")


def test_submission_survives_the_missing_queue(server: Server) -> None:
    case = server.open_case()
    server.add(case, photo())
    assert server.send("POST", f"{case}/submission").status_code == 202
    assert server.send("GET", case).json()["state"] == "submitted"
    assert server.send("GET", "/readyz").json()["parts"] == {"database": "ok", "queue": "unavailable"}
