"""Registry files as rows of text with their line numbers: CSV in UTF-8 or GB18030, or a table of SQLite.

Reads and understands nothing of what the columns mean beyond their headers.
"""

import codecs
import csv
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from verifier.domain.errors import ConfigurationError
from verifier.providers.registry.snapshots.columns import recognised

SQLITE_MAGIC: Final = b"SQLite format 3\0"
SEPARATORS: Final = ",\t;|"
CHUNK: Final = 1 << 20  # bytes
ENOUGH: Final = 20_000  # characters beyond ASCII that tell an encoding
DAMAGED_MAX: Final = 0.01  # of them; GB18030 taken for UTF-8 is damaged at nearly every character
SPAN_MAX: Final = 20  # lines of one row; more is a quotation mark that was never closed


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` is None where the row could not even be taken apart, for the reason in `flaw`."""

    line: int
    cells: Sequence[str] | None
    flaw: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was opened: how, its headers, and its rows, which can be taken once."""

    kind: str
    headers: Sequence[str]
    rows: Iterator[Row]


def format_of(path: Path) -> str:
    """ "sqlite" or "csv", by the file's first bytes."""
    with path.open("rb") as file:
        return "sqlite" if file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC else "csv"


def open_csv(path: Path, own: Mapping[str, str]) -> Source:
    """A CSV file with a line of headers. Raises ConfigurationError for an empty one."""
    encoding = encoding_of(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        first = file.readline()
    separator = max(SEPARATORS, key=lambda mark: recognised(_cells(first, mark), own))
    headers = _cells(first, separator)
    if not any(headers):
        raise ConfigurationError(f"{path.name} is empty: its first line must hold the headers.")
    return Source(f"CSV, {encoding}", headers, _csv_rows(path, encoding, separator, len(headers)))


def open_sqlite(path: Path, own: Mapping[str, str], table: str | None) -> Source:
    """A table of a SQLite file: the named one, or that with most known headers."""
    try:
        with closing(_connect(path)) as database:
            tables = [
                name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            columns = {name: _columns(database, name) for name in tables}
    except sqlite3.DatabaseError as error:
        raise ConfigurationError(f"{path.name} is no sound SQLite file.") from error
    if not columns or (table and table not in columns):
        raise ConfigurationError(
            f"{path.name} has no table {table or 'at all'}; there are {', '.join(columns)}."
        )
    chosen = table or max(columns, key=lambda name: recognised(columns[name], own))
    return Source(f"SQLite, table {chosen}", columns[chosen], _sqlite_rows(path, chosen))


def encoding_of(path: Path) -> str:
    """UTF-8 unless the bytes are damaged as such in more than a few places; else GB18030."""
    with path.open("rb") as file:
        start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        beyond = damaged = 0
        while beyond < ENOUGH and (chunk := file.read(CHUNK)):
            text = decoder.decode(chunk)
            beyond += sum(character > "\x7f" for character in text)
            damaged += text.count("\ufffd")
    return "utf-8-sig" if damaged <= DAMAGED_MAX * beyond else "gb18030"


def _csv_rows(path: Path, encoding: str, separator: str, width: int) -> Iterator[Row]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=separator)
        next(reader)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Row(line, None, f"up to line {reader.line_num}: {error}")
                continue
            if cells:
                yield _sound(line, reader.line_num, cells, width)


def _sound(line: int, last: int, cells: Sequence[str], width: int) -> Row:
    if last - line >= SPAN_MAX:
        return Row(line, None, f"reaches to line {last}; is a quotation mark not closed?")
    if len(cells) != width:
        return Row(line, None, f"has {len(cells)} cells, and there are {width} headers")
    return Row(line, cells)


def _sqlite_rows(path: Path, table: str) -> Iterator[Row]:
    with closing(_connect(path)) as database:
        database.text_factory = lambda data: data.decode("utf-8", "replace")
        rows = database.execute(f"SELECT * FROM {_quoted(table)}")  # noqa: S608  a name that the file itself has
        for number, cells in enumerate(rows, start=1):
            yield Row(number, ["" if cell is None else str(cell) for cell in cells])


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    return [str(row[1]) for row in database.execute(f"PRAGMA table_info({_quoted(table)})")]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _cells(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator), [])
