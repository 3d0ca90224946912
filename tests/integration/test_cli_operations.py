"""The operator's commands: a tenant's key that works, and a configuration that is checked part by part."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.face_acts import recruited
from verifier.assembly import assemble
from verifier.cli import COMMANDS, cli
from verifier.cli.staff import demo_link
from verifier.domain.api_key import Scope
from verifier.domain.errors import ConfigurationError, NotFound, Unauthenticated
from verifier.domain.staff import Role
from verifier.domain.webhook import spelled
from verifier.settings import Settings
from verifier.usecases.staff import invitations
from verifier.usecases.tenants import authenticate
from verifier.usecases.webhooks import create_webhook


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
        ("BONAFIDE_STAFF_POLICY", "nowhere.toml", "staff policy"),
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


def test_the_master_key_is_changed_from_the_command_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tenant = run("tenant", "create", "My site").output.split()[1]
    hook, secret = create_webhook(assemble(Settings.from_env()), tenant, "https://jobs.example/hook")
    before = (tmp_path / "data" / "blob.key").read_text()
    monkeypatch.setenv("BONAFIDE_BLOB_KEY", "A" * 43 + "=")
    assert isinstance(run("rotate-keys").exception, ConfigurationError)
    monkeypatch.setenv("BONAFIDE_BLOB_KEY_OLD", before)
    changed = run("rotate-keys")
    assert changed.exit_code == 0, changed.output
    assert changed.output.splitlines() == [
        "keys   3 sealed anew, 0 were so already",
        "rows   0 sealed anew, 1 were so already",
        "left   BONAFIDE_BLOB_KEY_OLD is not needed any more but for backups from before",
    ]
    monkeypatch.delenv("BONAFIDE_BLOB_KEY_OLD")
    moved = run("rotate-keys", "--data", "--at-once")
    assert moved.output.splitlines() == [
        "keys   0 sealed anew, 3 were so already",
        "rows   1 sealed anew, 0 were so already",
        "files  0 sealed anew, 0 were so already",
    ]
    with assemble(Settings.from_env()).view() as tx:
        assert [spelled(one) for one in tx.webhooks.secrets(tenant, hook.id, now=hook.created_at)] == [secret]
    assert run("verify-audit").exit_code == 0


def test_a_file_that_does_not_open_is_named_and_the_rest_is_moved(tmp_path: Path) -> None:
    tenant = run("tenant", "create", "My site").output.split()[1]
    ports = assemble(Settings.from_env())
    lost, kept = (ports.blobs.put(tenant, data) for data in (b"lost", b"kept"))
    (tmp_path / "data" / "blobs" / tenant / lost[:2] / lost).write_bytes(b"x")
    result = run("rotate-keys", "--data", "--at-once")
    assert result.exit_code == 1
    assert f"files  cannot be opened: {tenant} {lost}" in result.output
    assert "1 tenants may have files under an older key" in result.output
    assert assemble(Settings.from_env()).blobs.get(tenant, kept) == b"kept"


def _link(printed: str) -> str:
    return next(line.rpartition("/")[2] for line in printed.splitlines() if line.startswith("link"))


def test_the_first_administrator_comes_from_the_command_line() -> None:
    printed = run("staff", "invite", "zhou", "--role", "administrator", "--display-name", "周敏").output
    member = invitations.invited(assemble(Settings.from_env()), _link(printed))
    assert member is not None
    assert (member.name, member.display_name, member.role) == ("zhou", "周敏", Role.ADMINISTRATOR)
    assert run("staff", "list").output.split()[1:] == ["zhou", "administrator", "all", "invited"]


def test_a_members_duties_and_entry_are_changed_by_name() -> None:
    tenant = run("tenant", "create", "My site").output.split()[1]
    first = _link(run("staff", "invite", "ling", "--role", "reviewer").output)
    assert run("staff", "role", "ling", "--role", "lead", "--tenant", tenant).exit_code == 0
    assert run("staff", "list").output.split()[2:4] == ["lead", tenant]
    second = _link(run("staff", "reset-factor", "ling").output)
    ports = assemble(Settings.from_env())
    assert invitations.invited(ports, first) is None
    assert invitations.invited(ports, second) is not None
    assert run("staff", "disable", "ling").exit_code == 0
    assert invitations.invited(ports, second) is None
    assert run("staff", "list").output.split()[4] == "disabled"
    assert run("staff", "enable", "ling").exit_code == 0
    assert isinstance(run("staff", "disable", "nobody").exception, NotFound)
    assert run("verify-audit").exit_code == 0
    assert "operator" in run("verify-audit").output


def test_the_demos_link_is_made_where_the_service_is_tried_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.from_env()
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/console/demo/[\w-]{43}", demo_link(settings))
    for changed in (
        {"public_url": "https://verify.example.com"},
        {"host": "0.0.0.0"},
        {"redis_url": "redis://queue"},
        {"database_url": "postgresql://elsewhere/x"},
    ):
        with pytest.raises(ConfigurationError):
            demo_link(replace(settings, **changed))
