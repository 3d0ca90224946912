"""Brings a database to the newest schema, however many processes start at once."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError
from tenacity import retry, retry_if_exception, stop_after_delay, wait_random

from verifier.domain.errors import ConfigurationError
from verifier.store.engine import for_reading, for_rebuilding
from verifier.store.sqlite_driver import is_locked

SCRIPTS = Path(__file__).parent / "migrations"
LOCK = 0x626F6E61  # "bona": the advisory lock that PostgreSQL migrations hold; any constant would do
SWITCH_SECONDS = 30
NO_VECTORS = (
    "BONAFIDE_DATABASE_URL: the database lacks the extension pgvector (0.8 or newer). Install it on the "
    "server, and let a superuser run CREATE EXTENSION vector in this database."
)


def migrate(engine: Engine) -> None:
    """Create or upgrade the tables. A second process waits for the first and then finds nothing to do."""
    if is_current(engine):
        return
    if engine.dialect.name == "sqlite":
        _switch_to_wal(engine)
    with _migrating(engine) as connection:
        # SQLite's write transaction is a lock by itself.
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            _must_search_vectors(connection)
        command.upgrade(_config(connection), "head")


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    """A transaction that may make tables anew, and commits only if every row still points at one."""
    try:
        with for_rebuilding(engine).begin() as connection:
            yield connection
            if engine.dialect.name == "sqlite":
                lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                assert lost is None, "a migration lost rows that others point at"
    finally:
        if engine.dialect.name == "sqlite":
            engine.dispose()  # no connection without foreign keys goes back to work


def _must_search_vectors(connection: Connection) -> None:
    """Have pgvector in this database. Raises ConfigurationError with what to do."""
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
    except DBAPIError as error:
        raise ConfigurationError(NO_VECTORS) from error


def offers_vectors(connection: Connection) -> bool:
    """Whether the database has the vector search, or its server could add it."""
    if connection.dialect.name == "sqlite":
        return True
    known = text("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")
    return connection.execute(known).first() is not None


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema."""
    newest = ScriptDirectory(str(SCRIPTS)).get_current_head()
    with for_reading(engine).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == newest


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@retry(
    retry=retry_if_exception(is_locked),
    stop=stop_after_delay(SWITCH_SECONDS),
    wait=wait_random(0.01, 0.1),
    reraise=True,
)
def _switch_to_wal(engine: Engine) -> None:
    """Switching needs the file for itself and does not wait for it, so it is tried until it succeeds."""
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA query_only = OFF")
        cursor.execute("PRAGMA journal_mode = WAL")
