"""The operator's commands on the audit: sound or not by exit status, anchors, and an inspector's export."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.acts import opened
from verifier.assembly import assemble
from verifier.cli import cli
from verifier.domain.errors import ConfigurationError, NotFound
from verifier.settings import Settings
from verifier.store import append_only, sqlite_driver


@pytest.fixture(autouse=True)
def _own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def alice() -> str:
    tenant = run("tenant", "create", "Alice's site").output.split()[1]
    opened(assemble(Settings.from_env()), tenant)
    return tenant


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def tamper(tmp_path: Path, statement: str) -> None:
    database = sqlite_driver.MODULE.connect(tmp_path / "data" / "bonafide.sqlite")
    for each in (*append_only.DROP["sqlite"], statement, *append_only.CREATE["sqlite"]):
        database.execute(each)
    database.commit()
    database.close()


def test_a_sound_chain_is_said_to_be_and_a_tampered_one_named(alice: str, tmp_path: Path) -> None:
    sound = run("verify-audit")
    assert (sound.exit_code, sound.output.split()[:4]) == (0, ["sound", alice, "3", "entries,"])
    tamper(tmp_path, "UPDATE audit SET subject = 'case_x' WHERE seq = 2")
    for arguments in (["verify-audit"], ["verify-audit", "--tenant", alice]):
        faulty = run(*arguments)
        assert faulty.exit_code == 1
        assert faulty.output.startswith(f"fault  {alice}  entry 2 is not as it was written")
    assert isinstance(run("verify-audit", "--tenant", "ten_none").exception, NotFound)


def test_many_faults_are_counted_and_not_all_listed(alice: str, tmp_path: Path) -> None:
    for _ in range(30):
        opened(assemble(Settings.from_env()), alice)
    tamper(tmp_path, "UPDATE audit SET subject = 'case_x'")
    lines = run("verify-audit").output.splitlines()
    assert len(lines) == 21
    assert lines[-1].endswith("and 13 more")


def test_anchors_that_were_kept_are_looked_for(alice: str, tmp_path: Path) -> None:
    kept = tmp_path / "anchors"
    kept.write_text(run("verify-audit", "--anchor").stdout)
    opened(assemble(Settings.from_env()), alice)
    kept.write_text(kept.read_text() + run("verify-audit", "--anchor", "--tenant", alice).stdout + "\n")
    assert [json.loads(line)["seq"] for line in kept.read_text().split("\n") if line] == [3, 4]
    assert run("verify-audit", "--since", str(kept)).exit_code == 0
    line = json.loads(kept.read_text().splitlines()[0])
    kept.write_text(json.dumps(line | {"hash": "0" * 64}))
    found = run("verify-audit", "--since", str(kept))
    assert found.exit_code == 1
    assert "entry 3 was kept outside as an anchor and is not on the chain" in found.output


def test_no_anchor_is_given_of_a_head_that_is_not_ours(alice: str, tmp_path: Path) -> None:
    tamper(tmp_path, "UPDATE audit_heads SET seq = 2")
    found = run("verify-audit", "--anchor")
    assert (found.exit_code, found.stdout) == (1, "")
    assert alice in found.stderr


@pytest.mark.parametrize("line", ["x", "{}", "[]", '{"tenant": "t", "seq": "x", "hash": "h"}'])
def test_a_file_that_holds_no_anchors_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "anchors"
    file.write_text(f'{{"tenant": "t", "seq": 1, "hash": "h"}}\n{line}\n')
    refused = run("verify-audit", "--since", str(file)).exception
    assert isinstance(refused, ConfigurationError)
    assert "line 2" in refused.detail


def test_an_export_is_checked_elsewhere_with_the_tenants_key_alone(
    alice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, key = tmp_path / "part.jsonl", tmp_path / "part.key"
    assert run("export-audit", "--tenant", alice, "--out", str(out), "--key-out", str(key)).exit_code == 0
    last = json.loads(out.read_text().splitlines()[-1])
    assert (last["action"], last["seq"]) == ("audit.exported", 4)
    assert {path.stat().st_mode & 0o777 for path in (out, key)} == {0o600}
    assert run("verify-audit", "--export", str(out)).exit_code == 0
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path / "inspector"))
    assert run("verify-audit", "--export", str(out), "--key", str(key)).exit_code == 0
    assert not (tmp_path / "inspector").exists()
    without = run("verify-audit", "--export", str(out))
    assert without.exit_code == 1
    out.write_text(out.read_text().replace("case.opened", "case.read"))
    changed = run("verify-audit", "--export", str(out), "--key", str(key))
    assert changed.exit_code == 1
    assert "entry 3 is not as it was written" in changed.output


def test_an_export_of_some_days_holds_these_alone(alice: str, tmp_path: Path) -> None:
    none, every = tmp_path / "none", tmp_path / "every"
    assert run("export-audit", "--tenant", alice, "--to", "2020-01-01", "--out", str(none)).exit_code == 0
    assert none.read_text() == ""
    assert run("export-audit", "--tenant", alice, "--from", "2020-01-01", "--out", str(every)).exit_code == 0
    assert len(every.read_text().splitlines()) == 5
    assert {run("verify-audit", "--export", str(file)).exit_code for file in (none, every)} == {0}


def test_an_export_never_overwrites_and_leaves_nothing_where_it_fails(alice: str, tmp_path: Path) -> None:
    out = tmp_path / "part.jsonl"
    assert isinstance(run("export-audit", "--tenant", "ten_none", "--out", str(out)).exception, NotFound)
    assert not out.exists()
    tamper(tmp_path, "UPDATE audit SET details = '{ }' WHERE seq = 2")
    damaged = run("export-audit", "--tenant", alice, "--out", str(out)).exception
    assert "Entry 2" in str(damaged)
    assert not out.exists()
    out.write_text("kept")
    assert isinstance(run("export-audit", "--tenant", alice, "--out", str(out)).exception, ConfigurationError)
    assert out.read_text() == "kept"


def test_a_key_of_another_tenant_or_no_key_is_refused(alice: str, tmp_path: Path) -> None:
    out, key = tmp_path / "part.jsonl", tmp_path / "part.key"
    run("export-audit", "--tenant", alice, "--out", str(out), "--key-out", str(key))
    for spoiled in (key.read_text().replace(alice, "ten_other"), "{}", "[]", "x", '{"keys": ["?"]}'):
        key.write_text(spoiled)
        refused = run("verify-audit", "--export", str(out), "--key", str(key)).exception
        assert isinstance(refused, ConfigurationError), spoiled
