"""What leads are told of the work, on memory and on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.review_acts import ANNA, BERT, BROKEN, TWO, Desk, desk, says
from verifier.domain.case import Case
from verifier.domain.decision import DecisionOutcome
from verifier.domain.escalation import DecisionGround, Escalation, Verdict
from verifier.domain.evidence import EvidenceKind
from verifier.domain.review_figures import Ended
from verifier.usecases.review.claims import claim
from verifier.usecases.review.deciding import decide_case, reopen_case
from verifier.usecases.review.oversight import overview, review_figures
from verifier.usecases.review.reviewer import Reviewer

MISREAD = says(Verdict.VERIFY, grounds=(DecisionGround.MISREAD,))
MORE = says(Verdict.ASK_FOR_MORE, wanted=(EvidenceKind.BUSINESS_LICENCE,))


@pytest.fixture
def here(store: object) -> Desk:
    return desk(store)


def ended(here: Desk, said: object, me: Reviewer = ANNA, minutes: int = 6) -> tuple[Case, Escalation]:
    """A case that this member took two hours after it was escalated, and decided some minutes later."""
    case, escalation = here.escalated()
    here.world.clock.tick(hours=2)
    claim(here.ports, escalation.id, me)
    here.world.clock.tick(minutes=minutes)
    decide_case(here.ports, escalation.id, said, seen=1, me=me)  # type: ignore[arg-type]  # a Said
    return case, escalation


def found(here: Desk, **more: object) -> list[Ended]:
    asked = {"tenants": None, "since": here.world.clock.now() - timedelta(days=30), **more}
    with here.ports.view() as tx:
        return list(tx.oversight.ended(**asked))  # type: ignore[arg-type]  # as the protocol has them


def test_each_end_is_told_with_why_it_began_and_what_was_said(here: Desk) -> None:
    _, first = ended(here, MISREAD)
    here.world.clock.tick(minutes=1)
    _, second = ended(here, MORE, BERT)
    newest, oldest = found(here)
    assert (newest.escalation.id, oldest.escalation.id) == (second.id, first.id)
    assert (newest.outcome, newest.verdict, newest.ended_by) == (None, Verdict.ASK_FOR_MORE, BERT.id)
    assert oldest.outcome is DecisionOutcome.VERIFIED
    assert oldest.is_misread
    assert [cause.code for cause in oldest.causes] == [BROKEN.code]
    assert oldest.policy_version == "must-be-read"
    assert oldest.claimed_at is not None
    assert oldest.ended_at - oldest.claimed_at == timedelta(minutes=6)


def test_what_waits_or_ended_at_another_time_or_elsewhere_is_not_told(here: Desk) -> None:
    ended(here, MISREAD)
    here.escalated()
    now = here.world.clock.now()
    assert len(found(here)) == 1
    assert not found(here, since=now + timedelta(seconds=1))
    assert not found(here, until=now)
    assert not found(here, tenants=frozenset({"ten_other"}))
    assert found(here, tenants=frozenset({here.tenant.id}), limit=1)


def test_a_case_that_was_reopened_is_told_for_each_of_its_escalations(here: Desk) -> None:
    case, _ = ended(here, says(Verdict.REJECT))
    here.world.clock.tick(minutes=1)
    reopen_case(here.ports, case.tenant_id, case.id, words="An appeal.", me=BERT)
    here.world.clock.tick(minutes=1)
    decide_case(here.ports, here.waiting(case).id, MISREAD, seen=1, me=BERT)
    assert [one.verdict for one in found(here)] == [Verdict.VERIFY, Verdict.REJECT]


def test_the_overview_counts_by_day_by_person_and_by_finding(here: Desk) -> None:
    ended(here, MISREAD)
    ended(here, says(Verdict.REJECT), minutes=10)
    ended(here, MORE, BERT)
    here.escalated()
    shown = overview(here.ports, days=7, tenants=None)
    assert (shown.waiting.waiting, shown.figures.ages.n, shown.figures.ages.late) == (1, 3, 0)
    assert sum(sum(counts.values()) for counts in shown.figures.days.values()) == 3
    anna = shown.figures.reviewers[ANNA.id]
    assert (anna.ended, anna.overrides, anna.median_minutes) == (2, 1, 8.0)
    standing = shown.figures.codes["readable", BROKEN.code]
    assert (standing.upheld, standing.overridden, standing.misread) == (1, 1, 1)
    assert standing.overrides.rate is None  # of two cases nothing is said


def test_a_lead_of_one_site_is_told_of_that_site_alone(here: Desk) -> None:
    ended(here, MISREAD)
    shown = overview(here.ports, days=7, tenants=frozenset({"ten_other"}))
    assert (shown.figures.ages.n, shown.waiting.waiting) == (0, 0)


def test_second_words_count_for_who_gave_them(here: Desk) -> None:
    four = replace(here, ports=replace(here.ports, review_policy=TWO))
    for second in (says(), says(Verdict.REJECT)):
        _, escalation = four.escalated()
        decide_case(four.ports, escalation.id, says(), seen=1, me=ANNA)
        four.world.clock.tick(minutes=1)
        decide_case(four.ports, escalation.id, second, seen=2, me=BERT)
    work = overview(four.ports, days=7, tenants=None).figures.reviewers
    assert (work[BERT.id].agreed, work[BERT.id].refused) == (1, 1)
    assert ANNA.id not in work


def test_the_figures_for_calibration_name_findings_and_no_case_or_person(here: Desk) -> None:
    for _ in range(11):
        case, _ = ended(here, MISREAD)
    told = review_figures(here.ports, since=here.world.clock.now() - timedelta(days=7))
    (row,) = told["findings"]
    assert (row["policy"], row["check"], row["code"]) == ("must-be-read", "readable", BROKEN.code)
    assert (row["n"], row["overridden"], row["misread"], row["upheld"]) == (11, 11, 11, 0)
    assert row["error_rate"] == {"rate": 1.0, "low": 0.7412, "high": 1.0}
    for secret in (case.id, case.declared.name, ANNA.id, "Words for"):
        assert secret not in repr(told)
