"""The operator's commands: a tenant's key that works, and a configuration that is checked part by part."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.face_acts import recruited
from verifier.assembly import assemble
from verifier.cli import COMMANDS, cli
from verifier.domain.api_key import Scope
from verifier.domain.errors import NotFound, Unauthenticated
from verifier.settings import Settings
from verifier.usecases.tenants import authenticate


@pytest.fixture(autouse=True)
def _own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path / "data"))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def test_every_command_says_what_it_does() -> None:
    for command in COMMANDS:
        assert "Usage:" in run(command, "--help").output


def test_the_key_of_a_new_tenant_opens_the_door_and_is_kept_as_a_hash_only(tmp_path: Path) -> None:
    printed = run("tenant", "create", "My site").output.split()
    key = printed[printed.index("key") + 1]
    assert authenticate(assemble(Settings.from_env()), key).tenant.name == "My site"
    assert key.encode() not in (tmp_path / "data" / "bonafide.sqlite").read_bytes()


def test_a_working_configuration_is_ok_in_every_part() -> None:
    result = run("check-config")
    assert result.exit_code == 0, result.output
    assert {line.split()[0] for line in result.output.splitlines()} == {"ok"}


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("BONAFIDE_REDIS_URL", "redis://127.0.0.1:1/0", "queue"),
        ("BONAFIDE_POLICY", "nowhere.toml", "policy"),
        ("BONAFIDE_FACE_POLICY", "nowhere.toml", "face policy"),
        ("BONAFIDE_DATABASE_URL", "sqlite:////proc/none/x.sqlite", "database"),
    ],
)
def test_what_does_not_work_is_named_and_the_rest_still_checked(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, part: str
) -> None:
    monkeypatch.setenv(name, value)
    result = run("check-config")
    assert result.exit_code == 1
    problems = [line for line in result.output.splitlines() if line.startswith("problem")]
    assert len(problems) == 1
    assert part in problems[0]
    assert name in problems[0] or "nowhere.toml" in problems[0]


def test_a_password_in_a_url_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BONAFIDE_DATABASE_URL", "postgresql://bonafide:s3cret@127.0.0.1:1/none")
    monkeypatch.setenv("BONAFIDE_BLOB_KEY", "A" * 43 + "=")
    monkeypatch.setenv("BONAFIDE_FACE_KEY", "B" * 42 + "A=")
    shown = run("check-config").output
    assert "problem  database" in shown
    assert "s3cret" not in shown


def test_the_stored_faces_are_counted_and_the_filing_duty_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = assemble(Settings.from_env())
    tenant = run("tenant", "create", "My site").output.split()[1]
    recruited(ports, tenant)
    shown = run("faces").output
    assert "1 people at most: 0 with a template, 1 with a portrait" in shown
    assert "filing    none" in shown
    monkeypatch.setattr("verifier.usecases.faces.counting.DUE", 1)
    assert "filing    due" in run("faces").output


def test_keys_are_made_listed_and_revoked_from_the_command_line() -> None:
    tenant = run("tenant", "create", "My site").output.split()[1]
    printed = run("key", "create", tenant, "board", "--scope", "cases:read", "--days", "30").output.split()
    key, key_id = printed[printed.index("key") + 1], printed[1]
    ports = assemble(Settings.from_env())
    assert authenticate(ports, key).key.scopes == (Scope.CASES_READ,)
    listed = run("key", "list", tenant).output
    assert len(listed.splitlines()) == 2
    assert key_id in listed
    assert key not in listed
    assert run("key", "revoke", tenant, key_id).exit_code == 0
    with pytest.raises(Unauthenticated):
        authenticate(ports, key)
    assert isinstance(run("key", "revoke", tenant, key_id).exception, NotFound)
    assert isinstance(run("key", "create", "ten_none", "x").exception, NotFound)
