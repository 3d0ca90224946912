"""Actions told from how eyes, mouth and yaw run over time, at every frame rate that browsers send."""

from dataclasses import replace

import pytest

from models.faces import actions
from tests.faces import film, view
from verifier.domain.faces import Action, FaceFrame, FaceView

RATES = (10, 15, 30)


def blinking(time: float) -> FaceView:
    return view(eyes=0.05 if 2.0 <= time < 2.25 else 0.3)


def turning(time: float) -> FaceView:
    """To the person's left and back, 25 degrees, in a second and a half."""
    return view(yaw=max(0.0, 25 - abs(time - 2.75) * 33))


def kinds(frames: tuple[FaceFrame, ...]) -> list[Action]:
    return [event.action for event in actions.events(frames)]


@pytest.mark.parametrize("rate", RATES)
def test_a_blink_is_one_event_at_its_time(rate: int) -> None:
    (event,) = actions.events(film(blinking, seconds=4, rate=rate))
    assert event.action is Action.BLINK
    assert 1900 <= event.start <= event.end <= 2350
    assert event.strength == pytest.approx(1 - 0.05 / 0.3, abs=0.01)


@pytest.mark.parametrize("rate", RATES)
def test_a_turn_to_the_left_is_one_event_and_no_turn_to_the_right(rate: int) -> None:
    (event,) = actions.events(film(turning, seconds=5, rate=rate))
    assert event.action is Action.TURN_LEFT
    assert 20 <= event.strength <= 25


def test_a_turn_to_the_right_has_negative_yaw() -> None:
    frames = film(lambda time: view(yaw=-turning(time).pose.yaw), seconds=5, rate=15)
    assert kinds(frames) == [Action.TURN_RIGHT]


@pytest.mark.parametrize("rate", RATES)
def test_an_open_mouth_is_an_event(rate: int) -> None:
    frames = film(lambda time: view(mouth=0.8 if 2 <= time < 3 else 0.02), seconds=5, rate=rate)
    assert kinds(frames) == [Action.OPEN_MOUTH]


def test_speech_is_no_open_mouth() -> None:
    frames = film(lambda time: view(mouth=0.25 * (round(time * 5) % 2)), seconds=5, rate=15)
    assert kinds(frames) == []


def test_a_resting_face_does_nothing() -> None:
    assert kinds(film(lambda _: view(), seconds=5, rate=15)) == []


def test_eyes_that_are_narrow_by_nature_are_judged_by_their_own_opening() -> None:
    assert kinds(film(lambda _: view(eyes=0.15), seconds=4, rate=15)) == []
    frames = film(lambda time: replace(blinking(time), eyes=blinking(time).eyes / 2), seconds=4, rate=15)
    assert kinds(frames) == [Action.BLINK]


def test_a_blink_in_the_opening_does_not_move_the_neutral() -> None:
    frames = film(lambda time: view(eyes=0.05 if 0.5 <= time < 0.7 else 0.3), seconds=4, rate=15)
    assert actions.neutral(frames) is not None
    assert actions.neutral(frames).eyes == 0.3  # type: ignore[union-attr]
    assert kinds(frames) == [Action.BLINK]


def test_eyes_that_close_and_stay_closed_are_no_blink() -> None:
    assert kinds(film(lambda time: view(eyes=0.05 if time > 2 else 0.3), seconds=6, rate=15)) == []


def test_closed_eyes_at_the_end_of_the_film_are_no_blink_because_nothing_says_that_they_opened() -> None:
    assert kinds(film(lambda time: view(eyes=0.05 if time > 3.8 else 0.3), seconds=4, rate=15)) == []


def test_eyes_that_narrow_in_a_grimace_are_no_blink() -> None:
    """They come down to little over half their opening, from a squint that begins before and lasts."""
    depths = {1: 0.22, 2: 0.17, 3: 0.21}
    frames = film(lambda time: view(eyes=depths.get(int(time * 2) - 3, 0.3)), seconds=4, rate=15)
    assert kinds(frames) == []


def test_lids_that_come_down_because_the_head_nods_are_no_blink() -> None:
    nod = film(
        lambda time: view(pitch=-30 if 2 <= time < 2.4 else 0, eyes=0.1 if 2 <= time < 2.4 else 0.3),
        seconds=4,
        rate=15,
    )
    assert kinds(nod) == []


@pytest.mark.parametrize("lost", [(2.4, 2.65), (2.8, 3.05)])
def test_a_gap_of_a_quarter_second_does_not_cut_a_turn_in_two(lost: tuple[float, float]) -> None:
    frames = film(turning, seconds=5, rate=15)
    kept = tuple(frame for frame in frames if not lost[0] < frame.at / 1000 < lost[1])
    assert kinds(kept) == [Action.TURN_LEFT]


def test_a_face_that_is_lost_in_profile_still_turned() -> None:
    frames = film(
        lambda time: None if 2.6 <= time < 3.4 else view(yaw=min(40.0, max(0.0, (time - 2) * 50))),
        seconds=3.4,
        rate=15,
    )
    assert kinds(frames) == [Action.TURN_LEFT]


def test_uneven_frame_times_count_and_not_the_number_of_frames() -> None:
    frames = film(blinking, seconds=4, rate=30)
    uneven = tuple(frame for index, frame in enumerate(frames) if index % 7 not in {2, 3, 5})
    assert kinds(uneven) == [Action.BLINK]


def test_a_film_without_a_face_in_its_opening_has_no_neutral_and_no_event() -> None:
    frames = film(lambda time: None if time < 1.6 else blinking(time), seconds=4, rate=15)
    assert actions.neutral(frames) is None
    assert actions.events(frames) == ()


def test_an_empty_film_has_no_event() -> None:
    assert actions.events(()) == ()
