"""What the policy makes of findings, and which policy files are refused."""

import itertools
from datetime import timedelta
from pathlib import Path

import pytest

from tests.licences import facts, licence
from verifier.checks import CHECKS, judge
from verifier.domain.decision import DecisionOutcome
from verifier.domain.errors import ConfigurationError
from verifier.domain.finding import Finding, Outcome
from verifier.domain.policy import Policy, Rule, Weight
from verifier.domain.reading import FieldName
from verifier.policies import load
from verifier.settings import POLICIES

V1 = POLICIES / "v1.toml"
NOT_NEEDED = (FieldName.CAPITAL, FieldName.TERM, FieldName.AUTHORITY, FieldName.ISSUED)
AGAINST = (Outcome.CONCERN, Outcome.FAIL)
VERIFIED, ESCALATED = DecisionOutcome.VERIFIED, DecisionOutcome.ESCALATED


def _policy(soft_limit: int = 2) -> Policy:
    rules = {
        "h1": Rule(Weight.HARD, "test", {}),
        "h2": Rule(Weight.HARD, "test", {}),
        "g1": Rule(Weight.GUARD, "test", {}),
        "s1": Rule(Weight.SOFT, "test", {}),
        "s2": Rule(Weight.SOFT, "test", {}),
    }
    return Policy("test", timedelta(days=1), soft_limit, rules)


def _found(**outcomes: Outcome) -> list[Finding]:
    return [Finding(name, outcome, f"{name}_code", "Seen.") for name, outcome in outcomes.items()]


def test_a_case_is_verified_exactly_when_every_hard_check_passed_and_few_soft_ones_did_not() -> None:
    for h1, h2, g1, s1, s2 in itertools.product(Outcome, repeat=5):
        proposal = _policy().propose(_found(h1=h1, h2=h2, g1=g1, s1=s1, s2=s2))
        soft = [s for s in (s1, s2) if s in AGAINST]
        clean = h1 == h2 == Outcome.PASS and g1 not in AGAINST and len(soft) < 2
        expected = VERIFIED if clean else ESCALATED
        assert proposal.outcome is expected
        assert bool(proposal.reasons) is (expected is ESCALATED)


def test_a_hard_check_that_gave_no_finding_escalates_and_is_named() -> None:
    proposal = _policy().propose(_found(h1=Outcome.PASS))
    assert proposal.outcome is ESCALATED
    assert [(r.check, r.code) for r in proposal.reasons] == [("h2", "not_judged"), ("g1", "not_judged")]


def test_a_guard_that_could_not_look_is_named_in_the_decision_that_goes_without_it() -> None:
    proposal = _policy().propose(_found(h1=Outcome.PASS, h2=Outcome.PASS, g1=Outcome.INCONCLUSIVE))
    assert proposal.outcome is VERIFIED
    assert proposal.waived == (("g1", "The check could not look: g1_code."),)


def test_one_pass_does_not_outweigh_another_finding_of_the_same_hard_check() -> None:
    found = [*_found(h1=Outcome.PASS, h2=Outcome.PASS), *_found(h1=Outcome.INCONCLUSIVE)]
    assert _policy().propose(found).outcome is ESCALATED


def test_findings_of_checks_that_the_policy_does_not_name_change_nothing() -> None:
    found = _found(h1=Outcome.PASS, h2=Outcome.PASS, g1=Outcome.PASS, stranger=Outcome.FAIL)
    assert _policy().propose(found).outcome is VERIFIED


def test_the_policy_never_rejects() -> None:
    outcomes = {
        _policy(soft_limit=1).propose(_found(h1=h, h2=h, g1=h, s1=s, s2=s)).outcome
        for h, s in itertools.product(Outcome, repeat=2)
    }
    assert outcomes == {VERIFIED, ESCALATED}


@pytest.mark.parametrize("file", sorted(POLICIES.glob("v*.toml")), ids=lambda file: file.stem)
def test_no_finding_there_is_makes_a_shipped_policy_reject(file: Path) -> None:
    policy = load(file)
    for check in CHECKS.values():
        for code, outcome in itertools.product(check.codes, Outcome):
            found = [Finding(check.name, outcome, str(code), "Whatever it says.")]
            proposal = policy.propose(found * policy.soft_limit)
            assert proposal.outcome in (VERIFIED, ESCALATED), code


def test_a_replay_gives_the_same_findings_and_the_same_proposal() -> None:
    policy = load(V1)
    case = facts(licence({"code": "911101085636548888", "issued": None}))
    first, second = judge(case, policy), judge(case, load(V1))
    assert first == second
    assert policy.propose(first) == load(V1).propose(second)


