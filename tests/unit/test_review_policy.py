"""The shipped policy of reviews."""

from datetime import timedelta

import pytest

from verifier import policies
from verifier.domain.escalation import Risk
from verifier.domain.review_policy import ReviewPolicy
from verifier.settings import POLICIES


@pytest.fixture
def shipped() -> ReviewPolicy:
    return policies.load_review(POLICIES / "review-v1.toml")


def test_the_higher_the_risk_the_sooner_a_person_looks(shipped: ReviewPolicy) -> None:
    assert timedelta(0) < shipped.due[Risk.HIGH] < shipped.due[Risk.NORMAL] < shipped.due[Risk.LOW]


def test_the_highest_of_the_reasons_counts(shipped: ReviewPolicy) -> None:
    assert shipped.risk(("field_absent", "traces_found")) is Risk.HIGH
    assert shipped.risk(("field_absent", "name_differs")) is Risk.NORMAL
    assert shipped.risk(("field_absent", "no_licence")) is Risk.LOW
    assert shipped.risk(()) is Risk.NORMAL
