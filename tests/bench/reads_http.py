"""Wishes to read a résumé over HTTP: gunicorn as `serve` runs it, on each database, one site that asks.

As `python -m tests.bench reads`, whose wishes and busy processes these are; nine in ten requests have an
Idempotency-Key. The time of the processor is that of the web processes, for each answer.
BONAFIDE_BENCH_RATE names another rate than 200 a second, BONAFIDE_BENCH_SECONDS another time.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psutil
import requests
from sqlalchemy import Engine

from tests import databases
from tests.bench.load import latencies, used_by
from tests.bench.open_loop import Plan, Sent, sent
from tests.bench.reads import LIFTED, postgresql, sqlite, wishes_of, workers
from tests.chaos.trial import free_port
from tests.processes import until
from tests.seeker_acts import desk
from tests.services import READY_WITHIN, ROOT
from verifier.domain.resume_read import ReadWish
from verifier.settings import POLICIES
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.keys import create_key

RATE: Final = float(os.environ.get("BONAFIDE_BENCH_RATE", "200"))
SECONDS: Final = float(os.environ.get("BONAFIDE_BENCH_SECONDS", "10"))
WARM_UP_SECONDS: Final = 3.0
UNKEYED_EVERY: Final = 10
CAPS: Final = ("pace", "contacts", "night")  # rules whose numbers are lifted


def run() -> Mapping[str, Any]:
    figures: dict[str, Any] = {}
    for name, made in (("sqlite", sqlite), ("postgresql", postgresql)):
        with made() as engine, tempfile.TemporaryDirectory() as folder:
            plan = _plan(engine)
            with _web(engine, Path(folder)) as web:
                _asked(plan, web, WARM_UP_SECONDS)
                figures[f"{name}, {RATE:.0f} a second"] = _told(plan, web)
                with workers():
                    figures[f"{name}, {RATE:.0f} a second, busy"] = _told(plan, web)
    return figures


def _plan(engine: Engine) -> Plan:
    """Everything as it is ten minutes after it was set up."""
    here = desk(SqlStore(engine, Seal(databases.KEY), Seal(databases.FACE_KEY)))
    here.gate.world.clock.tick(seconds=(datetime.now(UTC) - here.ports.clock.now()).total_seconds() - 600)
    bodies = tuple(map(_body, wishes_of(here)))
    _, key = create_key(here.ports, here.tenant_id, "bench")
    return Plan("", key, bodies, RATE, SECONDS, UNKEYED_EVERY)


def _body(wish: ReadWish) -> str:
    return json.dumps({name: value for name, value in asdict(wish).items() if value is not None})


def _told(plan: Plan, web: "Web") -> Mapping[str, Any]:
    before, began = web.used(), time.perf_counter()
    answers = _asked(plan, web, SECONDS)
    took = time.perf_counter() - began
    answered = [one for one in answers if one.status == 201]
    return {
        "n": len(answers),
        "statuses": dict(Counter(str(one.status) for one in answers)),
        "allowed": sum(one.answer == "allow" for one in answers),
        "answered_a_second": round(len(answered) / _span(answers)),
        **latencies(answers),
        "web_processor_ms_each": round((web.used() - before) * 1000 / max(1, len(answered)), 2),
        "took_s": round(took, 1),
    }


def _span(answers: Sequence[Sent]) -> float:
    """Seconds from when the first was due until the last was answered."""
    return max(one.due_s + one.answered_ms / 1000 for one in answers)


def _asked(plan: Plan, web: "Web", seconds: float) -> Sequence[Sent]:
    told = asdict(plan) | {"url": f"{web.url}/v1/resume-reads", "seconds": seconds}
    command = (sys.executable, "-m", "tests.bench.open_loop")
    done = subprocess.run(
        command, input=json.dumps(told), capture_output=True, text=True, cwd=ROOT, check=True
    )
    return sent(json.loads(done.stdout))


class Web:
    """The web processes alone."""

    def __init__(self, url: str, pid: int) -> None:
        self.url = url
        self._parent = psutil.Process(pid)

    def used(self) -> float:
        return sum(used_by(one) for one in (self._parent, *self._parent.children()))


@contextmanager
def _web(engine: Engine, folder: Path) -> Iterator[Web]:
    policy = folder / "reads.toml"
    policy.write_text(_lifted((POLICIES / "reads-v1.toml").read_text("utf-8")), "utf-8")
    port = free_port()
    told = {
        "DATA_DIR": str(folder),
        "DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "BLOB_KEY": b64encode(databases.KEY).decode(),
        "FACE_KEY": b64encode(databases.FACE_KEY).decode(),
        "READ_POLICY": str(policy),
        "RATE_LIMITS": "off",
    }
    command = (sys.executable, "-m", "gunicorn", "--config", "python:verifier.serving.web")
    environment = os.environ | {f"BONAFIDE_{name}": value for name, value in told.items()}
    with (folder / "web.log").open("wb") as log:
        process = subprocess.Popen(
            (*command, "--bind", f"127.0.0.1:{port}", "wsgi:app"),
            env=environment, cwd=ROOT, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        web = Web(f"http://127.0.0.1:{port}", process.pid)
        until(lambda: _answers(web), within=READY_WITHIN)
        yield web
    finally:
        process.terminate()
        process.wait(30)


def _answers(web: Web) -> bool:
    try:
        return requests.get(f"{web.url}/healthz", timeout=5).ok
    except (requests.ConnectionError, requests.Timeout):
        return False


def _lifted(policy: str) -> str:
    """The policy whose caps nobody reaches."""
    lines, lifting = [], False
    for line in policy.splitlines():
        if line.startswith("["):
            lifting = any(line.startswith(f"[checks.{name}.thresholds.") for name in CAPS)
        lines.append(f"value = {LIFTED:.0f}" if lifting and line.startswith("value = ") else line)
    return "\n".join(lines)
