"""What is said about a picture: only where it explains what was not read; and two licences on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from tests.licences import PRINTED, codes, facts, field, licence, line, made_code
from verifier.checks import image_quality, judge, one_document
from verifier.checks.faces import frames, quality
from verifier.domain.advice import ADVICE, CAUSES, advise
from verifier.domain.decision import DecisionOutcome
from verifier.domain.facts import Facts
from verifier.domain.reading import DocumentType, FieldName, LicenceReading, Line, Quality, Unreadable
from verifier.policies import load
from verifier.settings import POLICIES

POLICY = load(POLICIES / "v1.toml")
THRESHOLDS: Mapping[str, float] = POLICY.rules["image_quality"].thresholds
GOOD = Quality(line_height=30.0, sharpness=8.0)
GLARE = (400, 500, 640, 720)
SMALL, BLURRED = replace(GOOD, line_height=11.0), replace(GOOD, sharpness=2.5)
GLARING = replace(GOOD, glare=(GLARE,))
NO_PERSON = {"person": None}


def lines_at(*places: tuple[float, float]) -> tuple[Line, ...]:
    """Lines 80 × 20 pixels whose upper left corners are at these places; the page has 1200 × 1700."""
    return tuple(line("经营范围", place) for place in places)


LEFT = lines_at((2, 400), (5, 500), (9, 600))
RIGHT = lines_at((1110, 400), (1115, 500), (1120, 600))
TOP, BOTTOM = lines_at((500, 3)), lines_at((500, 1675))


def page(
    fields: Mapping[str, Any] | None = None,
    quality: Quality | None = GOOD,
    lines: Sequence[Line] = (),
    document_type: DocumentType = DocumentType.BUSINESS_LICENCE,
) -> LicenceReading:
    return licence(fields, lines, document_type, quality=quality)


def found(*bodies: LicenceReading | Unreadable) -> list[tuple[str, str]]:
    return codes(image_quality.CHECK, facts(*bodies), **THRESHOLDS)


@pytest.mark.parametrize("quality", [GOOD, SMALL, BLURRED, GLARING, None])
@pytest.mark.parametrize("lines", [(), LEFT, (*TOP, *BOTTOM, *RIGHT)])
def test_a_good_reading_of_a_bad_picture_is_a_good_reading(
    quality: Quality | None, lines: tuple[Line, ...]
) -> None:
    assert found(page(quality=quality, lines=lines)) == [("pass", "picture_legible")]


@pytest.mark.parametrize(
    "wanting",
    [
        pytest.param({"person": None}, id="missing"),
        pytest.param({"scope": "  "}, id="blank"),
        pytest.param({"name": field("深圳市云杉信息技术有限公司", 0.85)}, id="faint"),
        pytest.param({"code": "91440300708461136U"}, id="a code that does not check"),
    ],
)
@pytest.mark.parametrize(
    ("quality", "lines", "expected"),
    [
        (SMALL, (), "print_too_small"),
        (BLURRED, (), "picture_blurred"),
        (GLARING, (), "picture_glare"),
        (GOOD, LEFT, "cut_off_left"),
        (GOOD, RIGHT, "cut_off_right"),
    ],
)
def test_a_fault_of_the_picture_is_named_where_a_field_was_not_read_surely(
    wanting: Mapping[str, Any], quality: Quality, lines: tuple[Line, ...], expected: str
) -> None:
    assert found(page(wanting, quality, lines)) == [("concern", expected)]


@pytest.mark.parametrize(
    ("lines", "wanting", "expected"),
    [
        (TOP, "code", ("concern", "cut_off_top")),
        (TOP, "name", ("concern", "cut_off_top")),
        (TOP, "scope", ("pass", "picture_without_fault")),
        (BOTTOM, "scope", ("concern", "cut_off_bottom")),
        (BOTTOM, "established", ("concern", "cut_off_bottom")),
        (BOTTOM, "code", ("pass", "picture_without_fault")),
        (LEFT[:2], "code", ("pass", "picture_without_fault")),
        (lines_at((40, 400), (40, 500), (40, 600)), "code", ("pass", "picture_without_fault")),
    ],
)
def test_a_side_is_cut_off_only_where_enough_lines_end_there_and_its_fields_are_lost(
    lines: tuple[Line, ...], wanting: str, expected: tuple[str, str]
) -> None:
    assert found(page({wanting: None}, lines=lines)) == [expected]


def test_a_fault_says_where() -> None:
    case = facts(page(NO_PERSON, GLARING, LEFT))
    glare, cut = image_quality.CHECK(case, THRESHOLDS)
    assert glare.boxes == (GLARE,)
    assert cut.boxes == ((2, 400, 82, 420), (5, 500, 85, 520), (9, 600, 89, 620))


@pytest.mark.parametrize("name", ["code", "name", "person"])
def test_a_field_that_glare_touches_is_not_read_surely_however_sure_the_engine_was(name: str) -> None:
    under = replace(field(PRINTED[FieldName(name)], 0.99), box=(300, 540, 420, 570))
    assert found(page({name: under}, GLARING)) == [("concern", "picture_glare")]
    beside = replace(under, box=(300, 540, 400, 570))
    assert found(page({name: beside}, GLARING)) == [("pass", "picture_legible")]


def test_small_print_is_not_called_blurred_as_well() -> None:
    assert found(page(NO_PERSON, replace(SMALL, sharpness=2.0))) == [("concern", "print_too_small")]


def test_a_good_picture_of_a_page_without_a_field_has_no_fault() -> None:
    assert found(page(NO_PERSON)) == [("pass", "picture_without_fault")]


def test_a_page_too_blurred_to_be_known_as_a_licence_is_judged_too() -> None:
    assert found(page(quality=BLURRED, document_type=DocumentType.OTHER)) == [("concern", "picture_blurred")]
    assert found(page(document_type=DocumentType.OTHER)) == [("pass", "picture_without_fault")]


def test_an_unmeasured_page_of_which_a_field_is_missing_is_inconclusive() -> None:
    assert found(page(NO_PERSON, quality=None)) == [("inconclusive", "picture_unmeasured")]


def test_only_pages_handed_in_as_a_licence_are_judged() -> None:
    assert found(Unreadable("evidence_malformed", "Broken.")) == [("inconclusive", "no_licence")]
    case = facts(page(NO_PERSON, BLURRED))
    nobodys = replace(case, evidence={})
    assert codes(image_quality.CHECK, nobodys, **THRESHOLDS) == [("inconclusive", "no_licence")]


def proposed(case: Facts) -> Any:
    return POLICY.propose(judge(case, POLICY))


def test_the_policy_does_not_escalate_for_the_picture_alone() -> None:
    everything_wrong = Quality(line_height=9.0, sharpness=0.5, glare=(GLARE,))
    case = facts(page(quality=everything_wrong, lines=(*LEFT, *RIGHT, *TOP, *BOTTOM)))
    assert proposed(case).outcome is DecisionOutcome.VERIFIED


def test_the_applicant_is_told_of_the_picture_before_what_could_not_be_read_from_it() -> None:
    reasons = proposed(facts(page(NO_PERSON, GLARING))).reasons
    told = advise(reasons)
    assert told[0] == ADVICE["picture_glare"]
    assert ADVICE["person_missing"] in told


def test_every_fault_of_a_picture_or_film_is_known_as_a_cause() -> None:
    code = image_quality.Code
    faults = set(code) - {code.LEGIBLE, code.FAULTLESS, code.UNMEASURED}
    films = set(quality.Code) - {quality.Code.PICTURED} | {frames.Code.SIZES}
    assert faults | {one_document.Code.SEVERAL} | films == CAUSES


OTHER_CODE = made_code("91110000")


def on_page(*lines: Line) -> list[tuple[str, str]]:
    return codes(one_document.CHECK, facts(licence(lines=lines)))


@pytest.mark.parametrize("second", ["营业执照", "营 业 执 照", "企业法人营业执照", "营业执照（副本）"])
def test_a_second_title_is_a_second_licence(second: str) -> None:
    assert on_page(line(second)) == [("concern", "several_documents")]


def test_two_codes_that_check_are_two_licences() -> None:
    printed, other = line(f"统一社会信用代码{PRINTED[FieldName.CODE]}"), line(OTHER_CODE)
    assert on_page(printed, other) == [("concern", "several_documents")]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param((), id="nothing else"),
        pytest.param((line(PRINTED[FieldName.CODE]), line(PRINTED[FieldName.CODE])), id="one code twice"),
        pytest.param((line(PRINTED[FieldName.CODE]), line("911101085636548888")), id="a code that is none"),
        pytest.param((line("电子营业执照文件"), line("请妥善保管营业执照")), id="the word in small print"),
    ],
)
def test_one_licence_is_one(lines: tuple[Line, ...]) -> None:
    assert on_page(*lines) == [("pass", "one_document")]


def test_two_licences_on_one_page_are_not_verified_however_well_they_read() -> None:
    proposal = proposed(facts(licence(lines=[line("营业执照", (900, 60))], quality=GOOD)))
    assert proposal.outcome is DecisionOutcome.ESCALATED
    assert [reason.code for reason in proposal.reasons] == ["several_documents"]
