"""The policy of the gate: what ships with the service, and what the loader refuses."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from tests.gate_acts import gate_policy
from verifier import policies
from verifier.checks.gate import GATE_CHECKS
from verifier.domain.errors import ConfigurationError
from verifier.domain.permit import Answer, Need
from verifier.settings import POLICIES

SHIPPED = (POLICIES / "gate-v1.toml").read_text(encoding="utf-8")


def load(tmp_path: Path, text: str) -> None:
    file = tmp_path / "gate.toml"
    file.write_text(text, encoding="utf-8")
    policies.load_gate(file)


def test_the_shipped_policy_fails_closed() -> None:
    policy = gate_policy()
    assert policy.version == "gate-v1"
    assert policy.on_outage is Answer.DENY
    assert policy.permit_life == timedelta(minutes=15)
    assert [code for code, answer in policy.answers.items() if answer is Answer.ALLOW] == ["device_not_told"]


def test_the_shipped_policy_names_every_rule_and_says_where_every_number_comes_from() -> None:
    rules = gate_policy().rules.rules
    assert set(rules) == set(GATE_CHECKS)
    for rule in rules.values():
        assert rule.source
        assert set(rule.threshold_sources) == set(rule.thresholds)


def test_every_finding_that_may_not_pass_is_answered_by_name() -> None:
    policy = gate_policy()
    passing = {
        "employer_verified", "recruiter_belongs", "not_blocked", "face_fresh", "device_known",
        "device_proven", "no_links", "links_weak", "text_unsuspicious", "text_cleared", "text_vouched_for",
        "not_asked", "face_replaced", "proofs_enough",
    }  # fmt: skip
    codes = {code for check in GATE_CHECKS.values() for code in check.codes}
    assert codes - passing == set(policy.answers)
    assert set(policy.needs) <= {code for code, answer in policy.answers.items() if answer is Answer.STEP_UP}


def test_needs_are_the_three_that_there_are() -> None:
    assert set(gate_policy().needs.values()) | {Need.REVIEW} == set(Need)


@pytest.mark.parametrize(
    ("pattern", "instead", "words"),
    [
        ('on_outage = "deny"', 'on_outage = "allow"', "the gate fails closed"),
        ('on_outage = "deny"', 'on_outage = "perhaps"', "on_outage is 'perhaps'"),
        ("value = 15\n", "value = 0\n", "permit_minutes.value is 0"),
        ("value = 15\n", "value = 1441\n", "from 1 to 1440"),
        ('blocked = "deny"', 'blockd = "deny"', "answers.blockd is unknown"),
        ('blocked = "deny"', 'blocked = "no"', "answers.blocked is 'no'"),
        ('face_stale = "face_session"', 'face_stale = "prayer"', "needs.face_stale is 'prayer'"),
        ("[checks.blocked]", "[checks.blokked]", "checks.blokked is unknown"),
        ("[checks.face.thresholds.every_posting]", "[checks.face.thresholds.other]", "other is unknown"),
        ('version = "gate-v1"', "", "version is missing"),
    ],
)
def test_what_does_not_fit_is_refused_by_its_key(
    tmp_path: Path, pattern: str, instead: str, words: str
) -> None:
    assert pattern in SHIPPED
    with pytest.raises(ConfigurationError, match=re.escape(words)):
        load(tmp_path, SHIPPED.replace(pattern, instead, 1))


def test_a_rule_that_the_policy_leaves_out_is_missed(tmp_path: Path) -> None:
    without = re.sub(r"\[checks\.blocked\]\n.*\n.*\n", "", SHIPPED)
    with pytest.raises(ConfigurationError, match=r"\[checks\.blocked\] is missing"):
        load(tmp_path, without)
