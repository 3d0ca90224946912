"""What the policy for films makes of findings, and which of its files are refused."""

import itertools
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.face_films import FACES_V1, POLICY, facts
from verifier.checks import CHECKS
from verifier.checks.faces import FACE_CHECKS, judge_film
from verifier.domain.errors import ConfigurationError
from verifier.domain.face_decision import FaceOutcome
from verifier.domain.finding import Finding, Outcome
from verifier.domain.policy import NO_PAPER, NOT_JUDGED, Weight
from verifier.policies import load, load_faces
from verifier.settings import POLICIES

AT_ONCE_TO_A_PERSON = {
    "face_changed", "turn_flat", "frames_repeat", "picture_frozen", "film_replayed", "times_backwards",
    "times_ahead", "film_overlong", "face_differs", "passive_spoof", "frames_refused", "face_uncompared",
    "portrait_without_face", "portrait_several_faces", "card_differs", NOT_JUDGED,
}  # fmt: skip
PASSING = judge_film(facts(), POLICY)


def _but(check: str, outcome: Outcome, code: str) -> list[Finding]:
    """All passes, but for one check."""
    rest = [finding for finding in PASSING if finding.check != check]
    return [*rest, Finding(check, outcome, code, "Whatever it says.")]


def test_the_checks_of_films_are_none_of_a_case() -> None:
    assert not {check.name for check in FACE_CHECKS.values()} & set(CHECKS)


def test_the_shipped_policy_names_every_check_and_the_source_of_every_number() -> None:
    assert set(POLICY.rules.rules) == set(FACE_CHECKS)
    for rule in POLICY.rules.rules.values():
        assert set(rule.threshold_sources) == set(rule.thresholds)


def test_what_a_verification_rests_on_is_hard() -> None:
    weights = {name: rule.weight for name, rule in POLICY.rules.rules.items()}
    assert {name for name, weight in weights.items() if weight is not Weight.HARD} == {
        "card_match",
        "second_opinion",
        "quality",
        "passive",
    }


@pytest.mark.parametrize("check", FACE_CHECKS.values(), ids=lambda check: check.name)
def test_no_finding_there_is_rejects_and_only_passes_verify_a_hard_check(check: object) -> None:
    rule = POLICY.rules.rules[check.name]
    for code, outcome in itertools.product(check.codes, Outcome):
        chosen, _ = POLICY.propose(_but(check.name, outcome, code))
        assert chosen in (FaceOutcome.VERIFIED, FaceOutcome.RETRY, FaceOutcome.REVIEW)
        if rule.weight is Weight.HARD:
            assert (chosen is FaceOutcome.VERIFIED) is (outcome is Outcome.PASS)


@pytest.mark.parametrize("name", sorted(set(FACE_CHECKS) - {"second_opinion"}))
def test_a_check_that_gave_no_finding_brings_a_person(name: str) -> None:
    silent = [finding for finding in PASSING if finding.check != name]
    assert POLICY.propose(silent)[0] is FaceOutcome.REVIEW


def test_each_code_either_may_be_mended_or_goes_to_a_person_at_once_or_speaks_against_nobody() -> None:
    every = {str(code) for check in FACE_CHECKS.values() for code in check.codes} | {NOT_JUDGED}
    silent = {"second_opinion_differs", "second_opinion_absent", "passive_absent", NO_PAPER}
    silent |= {"card_doubtful", "card_uncompared", "card_portrait_unseen", "card_of_several"}
    passes = {finding.code for finding in PASSING} | {"card_matches"}
    assert every == POLICY.retry | AT_ONCE_TO_A_PERSON | silent | passes
    assert not POLICY.retry & AT_ONCE_TO_A_PERSON


def test_one_thing_that_cannot_be_mended_outweighs_all_that_can() -> None:
    found = [*_but("challenge", Outcome.CONCERN, "step_missed"), *_but("depth", Outcome.FAIL, "turn_flat")]
    assert POLICY.propose(found)[0] is FaceOutcome.REVIEW


