"""The values of what was measured: what they derive, and what they keep to themselves."""

import json
from dataclasses import asdict, replace

import pytest

from tests.faces import film, view
from verifier.domain.faces import Action, FaceEvent, FilmTime, LiveMeasures, Relief

RELIEF = Relief(Action.TURN_LEFT, 2000, 3500, turned=30.0, corners=60, residual=0.02)


def test_the_depth_of_a_turn_is_its_residual_over_the_sine_of_its_angle() -> None:
    assert RELIEF.depth == pytest.approx(0.04)


def test_the_same_residual_after_less_of_a_turn_is_more_depth() -> None:
    assert replace(RELIEF, turned=15.0).depth > RELIEF.depth


def test_a_turn_by_nothing_or_by_more_than_a_right_angle_has_a_finite_depth() -> None:
    assert replace(RELIEF, turned=0.0).depth == pytest.approx(2.0)
    assert replace(RELIEF, turned=120.0).depth == replace(RELIEF, turned=90.0).depth


def test_a_session_of_150_frames_is_small_as_json() -> None:
    frames = film(lambda _: view(), seconds=10, rate=15)
    event = FaceEvent(Action.BLINK, 2000, 2100, 0.8)
    measures = LiveMeasures(FilmTime(9933, 67), frames, (event,), (RELIEF,))
    assert len(json.dumps(asdict(measures))) < 40_000
