"""The whole service as a user starts it, for end-to-end tests and benchmarks: real processes, real HTTP."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psutil
import requests

from fixtures import Rendering, Specimen, specimen
from tests.processes import children, gone, until
from verifier.domain.reading import FieldName

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN = 300  # seconds; it takes 10 s on an idle machine
DECIDED_WITHIN = 600  # seconds; a case takes 3 s on an idle machine, but this one does other things too
LOOK_EVERY = 0.1  # seconds; eight clients ask at once, and each question opens the database
ADDRESS = re.compile(r"http://\S+:\d+")


@cache
def paper() -> Specimen:
    """One specimen licence, drawn once."""
    return specimen(7, rendering=Rendering.PHOTO)


def paper_says() -> Mapping[str, str]:
    """What an honest applicant declares of it."""
    return {name: paper().truth[FieldName(name)] for name in ("name", "code", "person")}


class Service:
    """`python -m verifier serve` on a data folder and a free port."""

    program = "verifier"

    def __init__(self, data_dir: Path, checkout: Path = ROOT, **settings: str) -> None:
        self.data_dir = data_dir
        self._checkout = checkout
        self.output = data_dir.parent / f"{data_dir.name}.log"
        self._environment = os.environ | {
            "BONAFIDE_DATA_DIR": str(data_dir),
            "BONAFIDE_PORT": os.environ.get("BONAFIDE_PORT", "0"),
            **{f"BONAFIDE_{name.upper()}": value for name, value in settings.items()},
        }
        with self.output.open("ab") as output:
            self.process = self.command("serve", stdout=output, stderr=output)

    def command(self, *arguments: str, **popen: Any) -> subprocess.Popen[Any]:
        """`python -m verifier …` on this service's data."""
        argv = [sys.executable, "-m", self.program, *arguments]
        return subprocess.Popen(argv, env=self._environment, cwd=self._checkout, **popen)

    def ready(self, client: requests.Session | None = None) -> "Service":
        """Wait until it serves. `client` holds the key of an earlier start; else there is a new tenant."""
        until(lambda: ADDRESS.search(self.said()) or self.process.poll() is not None, within=READY_WITHIN)
        found = ADDRESS.search(self.said())
        assert found, f"serve ended with {self.process.poll()}:\n{self.said()}"
        self.url = found[0].rstrip(".")
        self.client = client or self._new_client()
        return self

    def said(self) -> str:
        return self.output.read_text()

    def stop(self) -> None:
        """As Ctrl-C does, and by force where that does not help."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(60)
            finally:
                self.process.kill()
                self.process.wait()

    @property
    def queue(self) -> int:
        return self._child("valkey-server|redis-server")

    @property
    def workers(self) -> int:
        """The parent of the sweep and the workers."""
        return self._child("-m workers")

    @property
    def web(self) -> int:
        """The parent of the web processes."""
        return self._child("gunicorn")

    def busy_worker(self) -> tuple[int, int] | None:
        """A worker that runs a job at present, and its horse."""
        for worker in children(self.workers):
            for horse in children(worker):
                return worker, horse
        return None

    def family(self) -> list[int]:
        """Every process of the service but `serve` itself."""
        return [child.pid for child in psutil.Process(self.process.pid).children(recursive=True)]

    def open_case(
        self,
        declared: Mapping[str, str] | None = None,
        name: str = "licence.jpg",
        data: bytes | None = None,
        media_type: str | None = None,
    ) -> str:
        """A case with one file in it, by default the specimen declared as it is; not submitted yet."""
        said = declared or paper_says()
        case = self._post("/v1/cases", json={"account_type": "direct_employer", "declared": said})
        file = (name, data or paper().data, media_type or paper().media_type)
        form = {"kind": "business_licence"}
        self._post(f"/v1/cases/{case['id']}/evidence", data=form, files={"file": file})
        return str(case["id"])

    def submit(self, case: str) -> requests.Response:
        return self.client.post(f"{self.url}/v1/cases/{case}/submission", timeout=60)

    def submitted_case(self) -> str:
        case = self.open_case()
        answer = self.submit(case)
        assert answer.status_code == 202, answer.text
        return case

    def case(self, case: str) -> Mapping[str, Any]:
        answer = self.client.get(f"{self.url}/v1/cases/{case}", timeout=60)
        answer.raise_for_status()
        members: Mapping[str, Any] = answer.json()
        return members

    def decided(self, case: str) -> Mapping[str, Any]:
        """The case once it is decided, which it has been exactly once, on one reading for each task."""
        until(lambda: self.state(case) not in ("open", "submitted"), within=DECIDED_WITHIN, every=LOOK_EVERY)
        assert self.count("decisions", case) == 1
        assert self.count("readings", case) == self.count("tasks", case)
        return self.case(case)

    def state(self, case: str) -> str:
        """Asked of the database, so that it can be asked while a part is down."""
        return str(self._select("SELECT state FROM cases WHERE id = ?", case))

    def attempts_lost(self, case: str) -> int:
        """How many attempts its tasks took beyond one each, once all are done."""
        return int(self._select("SELECT sum(attempts) - count(*) FROM tasks WHERE case_id = ?", case) or 0)

    def claimed(self, case: str) -> bool:
        query = "SELECT count(*) FROM tasks WHERE case_id = ? AND state = 'claimed'"
        return bool(self._select(query, case))

    def holds_a_claim(self, horse: int, case: str) -> bool:
        """Whether a task of the case is claimed by this very process; claims are signed host.pid.chance."""
        query = "SELECT count(*) FROM tasks WHERE case_id = ? AND state = 'claimed' AND claimed_by LIKE ?"
        return bool(self._select(query, case, f"%.{horse}.%"))

    def count(self, table: str, case: str) -> int:
        queries = {
            "decisions": "SELECT count(*) FROM decisions WHERE case_id = ?",
            "tasks": "SELECT count(*) FROM tasks WHERE case_id = ?",
            "readings": "SELECT count(*) FROM readings JOIN evidence ON evidence_id = id WHERE case_id = ?",
        }
        return int(self._select(queries[table], case))

    def _select(self, query: str, *parameters: str) -> Any:
        with closing(sqlite3.connect(self.data_dir / "bonafide.sqlite", timeout=30)) as database:
            return database.execute(query, parameters).fetchone()[0]

    def _post(self, path: str, **body: Any) -> Mapping[str, Any]:
        answer = self.client.post(self.url + path, timeout=60, **body)
        assert answer.ok, answer.text
        members: Mapping[str, Any] = answer.json()
        return members

    def _new_client(self) -> requests.Session:
        created = self.command("tenant", "create", "site", stdout=subprocess.PIPE, text=True)
        printed, _ = created.communicate(timeout=120)
        client = requests.Session()
        client.trust_env = False
        client.headers["Authorization"] = f"Bearer {printed.split()[-1]}"
        return client

    def _child(self, pattern: str) -> int:
        for pid in children(self.process.pid):
            if re.search(pattern, " ".join(psutil.Process(pid).cmdline())):
                return pid
        raise LookupError(pattern)


def seize(service: Service, case: str) -> tuple[int, int]:
    """Stop a worker in the middle of the case's job: the worker, and its horse, which stands still."""
    found: list[tuple[int, int]] = []

    def running() -> bool:
        pair = service.busy_worker()
        if pair and service.holds_a_claim(pair[1], case):
            psutil.Process(pair[1]).suspend()
            # It may have ended its task just before it stood still, as short ones do.
            if service.holds_a_claim(pair[1], case):
                found.append(pair)
            else:
                psutil.Process(pair[1]).resume()
        return bool(found)

    until(running)
    return found[0]


@contextmanager
def paused(pid: int) -> Iterator[None]:
    process = psutil.Process(pid)
    process.suspend()
    try:
        yield
    finally:
        process.resume()


def kill(*pids: int) -> None:
    for pid in pids:
        psutil.Process(pid).kill()
    until(lambda: all(gone(pid) for pid in pids))


def seconds_until_decided(service: Service, case: str) -> float:
    began = time.monotonic()
    service.decided(case)
    return time.monotonic() - began
