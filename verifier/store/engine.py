"""Connections to the database by URL: SQLite set to be safe, PostgreSQL by psycopg 3. No queries."""

import os
from typing import Any
from weakref import WeakSet

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import ArgumentError

from verifier.domain.errors import ConfigurationError
from verifier.store import sqlite_driver

BUSY_TIMEOUT_MS = 30_000  # how long a writer waits for the others; a transaction takes milliseconds
POOL_SIZE = 10
POOL_OVERFLOW = 20  # a web process serves at most this many threads more
MMAP_BYTES = 1 << 30  # address space, not memory
WRITES = "bonafide_writes"
REBUILDS = "bonafide_rebuilds"

_engines: WeakSet[Engine] = WeakSet()


def connect(url: str) -> Engine:
    """An engine for this URL. Raises ConfigurationError with what to change."""
    parsed = _parsed(url)
    engine = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)
    _engines.add(engine)
    return engine


def for_writing(engine: Engine) -> Engine:
    """The same connections, whose transactions write."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{WRITES: True})
    return engine.execution_options(isolation_level="READ COMMITTED", postgresql_readonly=False)


def for_rebuilding(engine: Engine) -> Engine:
    """The same connections, whose transactions may make a table anew that others point at; for migrations.

    SQLite changes a table by making it anew, and drops the old one, which its foreign keys would forbid: they
    are off. Look for `PRAGMA foreign_key_check` to find nothing before the commit, and dispose of the engine.
    """
    writing = for_writing(engine)
    return writing.execution_options(**{REBUILDS: True}) if engine.dialect.name == "sqlite" else writing


def for_reading(engine: Engine) -> Engine:
    """The same connections, whose transactions see one state throughout and cannot write."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError("BONAFIDE_DATABASE_URL is not a database URL.") from error
    if parsed.drivername in ("postgres", "postgresql"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "postgresql+psycopg"):
        raise ConfigurationError(
            "BONAFIDE_DATABASE_URL must begin with sqlite:/// or postgresql://; "
            f"{parsed.drivername!r} is not supported."
        )
    if parsed.drivername == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise ConfigurationError("BONAFIDE_DATABASE_URL must name a file: workers have to see it too.")
    return parsed


def _postgresql(url: URL) -> Engine:
    engine = create_engine(
        url, pool_size=POOL_SIZE, max_overflow=POOL_OVERFLOW, pool_pre_ping=True, hide_parameters=True
    )
    event.listen(engine, "handle_error", _hide_values)
    return engine


def _sqlite(url: URL) -> Engine:
    engine = create_engine(
        url,
        module=sqlite_driver.MODULE,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        hide_parameters=True,
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _hide_values(context: ExceptionContext) -> None:
    """The server's messages quote rows, which are personal data; an error keeps its kind and its code only.

    (SQLite's name columns and no values; SQLAlchemy is told to hide the parameters of both.)
    """
    original = context.original_exception
    state = getattr(original, "sqlstate", None)
    if state is None:  # not said by the server: the connection failed, say
        return
    said = f"{type(original).__name__} {state}"
    original.args = (said,)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (said,)


def _set_up_sqlite(connection: DBAPIConnection, _record: Any) -> None:
    """All but WAL, which the file itself remembers: the migration switches it on."""
    sqlite_driver.load_vectors(connection)
    connection.isolation_level = None  # the driver begins nothing by itself: `_begin_sqlite` does
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # The search for look-alikes reads every hash: mapped, that takes 19 ms and not 25 of a million.
    cursor.execute(f"PRAGMA mmap_size = {MMAP_BYTES}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes the write lock at once: one that read first and then wrote could not wait for it.

    (SQLite refuses such an upgrade at once, whatever the busy time-out, if another has written meanwhile.)
    """
    options = connection.get_execution_options()
    writes = options.get(WRITES, False)
    if options.get(REBUILDS, False):
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _close_before_fork() -> None:
    """No connection may cross a fork: SQLite's locks and PostgreSQL's sockets belong to one process."""
    for engine in tuple(_engines):
        engine.dispose()


def _drop_after_fork() -> None:
    """What was in use during the fork stays the parent's: the child forgets it without closing it."""
    for engine in tuple(_engines):
        engine.dispose(close=False)


os.register_at_fork(before=_close_before_fork, after_in_child=_drop_after_fork)
