"""Every rule about reads by itself, at each side of its limits, and the policy that ships."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes import MORNING, READS
from verifier.checks.reads import READ_CHECKS, contacts, granted, night, one_face, overlap, pace
from verifier.domain.account_traits import Link, TraitKind
from verifier.domain.finding import Outcome
from verifier.domain.gate import GateFacts
from verifier.domain.permit import Answer
from verifier.domain.resume_grant import Agreed, Grant, ReadPurpose, Terms, Way
from verifier.domain.resume_read import Pace, ReadFacts, ReadWish, night_began
from verifier.policies.reads import READ_RULES

WISH = ReadWish("emp_1", "rec_1", ReadPurpose.TALENT_POOL, "resume-1", grant_id="grt_1")
GRANT = Grant(
    "grt_1",
    "ten_1",
    "skr_1",
    Terms("emp_1", None, ReadPurpose.TALENT_POOL, "resume-1"),
    Agreed("1", "zh", "0" * 64, MORNING, Way.SITE),
    MORNING + timedelta(days=1),
)
STALE = GateFacts(MORNING, None, None, None, face_at=MORNING - timedelta(minutes=16))
FRESH = replace(STALE, face_at=MORNING - timedelta(minutes=15))
FACTS = ReadFacts(WISH, STALE, GRANT)


def said(name: str, facts: ReadFacts) -> tuple[Outcome, str]:
    rule = READS.rules.rules[name]
    (finding,) = READ_CHECKS[name](facts, rule.thresholds)
    return finding.outcome, finding.code


@pytest.mark.parametrize(
    ("grant", "code"),
    [
        (GRANT, "grant_holds"),
        (None, "grant_missing"),
        (replace(GRANT, terms=replace(GRANT.terms, recruiter_id="rec_1")), "grant_holds"),
        (replace(GRANT, terms=replace(GRANT.terms, recruiter_id="rec_2")), "grant_for_other"),
        (replace(GRANT, terms=replace(GRANT.terms, employer_id="emp_2")), "grant_for_other"),
        (replace(GRANT, terms=replace(GRANT.terms, resume="resume-2")), "grant_for_other"),
        (
            replace(GRANT, terms=replace(GRANT.terms, purpose=ReadPurpose.THIS_APPLICATION)),
            "grant_for_other",
        ),
        (replace(GRANT, withdrawn_at=MORNING, withdrawn_way=Way.PAGE), "grant_withdrawn"),
        (replace(GRANT, expires_at=MORNING), "grant_expired"),
    ],
)
def test_a_grant_lets_read_what_it_says_and_nothing_else(grant: Grant | None, code: str) -> None:
    outcome = Outcome.PASS if code == "grant_holds" else Outcome.FAIL
    assert said(granted.NAME, replace(FACTS, grant=grant)) == (outcome, code)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (FACTS, "pace_usual"),
        (replace(FACTS, pace=Pace(hour=59, day=199)), "pace_usual"),
        (replace(FACTS, pace=Pace(hour=60)), "pace_high"),
        (replace(FACTS, pace=Pace(day=200)), "pace_high"),
        (replace(FACTS, pace=Pace(hour=60), gate=FRESH), "pace_proven"),
        (replace(FACTS, pace=Pace(hour=199), gate=FRESH), "pace_proven"),
        (replace(FACTS, pace=Pace(hour=200), gate=FRESH), "pace_recruiter_capped"),
        (replace(FACTS, pace=Pace(day=600), gate=FRESH), "pace_recruiter_capped"),
        (replace(FACTS, employer_day=2999), "pace_usual"),
        (replace(FACTS, employer_day=3000), "pace_employer_capped"),
    ],
)
def test_much_reading_asks_for_a_face_and_too_much_is_stopped(facts: ReadFacts, code: str) -> None:
    assert said(pace.NAME, facts)[1] == code


@pytest.mark.parametrize(
    ("week", "contacted", "gate", "code"),
    [
        (99, 0, STALE, "contacts_usual"),
        (100, 1, STALE, "contacts_few"),
        (100, 2, STALE, "contacts_usual"),
        (100, 1, FRESH, "contacts_proven"),
        (0, 0, STALE, "contacts_usual"),
    ],
)
def test_who_contacts_nobody_is_asked_for_a_face(
    week: int, contacted: int, gate: GateFacts, code: str
) -> None:
    facts = replace(FACTS, pace=Pace(week=week, contacted=contacted), gate=gate)
    assert said(contacts.NAME, facts)[1] == code


def test_a_busy_night_asks_for_a_face() -> None:
    assert said(night.NAME, replace(FACTS, pace=Pace(night=19)))[1] == "night_quiet"
    assert said(night.NAME, replace(FACTS, pace=Pace(night=20)))[1] == "night_busy"
    assert said(night.NAME, replace(FACTS, pace=Pace(night=20), gate=FRESH))[1] == "night_proven"


def test_a_face_at_many_firms_and_a_harvest_that_is_shared_out_are_for_a_person() -> None:
    link = Link(TraitKind.FACE, ("emp_2", "emp_3"), 2)
    address = Link(TraitKind.ADDRESS, ("emp_4",), 1)
    few = replace(FACTS, gate=replace(STALE, links=(link, address)))
    many = replace(FACTS, gate=replace(STALE, links=(replace(link, count=3),)))
    assert said(one_face.NAME, few)[1] == "face_at_few_firms"
    assert said(one_face.NAME, many)[1] == "face_at_many_firms"
    assert said(overlap.NAME, replace(FACTS, linked_readers=2))[1] == "resume_readers_few"
    assert said(overlap.NAME, replace(FACTS, linked_readers=3))[1] == "resume_readers_linked"


@pytest.mark.parametrize(
    ("hour", "began"),
    [(14, None), (15, 15), (21, 15), (22, None)],  # 22:00, 23:00, 05:00 and 06:00 in Beijing
)
def test_the_night_is_beijings(hour: int, began: int | None) -> None:
    now = datetime(2026, 5, 4, hour, 0, tzinfo=UTC)
    assert night_began(now) == (began and datetime(2026, 5, 4, began, tzinfo=UTC))


def test_the_policy_names_every_rule_and_what_it_does_not_name_denies() -> None:
    assert set(READS.rules.rules) == set(READ_RULES)
    assert READS.on_outage is Answer.DENY
    codes = {code for check in READ_CHECKS.values() for code in check.codes}
    assert {code for code in READS.answers if code in codes} == {
        "grant_missing", "grant_for_other", "grant_withdrawn", "grant_expired", "pace_high",
        "pace_recruiter_capped", "pace_employer_capped", "contacts_few", "night_busy", "face_at_many_firms",
        "resume_readers_linked",
    }  # fmt: skip
