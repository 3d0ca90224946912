"""The schema: one migration makes what the tables say, on each engine, by however many processes."""

import json
import multiprocessing
import multiprocessing.synchronize
import traceback
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from tests import databases
from tests.conftest import ENGINES
from tests.face_rows import ATTEMPT, RECRUITER, SESSION
from tests.fakes import MORNING
from tests.rows import CASE, TENANT
from verifier.api.blueprints import IDENTIFIER
from verifier.domain.api_key import Scope
from verifier.domain.errors import ConfigurationError
from verifier.domain.escalation import Risk
from verifier.domain.task import EvidenceTask, film_task
from verifier.store import hashes, migration, sqlite_driver, tables
from verifier.store.engine import connect, for_reading, for_writing
from verifier.store.migration import is_current, migrate
from verifier.store.retention.naming import NAMING
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.ports import RowRefused
from verifier.usecases.review_ports import Wanted

_fork = multiprocessing.get_context("fork")


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that nothing was ever done to."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.sqlite'}"
        return
    with databases.new_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = connect(database_url)
    yield engine
    engine.dispose()


def test_every_table_that_names_blobs_is_asked_before_one_is_deleted() -> None:
    naming = {table for table in tables.metadata.tables.values() if "sha256" in table.c}
    assert naming - {tables.metadata.tables["face_erasures"]} == set(NAMING)


def test_the_migration_makes_exactly_the_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": _is_ours}
        )
        assert compare_metadata(context, tables.metadata) == []
        found = inspect(connection)
        for table in tables.metadata.sorted_tables:
            stated = {
                str(one.name) for one in table.constraints if one.__class__.__name__ == "CheckConstraint"
            }
            assert {one["name"] for one in found.get_check_constraints(table.name)} == stated


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """The table of hashes and what the vector search keeps behind it are made by hand for each engine."""
    return kind != "table" or not str(name).startswith(hashes.TABLE)


def test_migrating_again_does_nothing(empty_url: str) -> None:
    engine = connect(empty_url)
    assert not is_current(engine)
    migrate(engine)
    assert is_current(engine)
    with SqlStore(engine, Seal(databases.KEY), Seal(databases.FACE_KEY)).transaction() as tx:
        tx.tenants.add(TENANT)
    migrate(engine)
    with engine.connect() as connection:
        assert connection.execute(select(tables.tenants.c.id)).scalars().all() == [TENANT.id]
    engine.dispose()


def _migrate_in_step(url: str, start: multiprocessing.synchronize.Barrier) -> None:
    engine = connect(url)
    start.wait()
    migrate(engine)
    with engine.connect() as connection:
        connection.execute(select(tables.cases)).all()


NARROW_KEYS = {"ab" * 32: ["cases:read", "gate:ask", "events:read"], "cd" * 32: ["employers:read"]}


def test_keys_of_an_older_schema_open_everything_as_before(empty_url: str) -> None:
    engine = connect(empty_url)
    _upgrade(engine, "0002")
    with for_writing(engine).begin() as connection:
        connection.execute(
            text("INSERT INTO tenants (id, name, created_at) VALUES ('ten_1', 'x', '2026-01-01 00:00:00')")
        )
        for key_hash in ("ab" * 32, "cd" * 32):
            connection.execute(
                text("INSERT INTO tenant_keys VALUES (:hash, 'ten_1', '2026-01-01 00:00:00')"),
                {"hash": key_hash},
            )
    migrate(engine)
    with SqlStore(engine, Seal(databases.KEY), Seal(databases.FACE_KEY)).view() as tx:
        keys = tx.keys.of_tenant("ten_1")
        assert tx.keys.by_hash("ab" * 32) in keys
    assert [key.scopes for key in keys] == [tuple(Scope)] * 2
    assert all(IDENTIFIER.fullmatch(key.id) and key.expires_at is None for key in keys)
    _downgrade(engine, "0021")
    with for_writing(engine).begin() as connection:
        for key_hash, before in NARROW_KEYS.items():
            told = {"hash": key_hash, "scopes": json.dumps(before)}
            connection.execute(text("UPDATE tenant_keys SET scopes = :scopes WHERE key_hash = :hash"), told)
    migrate(engine)
    with SqlStore(engine, Seal(databases.KEY), Seal(databases.FACE_KEY)).view() as tx:
        now = {name: tx.keys.by_hash(name) for name in NARROW_KEYS}
    assert [key and key.scopes for key in now.values()] == [
        (Scope.CASES_READ, Scope.GATE_ASK, Scope.GRANTS_WRITE, Scope.READS_ASK, Scope.EVENTS_READ),
        (Scope.EMPLOYERS_READ, Scope.PROOFS_READ),
    ]
    _downgrade(engine, "0002")
    with engine.connect() as connection:
        assert len(connection.execute(text("SELECT key_hash, tenant_id FROM tenant_keys")).all()) == 2
    engine.dispose()