def test_the_shipped_policy_verifies_a_genuine_looking_licence() -> None:
    policy = load(V1)
    proposal = policy.propose(judge(facts(), policy))
    assert proposal.reasons == ()
    assert proposal.outcome is VERIFIED
    evidence = {"agent_identity", "authorisation_letter", "recruitment_brief"}
    unseen = {"qr", "registry", "relatives", "provenance", "traces"}
    assert {name for name, _ in proposal.waived} == evidence | unseen


@pytest.mark.parametrize("name", [n for n in FieldName if n not in NOT_NEEDED])
def test_the_shipped_policy_never_verifies_a_licence_with_a_needed_field_unread(name: FieldName) -> None:
    policy = load(V1)
    assert policy.propose(judge(facts(licence({name: None})), policy)).outcome is ESCALATED


def test_the_shipped_policy_without_declared_verifies_what_nobody_declared_anything_about() -> None:
    policy = load(V1)
    case = facts(declared=None)
    assert policy.propose(judge(case, policy)).outcome is ESCALATED
    bare = policy.without("declared")
    assert bare.propose(judge(case, bare)).outcome is VERIFIED


def test_the_shipped_policy_names_every_check_and_the_source_of_every_number() -> None:
    policy = load(V1)
    assert set(policy.rules) == set(CHECKS)
    assert policy.decision_lifetime <= timedelta(days=183)
    for rule in policy.rules.values():
        assert set(rule.threshold_sources) == set(rule.thresholds)


def _altered(tmp_path: Path, old: str, new: str) -> Path:
    text = V1.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path = tmp_path / "policy.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[checks.code]", "[checks.cod]", r"checks\.cod is unknown"),
        ("[checks.readable]\n", "[notes]\n", "notes is unknown"),
        (
            '[checks.readable]\nweight = "hard"',
            '[checks.readable]\nweight = "heavy"',
            "checks.readable.weight",
        ),
        (
            '[checks.readable]\nweight = "hard"',
            "[checks.readable]\nweight = 1",
            "checks.readable.weight must be a text",
        ),
        ('[checks.readable]\nweight = "hard"', "[checks.readable]", "checks.readable.weight is missing"),
        ('source = "Nothing fails open', 'saurce = "Nothing fails open', "checks.readable.saurce is unknown"),
        ("decision_lifetime_days = 180", "decision_lifetime_days = 366", "decision_lifetime_days is 366"),
        ("decision_lifetime_days = 180", "decision_lifetime_days = true", "decision_lifetime_days"),
        ("decision_lifetime_days = 180", "", "decision_lifetime_days is missing"),
        ("soft_limit = 2", "soft_limit = 0", "soft_limit is 0"),
        ('version = "v1"', 'version = ""', "version is empty"),
        ('version = "v1"', "version = [", "is not TOML"),
        ("[checks.code.thresholds.score_min]", "[checks.code.thresholds.score_max]", "score_max is unknown"),
        ("[waived]", "[waved]", "waved is unknown"),
    ],
)
def test_a_policy_that_does_not_fit_is_refused_by_the_name_of_its_key(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(ConfigurationError, match=said):
        load(_altered(tmp_path, old, new))


@pytest.mark.parametrize("value", ["'0.8'", "true", "nan", "inf"])
def test_a_threshold_must_be_a_finite_number(tmp_path: Path, value: str) -> None:
    path = _altered(tmp_path, "value = 0.8", f"value = {value}")
    with pytest.raises(ConfigurationError, match="value must be a number"):
        load(path)


def test_a_threshold_without_a_source_is_refused(tmp_path: Path) -> None:
    path = _altered(tmp_path, "\nvalue = 0.8\nsource = ", "\nvalue = 0.8\n# source = ")
    with pytest.raises(ConfigurationError, match=r"thresholds\.\w+\.source is missing"):
        load(path)


@pytest.mark.parametrize("name", list(CHECKS))
def test_a_policy_that_forgets_a_check_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    kept, skipping = [], False
    for line in V1.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            skipping = line in (f"[checks.{name}]",) or line.startswith(f"[checks.{name}.")
        if not skipping:
            kept.append(line)
    path = tmp_path / "policy.toml"
    path.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=rf"\[checks\.{name}\] is missing"):
        load(path)


def test_a_policy_that_does_not_exist_is_a_configuration_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load(tmp_path / "none.toml")
