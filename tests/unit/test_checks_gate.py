"""What the rules of the gate say, both ways, by the shipped thresholds; and that nothing fails open."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from tests.fakes import MORNING
from tests.gate_acts import gate_policy, suspicion
from verifier.checks.gate import GATE_CHECKS, judge_wish
from verifier.domain.account_traits import Block, Link, TraitKind
from verifier.domain.case import AccountType
from verifier.domain.employer import Employer, EmployerState, Ground, Membership
from verifier.domain.face_session import Recruiter
from verifier.domain.finding import Finding
from verifier.domain.gate import NO_GATE, GateFacts, GatePolicy
from verifier.domain.permit import Answer, Need
from verifier.domain.screening import ScreeningAction, ScreeningResult

EMPLOYER = Employer(
    "emp_1",
    "ten_1",
    "account-1",
    AccountType.DIRECT_EMPLOYER,
    EmployerState.VERIFIED,
    MORNING,
    MORNING,
    case_id="case_1",
    verified_until=MORNING + timedelta(days=180),
)
RECRUITER = Recruiter("rec_1", "ten_1", "recruiter-1", None, MORNING)
FACTS = GateFacts(
    now=MORNING + timedelta(minutes=10),
    employer=EMPLOYER,
    recruiter=RECRUITER,
    membership=Membership("ten_1", "emp_1", "rec_1", MORNING),
    enrolled=True,
    face_at=MORNING,
    device_known=True,
    screening=ScreeningResult("lexicon-test", ScreeningAction.NONE, (), ()),
)
BLOCK = Block("blk_1", TraitKind.CODE, "forged_licence", MORNING + timedelta(days=365), MORNING, "reviewer-1")


def facts(**changes: Any) -> GateFacts:
    return replace(FACTS, **changes)


def employer(**changes: Any) -> GateFacts:
    return facts(employer=replace(EMPLOYER, **changes))


def since_face(**ago: float) -> GateFacts:
    return facts(face_at=FACTS.now - timedelta(**ago))


def links(*kinds: TraitKind) -> tuple[Link, ...]:
    return tuple(Link(kind, ("emp_0",), 1) for kind in kinds)


def said(of: GateFacts, check: str, policy: GatePolicy | None = None) -> list[tuple[str, str]]:
    found = judge_wish(of, policy or gate_policy())
    return [(one.outcome.value, one.code) for one in found if one.check == check]


def answer(of: GateFacts) -> tuple[Answer, tuple[Need, ...]]:
    return gate_policy().answer(judge_wish(of, gate_policy()))


def test_a_wish_that_nothing_speaks_against_is_allowed() -> None:
    assert answer(FACTS) == (Answer.ALLOW, ())
    assert {(one.outcome, one.check) for one in judge_wish(FACTS, gate_policy())} == {
        ("pass", name) for name in GATE_CHECKS
    }


def test_the_same_wish_is_answered_alike_each_time() -> None:
    assert judge_wish(FACTS, gate_policy()) == judge_wish(FACTS, gate_policy())


@pytest.mark.parametrize(
    ("check", "of", "finding", "outcome", "need"),
    [
        ("standing", facts(employer=None), "fail employer_unknown", Answer.DENY, None),
        (
            "standing",
            employer(state=EmployerState.PENDING),
            "concern employer_pending",
            Answer.STEP_UP,
            Need.DOCUMENT,
        ),
        (
            "standing",
            employer(state=EmployerState.REVIEW, ground=Ground.COMPLAINT),
            "concern employer_in_review",
            Answer.STEP_UP,
            Need.REVIEW,
        ),
        ("standing", employer(state=EmployerState.SUSPENDED), "fail employer_suspended", Answer.DENY, None),
        ("standing", employer(state=EmployerState.REVOKED), "fail employer_revoked", Answer.DENY, None),
        ("standing", employer(state=EmployerState.CLOSED), "fail employer_closed", Answer.DENY, None),
        (
            "standing",
            employer(verified_until=FACTS.now),
            "concern verification_lapsed",
            Answer.STEP_UP,
            Need.DOCUMENT,
        ),
        (
            "standing",
            employer(verified_until=None),
            "concern verification_lapsed",
            Answer.STEP_UP,
            Need.DOCUMENT,
        ),
        ("membership", facts(recruiter=None), "fail recruiter_unknown", Answer.DENY, None),
        ("membership", facts(membership=None), "fail recruiter_not_member", Answer.DENY, None),
        (
            "membership",
            facts(membership=Membership("ten_1", "emp_1", "rec_1", MORNING, FACTS.now)),
            "fail recruiter_left",
            Answer.DENY,
            None,
        ),
        (
            "membership",
            facts(membership=Membership("ten_1", "emp_1", "rec_1", FACTS.now + timedelta(seconds=1))),
            "fail recruiter_left",
            Answer.DENY,
            None,
        ),
        ("blocked", facts(blocks=(BLOCK,)), "fail blocked", Answer.DENY, None),
        (
            "blocked",
            facts(blocks=(replace(BLOCK, appealed_at=MORNING),)),
            "concern block_appealed",
            Answer.STEP_UP,
            Need.REVIEW,
        ),
        ("face", since_face(hours=12.1), "concern face_stale", Answer.STEP_UP, Need.FACE_SESSION),
        ("face", facts(face_at=None), "concern face_never_verified", Answer.STEP_UP, Need.FACE_SESSION),
        (
            "face",
            facts(face_at=None, enrolled=False),
            "concern face_not_enrolled",
            Answer.STEP_UP,
            Need.FACE_SESSION,
        ),
        ("face", facts(in_review=True), "concern face_in_review", Answer.STEP_UP, Need.REVIEW),
        (
            "device",
            replace(since_face(hours=1), device_known=False),
            "concern device_new",
            Answer.STEP_UP,
            Need.FACE_SESSION,
        ),
        ("links", facts(links=links(TraitKind.CODE)), "concern links_strong", Answer.STEP_UP, Need.REVIEW),
        (
            "screening",
            replace(since_face(hours=1), screening=suspicion()),
            "concern text_suspicious",
            Answer.STEP_UP,
            Need.FACE_SESSION,
        ),
        (
            "screening",
            facts(screening=suspicion(ScreeningAction.REVIEW)),
            "concern text_for_review",
            Answer.STEP_UP,
            Need.REVIEW,
        ),
    ],
)
def test_what_speaks_against_a_wish(
    check: str, of: GateFacts, finding: str, outcome: Answer, need: Need | None
) -> None:
    assert said(of, check) == [tuple(finding.split())]
    assert answer(of) == (outcome, (need,) if need else ())


@pytest.mark.parametrize(
    ("check", "of", "code"),
    [
        ("standing", employer(verified_until=FACTS.now + timedelta(seconds=1)), "employer_verified"),
        ("blocked", facts(blocks=(replace(BLOCK, until=FACTS.now),)), "not_blocked"),
        ("blocked", facts(blocks=(replace(BLOCK, ended_at=FACTS.now),)), "not_blocked"),
        ("face", since_face(hours=11.9), "face_fresh"),
        ("device", facts(device_known=False), "device_proven"),
        ("links", facts(links=links(TraitKind.ADDRESS, TraitKind.PERSON)), "links_weak"),
        ("screening", facts(screening=suspicion()), "text_vouched_for"),
        ("screening", facts(screening=suspicion(ScreeningAction.REVIEW), text_cleared=True), "text_cleared"),
    ],
)
def test_what_does_not_speak_against_a_wish(check: str, of: GateFacts, code: str) -> None:
    assert said(of, check) == [("pass", code)]
    assert answer(of) == (Answer.ALLOW, ())


def test_a_site_that_tells_no_device_goes_without_that_rule_and_the_findings_say_so() -> None:
    assert said(facts(device_known=None), "device") == [("inconclusive", "device_not_told")]
    assert answer(facts(device_known=None)) == (Answer.ALLOW, ())


@pytest.mark.parametrize(
    "risk",
    [
        {"device_known": False},
        {"links": links(TraitKind.NETWORK)},
        {"screening": suspicion()},
    ],
)
def test_a_wish_at_risk_asks_for_a_face_of_just_now(risk: dict[str, Any]) -> None:
    assert said(replace(since_face(hours=1)), "face") == [("pass", "face_fresh")]
    assert said(replace(since_face(hours=1), **risk), "face") == [("concern", "face_stale")]
    assert said(facts(**risk), "face") == [("pass", "face_fresh")]


def test_a_text_that_a_person_let_pass_is_no_risk() -> None:
    cleared = replace(since_face(hours=1), screening=suspicion(), text_cleared=True)
    assert said(cleared, "face") == [("pass", "face_fresh")]


def test_where_the_policy_asks_for_a_face_before_every_posting_one_serves_for_one() -> None:
    strict = with_threshold("face", every_posting=1.0)
    assert said(facts(face_spent=True), "face") == [("pass", "face_fresh")]
    assert said(facts(face_spent=True), "face", strict) == [("concern", "face_spent")]
    assert said(facts(face_spent=False), "face", strict) == [("pass", "face_fresh")]


@pytest.mark.parametrize(
    ("kinds", "strong"),
    [
        ([TraitKind.FACE], True),
        ([TraitKind.LICENCE_IMAGE], True),
        ([TraitKind.CODE], True),
        ([TraitKind.BANK_ACCOUNT], True),
        ([TraitKind.PHONE], False),
        ([TraitKind.DEVICE], False),
        ([TraitKind.PHONE, TraitKind.DEVICE], True),
        ([TraitKind.ADDRESS, TraitKind.PERSON, TraitKind.MAIL_DOMAIN], False),
        ([TraitKind.ADDRESS, TraitKind.PERSON, TraitKind.MAIL_DOMAIN, TraitKind.NETWORK], True),
    ],
)
def test_links_are_weighed_together(kinds: Sequence[TraitKind], strong: bool) -> None:
    code = "links_strong" if strong else "links_weak"
    assert [one for _, one in said(facts(links=links(*kinds)), "links")] == [code]


def test_every_block_is_told() -> None:
    both = (BLOCK, replace(BLOCK, id="blk_2", kind=TraitKind.DEVICE, appealed_at=MORNING))
    assert said(facts(blocks=both), "blocked") == [("fail", "blocked"), ("concern", "block_appealed")]
    assert answer(facts(blocks=both)) == (Answer.DENY, ())


@pytest.mark.parametrize("name", list(GATE_CHECKS))
@pytest.mark.parametrize("outage", [Answer.DENY, Answer.STEP_UP])
def test_what_could_not_be_asked_is_answered_by_the_setting_for_an_outage(name: str, outage: Answer) -> None:
    policy = replace(gate_policy(), on_outage=outage)
    found = judge_wish(facts(missing=frozenset({name})), policy)
    assert ("inconclusive", "not_asked") in [(one.outcome, one.code) for one in found if one.check == name]
    assert policy.answer(found)[0] is outage


def test_a_text_that_nobody_screened_is_not_innocent() -> None:
    assert said(facts(screening=None), "screening") == [("inconclusive", "not_asked")]
    assert answer(facts(screening=None)) == (Answer.DENY, ())


def test_a_rule_that_said_nothing_is_answered_as_an_outage() -> None:
    found = tuple(one for one in judge_wish(FACTS, gate_policy()) if one.check != "blocked")
    assert gate_policy().answer(found) == (Answer.DENY, ())


def test_a_finding_that_the_policy_does_not_name_denies() -> None:
    policy = replace(gate_policy(), answers={})
    assert policy.answer(judge_wish(since_face(hours=13), policy))[0] is Answer.DENY


def test_a_policy_without_rules_refuses_everything() -> None:
    assert NO_GATE.answer(judge_wish(FACTS, NO_GATE)) == (Answer.DENY, ())


def test_knowing_nothing_allows_nothing() -> None:
    nothing = GateFacts(FACTS.now, None, None, None)
    assert all(one.outcome != "pass" for one in judge_wish(nothing, gate_policy()) if one.check in HOLDING)
    assert answer(nothing)[0] is Answer.DENY


HOLDING = ("standing", "membership", "face", "screening")


def test_the_worst_answer_is_the_answer_and_asks_only_for_what_would_mend_it() -> None:
    step_up = replace(since_face(hours=13), screening=suspicion(ScreeningAction.REVIEW))
    assert answer(step_up) == (Answer.STEP_UP, (Need.FACE_SESSION, Need.REVIEW))
    assert answer(replace(step_up, blocks=(BLOCK,))) == (Answer.DENY, ())


@pytest.mark.parametrize("name", list(GATE_CHECKS))
def test_every_code_that_a_rule_gives_is_declared_by_it(name: str) -> None:
    given = {code for of in VARIED for outcome, code in said(of, name)}
    assert given <= set(GATE_CHECKS[name].codes)


def test_no_finding_names_the_text_or_the_device() -> None:
    told = " ".join(
        str(field) for of in VARIED for one in judge_wish(of, gate_policy()) for field in shown(one)
    )
    assert "recruiter-1" not in told
    assert "account-1" not in told


def shown(one: Finding) -> list[object]:
    return [getattr(one, field.name) for field in fields(one)]


def with_threshold(check: str, **values: float) -> GatePolicy:
    policy = gate_policy()
    rule = policy.rules.rules[check]
    changed = replace(rule, thresholds={**rule.thresholds, **values})
    return replace(policy, rules=replace(policy.rules, rules={**policy.rules.rules, check: changed}))


VARIED = (
    FACTS,
    GateFacts(FACTS.now, None, None, None),
    facts(blocks=(BLOCK,), links=links(*TraitKind), device_known=False, screening=suspicion()),
    since_face(hours=13),
    employer(state=EmployerState.REVIEW),
)