def test_tasks_of_an_older_schema_go_on_and_films_leave_with_the_newer_one(empty_url: str) -> None:
    engine = connect(empty_url)
    _upgrade(engine, "0004")
    with for_writing(engine).begin() as connection:
        for statement in (
            "INSERT INTO tenants (id, name, created_at) VALUES ('ten_1', 'x', '2026-01-01 00:00:00')",
            "INSERT INTO cases (id, tenant_id, account_type, declared_name, declared_code, declared_person, "
            "state, opened_at) VALUES ('case_1', 'ten_1', 'direct_employer', 'n', 'c', 'p', 'open', "
            "'2026-01-01 00:00:00')",
            "INSERT INTO evidence (id, tenant_id, case_id, kind, sha256, media_type, size, added_at) VALUES "
            "('evd_1', 'ten_1', 'case_1', 'business_licence', 'a', 'image/png', 1, '2026-01-01 00:00:00')",
            "INSERT INTO tasks (id, tenant_id, case_id, evidence_id, reader, asked_at, state, attempts) "
            "VALUES ('t', 'ten_1', 'case_1', 'evd_1', 'licence', '2026-01-01 00:00:00', 'queued', 0)",
        ):
            connection.execute(text(statement))
    migrate(engine)
    store = SqlStore(engine, Seal(databases.KEY), Seal(databases.FACE_KEY))
    with store.transaction() as tx:
        assert [task.id for task in tx.tasks.of_case("ten_1", "case_1")] == ["t"]
        tx.recruiters.add(replace(RECRUITER, tenant_id="ten_1"))
        tx.face_sessions.add(SESSION, "d" * 64)
        tx.attempts.add(ATTEMPT)
        tx.tasks.add(film_task(ATTEMPT, MORNING))
    with pytest.raises(RowRefused), store.transaction() as tx:  # a task about nothing
        tx.tasks.add(_about_nothing())
    _downgrade(engine, "0004")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT id FROM tasks")).scalars().all() == ["t"]
    with pytest.raises(SQLAlchemyError), for_writing(engine).begin() as connection:
        connection.execute(text("UPDATE tasks SET evidence_id = NULL"))
    with pytest.raises(SQLAlchemyError), for_writing(engine).begin() as connection:
        connection.execute(text("UPDATE tasks SET state = 'nonsense'"))
    engine.dispose()


def test_cases_that_were_escalated_before_there_was_a_queue_wait_in_it(empty_url: str) -> None:
    engine = connect(empty_url)
    _upgrade(engine, "0008")
    with for_writing(engine).begin() as connection:
        connection.execute(
            text("INSERT INTO tenants (id, name, created_at) VALUES ('ten_1', 'x', '2026-01-01 00:00:00')")
        )
        for name, state in (("old", "escalated"), ("fine", "verified")):
            _decided_of_old(connection, name, state)
    migrate(engine)
    with SqlStore(engine, Seal(databases.KEY), Seal(databases.FACE_KEY)).view() as tx:
        (waiting,) = tx.escalations.page(Wanted(), me="stf_1", now=MORNING, after=None, limit=9)
        (by_reason,) = tx.escalations.page(
            Wanted(reason="seal_absent"), me="stf_1", now=MORNING, after=None, limit=9
        )
        found = waiting.escalation
        assert by_reason == waiting
    decided = datetime(2026, 1, 2, tzinfo=UTC)
    assert (found.id, found.case_id, found.risk) == ("esc_old", "case_old", Risk.NORMAL)
    assert found.reasons == ("name_differs", "seal_absent")
    assert (found.opened_at, found.due_at) == (decided, decided + timedelta(days=1))
    _downgrade(engine, "0008")
    with engine.connect() as connection:
        states = connection.execute(text("SELECT state FROM cases ORDER BY id")).scalars().all()
        assert states == ["verified", "escalated"]
    engine.dispose()


def _decided_of_old(connection: Connection, name: str, state: str) -> None:
    """A case and its decision as the schema of 0008 had them; a reason that is named twice counts once."""
    reasons = [{"code": code} for code in ("name_differs", "seal_absent", "name_differs")]
    values = {"name": name, "case": f"case_{name}", "state": state, "reasons": json.dumps(reasons)}
    for statement in (
        "INSERT INTO cases (id, tenant_id, account_type, declared_name, declared_code, declared_person, "
        "state, opened_at, submitted_at) VALUES (:case, 'ten_1', 'direct_employer', 'n', 'c', 'p', :state, "
        "'2026-01-01 00:00:00', '2026-01-01 00:00:00')",
        "INSERT INTO decisions (id, tenant_id, case_id, round, outcome, reasons, waived, findings, "
        "policy_version, decided_by, decided_at, expires_at) VALUES (:name, 'ten_1', :case, 1, :state, "
        ":reasons, '[]', '[]', 'v1', 'policy', '2026-01-02 00:00:00', '2026-06-02 00:00:00')",
    ):
        named = {key: value for key, value in values.items() if f":{key}" in statement}
        connection.execute(text(statement), named)


