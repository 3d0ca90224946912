"""What the checks `relatives` and `shared_person` say of what a search found."""

from dataclasses import replace

import pytest

from tests.licences import EVIDENCE, facts, licence
from verifier.checks import judge, relatives, shared_person
from verifier.domain.decision import DecisionOutcome
from verifier.domain.facts import Facts
from verifier.domain.reading import Reading
from verifier.domain.relatives import Relative, Relatives, Resemblance, Shared
from verifier.policies import load
from verifier.settings import POLICIES

POLICY = load(POLICIES / "v1.toml")
NUMBERS = POLICY.rules["relatives"].thresholds
PHOTO = Resemblance(inliers=700, agreement=0.9, print=0.9, grain=1.8)
PAINTED = replace(PHOTO, print=0.1)
FLAT = replace(PHOTO, grain=0.4)
STRANGER = Resemblance(inliers=40, agreement=0.01, print=-0.1, grain=1.8)
TEMPLATE = Resemblance(inliers=240, agreement=0.18, print=0.2, grain=0.7)


def relative(*shared: Shared, same_account: bool = False, seen: Resemblance | None = None) -> Relative:
    return Relative("case_2", "evd_2", same_account, shared, 12, seen)


def searched(*found: Relative, unseen: int = 0) -> Facts:
    case = facts(licence())
    body = Relatives(found, len(found), 1, unseen)
    return replace(case, readings=(*case.readings, Reading(EVIDENCE, "relatives", "opencv", "1", 1, body)))


def said(case: Facts) -> list[tuple[str, str]]:
    return [(str(one.outcome), one.code) for one in relatives.judge(case, NUMBERS)]


def person(case: Facts) -> list[tuple[str, str]]:
    return [(str(one.outcome), one.code) for one in shared_person.judge(case, {})]


@pytest.mark.parametrize(
    ("shared", "code"),
    [
        (Shared.BYTES, "relative_same_bytes"),
        (Shared.CODE, "relative_same_code"),
        (Shared.ADDRESS, "relative_same_address"),
        (Shared.PHONE, "relative_same_phone"),
        (Shared.BANK_ACCOUNT, "relative_same_bank_account"),
    ],
)
def test_what_another_account_has_too_is_a_concern(shared: Shared, code: str) -> None:
    assert said(searched(relative(shared))) == [("concern", code)]
    assert said(searched(relative(shared, same_account=True))) == [("pass", "relatives_none_found")]


@pytest.mark.parametrize(
    ("seen", "exact", "code"),
    [
        (PHOTO, (), "relative_same_image"),
        (PAINTED, (), "relative_same_background"),
        (FLAT, (Shared.NAME,), "relative_same_image"),
        (FLAT, (), None),
        (STRANGER, (), None),
        (TEMPLATE, (Shared.NAME,), None),
        (replace(PHOTO, inliers=59), (), None),
        (replace(PAINTED, agreement=0.19), (), None),
        (replace(PAINTED, grain=0.79), (), None),
    ],
)
def test_looks_are_judged_by_what_was_measured(
    seen: Resemblance, exact: tuple[Shared, ...], code: str | None
) -> None:
    expected = ("concern", code) if code else ("pass", "relatives_none_found")
    # Whatever the reading calls it: it may have been made under another policy.
    for named in (exact, (Shared.BACKGROUND, *exact)):
        assert said(searched(relative(*named, seen=seen))) == [expected]


def test_a_person_alone_is_the_soft_checks() -> None:
    alone = searched(relative(Shared.PERSON))
    assert said(alone) == [("pass", "relatives_none_found")]
    assert person(alone) == [("concern", "relative_same_person")]
    for other in (
        relative(Shared.PERSON, same_account=True),
        relative(Shared.PERSON, Shared.CODE),
        relative(Shared.NAME),
    ):
        assert person(searched(other)) == [("pass", "person_not_shared")]


def test_each_kind_is_said_once_with_how_many_cases_have_it() -> None:
    other = replace(relative(Shared.CODE), case_id="case_3")
    (finding,) = relatives.judge(searched(relative(Shared.CODE), other, relative(Shared.CODE)), NUMBERS)
    assert finding.measured == 2
    assert "case_2 (evd_2)" in finding.detail
    assert "case_3" in finding.detail


def test_what_was_not_searched_passes_nothing() -> None:
    assert said(facts(licence())) == [("inconclusive", "relatives_not_searched")]
    assert person(facts(licence())) == [("inconclusive", "person_not_searched")]
    second = replace(searched(), evidence=searched().evidence | {"evd_9": searched().evidence[EVIDENCE]})
    assert said(second) == [("inconclusive", "relatives_not_searched")]


def test_pages_that_could_not_be_compared_are_named() -> None:
    assert said(searched(unseen=2)) == [("inconclusive", "relatives_not_all_compared")]
    assert said(searched(relative(Shared.CODE), unseen=1)) == [
        ("concern", "relative_same_code"),
        ("inconclusive", "relatives_not_all_compared"),
    ]


def test_a_relative_of_another_account_escalates_and_one_of_the_same_does_not() -> None:
    theirs, ours = searched(relative(Shared.PHONE)), searched(relative(Shared.PHONE, same_account=True))
    assert POLICY.propose(judge(theirs, POLICY)).outcome is DecisionOutcome.ESCALATED
    assert POLICY.propose(judge(ours, POLICY)).outcome is DecisionOutcome.VERIFIED
