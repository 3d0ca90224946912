"""What tenants' own keys cost: a file stored and fetched, and changing the master and the data keys."""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests import databases
from tests.fakes import MORNING
from verifier.domain.tenant import Tenant
from verifier.store import rotation
from verifier.store.blobs.local import LocalBlobs
from verifier.store.engine import connect
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore

OLD, NEW = databases.KEY, b"n" * 32
TENANTS = 200
FILES, FILE_BYTES = 200, 1_000_000
N = 200


def run() -> Mapping[str, Any]:
    """On SQLite and a folder; PostgreSQL has the same few rows."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'bench.sqlite')}"
        databases.migrated(url).dispose()
        store = SqlStore(connect(url), Seal(OLD), Seal(databases.FACE_KEY))
        names = [f"ten_{number:04}" for number in range(TENANTS)]
        with store.transaction() as tx:
            for name in names:
                tx.tenants.add(Tenant(name, "x", MORNING))
        return {
            "a file of 1 MB, p50 / p99": _files(store, Path(folder, "a"), names[0]),
            "changing": _changing(url, Path(folder, "b"), names[0]),
        }


def _files(store: SqlStore, folder: Path, tenant: str) -> Mapping[str, str]:
    seals = {"by the master": Seal(OLD), "by the tenant's key": store.envelope}
    blobs = {name: LocalBlobs(folder / name[-3:], seal) for name, seal in seals.items()}
    times: dict[str, list[float]] = {}
    for _ in range(N):
        data = os.urandom(FILE_BYTES)
        for name, one in blobs.items():
            sha256 = _timed(
                times.setdefault(f"stored {name}", []), lambda one=one, data=data: one.put(tenant, data)
            )
            _timed(times.setdefault(f"fetched {name}", []), lambda one=one, of=sha256: one.get(tenant, of))
    return {name: _summary(kept) for name, kept in times.items()}


def _timed(kept: list[float], act: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    result = act()
    kept.append((time.perf_counter() - began) * 1000)
    return result


def _summary(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{statistics.median(ordered):.2f} / {ordered[int(len(ordered) * 0.99)]:.2f} ms"


def _changing(url: str, folder: Path, tenant: str) -> Mapping[str, str]:
    store = SqlStore(connect(url), Seal(NEW, (OLD,)), Seal(databases.FACE_KEY))
    blobs = LocalBlobs(folder, store.envelope)
    for _ in range(FILES):
        blobs.put(tenant, os.urandom(FILE_BYTES))
    began = time.perf_counter()
    keys = rotation.rewrap(store, Seal(NEW, (OLD,)), MORNING).anew
    wrapped = time.perf_counter()
    rotation.new_data_keys(store, MORNING)
    made = time.perf_counter()
    files = rotation.renew_blobs(store, blobs, MORNING).anew
    moved = time.perf_counter()
    again = rotation.renew_blobs(store, blobs, MORNING).already
    return {
        "the master": f"{keys} keys of {TENANTS} tenants, {keys / (wrapped - began):.0f}/s",
        "data keys": f"{TENANTS / (made - wrapped):.0f} tenants/s",
        "files": f"{files} of 1 MB, {files / (moved - made):.0f} MB/s",
        "files looked at again": f"{again / (time.perf_counter() - moved):.0f} MB/s",
    }
