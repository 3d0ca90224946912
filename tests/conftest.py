"""Fixtures that several test modules share, and how a run of the tests uses the machine."""

import atexit
import gc
import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import structlog
from argon2 import PasswordHasher

from tests import machine

os.environ.update(machine.ONE_THREAD)  # before anything imports a library that looks

from tests import databases
from tests.fakes import MemoryStore
from verifier.store.engine import connect
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.staff import passwords
from workers.main import NICENESS

ENGINES = ("sqlite", "postgresql")

# How long an example takes says nothing where others use the machine too.
hypothesis.settings.register_profile("bonafide", deadline=None)
hypothesis.settings.load_profile("bonafide")


@pytest.fixture(scope="session", autouse=True)
def _hash_passwords_quickly() -> Iterator[None]:
    """A look at a password costs 23 ms of a core on purpose, which is no matter of most tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture(scope="session", autouse=True)
def _log_plainly() -> None:
    """A traceback with every local drawn in boxes takes seconds where a test makes a hundred errors."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ]
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """How many processes `-n auto` starts; whoever set xdist's own variable knows better."""
    if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS"):
        return None
    return machine.processes(machine.cores(), machine.free_memory())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest modules first."""
    items.sort(key=lambda item: machine.place(item.nodeid.partition("::")[0]))


def pytest_configure() -> None:
    """Yield, and collect in peace.

    A service's workers yield to everybody, so beside tests that did not they would hardly be given a turn: a
    case took minutes. What collecting makes is there to stay, and to look for rubbish among it is a sixth of
    the work.
    """
    os.nice(NICENESS)
    gc.disable()


def pytest_collection_finish() -> None:
    """From here on rubbish is looked for as usual, but no more among what collecting made."""
    gc.freeze()
    gc.enable()
    atexit.register(gc.unfreeze)  # libraries complain of whatever is left at the very end


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server on which tests may make databases."""
    if databases.POSTGRES_URL not in os.environ and importlib.util.find_spec(databases.WHEEL) is None:
        pytest.skip(f"no PostgreSQL: set {databases.POSTGRES_URL}, or install the wheel {databases.WHEEL}")
    with databases.postgres_server(durable=False) as url:
        yield url


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[str]:
    """The URL of one database that all tests share, each emptying it first."""
    with databases.new_database(postgres_server) as url:
        yield url


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a migrated, empty database, on each engine in turn."""
    if request.param == "sqlite":
        file = f"sqlite:///{tmp_path / 'test.sqlite'}"
        databases.migrated(file).dispose()
        return file
    url: str = request.getfixturevalue("postgres_database")
    databases.emptied(url).dispose()
    return url


@pytest.fixture
def sql_store(database_url: str) -> Iterator[SqlStore]:
    """The real store, on each engine in turn."""
    engine = connect(database_url)
    yield SqlStore(engine, Seal(databases.KEY), Seal(databases.FACE_KEY))
    engine.dispose()


@pytest.fixture(params=("memory", *ENGINES))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MemoryStore | SqlStore]:
    """The fake and the real store on each engine: whatever holds for one must hold for all."""
    if request.param == "memory":
        yield MemoryStore()
        return
    if request.param == "sqlite":
        engine = databases.migrated(f"sqlite:///{tmp_path / 'test.sqlite'}")
    else:
        engine = databases.emptied(request.getfixturevalue("postgres_database"))
    yield SqlStore(engine, Seal(databases.KEY), Seal(databases.FACE_KEY))
    engine.dispose()
