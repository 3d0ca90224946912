"""What the real engine measures on the films of the packaged portrait: they must show what other tests need.

How the films are made, and why passing them proves nothing about deepfakes, is in tests/portraits.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.faces.engine import FaceEngine, Measured
from models.faces.film import TimedFrame
from tests.portraits import fake_camera
from tests.portraits.challenges import challenge
from tests.portraits.films import Species, film
from tests.portraits.head import portrait_file
from verifier.domain.face_session import Challenge, SentFrame
from verifier.domain.faces import Action, FaceTemplate

MATCH, NO_MATCH, DEPTH = 0.39, 0.33, 0.045  # docs/calibration/faces-v1.json
LEFT = challenge(Action.BLINK, Action.TURN_LEFT, Action.OPEN_MOUTH)
RIGHT = challenge(Action.TURN_RIGHT, Action.OPEN_MOUTH, Action.BLINK)

Measure = Callable[..., Measured]


@pytest.fixture(scope="module")
def engine() -> FaceEngine:
    return FaceEngine.load()


@pytest.fixture(scope="module")
def measured(engine: FaceEngine) -> Measure:
    """What is measured on a film of the portrait; each film once."""

    @cache
    def of(asked: Challenge, species: Species = Species.LIVE, rate: int = 15) -> Measured:
        return engine.measure(timed(film(asked, species, rate=rate)))

    return of


@pytest.fixture(scope="module")
def selfie(engine: FaceEngine) -> FaceTemplate:
    return engine.portrait(cv2.imread(str(portrait_file()))).templates[0]


def timed(frames: tuple[SentFrame, ...]) -> list[TimedFrame]:
    return [TimedFrame(frame.at, frame.jpeg) for frame in frames]


def actions_in_their_windows(found: Measured, asked: Challenge) -> list[Action]:
    """The actions of the film in their order; fails where one lies outside the step that it answers."""
    for event, step in zip(found.measures.events, asked.steps, strict=True):
        assert step.start <= event.start
        assert event.end <= step.end
    return [event.action for event in found.measures.events]


@pytest.mark.parametrize(("asked", "rate"), [(LEFT, 15), (RIGHT, 15), (RIGHT, 10)])
def test_the_portrait_does_what_it_is_asked_for_and_nothing_else(
    measured: Measure, asked: Challenge, rate: int
) -> None:
    found = measured(asked, rate=rate)
    assert actions_in_their_windows(found, asked) == [step.action for step in asked.steps]


@pytest.mark.parametrize("asked", [LEFT, RIGHT], ids=["left", "right"])
def test_its_turn_leaves_relief(measured: Measure, asked: Challenge) -> None:
    (relief,) = measured(asked).measures.reliefs
    assert relief.turned > 15
    assert relief.depth > 1.2 * DEPTH


def test_it_is_one_face_the_same_throughout_and_the_portraits(
    measured: Measure, selfie: FaceTemplate
) -> None:
    found = measured(LEFT)
    assert {frame.faces for frame in found.measures.frames} == {1, None}
    assert min(one.value for one in found.measures.likeness) > 0.8
    assert found.templates[0].cosine(selfie) > 0.9


def test_no_two_of_its_frames_are_equal() -> None:
    frames = film(LEFT)
    assert len({frame.jpeg for frame in frames}) == len(frames)


def test_its_times_run_forward_for_as_long_as_it_was_asked_to_film() -> None:
    times = [frame.at for frame in film(LEFT)]
    assert times == sorted(set(times))
    assert times[0] >= 0
    assert LEFT.length - 150 < times[-1] <= LEFT.length


def test_the_same_call_gives_the_same_film_and_another_seed_another() -> None:
    asked = challenge(Action.BLINK)
    first = film.__wrapped__(asked)
    assert film.__wrapped__(asked) == first
    assert film.__wrapped__(asked, seed=2) != first


@pytest.mark.parametrize("side", [Action.TURN_LEFT, Action.TURN_RIGHT])
def test_a_flat_print_reads_as_turned_and_leaves_no_relief(measured: Measure, side: Action) -> None:
    asked = challenge(side, Action.BLINK)
    found = measured(asked, Species.FLAT)
    assert actions_in_their_windows(found, asked) == [side, Action.BLINK]
    (relief,) = found.measures.reliefs
    assert relief.depth < 0.7 * DEPTH


def test_a_still_portrait_does_nothing(measured: Measure) -> None:
    assert measured(challenge(Action.BLINK), Species.STILL).measures.events == ()


def test_another_challenge_is_answered_at_the_wrong_times(measured: Measure) -> None:
    found = measured(LEFT, Species.WRONG)
    assert [event.action for event in found.measures.events] == [
        Action.TURN_LEFT,
        Action.OPEN_MOUTH,
        Action.BLINK,
    ]


def test_a_frozen_film_repeats_one_frame_from_half_way_on() -> None:
    frames = film(LEFT, Species.FROZEN)
    half = len(frames) // 2
    assert len({frame.jpeg for frame in frames[half:]}) == 1
    assert len({frame.jpeg for frame in frames[:half]}) == half


def test_a_swapped_person_is_another_to_the_engine(measured: Measure) -> None:
    likeness = [one.value for one in measured(LEFT, Species.SWAPPED).measures.likeness]
    assert likeness[0] > MATCH
    assert likeness[-1] < NO_MATCH


@pytest.mark.parametrize("asked", [LEFT, RIGHT], ids=["left", "right"])
def test_another_person_does_all_that_is_asked_and_is_not_the_portrait(
    measured: Measure, selfie: FaceTemplate, asked: Challenge
) -> None:
    found = measured(asked, Species.ANOTHER)
    assert actions_in_their_windows(found, asked) == [step.action for step in asked.steps]
    assert min(one.value for one in found.measures.likeness) > 0.8
    assert found.templates[0].cosine(selfie) < NO_MATCH


def test_two_people_are_counted(measured: Measure) -> None:
    counted = {frame.faces for frame in measured(challenge(Action.BLINK), Species.TWO).measures.frames}
    assert counted == {2, None}


def test_a_covered_lens_shows_nobody(measured: Measure) -> None:
    assert {frame.face for frame in measured(challenge(Action.BLINK), Species.BLACK).measures.frames} == {
        None
    }


def test_a_file_for_the_fake_camera_holds_the_answer_after_its_lead(
    engine: FaceEngine, tmp_path: Path
) -> None:
    asked = challenge(Action.TURN_LEFT)
    file = fake_camera.answer_file(tmp_path / "answer.y4m", asked, lead=1000, tail=500, rate=10)
    found = engine.measure(played(file, rate=10))
    (event,) = found.measures.events
    assert event.action is Action.TURN_LEFT
    assert asked.steps[0].start + 1000 <= event.start
    assert event.end <= asked.steps[0].end + 1000


def test_a_round_for_the_fake_camera_shows_every_action_in_turn(engine: FaceEngine, tmp_path: Path) -> None:
    file = fake_camera.round_file(tmp_path / "round.y4m", rounds=1, rate=10)
    found = engine.measure(played(file, rate=10))
    assert [event.action for event in found.measures.events] == list(Action)


def played(file: Path, *, rate: int) -> list[TimedFrame]:
    """The file's frames as a page would send them."""
    header, _, rest = file.read_bytes().partition(b"\n")
    assert header.split()[:4] == [b"YUV4MPEG2", b"W640", b"H480", f"F{rate}:1".encode()]
    size = len(b"FRAME\n") + 640 * 480 * 3 // 2
    assert len(rest) % size == 0
    frames = (rest[start : start + size] for start in range(0, len(rest), size))
    pictures = (np.frombuffer(frame, np.uint8)[6:].reshape(720, 640) for frame in frames)
    rgb = (cv2.cvtColor(picture, cv2.COLOR_YUV2BGR_I420) for picture in pictures)
    return [
        TimedFrame(index * 1000 // rate, cv2.imencode(".jpg", one)[1].tobytes())
        for index, one in enumerate(rgb)
    ]
