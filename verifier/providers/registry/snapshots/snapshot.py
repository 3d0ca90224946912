"""The registry that the operator loaded: one SQLite file, opened for each question, checked where it is read.

A new snapshot is used from the next question on; nobody has to restart. Writes nothing.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

from verifier.domain import registration_number
from verifier.domain.registry import (
    Reason,
    RegistryExtract,
    RegistryQuestion,
    unavailable,
)
from verifier.domain.wording import comparable
from verifier.providers.registry.comparing import Origin, Record, extract_of, gravest, not_found
from verifier.providers.registry.snapshots.loading import FILE, Page
from verifier.providers.registry.snapshots.rows import key_of, record_of
from verifier.providers.registry.snapshots.sealed import SnapshotSeal

PROVIDER: Final = "snapshot"
SAME_KEY_MAX: Final = 200  # rows under one key; a name may be registered in every province
_BY: Final = {
    "code": "SELECT text, mac FROM firms WHERE code = ? LIMIT ?",
    "number": "SELECT text, mac FROM firms WHERE number = ? LIMIT ?",
    "alike": "SELECT text, mac FROM firms WHERE alike = ? LIMIT ?",
}


class Damaged(Exception):
    """The snapshot is not as it was loaded, or was signed with another key."""


class SnapshotRegistry:
    """Answers from `folder`, if there is a snapshot in it."""

    def __init__(self, folder: Path, seal: SnapshotSeal) -> None:
        self._path = folder / FILE
        self._seal = seal

    def configured(self) -> bool:
        return self._path.exists()

    def verify(self, question: RegistryQuestion) -> RegistryExtract:
        """What the snapshot says; by code, else by 15-digit number, else by name."""
        if not self.configured():
            return unavailable(PROVIDER, Reason.NOT_CONFIGURED)
        if not comparable(question.code) and not comparable(question.name):
            return unavailable(PROVIDER, Reason.QUESTION_EMPTY)
        try:
            with closing(self._open()) as database:
                return self._answer(database, question)
        except (Damaged, sqlite3.DatabaseError):
            return unavailable(PROVIDER, Reason.SNAPSHOT_DAMAGED)

    def page(self) -> Page:
        """What the snapshot says of itself. Raises Damaged."""
        try:
            with closing(self._open()) as database:
                return self._page(database)
        except sqlite3.DatabaseError as error:
            raise Damaged from error

    def count_sound_rows(self) -> int:
        """Check the signature of every row; how many there are. Raises Damaged. A minute for ten million."""
        try:
            with closing(self._open()) as database:
                rows = database.execute("SELECT text, mac FROM firms")
                return sum(1 for text, mac in rows if self._sound(text, mac))
        except sqlite3.DatabaseError as error:
            raise Damaged from error

    def _open(self) -> sqlite3.Connection:
        # Immutable: a snapshot is replaced and never changed, so that no lock is needed.
        return sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)

    def _page(self, database: sqlite3.Connection) -> Page:
        row = database.execute("SELECT text, mac FROM page").fetchone()
        if row is None or not self._seal.holds(*row):
            raise Damaged
        return Page(**json.loads(row[0]))

    def _answer(self, database: sqlite3.Connection, question: RegistryQuestion) -> RegistryExtract:
        origin = Origin(PROVIDER, date.fromisoformat(self._page(database).as_of))
        records = self._find(database, question)
        extracts = [extract for record in records if (extract := extract_of(question, record, origin))]
        return gravest(extracts) if extracts else not_found(origin)

    def _find(self, database: sqlite3.Connection, question: RegistryQuestion) -> Sequence[Record]:
        for column, key in _keys(question):
            rows = database.execute(_BY[column], (key, SAME_KEY_MAX))
            if found := [record_of(text) for text, mac in rows if self._sound(text, mac)]:
                return found
        return ()

    def _sound(self, text: str, mac: bytes) -> bool:
        if not self._seal.holds(text, mac):
            raise Damaged
        return True


def _keys(question: RegistryQuestion) -> Iterator[tuple[str, str]]:
    code = comparable(question.code)
    if code:
        yield ("number" if len(code) == registration_number.LENGTH else "code"), code
    if name := key_of(question.name):
        yield "alike", name
