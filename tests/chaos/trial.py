"""One trial: start the service, load it, kill, wait until all is quiet, and look."""

import base64
import logging
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from redis import Redis
from sqlalchemy import Engine

from tests.chaos import inquest
from tests.chaos.client import Client
from tests.chaos.hurry import HURRIED
from tests.chaos.load import SITE, Load
from tests.chaos.memory import Watch
from tests.chaos.monkey import Monkey, by_kind
from tests.processes import QueueServer, until
from tests.receivers import Receiver
from tests.services import READY_WITHIN, ROOT, Service
from verifier.assembly import assemble
from verifier.providers.queue import QUEUE
from verifier.settings import POLICIES, Settings
from verifier.store.engine import connect

QUIET_WITHIN = 600.0  # seconds
SITES = 2
GROWTH_MAX = 30.0  # MiB a minute that no process may go on growing by
COUNTED = ("cases", "evidence", "tasks", "permits", "face_sessions", "employers", "events", "audit")


class Subject(Service):
    """A `tests.chaos` service on a port that stays when it is started again."""

    program = "tests.chaos"


@dataclass(frozen=True, slots=True)
class Profile:
    """Where a trial's service keeps things: settings of its own, and a queue server that is not serve's."""

    name: str
    settings: Mapping[str, str] = field(default_factory=dict)
    queue: QueueServer | None = None
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do: so many kills from this seed, so many seconds between two in the mean, so many actors."""

    seed: int
    kills: int
    pause: float = 1.0
    actors: int = 16
    hurried: bool = False
    minutes: float = 60.0  # of killing, at most


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found; `faults` is empty when all is well."""

    faults: list[str]
    figures: Mapping[str, Any]


class Victims:
    def __init__(self, start: Callable[[], Service], queue: QueueServer | None) -> None:
        self._start = start
        self._queue = queue
        self.service = start()

    def processes(self) -> Mapping[str, list[int]]:
        return by_kind(self.service.process.pid, self._queue.process.pid if self._queue else None)

    def find(self, kind: str) -> list[int]:
        return self.processes()[kind]

    def revive(self, kind: str) -> None:
        """As an operator's supervisor does."""
        if kind == "serve":
            self.service.process.wait()
            self.service = self._start()
        elif kind == "queue server" and self._queue is not None:
            self._queue.process.wait()
            self._queue.start()


def run(profile: Profile, plan: Plan, folder: Path) -> Verdict:
    """Do it; the figures say what it was."""
    print(f"chaos on {profile.name}: CHAOS_SEED={plan.seed} CHAOS_KILLS={plan.kills}", flush=True)
    data_dir = folder / "data"
    variables = environment(profile, plan, folder)
    with ExitStack() as stack:
        stack.enter_context(patch.dict(os.environ, variables))
        receivers = [stack.enter_context(Receiver().running()) for _ in range(SITES)]
        victims = Victims(lambda: Subject(data_dir), profile.queue)
        stack.callback(lambda: victims.service.stop())  # noqa: PLW0108  the last one
        until(lambda: serves(victims.service), within=READY_WITHIN)
        keys = [key() for _ in range(SITES)]
        return _tried(
            plan, victims, keys, receivers, data_dir, f"http://127.0.0.1:{variables['BONAFIDE_PORT']}"
        )


def _tried(
    plan: Plan, victims: Victims, keys: list[str], receivers: list[Receiver], data_dir: Path, url: str
) -> Verdict:
    settings = Settings.from_env()
    load = Load(url, keys, plan.actors, plan.seed)
    clients = {key[-6:]: Client(url, key, load.ledger, _never()) for key in keys}
    hooks = [_hook(clients[key[-6:]], receiver) for key, receiver in zip(keys, receivers, strict=True)]
    watch, monkey = (
        Watch(victims.processes),
        Monkey(victims, plan.seed, plan.pause, lambda: load.ledger.counts["requests answered"]),
    )
    began = time.monotonic()
    watch.begin()
    load.begin()
    try:
        monkey.rage(plan.kills, within=plan.minutes * 60)
        raged = time.monotonic() - began
    finally:
        load.end()
    engine = connect(settings.database_url)
    faults = inquest.Faults(load.ledger.troubles)
    _until_quiet(engine, faults)
    quiet = time.monotonic() - began
    watch.end()
    _queue_is_empty(settings, faults)
    inquest.of_answers(load.ledger, clients, faults)
    twice = sum(
        inquest.of_events(clients[key[-6:]], receiver, secret, faults)
        for key, receiver, secret in zip(keys, receivers, hooks, strict=True)
    )
    inquest.of_rows(engine, faults)
    victims.service.stop()
    _audit_is_sound(faults)
    local = data_dir / "blobs" if settings.blobs_url.startswith("file:") else None
    cleared = inquest.of_blobs(assemble(settings), engine, local, faults)
    for kind, rate in watch.growth().items():
        if rate > GROWTH_MAX:
            faults.note(f"{kind} grew without end, MiB a minute", rate)
    figures = {
        "seed": plan.seed,
        "kills": dict(sorted(monkey.kills.items())) | {"in all": sum(monkey.kills.values())},
        "seconds": {"killing": round(raged, 1), "until quiet": round(quiet, 1)},
        "rows": inquest.counts(engine, COUNTED),
        "accepted": len(load.ledger.accepted),
        "client": dict(sorted(load.ledger.counts.items())),
        "messages that came twice": twice,
        "blobs that the sweep cleared": cleared,
        "tasks given up": dict(inquest.failed_tasks(engine)),
        "peak memory, MiB": watch.peaks(),
        "growth, MiB a minute": watch.growth(),
        "faults": len(faults),
    }
    engine.dispose()
    return Verdict(list(faults), figures)


