"""Magic codes and what they ask for: valid, fictional, met by no specimen, worth nothing in production."""

from dataclasses import replace

import pytest

from fixtures.company import Form, Generation, register
from tests.licences import DECLARED, facts, licence
from verifier import checks
from verifier.domain import credit_code
from verifier.domain.advice import A_PERSON_LOOKS, ADVICE, advice_for
from verifier.domain.decision import DecisionOutcome
from verifier.policies import load
from verifier.sandbox.codes import Script, code_of, script_of
from verifier.sandbox.scripts import REASONS, VERSION, judge_case, outcome_of
from verifier.settings import POLICIES

POLICY = load(POLICIES / "v1.toml")


@pytest.mark.parametrize("script", Script)
@pytest.mark.parametrize("free", ["0000", "7YXW"])
def test_a_code_is_valid_fictional_and_known_again(script: Script, free: str) -> None:
    code = code_of(script, free)
    assert credit_code.is_valid(code)
    assert credit_code.anatomy(code).division == "000404"
    assert script_of(code) is script
    assert script_of(f" {code[:9]}-{code[9:].lower()} ") is script


def test_a_mistyped_code_and_one_without_a_script_ask_for_nothing() -> None:
    code = code_of(Script.VERIFIED)
    assert script_of(code[:-1] + ("0" if code[-1] != "0" else "1")) is None
    assert script_of("") is None
    assert script_of(DECLARED.code) is None


def test_no_specimen_of_ours_has_a_magic_code() -> None:
    forms = [register(seed, form, Generation.LANDSCAPE_2019) for seed in range(40) for form in Form]
    assert {script_of(one.code) for one in forms} == {None}


@pytest.mark.parametrize("script", Script)
def test_a_sandbox_decides_as_the_code_asks_and_says_so(script: Script) -> None:
    given = facts(licence(), declared=replace(DECLARED, code=code_of(script)))
    findings, proposal = judge_case(given, POLICY)
    assert proposal.policy_version == VERSION
    assert proposal.outcome is outcome_of(script)
    assert [one.code for one in proposal.reasons] == [one.code for one in REASONS[script]]
    assert set(proposal.reasons) <= set(findings)
    assert all(one.evidence_ids == tuple(given.evidence) for one in proposal.reasons)


def test_every_reason_is_one_that_a_real_check_gives_and_that_has_words_for_the_applicant() -> None:
    for reason in (one for reasons in REASONS.values() for one in reasons):
        assert reason.code in checks.CHECKS[reason.check].codes
        assert reason.code in ADVICE or advice_for(reason.code) is A_PERSON_LOOKS


def test_any_other_code_is_judged_by_the_checks() -> None:
    given = facts(licence())
    assert judge_case(given, POLICY) == checks.judge_case(given, POLICY)


@pytest.mark.parametrize("script", Script)
def test_production_verifies_no_magic_code_whatever_the_page_says(script: Script) -> None:
    code = code_of(script)
    given = facts(licence({"code": code}), declared=replace(DECLARED, code=code))
    _, proposal = checks.judge_case(given, POLICY)
    assert proposal.outcome is DecisionOutcome.ESCALATED
    assert proposal.policy_version == POLICY.version
    assert [one.code for one in proposal.reasons] == ["code_without_province"]
