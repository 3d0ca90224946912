"""What the registry check says of each answer, and what the shipped policy makes of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.licences import EVIDENCE, TODAY, codes, facts, licence, reading
from tests.registries import question, records
from verifier.checks import judge
from verifier.checks.registry import CHECK
from verifier.domain.decision import DecisionOutcome
from verifier.domain.facts import Facts
from verifier.domain.reading import Reading
from verifier.domain.registry import (
    Agreement,
    Listing,
    ListKind,
    NoRegistry,
    Reason,
    RegistryExtract,
    RegistryOutcome,
    RegistryQuestion,
    RegistryStatus,
    unavailable,
)
from verifier.policies import load
from verifier.providers.registry.comparing import Origin, extract_of, not_found
from verifier.settings import POLICIES

LAG_MAX = 31
YESTERDAY = TODAY - timedelta(days=1)
MATCH, MISMATCH, UNKNOWN = Agreement.MATCH, Agreement.MISMATCH, Agreement.UNKNOWN
GOOD = RegistryExtract(
    RegistryOutcome.MATCH,
    "test",
    MATCH,
    MATCH,
    MATCH,
    status=RegistryStatus.IN_OPERATION,
    data_as_of=YESTERDAY,
)
ABSENT = not_found(Origin("test", YESTERDAY))


def _case(extract: RegistryExtract) -> Facts:
    case = facts(licence())
    return replace(case, readings=(*case.readings, Reading(EVIDENCE, "registry", "test", "1", 1, extract)))


def _bad(**changed: Agreement) -> RegistryExtract:
    return replace(GOOD, outcome=RegistryOutcome.MISMATCH, **changed)


def _listed(kind: ListKind, removed: date | None = None) -> RegistryExtract:
    return replace(GOOD, listings=(Listing(kind, date(2025, 1, 2), removed, "失联"),))


TABLE: list[tuple[RegistryExtract, list[tuple[str, str]]]] = [
    (GOOD, [("pass", "registry_agrees")]),
    (ABSENT, [("concern", "registry_not_found")]),
    (_bad(name=MISMATCH), [("fail", "registry_name_differs")]),
    (_bad(code=MISMATCH), [("fail", "registry_code_differs")]),
    (_bad(person=MISMATCH), [("fail", "registry_person_differs")]),
    (
        _bad(name=MISMATCH, person=MISMATCH),
        [("fail", "registry_name_differs"), ("fail", "registry_person_differs")],
    ),
    (_bad(), [("fail", "registry_differs")]),
    (replace(GOOD, person=UNKNOWN), [("inconclusive", "registry_field_unknown")]),
    (replace(GOOD, status=None), [("inconclusive", "registry_field_unknown")]),
    (replace(GOOD, status=RegistryStatus.CANCELLED), [("fail", "registry_cancelled")]),
    (replace(GOOD, status=RegistryStatus.REVOKED), [("fail", "registry_revoked")]),
    (replace(GOOD, status=RegistryStatus.WITHDRAWN), [("fail", "registry_withdrawn")]),
    (replace(GOOD, status=RegistryStatus.SUSPENDED), [("concern", "registry_suspended")]),
    (replace(GOOD, status=RegistryStatus.MOVED_OUT), [("concern", "registry_moved_out")]),
    (replace(GOOD, status=RegistryStatus.OTHER), [("concern", "registry_status_unclear")]),
    (_listed(ListKind.ABNORMAL), [("fail", "registry_abnormal_list")]),
    (_listed(ListKind.SERIOUS), [("fail", "registry_serious_violation")]),
    (_listed(ListKind.ABNORMAL, removed=date(2025, 3, 4)), [("pass", "registry_agrees")]),
    (replace(GOOD, data_as_of=TODAY - timedelta(days=LAG_MAX)), [("pass", "registry_agrees")]),
    (replace(GOOD, data_as_of=TODAY - timedelta(days=LAG_MAX + 1)), [("inconclusive", "registry_stale")]),
    (replace(GOOD, data_as_of=None), [("inconclusive", "registry_age_unknown")]),
    (replace(GOOD, data_as_of=TODAY + timedelta(days=1)), [("inconclusive", "registry_age_unknown")]),
    (
        replace(ABSENT, data_as_of=date(2020, 1, 1)),
        [("concern", "registry_not_found"), ("inconclusive", "registry_stale")],
    ),
    *[
        (unavailable("test", reason), [("inconclusive", "registry_unavailable")])
        for reason in Reason
        if reason is not Reason.NOT_CONFIGURED
    ],
    (NoRegistry().verify(RegistryQuestion("a", "b", "c")), [("inconclusive", "registry_not_asked")]),
]


@pytest.mark.parametrize(("extract", "expected"), TABLE)
def test_each_answer_has_its_finding(extract: RegistryExtract, expected: list[tuple[str, str]]) -> None:
    assert codes(CHECK, _case(extract), lag_days_max=LAG_MAX) == expected


@pytest.mark.parametrize(("extract", "expected"), TABLE)
def test_contradictions_escalate_and_what_nobody_could_say_is_named(
    extract: RegistryExtract, expected: list[tuple[str, str]]
) -> None:
    policy = load(POLICIES / "v1.toml")
    proposal = policy.propose(judge(_case(extract), policy))
    against = [code for outcome, code in expected if outcome in ("fail", "concern")]
    assert [finding.code for finding in proposal.reasons] == against
    assert proposal.outcome is (DecisionOutcome.ESCALATED if against else DecisionOutcome.VERIFIED)
    unsaid = [code for outcome, code in expected if outcome == "inconclusive"]
    assert [why for what, why in proposal.waived if what == "registry"] == [
        f"The check could not look: {code}." for code in unsaid
    ]


def test_a_case_without_any_answer_was_not_asked() -> None:
    assert codes(CHECK, facts(licence()), lag_days_max=LAG_MAX) == [("inconclusive", "registry_not_asked")]


def test_unavailable_says_why_and_never_speaks_of_the_firm() -> None:
    (finding,) = CHECK(_case(unavailable("test", Reason.TIMED_OUT)), {"lag_days_max": LAG_MAX})
    assert finding.measured == "timed_out"
    assert finding.evidence_ids == (EVIDENCE,)


def test_stale_data_says_how_stale() -> None:
    (finding,) = CHECK(_case(replace(GOOD, data_as_of=TODAY - timedelta(days=40))), {"lag_days_max": LAG_MAX})
    assert (finding.measured, finding.threshold) == (40, LAG_MAX)
    assert "40 days ago" in finding.detail


def test_a_difference_shows_both_sides() -> None:
    asked = question("A", person="林晓西")
    extract = extract_of(asked, records()[asked.code], Origin("test", YESTERDAY))
    assert extract
    (finding,) = CHECK(_case(extract), {"lag_days_max": LAG_MAX})
    assert finding.measured == "林晓东"


def test_an_answer_is_no_reading_of_the_evidence() -> None:
    case = _case(GOOD)
    unread = replace(case, readings=case.readings[1:])
    policy = load(POLICIES / "v1.toml")
    found = {finding.code for finding in judge(unread, policy)}
    assert {"not_read", "no_licence"} <= found
    assert reading(licence()).body == case.readings[0].body
