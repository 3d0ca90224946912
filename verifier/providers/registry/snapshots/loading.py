"""Loads a registry file into a snapshot: written beside the old one, signed, and put in its place at once.

Every row is either in the snapshot or in the list of refused rows, with its line and the reason. A load that
fails leaves the snapshot of before untouched.
"""

import csv
import hashlib
import json
import os
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Final

from verifier.domain.errors import ConfigurationError
from verifier.domain.registry import RegistryStatus
from verifier.providers.registry.snapshots.columns import places
from verifier.providers.registry.snapshots.rows import BadRow, Kept, kept, meanings
from verifier.providers.registry.snapshots.sealed import SnapshotSeal
from verifier.providers.registry.snapshots.sources import Row, Source, format_of, open_csv, open_sqlite

FILE: Final = "snapshot.sqlite"
REFUSED: Final = "refused-rows.csv"
REFUSED_MAX: Final = 0.05  # share of refused rows above which a file is not the one that was meant
SAMPLE: Final = 20  # refused rows that a report shows
TABLES: Final = """
    CREATE TABLE page (text TEXT NOT NULL, mac BLOB NOT NULL);
    CREATE TABLE firms (code TEXT, number TEXT, alike TEXT NOT NULL, text TEXT NOT NULL, mac BLOB NOT NULL);
"""
INDEXES: Final = """
    CREATE INDEX by_code ON firms (code) WHERE code IS NOT NULL;
    CREATE INDEX by_number ON firms (number) WHERE number IS NOT NULL;
    CREATE INDEX by_name ON firms (alike);
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to load: the file, the day its data describes, and what the operator says of its form."""

    file: Path
    as_of: date
    format: str | None = None
    table: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)  # our column → header
    words: Mapping[str, RegistryStatus] = field(default_factory=dict)  # comparable status word → status
    refused_max: float = REFUSED_MAX


@dataclass(frozen=True, slots=True)
class Page:
    """What a snapshot says of itself, under its signature."""

    as_of: str
    rows: int
    refused: int
    source: str
    sha256: str  # of the file that was loaded


@dataclass(frozen=True, slots=True)
class Report:
    """What became of every row."""

    page: Page
    kind: str
    columns: tuple[str, ...]
    refused: Mapping[str, int]  # by reason
    sample: tuple[tuple[int, str], ...]  # line, reason
    statuses: Mapping[str, int]


@dataclass(slots=True)
class _Tally:
    rows: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    sample: list[tuple[int, str]] = field(default_factory=list)
    statuses: Counter[str] = field(default_factory=Counter)


def load(plan: Plan, folder: Path, seal: SnapshotSeal) -> Report:
    """Make the file the snapshot of this folder. Raises ConfigurationError, and then changes nothing."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    source = _open(plan)
    found = places(source.headers, plan.columns)
    fresh = Path(tempfile.mkdtemp(prefix=".loading-", dir=folder))
    try:
        with (fresh / REFUSED).open("w", encoding="utf-8", newline="") as refused:
            tally = _Tally()
            page = _write(plan, source, found, (fresh / FILE, refused, tally), seal)
        _put(fresh, folder)
    finally:
        for left in fresh.iterdir():
            left.unlink()
        fresh.rmdir()
    return Report(page, source.kind, tuple(found), tally.refused, tuple(tally.sample), tally.statuses)


def _open(plan: Plan) -> Source:
    try:
        kind = plan.format or format_of(plan.file)
        if kind == "sqlite":
            return open_sqlite(plan.file, plan.columns, plan.table)
        return open_csv(plan.file, plan.columns)
    except OSError as error:
        raise ConfigurationError(f"{plan.file.name} cannot be read: {error.strerror}.") from error


def _write(
    plan: Plan,
    source: Source,
    found: Mapping[str, int],
    out: tuple[Path, IO[str], _Tally],
    seal: SnapshotSeal,
) -> Page:
    path, refused, tally = out
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + TABLES)
        database.execute("BEGIN")
        database.executemany(
            "INSERT INTO firms VALUES (?, ?, ?, ?, ?)",
            (
                (row.code, row.number, row.alike, row.text, seal.mac(row.text))
                for row in _kept_rows(plan, source, found, refused, tally)
            ),
        )
        database.execute("COMMIT")
        _must_be_worth_it(plan, tally)
        database.executescript(INDEXES)
        page = Page(
            plan.as_of.isoformat(), tally.rows, tally.refused.total(), plan.file.name, _sha256(plan.file)
        )
        text = json.dumps(asdict(page), ensure_ascii=False)
        database.execute("INSERT INTO page VALUES (?, ?)", (text, seal.mac(text)))
    return page


def _kept_rows(
    plan: Plan, source: Source, found: Mapping[str, int], refused: IO[str], tally: _Tally
) -> Iterator[Kept]:
    listed = csv.writer(refused)
    listed.writerow(("line", "reason"))
    meaning = meanings(plan.words)
    for row in source.rows:
        try:
            one = kept(_cells(row), found, meaning)
        except BadRow as bad:
            listed.writerow((row.line, str(bad)))
            _count_refused(tally, row.line, str(bad))
        else:
            tally.rows += 1
            tally.statuses[one.status] += 1
            yield one


def _cells(row: Row) -> Sequence[str]:
    if row.cells is None:
        raise BadRow(row.flaw)
    return row.cells


def _count_refused(tally: _Tally, line: int, reason: str) -> None:
    tally.refused[reason] += 1
    if len(tally.sample) < SAMPLE:
        tally.sample.append((line, reason))


def _must_be_worth_it(plan: Plan, tally: _Tally) -> None:
    refused = tally.refused.total()
    if tally.rows == 0 or refused > plan.refused_max * (tally.rows + refused):
        first = "; ".join(f"line {line}: {reason}" for line, reason in tally.sample[:5])
        raise ConfigurationError(
            f"{refused} of {tally.rows + refused} rows cannot be taken, so that nothing was loaded and the "
            f"snapshot of before stays ({first or 'there are no rows'})."
        )


def _put(fresh: Path, folder: Path) -> None:
    """Put both files in place; the rename of the snapshot is the moment at which it counts."""
    for name in (REFUSED, FILE):
        with (fresh / name).open("rb") as file:
            os.fsync(file.fileno())
        (fresh / name).chmod(0o600)
        (fresh / name).replace(folder / name)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
