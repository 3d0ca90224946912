"""What the checks of the first delivery find in genuine and in contradicting readings."""

import random
import string
from dataclasses import replace

import pytest

from tests.licences import DECLARED, EVIDENCE, PRINTED, codes, facts, field, licence, line, made_code, reading
from verifier.checks import (
    CHECKS,
    business_licence,
    code,
    dates,
    declared,
    issue_date,
    licence_fields,
    readable,
    specimen_mark,
)
from verifier.domain.case import Declared
from verifier.domain.check import Check
from verifier.domain.licence_forms import IDENTIFYING, NEEDED
from verifier.domain.policy import NO_PAPER
from verifier.domain.reading import DocumentType, FieldName, LicenceReading, Unreadable

SCORES = {"score_min": 0.9}
SHARE = {"share_min": 0.8}
OTHER = licence(document_type=DocumentType.OTHER)
JUDGE_MORE_THAN_LICENCES = ("readable", "business_licence", "image_quality", "registry", "provenance")


def test_every_evidence_that_was_read_is_readable() -> None:
    assert codes(readable.CHECK, facts()) == [("pass", "read")]


def test_evidence_without_any_reading_is_inconclusive_and_never_a_pass() -> None:
    assert codes(readable.CHECK, replace(facts(), readings=())) == [("inconclusive", "not_read")]


def test_unreadable_evidence_fails_under_the_code_that_says_why() -> None:
    case = facts(licence(), Unreadable("evidence_too_small", "640 px."))
    assert codes(readable.CHECK, case) == [("fail", "evidence_too_small"), ("pass", "read")]


def test_evidence_that_one_reader_read_and_another_could_not_is_not_a_pass() -> None:
    case = facts()
    broken = reading(Unreadable("evidence_malformed", "No end."))
    assert codes(readable.CHECK, replace(case, readings=(*case.readings, broken))) == [
        ("fail", "evidence_malformed")
    ]


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ((licence(),), [("pass", "is_licence")]),
        ((OTHER,), [("fail", "not_a_licence")]),
        ((licence(), OTHER), [("pass", "is_licence"), ("fail", "not_a_licence")]),
        ((Unreadable("evidence_malformed", "Broken."),), [("inconclusive", "no_licence")]),
        (
            (licence(), licence({"code": "91350206MA32JUL977"})),
            [("pass", "is_licence"), ("pass", "is_licence"), ("concern", "several_licences")],
        ),
        ((licence(), licence()), [("pass", "is_licence"), ("pass", "is_licence")]),
    ],
)
def test_a_page_is_a_licence_or_it_is_not(
    bodies: tuple[LicenceReading | Unreadable, ...], expected: list[tuple[str, str]]
) -> None:
    assert codes(business_licence.CHECK, facts(*bodies)) == expected


@pytest.mark.parametrize(
    "check",
    [c for c in CHECKS.values() if c.name not in JUDGE_MORE_THAN_LICENCES and NO_PAPER not in c.codes],
)
@pytest.mark.parametrize("body", [OTHER, Unreadable("evidence_malformed", "Broken.")])
def test_without_a_licence_every_other_check_is_inconclusive(
    check: Check, body: LicenceReading | Unreadable
) -> None:
    numbers = dict.fromkeys(check.thresholds, 0.5)
    assert codes(check, facts(body), **numbers) == [("inconclusive", "no_licence")]


@pytest.mark.parametrize("check", CHECKS.values())
def test_a_licence_of_which_no_field_was_read_never_passes_on_its_fields(check: Check) -> None:
    case = facts(licence(dict.fromkeys(FieldName)))
    numbers = dict.fromkeys(check.thresholds, 0.5)
    found = codes(check, case, **numbers)
    assert found
    if check.name not in ("readable", "business_licence", "specimen_mark", "one_document", "scope"):
        assert "pass" not in {outcome for outcome, _ in found}


@pytest.mark.parametrize(
    ("printed", "score", "expected"),
    [
        ("91440300708461136T", 0.99, ("pass", "code_valid")),
        (made_code("91100000"), 0.99, ("pass", "code_valid")),
        (made_code("91990000"), 0.99, ("fail", "code_without_province")),
        (made_code("91000404"), 0.99, ("fail", "code_without_province")),
        ("9144 0300 7084 6113 6T", 0.2, ("pass", "code_valid")),
        ("110108000000016", 0.99, ("concern", "code_old_number")),
        ("2102002162411", 0.99, ("concern", "code_old_number")),
        ("110108000000017", 0.99, ("fail", "code_invalid")),
        ("911101085636548888", 0.99, ("fail", "code_invalid")),
        ("911101085636548888", 0.5, ("inconclusive", "code_unsure")),
        ("91440300708461136", 0.99, ("fail", "code_invalid")),
        ("9144O300708461136T", 0.99, ("fail", "code_invalid")),
    ],
)
def test_codes_are_judged_by_both_check_characters(
    printed: str, score: float, expected: tuple[str, str]
) -> None:
    assert codes(code.CHECK, facts(licence({"code": field(printed, score)})), **SCORES) == [expected]


