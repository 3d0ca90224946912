"""What traces make of a case: no evidence found, a concern with its numbers, or nothing to say."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.licences import codes, facts, licence
from verifier.checks import traces
from verifier.domain.advice import advice_for
from verifier.domain.facts import Facts
from verifier.domain.policy import Weight
from verifier.domain.reading import FieldName, Frame, Reading
from verifier.domain.traces import Channel, FieldTraces, Signal, SignalTrace, Traces, strongest
from verifier.policies import load
from verifier.settings import POLICIES

RULE = load(POLICIES / "v1.toml").rules["traces"]
LIMITS: Mapping[str, float] = RULE.thresholds
FIELDS, VALUES = LIMITS["fields_evidence_max"], LIMITS["values_evidence_max"]
CLEAN = SignalTrace(Signal.FINE_NOISE, -0.9, -0.1, 0.1, 5.0)
PALE = SignalTrace(Signal.VALUES_DARKER, -3.2, -1.1, 0.2, 6.0)
NAME = FieldTraces(FieldName.NAME, ((10, 10, 500, 40),), 5.0, (CLEAN,))
PERSON = FieldTraces(FieldName.PERSON, ((10, 60, 200, 90),), 0.4, (replace(CLEAN, evidence=0.4),))
QUIET = Traces(Frame(1200, 1700), Channel.DIRECT, "traces-v1", 80, 0.5, 0.0, (NAME, PERSON), (PALE,))


def case(found: Traces | None) -> Facts:
    base = facts()
    body = () if found is None else (Reading("evd_1", "traces", "traces", "traces-v1", 1, found),)
    return replace(base, readings=(*base.readings, *body))


@pytest.mark.parametrize(
    ("fields", "values", "expected"),
    [
        (0.0, 0.0, [("pass", "traces_none_found")]),
        (FIELDS, VALUES, [("pass", "traces_none_found")]),
        (FIELDS + 0.1, 0.0, [("concern", "traces_found")]),
        (0.0, VALUES + 0.1, [("concern", "traces_found")]),
        (FIELDS + 0.1, VALUES + 0.1, [("concern", "traces_found"), ("concern", "traces_found")]),
        (None, None, [("inconclusive", "traces_unavailable")]),
    ],
)
def test_evidence_over_its_threshold_is_a_concern_and_none_is_no_proof(
    fields: float | None, values: float | None, expected: list[tuple[str, str]]
) -> None:
    found = replace(QUIET, fields_evidence=fields, values_evidence=values)
    assert codes(traces.CHECK, case(found), **LIMITS) == expected


def test_a_page_that_nobody_searched_is_inconclusive() -> None:
    assert codes(traces.CHECK, case(None), **LIMITS) == [("inconclusive", "traces_unavailable")]


def test_a_concern_names_the_field_with_its_value_and_its_peers_and_shows_where() -> None:
    (finding,) = traces.CHECK(case(replace(QUIET, fields_evidence=FIELDS + 1)), LIMITS)
    words = "its paper is cleaner or grainier than the paper around it"
    assert finding.detail == f"The field name stands out: {words} (-0.9; its peers -0.1 ± 0.1)."
    assert finding.boxes == NAME.boxes
    assert (finding.measured, finding.threshold) == (FIELDS + 1, FIELDS)


def test_values_that_differ_from_the_labels_are_said_to_differ_together() -> None:
    (finding,) = traces.CHECK(case(replace(QUIET, values_evidence=VALUES + 1)), LIMITS)
    assert finding.detail.startswith(
        "All values stand out from the labels: they are darker (-3.2; its peers -1.1"
    )
    assert finding.boxes == NAME.boxes + PERSON.boxes


def test_nothing_found_is_never_called_genuine() -> None:
    for channel in Channel:
        (finding,) = traces.CHECK(case(replace(QUIET, channel=channel)), LIMITS)
        assert finding.detail.startswith("No evidence found")
        assert "genuine" not in finding.detail


def test_the_traces_of_another_page_do_not_count() -> None:
    both = facts(licence(), licence())
    other = Reading("evd_2", "traces", "traces", "traces-v1", 1, QUIET)
    found = codes(traces.CHECK, replace(both, readings=(*both.readings, other)), **LIMITS)
    assert found == [("inconclusive", "traces_unavailable"), ("pass", "traces_none_found")]


def test_only_fields_that_carry_the_evidence_are_named() -> None:
    assert strongest(QUIET) == (NAME,)
    assert strongest(replace(QUIET, fields=())) == ()


def test_the_policy_lets_traces_escalate_and_never_more() -> None:
    assert RULE.weight is Weight.GUARD
    assert "fail" not in {outcome for outcome, _ in codes(traces.CHECK, case(QUIET), **LIMITS)}


@pytest.mark.parametrize("code", ["traces_found", "traces_unavailable"])
def test_the_applicant_is_told_what_to_do_and_accused_of_nothing(code: str) -> None:
    words = advice_for(code).en
    assert "photo" in words
    assert not {"forged", "fake", "tampered"} & set(words.lower().split())


def test_every_signal_has_words_for_the_reviewer() -> None:
    assert set(traces.WORDS) == set(Signal)
