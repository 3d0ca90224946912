"""The gate over HTTP under load: permits at a set rate, while workers idle and while they read licences.

A whole service as `serve` starts it, on the embedded profile and on PostgreSQL with a Valkey of its own. One
site asks (the worst case: one site's audit entries follow one another), for EMPLOYERS employers in turn, from
known devices; most requests carry an Idempotency-Key. Afterwards every 201 must have its permit and its audit
entry, and there may be no entry without a permit. `python -m tests.bench load`

BONAFIDE_BENCH_RATE and _SECONDS name another load, _PROFILES some of PROFILES; one request in
BONAFIDE_BENCH_UNKEYED_EVERY has no key.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import psutil
from sqlalchemy import Engine, text

from tests import databases, face_acts
from tests.bench.open_loop import Plan, Sent, sent
from tests.fakes import world
from tests.gate_acts import JOB, gate_policy, verified
from tests.processes import QueueServer, until
from tests.services import ROOT, Service
from verifier import usecases
from verifier.domain.case import Declared
from verifier.store.engine import for_reading
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.audit_inspection import inspect_chains
from verifier.usecases.gate.facts import Wish
from verifier.usecases.gate.members import join
from verifier.usecases.gate.permits import ask_permit, redeem_permit
from verifier.usecases.ports import Ports

RATE: Final = float(os.environ.get("BONAFIDE_BENCH_RATE", "200"))  # permits a second
SECONDS: Final = float(os.environ.get("BONAFIDE_BENCH_SECONDS", "60"))
UNKEYED_EVERY: Final = int(os.environ.get("BONAFIDE_BENCH_UNKEYED_EVERY", "4"))
WARM_UP_SECONDS: Final = 5.0
EMPLOYERS: Final = 20
WAITING: Final = 4  # cases that wait for a worker at any moment, so that none is ever idle
TEXT: Final = "负责后台系统的开发与维护，要求三年以上经验，早九晚五，双休，五险一金。" * 12  # 420 characters
BEFORE: Final = 600.0  # seconds ago that everything was set up
PERCENTILES: Final = (50, 90, 99, 99.9)


@dataclass(frozen=True, slots=True)
class Site:
    """A tenant that may post for all its employers; `wishes` are the bodies of its requests."""

    tenant_id: str
    key: str
    wishes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """A database, and the settings of the service on it."""

    url: str
    settings: Mapping[str, str]


def run() -> Mapping[str, Any]:
    figures: dict[str, Any] = {}
    for name in os.environ.get("BONAFIDE_BENCH_PROFILES", ",".join(PROFILES)).split(","):
        with PROFILES[name]() as profile:
            figures |= {f"{name}, {way}": what for way, what in _measured(profile).items()}
    return figures


def _measured(profile: Profile) -> Mapping[str, Any]:
    """Idle workers first, then busy ones, on one service and one growing database."""
    engine = databases.migrated(profile.url)
    store = SqlStore(engine, Seal(databases.KEY), Seal(databases.FACE_KEY))
    here = world(store=store, gate=gate_policy())
    here.clock.tick(seconds=(datetime.now(UTC) - here.clock.now()).total_seconds() - BEFORE)
    site = _site(here.ports)
    with _service(profile) as service:
        _sent(service, site, WARM_UP_SECONDS)
        told = {"workers idle": _load(here.ports, engine, service, site)}
        with _busy(engine, service) as decided:
            told["workers busy"] = _load(here.ports, engine, service, site) | {"cases_decided": decided()}
    engine.dispose()
    return told


def _load(ports: Ports, engine: Engine, service: Service, site: Site) -> dict[str, Any]:
    before, known = _processor_seconds(service), _rows(engine, site)
    answers = _sent(service, site, SECONDS)
    load = os.getloadavg()[0]
    rows = _at_rest(engine, site) - known
    used = _processor_seconds(service) - before
    return {
        "n": len(answers),
        "load": round(load, 1),
        "statuses": dict(Counter(str(one.status) for one in answers)),
        "allowed": sum(one.answer == "allow" for one in answers),
        **latencies(answers),
        "web_processor_ms_each": round(used * 1000 / max(1, len(rows.permits)), 2),
        **_kept(ports, site, answers, rows),
    }


def latencies(answers: Sequence[Sent]) -> Mapping[str, float]:
    """Milliseconds from when a request was due; and how late they left, which is in it."""
    cuts = statistics.quantiles([one.answered_ms for one in answers], n=1000)
    told = {f"p{at:g}_ms": round(cuts[int(at * 10) - 1], 1) for at in PERCENTILES}
    late = statistics.quantiles([one.left_ms for one in answers], n=100)[98]
    return told | {
        "max_ms": round(max(one.answered_ms for one in answers), 1),
        "left_late_p99_ms": round(late, 1),
    }


def _kept(ports: Ports, site: Site, answers: Sequence[Sent], rows: "Rows") -> Mapping[str, int]:
    """What there is of what was answered. All but `unanswered`, which the client gave up, must be 0."""
    given = [one.permit_id for one in answers if one.status == 201 and one.permit_id]
    (chain,) = inspect_chains(ports, tenant_id=site.tenant_id)
    return {
        "lost": len(set(given) - rows.permits),
        "given_twice": len(given) - len(set(given)),
        "without_entry": len(rows.permits - rows.entries),
        "entries_without_permit": len(rows.entries - rows.permits),
        "faults_of_the_chain": len(chain.faults),
        "unanswered": len(rows.permits - set(given)),
    }


@dataclass(frozen=True, slots=True)
class Rows:
    """The permits of a site, and those that its audit tells of."""

    permits: frozenset[str]
    entries: frozenset[str]

    def __sub__(self, other: "Rows") -> "Rows":
        return Rows(self.permits - other.permits, self.entries - other.entries)


def _rows(engine: Engine, site: Site) -> Rows:
    """Both as of one moment."""
    with for_reading(engine).begin() as connection:
        permits, entries = (
            frozenset(connection.execute(text(query), {"tenant": site.tenant_id}).scalars())
            for query in (PERMITS, ENTRIES)
        )
    return Rows(permits, entries)


def _at_rest(engine: Engine, site: Site) -> Rows:
    """Once what the client gave up is answered, too."""
    rows = _rows(engine, site)
    while True:
        time.sleep(2)
        later = _rows(engine, site)
        if later == rows:
            return rows
        rows = later


PERMITS: Final = "SELECT id FROM permits WHERE tenant_id = :tenant"
ENTRIES: Final = "SELECT subject FROM audit WHERE tenant_id = :tenant AND action = 'permit.asked'"


def _sent(service: Service, site: Site, seconds: float) -> Sequence[Sent]:
    url = f"{service.url}/v1/posting-permits"
    plan = Plan(url, site.key, site.wishes, RATE, seconds, UNKEYED_EVERY)
    command = (sys.executable, "-m", "tests.bench.open_loop")
    done = subprocess.run(
        command, input=json.dumps(asdict(plan)), capture_output=True, text=True, cwd=ROOT, check=True
    )
    return sent(json.loads(done.stdout))


def _processor_seconds(service: Service) -> float:
    """Used so far by the web processes."""
    web = psutil.Process(service.web)
    return sum(used_by(one) for one in (web, *web.children()))


def used_by(process: psutil.Process) -> float:
    """Its processor time so far, in seconds."""
    times = process.cpu_times()
    return float(times.user + times.system)


def _site(ports: Ports) -> Site:
    """Everybody may post: employers verified, recruiters shown, devices known."""
    tenant, key = usecases.create_tenant(ports, "site")
    wishes = []
    for number in range(EMPLOYERS):
        wish = _allowed(ports, tenant.id, number)
        redeem_permit(ports, tenant.id, ask_permit(ports, tenant.id, wish).permit.id)
        wishes.append(json.dumps(asdict(wish) | {"job": asdict(wish.job)}))
    return Site(tenant.id, key, tuple(wishes))


def _allowed(ports: Ports, tenant_id: str, number: int) -> Wish:
    firm = Declared(
        f"样本{number}号科技有限公司",
        f"91330100MA{number:02}SAMPLE",
        f"样本人{number}",
        f"杭州市样本路 {number} 号",
        f"138{number:08}",
    )
    employer = verified(ports, tenant_id, f"account-{number}", firm)
    recruiter = face_acts.recruited(ports, tenant_id, f"recruiter-{number}")
    face_acts.read(ports, face_acts.finished(ports, face_acts.active(ports, recruiter), seed=100 * number))
    join(ports, tenant_id, employer.id, recruiter.id)
    return Wish(employer.id, recruiter.id, replace(JOB, text=TEXT), f"device-{number}", f"network-{number}")


@contextmanager
def _busy(engine: Engine, service: Service) -> Iterator[Callable[[], int]]:
    """Cases are handed in all the while, so that every worker reads; tells how many were decided."""
    over = threading.Event()

    def waiting() -> int:
        return _count(engine, "SELECT count(*) FROM cases WHERE state = 'submitted'")

    def feed() -> None:
        while not over.is_set():
            if waiting() < WAITING:
                service.submitted_case()
            over.wait(0.2)

    feeder = threading.Thread(target=feed)
    feeder.start()
    until(lambda: waiting() >= WAITING)
    decided = _count(engine, DECIDED)
    try:
        yield lambda: _count(engine, DECIDED) - decided
    finally:
        over.set()
        feeder.join()


DECIDED: Final = "SELECT count(*) FROM decisions"


def _count(engine: Engine, query: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(query)).scalar_one())


@contextmanager
def _service(profile: Profile) -> Iterator[Service]:
    with tempfile.TemporaryDirectory() as folder:
        keys = {"blob_key": databases.KEY, "face_key": databases.FACE_KEY}
        told = {name: b64encode(key).decode() for name, key in keys.items()}
        data_dir = Path(profile.settings.get("data_dir", Path(folder, "data")))
        others = {name: value for name, value in profile.settings.items() if name != "data_dir"}
        service = Service(data_dir, **told, **others)
        try:
            yield service.ready()
        finally:
            service.stop()


@contextmanager
def _embedded() -> Iterator[Profile]:
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder, "data")
        data_dir.mkdir()
        yield Profile(f"sqlite:///{data_dir / 'bonafide.sqlite'}", {"data_dir": str(data_dir)})


@contextmanager
def _production() -> Iterator[Profile]:
    with ExitStack() as servers:
        folder = servers.enter_context(tempfile.TemporaryDirectory())
        url = servers.enter_context(
            databases.new_database(servers.enter_context(databases.postgres_server()))
        )
        queue = QueueServer(Path(folder))
        servers.callback(queue.kill)
        yield Profile(
            url, {"database_url": url, "redis_url": queue.url, "blobs_url": f"file://{folder}/blobs"}
        )


PROFILES: Final = {"embedded": _embedded, "production": _production}