def test_a_wrong_code_names_the_character_and_what_was_expected() -> None:
    case = facts(licence({"code": "91440300708461136U"}))
    (finding,) = code.CHECK(case, SCORES)
    assert "check of character 18: U, expected T" in finding.detail
    assert finding.evidence_ids == (EVIDENCE,)
    assert finding.boxes == ((10, 10, 500, 40),)


def test_a_code_that_was_not_read_is_inconclusive() -> None:
    assert codes(code.CHECK, facts(licence({"code": None})), **SCORES) == [("inconclusive", "field_absent")]


AGREES = [("pass", "name_agrees"), ("pass", "code_agrees"), ("pass", "person_agrees")]


def test_what_is_printed_and_what_was_declared_agree() -> None:
    assert codes(declared.CHECK, facts(), **SCORES) == AGREES


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("云杉（深圳）有限公司", "云杉(深圳)有限公司"),
        ("云杉〔深圳〕有限公司", "云杉 (深圳) 有限公司"),
        ("ＡＢＣ有限公司", "abc有限公司"),
        ("“云杉”有限公司", "云杉有限公司"),
    ],
)
def test_names_agree_apart_from_widths_brackets_and_spaces(printed: str, typed: str) -> None:
    case = facts(licence({"name": printed}), declared=replace(DECLARED, name=typed))
    assert codes(declared.CHECK, case, **SCORES)[0] == ("pass", "name_agrees")


@pytest.mark.parametrize(
    ("printed", "score", "typed", "expected"),
    [
        ("徽云科技有限公司", 0.99, "微云科技有限公司", ("concern", "name_nearly_agrees")),
        ("徽云科技有限公司", 0.3, "微云科技有限公司", ("concern", "name_nearly_agrees")),
        ("云杉科技有限公司", 0.99, "云山科技有限公司", ("fail", "name_differs")),
        ("云杉科技有限公司", 0.99, "云杉科技有限公司北京分公司", ("fail", "name_differs")),
        ("云杉科技有限公司", 0.6, "云山科技有限公司", ("inconclusive", "name_comparison_unsure")),
        ("乾元科技有限公司", 0.99, "干元科技有限公司", ("fail", "name_differs")),
        ("廣州云杉有限公司", 0.99, "广州云杉有限公司", ("fail", "name_differs")),
        ("云杉科技有限公司", 0.99, "", ("inconclusive", "name_comparison_unsure")),
        ("云杉科技有限公司", 0.99, "（）", ("inconclusive", "name_comparison_unsure")),
    ],
)
def test_names_that_differ_are_told_from_names_that_were_misread(
    printed: str, score: float, typed: str, expected: tuple[str, str]
) -> None:
    case = facts(licence({"name": field(printed, score)}), declared=replace(DECLARED, name=typed))
    assert codes(declared.CHECK, case, **SCORES)[0] == expected


@pytest.mark.parametrize(
    ("printed", "typed", "expected"),
    [
        ("91350206MA32JUL977", DECLARED.code, ("fail", "code_differs")),
        ("91440300708461186T", DECLARED.code, ("inconclusive", "code_comparison_unsure")),
        (DECLARED.code, "91440300708461186T", ("fail", "code_differs")),
        (DECLARED.code, "91440300708461136t", ("pass", "code_agrees")),
    ],
)
def test_codes_that_differ_are_told_from_codes_that_were_misread(
    printed: str, typed: str, expected: tuple[str, str]
) -> None:
    case = facts(licence({"code": printed}), declared=replace(DECLARED, code=typed))
    assert codes(declared.CHECK, case, **SCORES)[1] == expected


@pytest.mark.parametrize(
    ("printed", "typed", "outcome"),
    [
        ("林晓东、周明", "周明", "pass"),
        ("云杉投资有限公司（委派代表：周明）", "周明", "pass"),
        ("云杉投资有限公司（委派代表：周明）", "云杉投资有限公司", "pass"),
        ("买买提·艾力", "买买提艾力", "pass"),
        ("周明", "周朋", "concern"),
        ("林晓东、周明", "林晓", "fail"),
        ("周明", "周明明", "fail"),
    ],
)
def test_a_person_agrees_with_any_of_several_that_are_printed(printed: str, typed: str, outcome: str) -> None:
    case = facts(licence({"person": printed}), declared=replace(DECLARED, person=typed))
    assert codes(declared.CHECK, case, **SCORES)[2][0] == outcome


def test_nothing_declared_is_inconclusive() -> None:
    assert codes(declared.CHECK, facts(declared=None), **SCORES) == [("inconclusive", "nothing_declared")]


def test_fields_that_were_not_read_cannot_agree_with_anything() -> None:
    case = facts(licence({"name": None, "code": None, "person": None}))
    assert {outcome for outcome, _ in codes(declared.CHECK, case, **SCORES)} == {"inconclusive"}


