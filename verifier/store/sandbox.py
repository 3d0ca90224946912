"""The one row that says that a database is a sandbox's, in SQL."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select, text, update

from verifier.store import tables
from verifier.store.rows import add_if_absent, change
from verifier.usecases.ports import SandboxRecord

_sandbox = tables.sandbox.c
THE_ROW: Final = 1


class SqlSandbox(SandboxRecord):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def become(self, at: datetime) -> bool:
        if self._connection.dialect.name == "postgresql":  # SQLite's writers are alone
            self._connection.execute(text("LOCK TABLE tenants IN SHARE ROW EXCLUSIVE MODE"))
        if self.ahead() is not None:
            return True
        if self._connection.execute(select(tables.tenants.c.id).limit(1)).first() is not None:
            return False
        return add_if_absent(self._connection, tables.sandbox, id=THE_ROW, since=at, ahead_seconds=0)

    def ahead(self) -> timedelta | None:
        seconds = self._connection.execute(select(_sandbox.ahead_seconds)).scalar_one_or_none()
        return None if seconds is None else timedelta(seconds=seconds)

    def advance(self, by: timedelta, *, most: timedelta) -> bool:
        seconds = int(by.total_seconds())
        within = _sandbox.ahead_seconds <= int(most.total_seconds()) - seconds
        moved = update(tables.sandbox).where(within).values(ahead_seconds=_sandbox.ahead_seconds + seconds)
        return change(self._connection, moved) == 1
