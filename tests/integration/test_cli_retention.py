"""The operator's commands on what is kept: purge, receipts, files, one subject's data, a tenant's time."""

import json
import sqlite3
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.acts import added, opened, photo
from tests.rows import CASE
from verifier.assembly import assemble
from verifier.cli import cli
from verifier.domain.errors import ConfigurationError, Invalid, NotFound
from verifier.providers.clock import SystemClock
from verifier.settings import Settings

LATER = timedelta(days=100)


@pytest.fixture(autouse=True)
def _own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def alice() -> str:
    return run("tenant", "create", "Alice's site").output.split()[1]


@pytest.fixture
def draft(alice: str) -> str:
    """A case with a file that was never submitted."""
    ports = assemble(Settings.from_env())
    case = opened(ports, alice)
    added(ports, case)
    return case.id


def a_hundred_days_on(monkeypatch: pytest.MonkeyPatch) -> None:
    now = SystemClock.now
    monkeypatch.setattr(SystemClock, "now", lambda clock: now(clock) + LATER)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def files(tmp_path: Path) -> list[str]:
    return [path.name for path in (tmp_path / "data" / "blobs").rglob("*") if path.is_file()]


def test_a_purge_says_what_is_due_then_takes_it_and_its_receipts_are_sound(
    alice: str, draft: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("purge", "--dry-run").output == run("purge").output == ""
    a_hundred_days_on(monkeypatch)
    (name,) = files(tmp_path)
    assert run("purge", "--dry-run", "--before", "2020-01-01").output == ""
    assert run("purge", "--before", "2020-01-01").output == ""
    due = run("purge", "--dry-run").output.split()
    assert due[:4] == ["due", alice, "drafts", "1"]
    purged = run("purge").output.split()
    assert purged[:6] == ["purged", alice, "drafts", "1", "1", "files"]
    assert files(tmp_path) == []
    listed = json.loads(run("receipts", "--of", draft).output)
    assert (listed["id"], listed["item"], listed["files"]["count"]) == (purged[-1], "drafts", 1)
    assert run("receipts", "--of", name).output
    assert run("receipts", "--of", "case_another").output == ""
    sound = run("receipts", "--verify", "--tenant", alice)
    assert (sound.exit_code, sound.output.split()[:3]) == (0, ["sound", alice, purged[-1]])
    with sqlite3.connect(tmp_path / "data" / "bonafide.sqlite") as database:
        database.execute("UPDATE retention_receipts SET body = replace(body, 'drafts', 'cases')")
    faulty = run("receipts", "--verify")
    assert (faulty.exit_code, faulty.output.split()[0]) == (1, "fault")
    assert run("verify-audit").exit_code == 0
    assert isinstance(run("purge", "--tenant", "ten_none").exception, NotFound)


def test_files_that_do_not_fit_are_named_and_those_that_nothing_names_removed(
    alice: str, draft: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_hundred_days_on(monkeypatch)  # no file is of the last minutes
    assert run("check-blobs").exit_code == 0
    (kept,) = files(tmp_path)
    stray = assemble(Settings.from_env()).blobs.put(alice, b"nobody's")
    found = run("check-blobs", "--tenant", alice)
    assert (found.exit_code, found.output.split()) == (1, ["orphan", alice, stray])
    removed = run("check-blobs", "--remove")
    assert (removed.exit_code, removed.output.split()) == (0, ["removed", alice, stray])
    next((tmp_path / "data" / "blobs").rglob(kept)).unlink()
    missing = run("check-blobs", "--remove")
    assert (missing.exit_code, missing.output.split()) == (1, ["missing", alice, kept])


def test_one_subject_is_exported_with_its_files_and_then_erased(
    alice: str, draft: str, tmp_path: Path
) -> None:
    out = tmp_path / "alice.zip"
    of_case = ("--tenant", alice, "--case", draft)
    assert run("subject", "export", *of_case, "--out", str(out)).exit_code == 0
    assert out.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(out) as archive:
        about = json.loads(archive.read("about.json"))
        records = [json.loads(line) for line in archive.read("records.jsonl").decode().splitlines()]
        (name,) = (name for name in archive.namelist() if name.startswith("files/"))
        assert archive.read(name) == photo()
    assert about["subject"] == draft
    assert about["tables"]["cases"]["source"] == "the recruitment site"
    (case,) = (one for one in records if one["kind"] == "cases")
    assert case["declared_person"] == CASE.declared.person
    assert isinstance(run("subject", "export", *of_case, "--out", str(out)).exception, ConfigurationError)
    erased = run("subject", "erase", *of_case).output.splitlines()
    assert erased[0].split()[:2] == ["erased", draft]
    assert {line.split()[1] for line in erased if line.startswith("kept")} == {"audit", "answers"}
    for wrong in (("--case", "case_none"), ("--employer", draft), (*of_case[2:], "--recruiter", "rec_1"), ()):
        refused = run("subject", "erase", "--tenant", alice, *wrong)
        assert isinstance(refused.exception, NotFound | ConfigurationError)
    assert isinstance(run("subject", "export", *of_case, "--out", str(tmp_path / "b")).exception, NotFound)
    assert not (tmp_path / "b").exists()


def test_a_tenants_own_time_is_said_and_chosen_and_kept_within_the_law(alice: str) -> None:
    assert run("tenant", "retention", alice).output == "evidence 1096 days\n"
    assert run("tenant", "retention", alice, "--evidence-days", "365").output == "evidence 365 days\n"
    assert isinstance(run("tenant", "retention", alice, "--evidence-days", "30").exception, Invalid)
    assert run("tenant", "retention", alice, "--as-policy").output == "evidence 1096 days\n"
    assert isinstance(run("tenant", "retention", "ten_none").exception, NotFound)
