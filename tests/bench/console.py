"""The case page on each database: server time of the page with more than 20 findings, and of its picture.

Milliseconds of whole requests in one process, session and page and all. Beside the wall clock stands the
processor time of this process; and a baseline of the same run, the member's own page, which reads a few rows.
The case has relatives, a film, notes and 60 lines of text. BONAFIDE_BENCH_LOOKS is another number of looks.
"""

import io
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

import numpy as np
from PIL import Image
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from tests import databases
from tests.case_files import as_shipped, evidence_of, full_case
from tests.colleagues import at_desk, joined
from tests.fakes import world
from verifier import usecases
from verifier.app import create_app
from verifier.domain.staff import Role
from verifier.intake import covering
from verifier.settings import Settings
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.review.notes import write_note
from verifier.usecases.review.reviewer import Reviewer

LOOKS: Final = int(os.environ.get("BONAFIDE_BENCH_LOOKS", "50"))
KIN: Final = 5
NOTES: Final = 5
PAGE: Final = (2600, 1838)  # pixels of the largest page that a reader draws
Look = Callable[[], object]


def run() -> Mapping[str, Any]:
    figures: dict[str, Any] = {"cover a page of 2600 pixels": _told(_covering())}
    for name, made in (("sqlite", _sqlite), ("postgresql", _postgresql)):
        with made() as engine, tempfile.TemporaryDirectory() as folder:
            for look_name, look in _looks(engine, folder).items():
                figures[f"{name}, {look_name}"] = _told(look)
    return figures


def _looks(engine: Engine, folder: str) -> Mapping[str, Look]:
    here = world(store=SqlStore(engine, Seal(databases.KEY), Seal(databases.FACE_KEY)))
    here = replace(here, ports=as_shipped(here.ports))
    tenant = usecases.create_tenant(here.ports, "A site")[0]
    kin = []
    for _ in range(KIN):
        here.clock.tick(seconds=1)
        kin.append(full_case(here.ports, tenant.id, kin=tuple(kin)))
    case = kin[-1]
    for number in range(NOTES):
        write_note(here.ports, tenant.id, case.id, f"Note {number}", Reviewer("stf_other"))
    with mock.patch.dict(os.environ, {"BONAFIDE_DATA_DIR": folder}):
        app = create_app(Settings.from_env(), here.ports)
    browser = at_desk(app, joined(here, "anna", Role.REVIEWER))
    address = f"/console/cases/{case.id}"
    findings = len(usecases.read_case(here.ports, tenant.id, case.id).findings)
    return {
        "baseline: own page": lambda: _ok(browser.get("/console/account")),
        f"case page, {findings} findings": lambda: _ok(browser.get(address)),
        "small picture": lambda: _ok(browser.get(f"{address}/evidence/{evidence_of(here.ports, case)}/page")),
    }


def _ok(answer: TestResponse) -> None:
    assert answer.status_code == 200


def _covering() -> Look:
    pixels = np.random.default_rng(0).normal(200, 20, (*PAGE[::-1], 3)).clip(0, 255).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=covering.QUALITY)
    data, places = buffer.getvalue(), [(100, 100, 900, 160), (100, 300, 900, 360)]
    return lambda: covering.covered(data, covering.MEDIA_TYPE, places, width=PAGE[0], mark="anna 2026-01-01")


def _told(look: Look) -> Mapping[str, Any]:
    look()  # and connections, caches of statements and templates
    wall, own = [], []
    for _ in range(LOOKS):
        began, worked = time.perf_counter(), time.process_time()
        look()
        wall.append((time.perf_counter() - began) * 1000)
        own.append((time.process_time() - worked) * 1000)
    figures: dict[str, Any] = {"n": LOOKS}
    for name, taken in (("ms", wall), ("cpu_ms", own)):
        figures[f"p50_{name}"] = round(statistics.median(taken), 1)
        figures[f"p99_{name}"] = round(statistics.quantiles(taken, n=100, method="inclusive")[98], 1)
    return figures


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
