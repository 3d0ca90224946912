"""Codes: repaired only where the check characters then pass, and never made up."""

import pytest

from tests.printed import CODE, PORTRAIT, line, portrait
from verifier.domain.reading import Field, FieldName, Line
from workers.readers.licence.parsing import parsed

VALID_WITH_ZERO = "91110108MA01EBFH9B"


def code_of(lines: tuple[Line, ...]) -> Field | None:
    return parsed(lines).fields.get(FieldName.CODE)


def read_as(text: str, label: str = "统一社会信用代码") -> Field | None:
    lines = [entry for entry in portrait() if CODE not in entry.text]
    return code_of((*lines, line(label + text, 400.0, 220.0)))


def test_a_code_that_passes_is_taken_as_it_is() -> None:
    field = read_as(CODE)
    assert field is not None
    assert (field.value, field.normalised, field.repairs) == (CODE, CODE, ())


@pytest.mark.parametrize(
    ("misread", "repair"),
    [
        ("9111O108MA01EBFH9B", "character 5: O read as 0"),
        ("9I110108MA01EBFH9B", "character 2: I read as 1"),
        ("91110108MAO1EBFH9B", "character 11: O read as 0"),
        ("91110108MA01E8FH9B", "character 14: 8 read as B"),
    ],
)
def test_a_misread_code_is_repaired_and_says_so(misread: str, repair: str) -> None:
    field = read_as(misread)
    assert field is not None
    assert (field.normalised, field.repairs) == (VALID_WITH_ZERO, (repair,))


def test_a_code_that_no_repair_lets_pass_is_reported_as_read() -> None:
    field = read_as("91440300708461137T")
    assert field is not None
    assert (field.value, field.normalised, field.repairs) == ("91440300708461137T", "91440300708461137T", ())


def test_a_code_with_a_character_lost_is_not_normalised() -> None:
    field = read_as("9144030070846136T")
    assert field is not None
    assert (field.value, field.normalised) == ("9144030070846136T", None)


def test_the_number_of_the_copy_is_no_part_of_the_code() -> None:
    for suffix in (" (1/1)", "（1-1）", "1-1", " 1-1"):
        field = read_as("110108000000016" + suffix, label="注册号")
        assert field is not None
        assert field.normalised == "110108000000016"


def test_a_registration_number_is_repaired_by_its_check_digit() -> None:
    field = read_as("11O10800000OO16".replace("OO", "00"), label="注册号")
    assert field is not None
    assert (field.normalised, field.repairs) == ("110108000000016", ("character 3: O read as 0",))


def test_a_window_of_a_longer_serial_number_is_no_code() -> None:
    """Eighteen characters of each of these pass, and none of them is a code by itself."""
    lines = [entry for entry in portrait() if CODE not in entry.text]
    for serial in ("证照编号99000000201508190002", f"No00{CODE}", f"{CODE}00"):
        assert code_of((*lines, line(serial, 400.0, 220.0))) is None, serial


@pytest.mark.parametrize("serial", ["编号：110108000000016", "编号:91440300708461136T"])
def test_a_serial_number_is_not_taken_for_the_code(serial: str) -> None:
    lines = [entry for entry in portrait() if CODE not in entry.text]
    assert code_of((*lines, line(serial, 400.0, 180.0))) is None


def test_a_number_far_from_the_label_that_fails_is_no_code() -> None:
    lines = [entry for entry in portrait() if CODE not in entry.text]
    assert code_of((*lines, line("13800138000123", 320.0, 1400.0))) is None


def test_a_code_under_its_label_is_found() -> None:
    lines = [entry for entry in portrait() if CODE not in entry.text]
    apart = (line("统一社会信用代码", 400.0, 200.0), line(CODE, 400.0, 240.0))
    field = code_of((*lines, *apart))
    assert field is not None
    assert field.value == CODE


def test_a_page_without_any_code_has_none() -> None:
    lines = tuple(entry for entry in portrait(PORTRAIT) if CODE not in entry.text)
    assert code_of(lines) is None