def _about_nothing() -> EvidenceTask:
    nothing: Any = None
    return EvidenceTask(
        id="x", tenant_id="ten_1", reader="r", asked_at=MORNING, case_id=nothing, evidence_id=nothing
    )


def _upgrade(engine: Engine, revision: str) -> None:
    with migration._migrating(engine) as connection:
        if engine.dialect.name == "postgresql":
            migration._must_search_vectors(connection)
        command.upgrade(migration._config(connection), revision)


def _downgrade(engine: Engine, revision: str) -> None:
    with migration._migrating(engine) as connection:
        command.downgrade(migration._config(connection), revision)


def test_processes_that_start_at_once_all_find_the_schema(empty_url: str) -> None:
    start = _fork.Barrier(6)
    starters = [_fork.Process(target=_migrate_in_step, args=(empty_url, start)) for _ in range(6)]
    for process in starters:
        process.start()
    for process in starters:
        process.join(60)
    assert [process.exitcode for process in starters] == [0] * 6


def test_a_migration_that_fails_leaves_nothing_behind(
    empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = connect(empty_url)
    with monkeypatch.context() as broken:
        broken.setattr("alembic.operations.Operations.create_index", _no_space)
        with pytest.raises(OSError, match="no space"):
            migrate(engine)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    migrate(engine)
    assert is_current(engine)
    engine.dispose()


def _no_space(*_args: object, **_kwargs: object) -> None:
    raise OSError("no space")


def test_sqlite_is_set_to_lose_nothing(tmp_path: Path) -> None:
    engine = databases.migrated(f"sqlite:///{tmp_path / 'a.sqlite'}")
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}
    with engine.connect() as connection:
        got = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected}
    assert got == expected
    engine.dispose()


def test_postgresql_urls_reach_psycopg_3() -> None:
    for url in ("postgresql://u:p@h/d", "postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"):
        assert connect(url).url.drivername == "postgresql+psycopg"


@pytest.mark.parametrize(
    "url", ["", "nonsense", "mysql://h/d", "sqlite://", "sqlite:///:memory:", "postgresql+asyncpg://h/d"]
)
def test_a_database_that_cannot_serve_is_refused_with_the_fix(url: str) -> None:
    with pytest.raises(ConfigurationError, match="BONAFIDE_DATABASE_URL"):
        connect(url)


def test_a_refusal_does_not_repeat_the_password() -> None:
    with pytest.raises(ConfigurationError) as refused:
        connect("mysql://user:secret@h/d")
    assert "secret" not in str(refused.value)


def test_errors_of_the_database_hide_what_was_stored(engine: Engine) -> None:
    incomplete = text("INSERT INTO tenants (id, name, created_at) VALUES (:id, :name, :nothing)")
    with pytest.raises(SQLAlchemyError) as error, for_writing(engine).begin() as connection:
        connection.execute(incomplete, {"id": "ten_1", "name": TENANT.name, "nothing": None})
    logged = "".join(traceback.format_exception(error.value))
    assert "NotNull" in logged or "NOT NULL" in logged
    assert TENANT.name not in logged


