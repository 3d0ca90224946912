"""Loading a registry file: every row counted, nothing half loaded, nothing changed behind our back."""

import csv
import re
import sqlite3
import stat
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.registries import AS_OF, CODES, FIRMS, HEADERS, STRANGER, question, write_csv, write_sqlite
from verifier.cli.registry import registry as command
from verifier.domain.errors import ConfigurationError
from verifier.domain.registry import Reason, RegistryOutcome, RegistryStatus
from verifier.providers.registry.snapshots.loading import FILE, REFUSED, Plan, Report, load
from verifier.providers.registry.snapshots.sealed import SnapshotSeal
from verifier.providers.registry.snapshots.snapshot import Damaged, SnapshotRegistry

SEAL = SnapshotSeal(b"k" * 32)
MATCH = RegistryOutcome.MATCH


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "registry"


def _load(folder: Path, file: Path, **how: object) -> Report:
    plan = replace(Plan(file, AS_OF), **how)  # type: ignore[arg-type]
    return load(plan, folder, SEAL)


def _asked(folder: Path, letter: str = "A", seal: SnapshotSeal = SEAL) -> object:
    return SnapshotRegistry(folder, seal).verify(question(letter)).outcome


def _changed(**cells: str) -> list[str]:
    row = list(FIRMS[0])
    for header, value in cells.items():
        row[HEADERS.index(header)] = value
    return row


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chinese_files_are_read_in_whatever_encoding_they_come(
    folder: Path, tmp_path: Path, encoding: str
) -> None:
    report = _load(folder, write_csv(tmp_path / "firms.csv", encoding=encoding))
    assert (report.page.rows, report.page.refused) == (len(FIRMS), 0)
    assert _asked(folder) is MATCH


def test_a_sqlite_table_is_found_among_others_by_its_headers(folder: Path, tmp_path: Path) -> None:
    report = _load(folder, write_sqlite(tmp_path / "firms.db"))
    assert (report.kind, report.page.rows) == ("SQLite, table firms", len(FIRMS))
    assert _asked(folder) is MATCH


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_the_separator_is_told_by_the_headers(folder: Path, tmp_path: Path, separator: str) -> None:
    file = tmp_path / "firms.csv"
    rows = (HEADERS, *FIRMS)
    file.write_text("\r\n".join(separator.join(row) for row in rows), encoding="utf-8")
    assert _load(folder, file).page.rows == len(FIRMS)


def test_every_row_is_either_loaded_or_listed_with_its_line_and_reason(folder: Path, tmp_path: Path) -> None:
    rows: list[Sequence[str]] = [
        *FIRMS,
        _changed(统一社会信用代码="91440300708461136U"),
        _changed(企业名称=""),
        FIRMS[0][:3],
        _changed(列入经营异常名录日期="soon"),
        FIRMS[1],
    ]
    report = _load(folder, write_csv(tmp_path / "firms.csv", rows), refused_max=0.9)
    first = len(FIRMS) + 2
    assert [line for line, _ in report.sample] == [first, first + 1, first + 2, first + 3]
    assert report.page.rows + report.page.refused == len(rows)
    with (folder / REFUSED).open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert [int(row["line"]) for row in listed] == [line for line, _ in report.sample]
    assert "3 cells" in listed[2]["reason"]
    assert not re.search("[\u4e00-\u9fff]", (folder / REFUSED).read_text(encoding="utf-8"))


def test_a_few_broken_bytes_cost_their_row_and_not_the_encoding(folder: Path, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "firms.csv", FIRMS * 30)
    file.write_bytes(file.read_bytes().replace("青禾".encode(), b"\xe9\x9d\xff\xe7\xa6\xbe", 1))
    report = _load(folder, file)
    assert report.page.refused == 1
    assert report.sample[0][0] == 3
    assert _asked(folder) is MATCH


def test_a_quotation_mark_that_is_never_closed_is_reported_with_what_it_swallowed(
    folder: Path, tmp_path: Path
) -> None:
    file = tmp_path / "firms.csv"
    lines = [",".join(HEADERS), *(",".join(row) for row in FIRMS * 5)]
    lines[10] = '"' + lines[10]
    file.write_text("\n".join(lines), encoding="utf-8")
    report = _load(folder, file, refused_max=0.9)
    assert (report.page.rows, report.page.refused) == (9, 1)
    assert report.sample[0][0] == 11
    assert f"line {len(lines)}" in report.sample[0][1]


