"""Looking for relatives: the search for near hashes in each database by its size, and one page's work.

Hashes are drawn: entries scatter around the looks of 500 printed forms, as photos of licences do (half of the
pairs lie 120 bits apart or more). A question is an entry with up to 60 bits turned, as copies have, and
counts as found when that entry is among the answers. BONAFIDE_BENCH_ENTRIES names other sizes.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, text

from models.likeness import Comparison, likeness
from tests import databases
from tests.drawn_pages import drawn
from verifier.domain.relatives import Likeness
from verifier.store import hashes
from verifier.store.engine import for_reading, for_writing
from verifier.usecases.relatives import COMPARED_MAX, NEAR_MAX

ENTRIES = "BONAFIDE_BENCH_ENTRIES"
SIZES = "1000,100000,1000000"
QUESTIONS = 50
FORMS = 500
SCATTER = 0.25  # of an entry's bits differ from its form's
TURNED = 60  # bits of a copy at most
SMALL = 1_000  # entries of another tenant beside a large one
BATCH = 20_000
LARGE, LITTLE = "ten_large", "ten_small"

Hashes = NDArray[np.uint8]  # N × 2 × 32


def run() -> Mapping[str, Any]:
    cv2.setNumThreads(1)
    sizes = [int(size) for size in os.environ.get(ENTRIES, SIZES).split(",")]
    figures: dict[str, Any] = {"page": _page()}
    for name, opened in (("sqlite", _sqlite), ("postgresql", _postgresql)):
        for size in sizes:
            with opened() as engine:
                figures[f"{name} {size:,}"] = _searched(engine, size)
    return figures


def _page() -> Mapping[str, Any]:
    """The work on one drawn page, in milliseconds of processor time."""
    page, lines = drawn(1)
    other = likeness(*drawn(2)).thumbnail
    own = likeness(page, lines)
    compare = Comparison(own.thumbnail)
    return {
        "hashes_and_thumbnail_ms": _worked(lambda: likeness(page, lines)),
        "own_points_ms": _worked(lambda: Comparison(own.thumbnail)),
        "comparison_ms": _worked(lambda: compare(other)),
        "thumbnail_kb": round(len(own.thumbnail) / 1024),
    }


def _worked(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(10):
        began = time.process_time()
        act()
        taken.append((time.process_time() - began) * 1000)
    return round(statistics.median(taken), 1)


@contextmanager
def _sqlite() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = databases.migrated(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        yield engine
        engine.dispose()


@contextmanager
def _postgresql() -> Iterator[Engine]:
    with databases.postgres_server() as server, databases.new_database(server) as url:
        engine = databases.migrated(url)
        yield engine
        engine.dispose()


def _searched(engine: Engine, size: int) -> Mapping[str, Any]:
    entries, little = _drawn_hashes(size, seed=1), _drawn_hashes(SMALL, seed=2)
    began = time.perf_counter()
    _fill(engine, {LARGE: entries, LITTLE: little})
    return {
        "filled_s": round(time.perf_counter() - began),
        "one_more_ms": _one_more(engine, size + SMALL),
        "large_tenant": _asked(engine, LARGE, entries, first=0),
        "small_tenant_beside": _asked(engine, LITTLE, little, first=size),
    }


def _asked(engine: Engine, tenant_id: str, entries: Hashes, first: int) -> Mapping[str, Any]:
    """Questions about this tenant's entries, whose numbers begin with `first`."""
    chance = np.random.default_rng(3)
    taken, worked, found = [], [], 0
    with for_reading(engine).begin() as connection:
        for number in chance.integers(0, len(entries), QUESTIONS):
            copy = _copied(entries[number], chance)
            began, at_work = time.perf_counter(), time.process_time()
            answers = hashes.nearest(connection, tenant_id, copy, within=NEAR_MAX, limit=COMPARED_MAX)
            taken.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - at_work) * 1000)
            found += first + int(number) in answers
    return {
        "n": QUESTIONS,
        "median_ms": round(statistics.median(taken), 1),
        "worst_ms": round(max(taken), 1),
        "own_processor_ms": round(statistics.median(worked), 1),
        "found": f"{found / QUESTIONS:.0%}",
    }


def _copied(entry: Hashes, chance: np.random.Generator) -> Likeness:
    """What a copy of this entry would have: each of its hashes with some of its bits turned."""
    bits = np.unpackbits(entry, axis=-1)
    for one in bits:
        one[chance.permutation(256)[: chance.integers(0, TURNED + 1)]] ^= 1
    page, printed = np.packbits(bits, axis=-1)
    return Likeness(page.tobytes(), printed.tobytes(), b"")


def _drawn_hashes(count: int, seed: int) -> Hashes:
    chance = np.random.default_rng(seed)
    forms = chance.integers(0, 256, (FORMS, 2, 32), dtype=np.uint8)
    parts = []
    for start in range(0, count, BATCH):
        some = min(BATCH, count - start)
        scattered = np.packbits(chance.random((some, 2, 256), dtype=np.float32) < SCATTER, axis=-1)
        parts.append(forms[chance.integers(0, FORMS, some)] ^ scattered)
    return np.concatenate(parts)


def _fill(engine: Engine, tenants: Mapping[str, Hashes]) -> None:
    """Hashes alone, for they alone are searched; PostgreSQL makes its indices afterwards, as on a restore."""
    with for_writing(engine).begin() as connection:
        if engine.dialect.name == "sqlite":
            _insert(connection, tenants)
        else:
            _copy(connection, tenants)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"VACUUM ANALYZE {hashes.TABLE}"))


def _insert(connection: Connection, tenants: Mapping[str, Hashes]) -> None:
    statement = f"INSERT INTO {hashes.TABLE} VALUES (?, ?, vec_bit(?), vec_bit(?))"
    for rows in _batches(tenants):
        packed = [
            (number, tenant, page.tobytes(), printed.tobytes()) for number, tenant, page, printed in rows
        ]
        connection.exec_driver_sql(statement, packed)


def _copy(connection: Connection, tenants: Mapping[str, Hashes]) -> None:
    connection.execute(
        text("SET LOCAL session_replication_role = replica")
    )  # there is no evidence behind them
    connection.execute(text("SET LOCAL maintenance_work_mem = '1GB'"))
    create = [line for line in hashes.CREATE["postgresql"] if "USING hnsw" in line]
    for line in create:
        connection.execute(text(f"DROP INDEX {line.split()[2]}"))
    driver = connection.connection.cursor()
    with driver.copy(f"COPY {hashes.TABLE} FROM STDIN") as copy:
        for rows in _batches(tenants):
            for number, tenant, *both in rows:
                copy.write_row((number, tenant, *("".join(f"{byte:08b}" for byte in one) for one in both)))
    for line in create:
        connection.execute(text(line))


def _batches(tenants: Mapping[str, Hashes]) -> Iterator[Sequence[tuple[int, str, Any, Any]]]:
    number = 0
    for tenant, entries in tenants.items():
        for start in range(0, len(entries), BATCH):
            some = entries[start : start + BATCH]
            yield [(number + place, tenant, *entry) for place, entry in enumerate(some)]
            number += len(some)


def _one_more(engine: Engine, number: int) -> float:
    """Milliseconds to keep one more entry, the transaction and its commit included."""
    entry = _copied(_drawn_hashes(1, seed=4)[0], np.random.default_rng(5))
    began = time.perf_counter()
    with for_writing(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        hashes.insert(connection, number, LARGE, entry)
    return round((time.perf_counter() - began) * 1000, 1)
