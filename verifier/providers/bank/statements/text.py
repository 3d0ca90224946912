"""A statement file as lines of text, none longer than a row can be: whatever else a file is gets its code."""

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from verifier.domain.statement import FileFlaw, StatementRefused
from verifier.providers.registry.snapshots.sources import encoding_of

FILE_MAX: Final = 64 << 20  # bytes; ten thousand entries are 2 MB as a table and 6 MB as a message
LINE_MAX: Final = 1 << 16  # characters
SPREADSHEETS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx, .xls
BOMS: Final = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
UNDECODED: Final = "\ufffd"


def beginning(path: Path) -> bytes:
    """The first bytes without a mark of their order. Raises StatementRefused for an empty or huge file."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise StatementRefused(FileFlaw.UNREADABLE, hint=error.strerror or "") from None
    if size > FILE_MAX:
        raise StatementRefused(FileFlaw.TOO_LARGE, hint=f"at most {FILE_MAX >> 20} MB")
    for mark in BOMS:
        start = start.removeprefix(mark)
    if not start.strip():
        raise StatementRefused(FileFlaw.EMPTY)
    return start


@contextmanager
def opened(path: Path, encoding: str | None) -> Iterator[Iterator[str]]:
    """The lines of a table. Raises StatementRefused for what is none, also while they are read."""
    start = beginning(path)
    if start.startswith(SPREADSHEETS):
        raise StatementRefused(FileFlaw.NOT_TEXT, hint="a spreadsheet: save it as CSV")
    chosen = encoding or encoding_of(path)
    if chosen != "utf-16" and b"\0" in start:
        raise StatementRefused(FileFlaw.NOT_TEXT)
    try:
        codec = codecs.lookup(chosen).name
    except LookupError:
        raise StatementRefused(FileFlaw.NOT_TEXT, hint="an encoding that is not known") from None
    with path.open(encoding="utf-8-sig" if codec == "utf-8" else codec, errors="replace", newline="") as file:
        yield _lines(file)


def _lines(file: IO[str]) -> Iterator[str]:
    number = 0
    while line := file.readline(LINE_MAX + 1):
        number += 1
        if len(line) > LINE_MAX:
            raise StatementRefused(FileFlaw.LINE_TOO_LONG, number)
        yield line