FILES_REFUSED = [
    ("", "empty"),
    ("a,b,c\n1,2,3\n", "No column for name, status, code or number"),
    (",".join(HEADERS) + "\n", "no rows"),
    (",".join(HEADERS) + "\n" + "x\n" * 50, "50 of 50 rows cannot be taken"),
]


@pytest.mark.parametrize(("text", "told"), FILES_REFUSED)
def test_a_file_that_cannot_be_meant_leaves_the_old_snapshot_in_place(
    folder: Path, tmp_path: Path, text: str, told: str
) -> None:
    _load(folder, write_csv(tmp_path / "firms.csv"))
    before = sorted((path.name, path.read_bytes()) for path in folder.iterdir())
    file = tmp_path / "other.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=told):
        _load(folder, file)
    assert sorted((path.name, path.read_bytes()) for path in folder.iterdir()) == before


def test_a_load_that_is_killed_half_way_changes_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _load(folder, write_csv(tmp_path / "firms.csv"))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("verifier.providers.registry.snapshots.loading._put", killed)
    with pytest.raises(KeyboardInterrupt):
        _load(folder, write_csv(tmp_path / "fewer.csv", FIRMS[1:]))
    assert _asked(folder) is MATCH
    assert sorted(path.name for path in folder.iterdir()) == [REFUSED, FILE]


def test_a_new_snapshot_is_asked_from_the_next_question_on(folder: Path, tmp_path: Path) -> None:
    asked = SnapshotRegistry(folder, SEAL)
    assert not asked.configured()
    assert asked.verify(question()).reason is Reason.NOT_CONFIGURED
    _load(folder, write_csv(tmp_path / "firms.csv"))
    assert asked.verify(question()).outcome is MATCH
    _load(folder, write_csv(tmp_path / "fewer.csv", FIRMS[1:]), as_of=date(2026, 3, 1))
    extract = asked.verify(question())
    assert (extract.outcome, extract.data_as_of) == (RegistryOutcome.NOT_FOUND, date(2026, 3, 1))


def test_a_declared_code_that_is_another_firms_is_found_by_name_and_differs(
    folder: Path, tmp_path: Path
) -> None:
    _load(folder, write_csv(tmp_path / "firms.csv"))
    extract = SnapshotRegistry(folder, SEAL).verify(question("A", code=STRANGER.code))
    assert extract.outcome is RegistryOutcome.MISMATCH
    assert extract.agreements == {"name": "match", "code": "mismatch", "person": "match"}


def test_a_firm_on_several_rows_is_answered_with_the_gravest(folder: Path, tmp_path: Path) -> None:
    rows = [*FIRMS, _changed(登记状态="吊销"), _changed(列入严重违法失信名单日期="2025-01-01")]
    _load(folder, write_csv(tmp_path / "firms.csv", rows))
    extract = SnapshotRegistry(folder, SEAL).verify(question("A"))
    assert (extract.status, len(extract.listings)) == (RegistryStatus.REVOKED, 1)


TAMPERED = [
    "UPDATE firms SET text = replace(text, '注销', '存续')",
    "UPDATE firms SET text = replace(text, 'cancelled', 'in_operation')",
    "UPDATE firms SET mac = x'00'",
    "UPDATE firms SET mac = 'text'",
    "UPDATE firms SET text = 7",
    "UPDATE page SET text = replace(text, '2026-02-20', '2026-11-20')",
    "DELETE FROM page",
    "DROP TABLE firms",
    "UPDATE page SET text = 'no JSON'",
]


@pytest.mark.parametrize("change", TAMPERED)
def test_a_snapshot_that_somebody_changed_is_unavailable(folder: Path, tmp_path: Path, change: str) -> None:
    _load(folder, write_csv(tmp_path / "firms.csv"))
    with closing(sqlite3.connect(folder / FILE)) as database, database:
        database.execute(change)
    assert SnapshotRegistry(folder, SEAL).verify(question("B")).reason is Reason.SNAPSHOT_DAMAGED