def environment(profile: Profile, plan: Plan, folder: Path) -> Mapping[str, str]:
    settings = {
        "DATA_DIR": str(folder / "data"),
        "PORT": str(free_port()),
        "FACE_POLICY": str(_face_policy(folder)),
        "WEBHOOK_NETWORKS": "127.0.0.0/8",
        "WEBHOOK_HTTP": "true",
        "RATE_LIMITS": "off",
        **profile.settings,
    }
    hurried = {HURRIED: "1"} if plan.hurried else {}
    return {f"BONAFIDE_{name}": value for name, value in settings.items()} | hurried | profile.environment


def free_port() -> int:
    """One at which nobody listens just now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _face_policy(folder: Path) -> Path:
    """The shipped one, but that a film may be sent faster than it was filmed."""
    shipped = (POLICIES / "faces-v1.toml").read_text(encoding="utf-8")
    patient, count = re.subn(r"(ahead_ms_max\]\nvalue = )\d+", r"\g<1>60000", shipped)
    assert count == 1
    path = folder / "faces-patient.toml"
    path.write_text(patient, encoding="utf-8")
    return path


def serves(service: Service) -> bool:
    assert service.process.poll() is None, service.said()
    return "answers on" in service.said()


def key() -> str:
    made = subprocess.run(
        [sys.executable, "-m", "verifier", "tenant", "create", SITE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return made.stdout.split()[-1]


def _hook(client: Client, receiver: Receiver) -> str:
    """The secret of a new webhook."""
    return str(client.post("/v1/webhooks", json={"url": receiver.url}).json()["secret"])


def _until_quiet(engine: Engine, faults: inquest.Faults) -> None:
    deadline = time.monotonic() + QUIET_WITHIN
    while inquest.waits(engine):
        if time.monotonic() > deadline:
            faults.note("not quiet; what waits", inquest.waits(engine))
            return
        time.sleep(0.3)


def _queue_is_empty(settings: Settings, faults: inquest.Faults) -> None:
    client = Redis.from_url(settings.queue_url)
    deadline = time.monotonic() + 30
    while waiting := client.llen(f"rq:queue:{QUEUE}"):
        if time.monotonic() > deadline:
            faults.note("jobs left in the queue", waiting)
            return
        time.sleep(0.2)


def _audit_is_sound(faults: inquest.Faults) -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "verifier", "verify-audit"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if checked.returncode:
        faults.note("the audit is not sound", checked.stdout[-500:] + checked.stderr[-500:])


class _Never:
    def random(self) -> float:
        return 1.0


def _never() -> Any:
    return _Never()


def embedded() -> Profile:
    return Profile("the embedded profile")


@contextmanager
def stored(database_url: str, folder: Path) -> Iterator[Profile]:
    """PostgreSQL, a queue server that is not serve's own, and an S3-compatible store of this process's."""
    import boto3
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # it names every request
    store = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    store.start()
    host, port = store.get_host_and_port()
    aws = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
        "NO_PROXY": "127.0.0.1",
    }
    queue = QueueServer(folder / "queue")
    try:
        with patch.dict(os.environ, aws):
            boto3.client("s3").create_bucket(Bucket="evidence")
        settings = {
            "DATABASE_URL": database_url,
            "REDIS_URL": queue.url,
            "BLOBS_URL": "s3://evidence/bonafide",
            "BLOB_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "FACE_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        }
        yield Profile("PostgreSQL, Valkey and S3", settings, queue, aws)
    finally:
        queue.kill()
        store.stop()
