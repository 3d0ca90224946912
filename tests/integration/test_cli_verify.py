"""`verify` from the command line: the promised JSON shape, the report, bad files and exit statuses."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from models.ocr import TextEngine
from models.weights import WeightsError
from tests.licences import DECLARED, PRINTED, field, licence, reading
from verifier.checks import CHECKS
from verifier.cli import verify as command
from verifier.domain.decision import DecisionOutcome
from verifier.domain.errors import ConfigurationError
from verifier.domain.finding import Outcome
from verifier.domain.reading import DocumentType, FieldName, LicenceReading, Reading, Unreadable
from workers.main import load_readers
from workers.runtime import Readers

TOP = {"file", "outcome", "document_type", "fields", "findings", "milliseconds"}
FIELDS = {
    "code",
    "name",
    "type",
    "person",
    "capital",
    "established",
    "term",
    "address",
    "scope",
    "authority",
    "issued",
}
NOTHING_DECLARED = "Nothing was declared"
AS_DECLARED = (
    *("--declared-name", DECLARED.name),
    *("--declared-code", DECLARED.code),
    *("--declared-person", DECLARED.person),
)


class FakeReader:
    """Gives the same body for every file, and prints, as engines do."""

    body: LicenceReading | Unreadable = licence()

    def read(self, evidence_id: str, data: bytes, media_type: str) -> Reading:
        print("more engine chatter")
        return reading(self.body, evidence_id)


@pytest.fixture(autouse=True)
def _no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "load_readers", _loaded)


def _loaded() -> Readers:
    print("engine chatter")
    return Readers({"licence": FakeReader()})


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "licence.jpg"
    buffer = BytesIO()
    Image.new("RGB", (1200, 900), "white").save(buffer, "JPEG")
    path.write_bytes(buffer.getvalue())
    return path


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(command.verify, [str(a) for a in arguments], catch_exceptions=False)


def _lines(result: Result) -> Iterator[dict[str, Any]]:
    for text in result.stdout.splitlines():
        yield json.loads(text)


def _show(monkeypatch: pytest.MonkeyPatch, body: LicenceReading | Unreadable) -> None:
    monkeypatch.setattr(FakeReader, "body", body)


def _assert_shape(line: dict[str, Any]) -> None:
    assert set(line) == TOP
    assert line["outcome"] in {str(DecisionOutcome.VERIFIED), str(DecisionOutcome.ESCALATED)}
    assert line["document_type"] in {None, *map(str, DocumentType)}
    assert isinstance(line["milliseconds"], int)
    assert set(line["fields"]) == FIELDS == set(map(str, FieldName))
    for value in line["fields"].values():
        assert value is None or set(value) == {"value", "normalised", "score", "box"}
    assert line["findings"]
    for finding in line["findings"]:
        assert set(finding) == {"check", "outcome", "code", "detail"}
        assert finding["outcome"] in set(map(str, Outcome))


def test_a_verified_licence_has_the_promised_shape(photo: Path) -> None:
    result = _run("--json", photo, *AS_DECLARED)
    (line,) = _lines(result)
    _assert_shape(line)
    assert result.exit_code == 0
    assert line["file"] == str(photo)
    assert line["outcome"] == "verified"
    assert line["document_type"] == "business_licence"
    assert line["fields"]["code"] == {
        "value": "91440300708461136T",
        "normalised": "91440300708461136T",
        "score": 0.99,
        "box": [10, 10, 500, 40],
    }
    assert {finding["check"] for finding in line["findings"]} == set(CHECKS)


def test_a_field_that_was_not_read_is_null_and_keeps_its_key(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _show(monkeypatch, licence({"term": None, "name": None}))
    (line,) = _lines(_run("--json", photo))
    _assert_shape(line)
    assert line["fields"]["name"] is None
    assert line["outcome"] == "escalated"


def test_without_a_declaration_nothing_is_compared_and_the_report_says_so(photo: Path) -> None:
    (line,) = _lines(_run("--json", photo))
    assert line["outcome"] == "verified"
    assert "declared" not in {finding["check"] for finding in line["findings"]}
    assert NOTHING_DECLARED in _run(photo).stdout
    assert NOTHING_DECLARED not in _run(photo, *AS_DECLARED).stdout


def test_a_part_of_a_declaration_leaves_the_rest_inconclusive(photo: Path) -> None:
    (line,) = _lines(_run("--json", photo, "--declared-name", DECLARED.name))
    found = {f["code"] for f in line["findings"] if f["check"] == "declared"}
    assert found == {"name_agrees", "code_comparison_unsure", "person_comparison_unsure"}
    assert line["outcome"] == "escalated"


def test_a_declaration_that_differs_escalates(photo: Path) -> None:
    (line,) = _lines(_run("--json", photo, *AS_DECLARED[:-1], "周明"))
    assert line["outcome"] == "escalated"
    assert "person_differs" in {f["code"] for f in line["findings"]}


def test_an_agency_is_judged_by_its_scope(photo: Path) -> None:
    (line,) = _lines(_run("--json", photo, "--account-type", "hr_agency"))
    assert "scope_lacks_service" in {f["code"] for f in line["findings"]}


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "evidence_empty"), (b"PK\x03\x04 no picture", "unsupported_media_type")]
)
def test_a_file_that_the_intake_refuses_is_escalated_in_the_same_shape_and_stops_nothing(
    tmp_path: Path, photo: Path, content: bytes, code: str
) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(content)
    result = _run("--json", bad, photo)
    first, second = _lines(result)
    _assert_shape(first)
    assert (first["outcome"], first["document_type"]) == ("escalated", None)
    assert {"check": "readable", "outcome": "fail", "code": code} in [
        {key: f[key] for key in ("check", "outcome", "code")} for f in first["findings"]
    ]
    assert second["outcome"] == "verified"
    assert result.exit_code == 0


def test_what_the_reader_could_not_read_has_the_same_shape(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _show(monkeypatch, Unreadable("evidence_truncated", "It ends too early."))
    (line,) = _lines(_run("--json", photo))
    _assert_shape(line)
    assert (line["outcome"], line["document_type"]) == ("escalated", None)


def test_a_missing_file_is_named_on_standard_error_and_stops_nothing(tmp_path: Path, photo: Path) -> None:
    result = _run("--json", tmp_path / "none.jpg", photo)
    assert result.exit_code == 1
    assert re.search(r"none\.jpg cannot be opened: No such file", result.stderr)
    assert [line["outcome"] for line in _lines(result)] == ["verified"]


def test_no_file_at_all_is_a_wrong_call() -> None:
    assert _run("--json").exit_code == 2


def test_a_missing_weight_is_a_configuration_error(photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise WeightsError("The weight is missing: run `make setup`.")

    monkeypatch.setattr(command, "load_readers", load_readers)
    monkeypatch.setattr(TextEngine, "load", missing)
    with pytest.raises(ConfigurationError, match="make setup"):
        _run("--json", photo)


def test_what_the_engine_prints_does_not_reach_standard_output(photo: Path) -> None:
    result = _run("--json", photo)
    assert "chatter" not in result.stdout
    assert "chatter" in result.stderr


def test_the_report_shows_fields_findings_and_what_the_applicant_is_told(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _show(monkeypatch, licence({"code": "911101085636548888", "person": field("[red]林", 0.5)}))
    shown = _run(photo).stdout
    for expected in (
        "escalated",
        PRINTED[FieldName.ISSUED],
        "code_invalid",
        "person_faint",
        "[red]林",
        "Passes",
    ):
        assert expected in shown
    assert "统一社会信用代码不符合编码规则" in shown