def test_no_declaration_but_the_printed_one_agrees() -> None:
    rng = random.Random(5)
    letters = "云山科技林晓东周明贸易" + string.ascii_uppercase + string.digits
    for _ in range(500):
        typed = "".join(rng.choice(letters) for _ in range(rng.randint(1, 20)))
        case = facts(declared=Declared(typed, typed, typed))
        assert "pass" not in {outcome for outcome, _ in codes(declared.CHECK, case, **SCORES)}


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("样本", "fail"),
        ("样 本 SPECIMEN", "fail"),
        ("SPECIMEN", "fail"),
        ("仅供示例使用", "fail"),
        ("说明：本样本于2019年05月12日由程序绘制，不是证照。", "fail"),
        ("样本SPECIMEN样本SPECIMEN", "fail"),
        ("营业执照样本", "fail"),
        ("样本 SPECIMEN 非真实证照", "fail"),
        ("深圳样本文化有限公司", "pass"),
        ("仅供招聘网站认证使用，他用无效", "pass"),
        ("建筑模板批发", "pass"),
        ("营业执照", "pass"),
    ],
)
def test_a_specimens_mark_is_told_from_a_name_and_from_a_purpose(text: str, outcome: str) -> None:
    found = codes(specimen_mark.CHECK, facts(licence(lines=[line(text)])), **SHARE)
    assert found == [(outcome, "specimen_mark" if outcome == "fail" else "no_specimen_mark")]


def test_a_mark_inside_the_scope_is_what_the_firm_deals_in() -> None:
    inside = licence(lines=[line("样板", at=(100, 15))])
    assert codes(specimen_mark.CHECK, facts(inside), **SHARE) == [("pass", "no_specimen_mark")]


@pytest.mark.parametrize("name", NEEDED)
def test_each_needed_field_that_is_missing_is_named(name: FieldName) -> None:
    case = facts(licence({name: None}))
    assert codes(licence_fields.CHECK, case, **SCORES) == [("inconclusive", f"{name}_missing")]


@pytest.mark.parametrize("name", IDENTIFYING)
def test_each_identifying_field_that_was_read_faintly_is_named(name: FieldName) -> None:
    case = facts(licence({name: field(PRINTED[name], 0.89)}))
    assert codes(licence_fields.CHECK, case, **SCORES) == [("inconclusive", f"{name}_faint")]


@pytest.mark.parametrize("name", [FieldName.CAPITAL, FieldName.TERM, FieldName.AUTHORITY])
def test_fields_that_some_licences_lack_are_not_needed(name: FieldName) -> None:
    assert codes(licence_fields.CHECK, facts(licence({name: None})), **SCORES) == [("pass", "fields_found")]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ["dates_possible"]),
        ({"term": None}, ["dates_possible"]),
        ({"issued": None}, ["dates_possible"]),
        ({"established": "2026-03-02"}, ["dates_possible"]),
        ({"established": "2026-03-03"}, ["established_in_future"]),
        ({"established": None}, ["field_absent"]),
        ({"established": "2021-02-30"}, ["established_unclear"]),
        ({"established": "no day"}, ["established_unclear"]),
        ({"term": "2019-05-06/2026-03-01"}, ["term_ended"]),
        ({"term": "2019-05-06/2026-03-02"}, ["dates_possible"]),
        ({"term": "2019-05-06/.."}, ["dates_possible"]),
        ({"established": None, "term": "2019-05-06/2026-03-01"}, ["field_absent", "term_ended"]),
    ],
)
def test_an_establishment_or_a_term_that_cannot_be_true_is_named(
    changed: dict[str, str | None], expected: list[str]
) -> None:
    found = codes(dates.CHECK, facts(licence(changed)))
    assert [code for _, code in found] == expected
    assert {outcome for outcome, code in found if code == "dates_possible"} <= {"pass"}
    assert "pass" not in {outcome for outcome, code in found if code != "dates_possible"}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ("pass", "issue_date_possible")),
        ({"issued": "2019-05-06"}, ("pass", "issue_date_possible")),
        ({"issued": "2026-03-02"}, ("pass", "issue_date_possible")),
        ({"issued": "2026-03-03"}, ("fail", "issued_in_future")),
        ({"issued": "2019-05-05"}, ("fail", "issued_before_established")),
        ({"issued": None}, ("inconclusive", "field_absent")),
        ({"established": None}, ("inconclusive", "field_absent")),
        ({"issued": "2021-02-30"}, ("inconclusive", "issue_date_unclear")),
        ({"established": "no day"}, ("inconclusive", "issue_date_unclear")),
    ],
)
def test_a_day_of_issue_that_cannot_be_true_is_named(
    changed: dict[str, str | None], expected: tuple[str, str]
) -> None:
    assert codes(issue_date.CHECK, facts(licence(changed))) == [expected]


CHARTER = line("1.商事主体的经营范围由章程确定。经营范围中属于法律、法规规定应当经批准的项目")


def test_a_licence_that_leaves_its_scope_to_the_charter_need_not_print_one() -> None:
    page = licence({"scope": None}, lines=[CHARTER])
    assert codes(licence_fields.CHECK, facts(page), **SCORES) == [("pass", "fields_found")]
