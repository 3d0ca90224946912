"""An extract cannot contradict itself; words, days, columns and rows are understood or refused."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.licences import made_code
from tests.registries import COLUMNS, FIRMS, NUMBER, question, records
from verifier.domain import credit_code
from verifier.domain.errors import ConfigurationError
from verifier.domain.reading import Reading
from verifier.domain.registry import (
    Agreement,
    Listing,
    ListKind,
    Reason,
    Registered,
    RegistryExtract,
    RegistryOutcome,
    RegistryQuestion,
    RegistryStatus,
    unavailable,
)
from verifier.providers.registry.calendar_days import day_of
from verifier.providers.registry.comparing import Origin, Record, extract_of, gravest, not_found
from verifier.providers.registry.snapshots.columns import places
from verifier.providers.registry.snapshots.rows import (
    BadRow,
    _last_character_holds,
    kept,
    meanings,
    record_of,
)
from verifier.providers.registry.status_words import status_of
from verifier.store.serialisation import body_from_json, body_to_json

ORIGIN = Origin("test", date(2026, 2, 20), "r-1", billable=True)
PLACES = {column: index for index, column in enumerate(COLUMNS)}
MATCH = Agreement.MATCH


@pytest.mark.parametrize(
    "changed",
    [
        {"outcome": RegistryOutcome.UNAVAILABLE},
        {"reason": Reason.TIMED_OUT},
        {"outcome": RegistryOutcome.NOT_FOUND},
        {"name": Agreement.MISMATCH},
        {"name": Agreement.UNKNOWN, "code": Agreement.UNKNOWN, "person": Agreement.UNKNOWN},
    ],
)
def test_an_extract_that_contradicts_itself_cannot_be_made(changed: dict[str, object]) -> None:
    good = RegistryExtract(RegistryOutcome.MATCH, "test", MATCH, MATCH, MATCH)
    with pytest.raises(ValueError, match=r"extract|firm|match"):
        replace(good, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "known",
    [
        {"name": MATCH},
        {"registered": Registered("甲")},
        {"status": RegistryStatus.OTHER},
        {"raw_status": "注销"},
        {"term": "../"},
        {"listings": (Listing(ListKind.ABNORMAL, None),)},
    ],
)
@pytest.mark.parametrize("silent", [unavailable("test", Reason.REFUSED), not_found(ORIGIN)])
def test_who_did_not_find_the_firm_says_nothing_about_it(
    silent: RegistryExtract, known: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match="says nothing about a firm"):
        replace(silent, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "extract",
    [
        unavailable("test", Reason.CIRCUIT_OPEN),
        not_found(ORIGIN),
        *[extract_of(question(letter), records()[question(letter).code], ORIGIN) for letter in "ABCDEFGHI"],
    ],
)
def test_every_extract_comes_back_from_the_store_as_it_was(extract: RegistryExtract) -> None:
    stored = body_to_json(Reading("evd_1", "registry", "test", "1", 1, extract))
    assert stored["type"] == "registry"
    assert body_from_json(stored) == extract


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("存续", "in_operation"),
        ("存续（在营、开业、在册）", "in_operation"),
        ("在营（开业）企业", "in_operation"),
        ("正常", "in_operation"),
        ("注销", "cancelled"),
        ("已注销", "cancelled"),
        ("吊销", "revoked"),
        ("吊销，未注销", "revoked"),
        ("吊销,已注销", "revoked"),
        ("撤销", "withdrawn"),
        ("歇业", "suspended"),
        ("停业", "suspended"),
        ("迁出", "moved_out"),
        ("非正常", "other"),
        ("清算", "other"),
        ("拟开业", "other"),
        ("", "other"),
        ("1", "other"),
    ],
)
def test_words_for_the_state_are_understood_or_other(word: str, status: str) -> None:
    assert status_of(word) == status


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-01",
        "2026/10/1",
        "2026.10.1",
        "2026年10月1日",
        "20261001",
        "2026-10-01T08:00:00",
        " 2026-10-01 00:00:00.0 ",
    ],
)
def test_days_are_read_however_they_are_written(text: str) -> None:
    assert day_of(text) == date(2026, 10, 1)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01", "2026-02-30", "26-10-01", "1 October 2026", "２０２６"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  date's own words differ
        day_of(text)


def test_the_columns_are_known_in_chinese_and_english() -> None:
    chinese = places(("序号", "企业名称", "统一社会信用代码", "法定代表人", "登记状态"), {})
    english = places(("Company Name", "credit_code", "legal-representative", "STATUS"), {})
    assert chinese == {"name": 1, "code": 2, "person": 3, "status": 4}
    assert english == {"name": 0, "code": 1, "person": 2, "status": 3}


def test_the_operator_can_name_a_column_and_so_settle_a_doubt() -> None:
    headers = ("名称", "企业名称", "信用代码", "主要负责的人", "状态")
    with pytest.raises(ConfigurationError, match="both mean name"):
        places(headers, {})
    assert places(headers, {"name": "企业名称", "person": "主要负责的人"})["name"] == 1


@pytest.mark.parametrize(
    ("headers", "own", "told"),
    [
        (("企业名称", "状态"), {}, "code or number"),
        (("信用代码", "状态"), {}, "name"),
        (("企业名称", "信用代码"), {}, "status"),
        (("企业名称", "信用代码", "状态"), {"person": "老板"}, "老板"),
    ],
)
def test_a_file_without_a_needed_column_is_refused_by_name(
    headers: tuple[str, ...], own: dict[str, str], told: str
) -> None:
    with pytest.raises(ConfigurationError, match=told):
        places(headers, own)


@pytest.mark.parametrize("row", FIRMS)
def test_a_row_comes_back_as_it_was_loaded(row: tuple[str, ...]) -> None:
    record = record_of(kept(row, PLACES, meanings({})).text)
    assert (record.name, record.code or "", record.person, record.raw_status) == (
        row[0],
        row[1],
        row[3],
        row[4],
    )


BAD_ROWS = [
    ({"name": ""}, "the name is empty"),
    ({"name": "（）"}, "the name is empty"),
    ({"name": "深圳\ufffd公司"}, "no text"),
    ({"name": "深" * 501}, "longer"),
    ({"person": "林\0"}, "no text"),
    ({"code": "91440300708461136U"}, "check character"),
    ({"code": "9144030070846113OT"}, "check character"),
    ({"code": "12345"}, "neither 18 nor 15"),
    ({"abnormal_listed": "soon"}, "abnormal_listed is not a day"),
    ({"serious_listed": "2026-02-30"}, "serious_listed is not a day"),
    ({"term_to": "someday"}, "term_to is not a day"),
]


@pytest.mark.parametrize(("changed", "reason"), BAD_ROWS)
def test_a_broken_row_is_refused_whole_and_not_quoted(changed: dict[str, str], reason: str) -> None:
    row = list(FIRMS[0])
    for column, value in changed.items():
        row[PLACES[column]] = value
    with pytest.raises(BadRow, match=reason) as refused:
        kept(row, PLACES, meanings({}))
    for cell in row:
        assert len(cell) < 4 or cell not in str(refused.value)


def test_an_old_number_in_the_column_of_the_codes_is_a_number() -> None:
    row = [*FIRMS[0]]
    row[PLACES["code"]] = NUMBER
    assert kept(row, PLACES, meanings({})).number == NUMBER


def test_the_operators_status_words_come_first() -> None:
    meaning = meanings({"1": RegistryStatus.IN_OPERATION, "开业": RegistryStatus.OTHER})
    assert [meaning(word) for word in ("1", "开业", "注销")] == ["in_operation", "other", "cancelled"]


@given(st.text(alphabet=credit_code.ALPHABET + "IOSVZ", min_size=18, max_size=18))
def test_the_quick_sum_never_refuses_a_valid_code(text: str) -> None:
    if credit_code.is_valid(text):
        assert _last_character_holds(text)


@given(st.text(alphabet="0123456789", min_size=6, max_size=6))
def test_the_quick_sum_is_the_standards(division: str) -> None:
    code = made_code("91" + division)
    assert _last_character_holds(code)
    for other in credit_code.ALPHABET:
        assert _last_character_holds(code[:-1] + other) is (other == code[-1])


def test_a_firm_that_stands_twice_is_answered_with_the_graver_row() -> None:
    asked = RegistryQuestion("甲有限公司", made_code("91440300"), "林晓东")
    row = Record(asked.name, asked.code, None, asked.person, RegistryStatus.IN_OPERATION, "存续")
    one = replace(row, listings=(Listing(ListKind.ABNORMAL, date(2025, 1, 1)),))
    two = replace(row, status=RegistryStatus.REVOKED, raw_status="吊销")
    answers = [extract for record in (one, two, row) if (extract := extract_of(asked, record, ORIGIN))]
    answer = gravest(answers)
    assert (answer.status, len(answer.listings)) == (RegistryStatus.REVOKED, 1)
    other = extract_of(asked, replace(row, person="林晓西"), ORIGIN)
    assert other
    assert gravest([*answers, other]).outcome is RegistryOutcome.MISMATCH


@pytest.mark.parametrize(
    ("record", "agreements"),
    [
        (Record(name="甲有限公司"), ("match", "unknown", "unknown")),
        (Record(name="甲有限公司", number=NUMBER), ("match", "unknown", "unknown")),
        (Record(name="甲有限公司", person="某"), ("match", "unknown", "mismatch")),
    ],
)
def test_what_the_registry_does_not_have_is_unknown(record: Record, agreements: tuple[str, ...]) -> None:
    extract = extract_of(RegistryQuestion("甲有限公司", made_code("91440300"), "乙"), record, ORIGIN)
    assert extract
    assert tuple(extract.agreements.values()) == agreements


def test_an_answer_in_which_nothing_can_be_compared_is_none() -> None:
    assert extract_of(question("A"), Record(raw_status="存续"), ORIGIN) is None
