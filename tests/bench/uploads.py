"""Uploads of 1 MB from 16 clients while both workers read: how many a second, how long, none lost?"""

import http.client
import json
import os
import statistics
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

from tests.processes import children
from tests.services import Service, paper

CLIENTS = 16
UPLOADS = 20  # a client, each to a case of its own: as many as a case takes
BYTES = 1_000_000
AHEAD = 4  # cases that wait for the two workers at any time
BOUNDARY = "boundary-of-the-benchmark"


@dataclass
class Client:
    """One client on one kept connection."""

    service: Service
    seconds: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.case = json.loads(self.service.client.post(
            f"{self.service.url}/v1/cases", json=_question(), timeout=60
        ).content)["id"]  # fmt: skip
        self._connection = http.client.HTTPConnection(urlsplit(self.service.url).netloc, timeout=120)

    def upload_all(self, headers: Callable[[], Mapping[str, str]]) -> None:
        for _ in range(UPLOADS):
            body = _form()
            began = time.perf_counter()
            status = self._upload(body, headers())
            self.seconds.append(time.perf_counter() - began)
            if status != 201:
                self.refused.append(status)

    def stored(self) -> int:
        return len(self.service.case(self.case)["evidence"])

    def _upload(self, body: bytes, headers: Mapping[str, str]) -> int:
        shown = {
            "Authorization": str(self.service.client.headers["Authorization"]),
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        }
        self._connection.request("POST", f"/v1/cases/{self.case}/evidence", body, {**shown, **headers})
        response = self._connection.getresponse()
        response.read()
        return response.status


def run() -> Mapping[str, Any]:
    """With an Idempotency-Key as the guide says, without one, and with idle workers for comparison."""
    with tempfile.TemporaryDirectory() as folder:
        service = Service(Path(folder, "data"))
        try:
            service.ready()
            paper()  # drawn here, and not by sixteen threads at once
            figures = {"workers idle, with keys": _measure(service, _new_key)}
            with _busy_workers(service):
                figures["workers busy, with keys"] = _measure(service, _new_key)
                figures["workers busy, without keys"] = _measure(service, dict)
            return figures
        finally:
            service.stop()


def _measure(service: Service, headers: Callable[[], Mapping[str, str]]) -> Mapping[str, Any]:
    clients = [Client(service) for _ in range(CLIENTS)]
    threads = [threading.Thread(target=client.upload_all, args=(headers,)) for client in clients]
    began, cpu = time.perf_counter(), _web_cpu(service)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, cpu = time.perf_counter() - began, _web_cpu(service) - cpu
    seconds = sorted(value for client in clients for value in client.seconds)
    refused = [status for client in clients for status in client.refused]
    answered = len(seconds) - len(refused)
    return {
        "n": len(seconds),
        "requests_per_s": round(len(seconds) / wall, 1),
        "p50_ms": round(statistics.median(seconds) * 1000),
        "p99_ms": round(seconds[int(len(seconds) * 0.99)] * 1000),
        "max_ms": round(seconds[-1] * 1000),
        "web_cpu_ms": round(
            cpu / len(seconds) * 1000, 1
        ),  # an upload; tells more than time on a shared machine
        "refused": len(refused),
        "lost": answered - sum(client.stored() for client in clients),
    }


def _web_cpu(service: Service) -> float:
    """CPU seconds that the web processes have used."""
    used = [psutil.Process(pid).cpu_times() for pid in children(service.web)]
    return sum(times.user + times.system for times in used)


@contextmanager
def _busy_workers(service: Service) -> Iterator[None]:
    """Keep cases waiting, so that both workers read without a pause."""
    over = threading.Event()

    def feed() -> None:
        waiting: list[str] = []
        while not over.is_set():
            waiting = [case for case in waiting if service.state(case) == "submitted"]
            if len(waiting) < AHEAD:
                waiting.append(service.submitted_case())
            over.wait(0.1)

    feeder = threading.Thread(target=feed)
    feeder.start()
    time.sleep(5)
    try:
        yield
    finally:
        over.set()
        feeder.join()


def _new_key() -> Mapping[str, str]:
    return {"Idempotency-Key": str(uuid.uuid4())}


def _question() -> Mapping[str, Any]:
    return {"account_type": "direct_employer", "declared": {"name": "样本", "code": "1", "person": "样本"}}


def _form() -> bytes:
    """A form with a file of 1 MB that nobody has sent before."""
    data = paper().data[: BYTES - 16].ljust(BYTES - 16, b"\0") + os.urandom(16)
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="kind"\r\n\r\nbusiness_licence\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n"
    )
    return head.encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()