def test_a_row_that_was_taken_away_is_not_found(folder: Path, tmp_path: Path) -> None:
    _load(folder, write_csv(tmp_path / "firms.csv"))
    with closing(sqlite3.connect(folder / FILE)) as database, database:
        database.execute("DELETE FROM firms WHERE code = ?", (CODES["B"],))
    assert _asked(folder, "B") is RegistryOutcome.NOT_FOUND


def test_a_row_put_under_anothers_code_does_not_vouch_for_it(folder: Path, tmp_path: Path) -> None:
    _load(folder, write_csv(tmp_path / "firms.csv"))
    with closing(sqlite3.connect(folder / FILE)) as database, database:
        database.execute("DELETE FROM firms WHERE code = ?", (CODES["B"],))
        database.execute("UPDATE firms SET code = ? WHERE code = ?", (CODES["B"], CODES["A"]))
    assert _asked(folder, "B") is RegistryOutcome.MISMATCH


@pytest.mark.parametrize("size", [0, 100, 5000])
def test_a_snapshot_that_was_cut_off_is_unavailable(folder: Path, tmp_path: Path, size: int) -> None:
    _load(folder, write_csv(tmp_path / "firms.csv"))
    file = folder / FILE
    file.write_bytes(file.read_bytes()[:size])
    registry = SnapshotRegistry(folder, SEAL)
    assert registry.verify(question()).reason is Reason.SNAPSHOT_DAMAGED
    with pytest.raises(Damaged):
        registry.count_sound_rows()


def test_a_snapshot_signed_with_another_key_is_unavailable(folder: Path, tmp_path: Path) -> None:
    _load(folder, write_csv(tmp_path / "firms.csv"))
    assert _asked(folder, seal=SnapshotSeal(b"x" * 32)) is RegistryOutcome.UNAVAILABLE


def test_only_its_owner_can_read_a_snapshot(folder: Path, tmp_path: Path) -> None:
    _load(folder, write_csv(tmp_path / "firms.csv"))
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def _run(monkeypatch: pytest.MonkeyPatch, data: Path, *arguments: str) -> tuple[int, str]:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(data))
    result = CliRunner().invoke(command, arguments)
    said = result.exception.detail if isinstance(result.exception, ConfigurationError) else result.output
    return result.exit_code, said


def test_the_operator_loads_and_looks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = write_csv(
        tmp_path / "firms.csv", [[*row[:4], "1", *row[5:]] for row in FIRMS], ("老板的公司", *HEADERS[1:])
    )
    how = ["--as-of", "2026-02-20", "--column", "name=老板的公司", "--status", "1=in_operation"]
    code, said = _run(monkeypatch, tmp_path / "data", "load", str(file), *how)
    assert code == 0, said
    assert f"{len(FIRMS)} firms as of 2026-02-20" in said
    code, said = _run(monkeypatch, tmp_path / "data", "status", "--full")
    assert code == 0
    assert "days ago" in said
    assert "every row checked" in said
    (tmp_path / "data" / "registry" / FILE).write_bytes(b"rubbish")
    code, said = _run(monkeypatch, tmp_path / "data", "status")
    assert (code, "damaged" in said) == (1, True)


WRONG_CALLS = [
    (["--as-of", "yesterday"], "--as-of must be a day"),
    (["--as-of", "2999-01-01"], "in the future"),
    (["--as-of", "2026-02-20", "--column", "moon=月"], "--column"),
    (["--as-of", "2026-02-20", "--status", "1=fine"], "--status"),
    (["--as-of", "2026-02-20", "--format", "sqlite"], "no sound SQLite file"),
]


@pytest.mark.parametrize(("arguments", "told"), WRONG_CALLS)
def test_a_wrong_call_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str], told: str
) -> None:
    file = write_csv(tmp_path / "firms.csv")
    code, said = _run(monkeypatch, tmp_path / "data", "load", str(file), *arguments)
    assert code != 0
    assert told in said


def test_status_says_when_there_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert _run(monkeypatch, tmp_path / "data", "status") == (
        0, "snapshot  none; load one with `registry load FILE --as-of DAY`\n"
    )  # fmt: skip