def test_the_second_opinion_never_decides_alone() -> None:
    found = _but("second_opinion", Outcome.FAIL, "second_opinion_differs")
    assert POLICY.propose(found)[0] is FaceOutcome.VERIFIED


def test_the_shipped_limits_are_those_that_were_agreed() -> None:
    limits = POLICY.limits
    assert (limits.link, limits.upload) == (timedelta(minutes=15), timedelta(seconds=120))
    assert (limits.attempts, limits.attempts_a_day, limits.locked) == (3, 6, timedelta(hours=24))
    assert limits.kept_frames == timedelta(days=30)


def test_a_policy_for_cases_is_none_for_films_and_the_other_way_round() -> None:
    with pytest.raises(ConfigurationError, match="unknown"):
        load_faces(POLICIES / "v1.toml")
    with pytest.raises(ConfigurationError, match="unknown"):
        load(FACES_V1)


def _altered(tmp_path: Path, old: str, new: str) -> Path:
    text = FACES_V1.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path = tmp_path / "policy.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[checks.depth]", "[checks.dept]", r"checks\.dept is unknown"),
        ('version = "faces-v1"', "", "version is missing"),
        ("soft_limit = 2", "soft_limit = 0", "soft_limit is 0"),
        ("soft_limit = 2", "", "soft_limit is missing"),
        ("retry = [", "mended = [", "mended is unknown"),
        ('"pace_slow"', '"pace_slo"', "retry names 'pace_slo'"),
        ('"pace_slow"', "1", "retry names 1"),
        ('"pace_slow"', '"code_invalid"', "retry names 'code_invalid'"),
        ("[limits.attempts]", "[limits.tries]", r"limits\.tries is unknown"),
        ("value = 3\n", "value = 0\n", r"limits\.attempts\.value is 0"),
        ("value = 3\n", "value = 2.5\n", r"limits\.attempts\.value is 2\.5"),
        ("value = 30\n", "value = 31\n", r"limits\.kept_frames_days\.value is 31"),
        ("value = 15\nsource", "value = 15\n# source", r"limits\.link_minutes\.source is missing"),
        ("depth_min]\nvalue = 0.045", "depth_min]\nvalue = nan", "depth_min.value must be a number"),
        ("[checks.depth.thresholds.depth_min]", "[checks.depth.thresholds.depth]", "depth is unknown"),
    ],
)  # fmt: skip
def test_a_policy_that_does_not_fit_is_refused_by_the_name_of_its_key(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(ConfigurationError, match=said):
        load_faces(_altered(tmp_path, old, new))


def test_retry_must_be_a_list(tmp_path: Path) -> None:
    text = FACES_V1.read_text(encoding="utf-8")
    start, end = text.index("retry = ["), text.index("]\n", text.index("live_face_unseen")) + 2
    path = tmp_path / "policy.toml"
    path.write_text(
        f'{text[:start]}retry = "all"\n[limits{text[end:].partition("[limits")[2]}', encoding="utf-8"
    )
    with pytest.raises(ConfigurationError, match="retry must be a list"):
        load_faces(path)


@pytest.mark.parametrize("name", list(FACE_CHECKS))
def test_a_policy_that_forgets_a_check_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    kept, skipping = [], False
    for line in FACES_V1.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            skipping = line.startswith((f"[checks.{name}]", f"[checks.{name}."))
        if not skipping:
            kept.append(line)
    path = tmp_path / "policy.toml"
    path.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=rf"\[checks\.{name}\] is missing"):
        load_faces(path)


def test_a_replay_gives_the_same_findings_and_the_same_proposal() -> None:
    again = load_faces(FACES_V1)
    assert judge_film(facts(), again) == PASSING
    assert again.propose(PASSING) == replace(POLICY).propose(PASSING)
