"""The queue at 100,000 waiting cases and as many decided ones: the page's server time on each database.

Milliseconds of whole requests in one process: session, queries, page. Beside the wall clock stands the
processor time of this process, which on SQLite is all there is and on PostgreSQL leaves the server out; and a
baseline of the same run, the member's own page, which reads a few rows. BONAFIDE_BENCH_CASES names another
number of waiting cases, BONAFIDE_BENCH_LOOKS of looks; BONAFIDE_BENCH_PLANS=1 prints each query's plan.
"""

import logging
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from unittest import mock

import structlog
from sqlalchemy import Engine, event
from werkzeug.test import TestResponse

from tests import databases
from tests.bench.queue_cases import NEEDLE, fill
from tests.colleagues import Browser, at_desk, joined
from tests.fakes import world
from verifier.app import create_app
from verifier.console.queue_filters import place_to_text
from verifier.domain.escalation import Risk
from verifier.domain.staff import Role
from verifier.domain.tenant import Tenant
from verifier.settings import Settings
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.review_ports import Place

WAITING: Final = int(os.environ.get("BONAFIDE_BENCH_CASES", "100000"))
LOOKS: Final = int(os.environ.get("BONAFIDE_BENCH_LOOKS", "50"))
PLANS: Final = "BONAFIDE_BENCH_PLANS"
SITES: Final = tuple(f"ten_{number:026}" for number in range(8))
EXPLAIN: Final = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) "}
FILTERS: Final = {
    "all": "",
    "reason, common": "reason=field_absent",
    "reason, rare": "reason=registry_revoked",
    "site": f"site={SITES[3]}",
    "account type": "type=labour_dispatch",
    "mine": "who=me",
    "nobody's": "who=nobody",
    "risk": "risk=1",
    "age": "age=168",
    "overdue": "overdue=1",
    "second person": "second=1",
    "four at once": f"reason=traces_found&site={SITES[3]}&type=hr_agency&overdue=1",
}
Look = Callable[[], TestResponse]


def run() -> Mapping[str, Any]:
    quiet = structlog.make_filtering_bound_logger(logging.ERROR)  # no line for each request
    structlog.configure(wrapper_class=quiet)
    figures: dict[str, Any] = {}
    for name, made in (("sqlite", _sqlite), ("postgresql", _postgresql)):
        with made() as engine, tempfile.TemporaryDirectory() as folder:
            looks = _looks(engine, folder)
            for look_name, look in looks.items():
                figures[f"{name}, {look_name}"] = _told(look)
                if os.environ.get(PLANS):
                    _explain(engine, f"{name}, {look_name}", look)
    return figures


def _looks(engine: Engine, folder: str) -> Mapping[str, Look]:
    """A reviewer at a browser, and each way to look at the queue."""
    store = SqlStore(engine, Seal(databases.KEY), Seal(databases.FACE_KEY))
    here = world(store=store)
    now = here.clock.now()
    with store.transaction() as tx:
        for site in SITES:
            tx.tenants.add(Tenant(site, f"Site {site[-1]}", now))
    reviewer, colleague = joined(here, "anna"), joined(here, "bert", Role.LEAD)
    staff = (reviewer.member.id, colleague.member.id)
    fill(engine, SITES, staff, waiting=WAITING, ended=WAITING, now=here.clock.now())
    with mock.patch.dict(os.environ, {"BONAFIDE_DATA_DIR": folder}):
        app = create_app(Settings.from_env(), replace(here.ports))
    browser = at_desk(app, reviewer)
    middle = place_to_text(Place(now, Risk.NORMAL, ""))
    token = browser.form_token()
    return {
        "baseline: own page": lambda: browser.get("/console/account"),
        **{name: _get(browser, query) for name, query in FILTERS.items()},
        "a page in the middle": _get(browser, f"after={middle}".replace("+", "%2B")),
        "search, one name": _search(browser, token, NEEDLE),
        "search, many names": _search(browser, token, "物流"),
        "search, nothing": _search(browser, token, "没有这一家"),
        "search, a code": _search(browser, token, "91330100MA00SAMPLE"),
        "search, an id": _search(browser, token, f"case_{5:026}"),
        "search, decided": _search(browser, token, "物流", ended="1"),
    }


def _get(browser: Browser, query: str) -> Look:
    return lambda: browser.get(f"/console/queue?{query}")


def _search(browser: Browser, token: str, text: str, **more: str) -> Look:
    return lambda: browser.post("/console/queue/search", token, text=text, **more)


def _told(look: Look) -> Mapping[str, Any]:
    assert look().status_code == 200  # and connections, caches of statements
    wall, own = [], []
    for _ in range(LOOKS):
        began, worked = time.perf_counter(), time.process_time()
        look()
        wall.append((time.perf_counter() - began) * 1000)
        own.append((time.process_time() - worked) * 1000)
    return {
        "n": LOOKS,
        **{f"p50_{name}": round(statistics.median(taken)) for name, taken in (("ms", wall), ("cpu_ms", own))},
        **{f"p99_{name}": round(_p99(taken)) for name, taken in (("ms", wall), ("cpu_ms", own))},
    }


def _p99(taken: list[float]) -> float:
    return statistics.quantiles(taken, n=100, method="inclusive")[98]


def _explain(engine: Engine, name: str, look: Look) -> None:
    """Print the plan of each of the look's queries about escalations."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.startswith("SELECT") and "escalation" in statement:
            asked.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    look()
    event.remove(engine, "before_cursor_execute", note)
    for statement, values in asked:
        print(f"\n{name}: … {statement[statement.index('FROM') :][:300]}")
        with engine.connect() as connection:
            for row in connection.exec_driver_sql(EXPLAIN[engine.dialect.name] + statement, values):
                print("   ", row[-1])


@contextmanager
def _sqlite() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = databases.migrated(f"sqlite:///{Path(folder, 'bench.sqlite')}")
        yield engine
        engine.dispose()


@contextmanager
def _postgresql() -> Iterator[Engine]:
    with databases.postgres_server() as server, databases.new_database(server) as url:
        engine = databases.migrated(url)
        yield engine
        engine.dispose()