def test_the_pages_and_the_sweep_use_their_indices(engine: Engine) -> None:
    databases.unplanned(engine)
    questions = {
        "ix_tasks_state_asked_at": "SELECT * FROM tasks WHERE state = 'queued' AND asked_at < '2026-01-01'",
        "ix_cases_tenant_id_id": "SELECT * FROM cases WHERE tenant_id = 't' AND id < 'c' ORDER BY id DESC",
        "ix_replies_expires_at": "SELECT key FROM replies WHERE expires_at < '2026-01-01' LIMIT 20",
        "ix_tasks_case_id": "SELECT * FROM tasks WHERE case_id = 'c'",
        "ix_events_tenant_id_id": "SELECT * FROM events WHERE tenant_id = 't' AND id > 'e' ORDER BY id",
        "ix_deliveries_state_due_at": (
            "SELECT * FROM deliveries WHERE state IN ('waiting', 'claimed') AND due_at <= '2026-01-01'"
        ),
        "ix_evidence_case_id": "SELECT * FROM evidence WHERE case_id = 'c'",
        "ix_face_sessions_state_expires_at": (
            "SELECT * FROM face_sessions WHERE state IN ('waiting', 'active') AND expires_at <= '2026-01-01'"
        ),
        "ix_face_sessions_recruiter_id_id": (
            "SELECT * FROM face_sessions WHERE recruiter_id = 'r' ORDER BY id DESC LIMIT 9"
        ),
        "ix_face_erasures_due_at": "SELECT * FROM face_erasures WHERE due_at <= '2026-01-01'",
        "ix_kept_frames_kept_at": "SELECT * FROM kept_frames WHERE kept_at < '2026-01-01'",
        "ix_face_templates_owner": "SELECT * FROM face_templates WHERE owner = '\\x00'",
        "ix_face_sessions_recruiter_id_state_ended_at": (
            "SELECT ended_at FROM face_sessions WHERE recruiter_id = 'r' AND state = 'verified' "
            "ORDER BY ended_at DESC LIMIT 1"
        ),
        "ix_cases_employer_id_id": "SELECT * FROM cases WHERE employer_id = 'e' ORDER BY id DESC LIMIT 9",
        "ix_employer_entries_employer_id_id": (
            "SELECT * FROM employer_entries WHERE employer_id = 'e' ORDER BY id DESC LIMIT 9"
        ),
        "ix_memberships_recruiter_id": "SELECT * FROM memberships WHERE recruiter_id = 'r'",
        "ix_escalations_queue": (
            "SELECT * FROM escalations WHERE ended_at IS NULL AND due_at <= '2026-01-01' "
            "ORDER BY due_at, risk, id LIMIT 9"
        ),
        "ix_escalation_reasons_queue": (
            "SELECT * FROM escalation_reasons WHERE code = 'c' ORDER BY due_at, risk, escalation_id LIMIT 9"
        ),
        "ix_cases_declared_code": "SELECT * FROM cases WHERE declared_code = 'c'",
        "ix_cases_reference": "SELECT * FROM cases WHERE reference = 'r'",
        "ix_account_traits_links": (
            "SELECT employer_id, since FROM account_traits WHERE tenant_id = 't' AND mark = '\\x00' "
            "ORDER BY since DESC, employer_id DESC LIMIT 9"
        ),
    }
    sqlite = engine.dialect.name == "sqlite"
    if sqlite:  # of an empty table PostgreSQL reads whichever index begins alike
        questions |= ON_SQLITE
    with for_reading(engine).connect() as connection:
        if not sqlite:  # an empty table is scanned whatever indices there are
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        for index, question in questions.items():
            plan = connection.execute(text(f"EXPLAIN {'QUERY PLAN' if sqlite else ''} {question}")).all()
            assert index in str(plan), question


ON_SQLITE = {
    "ix_blocks_tenant_id_mark": ("SELECT * FROM blocks WHERE tenant_id = 't' AND mark IN ('\\x00', '\\x01')"),
    "ix_permits_in_force": (
        "SELECT * FROM permits WHERE tenant_id = 't' AND employer_id = 'e' AND expires_at > '2026-01-01' "
        "AND token_id IS NOT NULL AND redeemed_at IS NULL AND revoked_at IS NULL"
    ),
    "ix_permits_devices": (
        "SELECT * FROM permits WHERE tenant_id = 't' AND recruiter_id = 'r' AND device = 'd' "
        "AND redeemed_at IS NOT NULL"
    ),
    "ix_permits_allowed": (
        "SELECT * FROM permits WHERE tenant_id = 't' AND recruiter_id = 'r' "
        "AND asked_at >= '2026-01-01' AND token_id IS NOT NULL"
    ),
    "ix_permits_cleared": (
        "SELECT * FROM permits WHERE tenant_id = 't' AND employer_id = 'e' AND job_digest = 'j' "
        "AND cleared_at IS NOT NULL"
    ),
}


def test_moments_without_a_zone_are_refused(sql_store: SqlStore) -> None:
    naive = replace(CASE, opened_at=MORNING.replace(tzinfo=None))
    with sql_store.transaction() as tx:
        tx.tenants.add(TENANT)
    with pytest.raises(SQLAlchemyError, match="zone"), sql_store.transaction() as tx:
        tx.cases.add(naive)


def test_moments_keep_their_microseconds(sql_store: SqlStore) -> None:
    exact = MORNING + timedelta(microseconds=1)
    with sql_store.transaction() as tx:
        tx.tenants.add(TENANT)
        tx.cases.add(replace(CASE, opened_at=exact))
        case = tx.cases.get(TENANT.id, CASE.id)
    assert case is not None
    assert case.opened_at == exact


def test_a_locked_sqlite_file_is_waited_for_while_switching_to_wal(tmp_path: Path) -> None:
    path = tmp_path / "busy.sqlite"
    other = sqlite_driver.MODULE.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("CREATE TABLE t (x)")
    other.execute("BEGIN EXCLUSIVE")
    Timer(0.5, lambda: other.execute("COMMIT")).start()
    engine = connect(f"sqlite:///{path}")
    migrate(engine)
    assert is_current(engine)
    other.close()
    engine.dispose()
