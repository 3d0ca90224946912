"""How a head is held and how far eyes and mouth are open, told from points whose answer is known."""

import numpy as np
import pytest

from models.faces import geometry
from tests.faces import mesh


@pytest.mark.parametrize("angle", [-40, -20, 0, 15, 35])
def test_a_turned_head_has_that_yaw_and_no_other_angle(angle: float) -> None:
    pose = geometry.pose(mesh(yaw=angle))
    assert (pose.yaw, pose.pitch, pose.roll) == pytest.approx((angle, 0, 0), abs=0.2)


@pytest.mark.parametrize("angle", [-25, 10, 30])
def test_a_nodding_head_has_that_pitch(angle: float) -> None:
    pose = geometry.pose(mesh(pitch=angle))
    assert (pose.yaw, pose.pitch, pose.roll) == pytest.approx((0, angle, 0), abs=0.2)


@pytest.mark.parametrize("angle", [-30, 12])
def test_a_leaning_head_has_that_roll(angle: float) -> None:
    pose = geometry.pose(mesh(roll=angle))
    assert (pose.yaw, pose.pitch, pose.roll) == pytest.approx((0, 0, angle), abs=0.2)


def test_yaw_is_positive_where_the_nose_points_to_the_right_of_the_frame_the_persons_left() -> None:
    points = mesh(yaw=25)
    eyes = (points[33, 0] + points[263, 0]) / 2
    assert points[1, 0] > eyes
    assert geometry.pose(points).yaw > 0


def test_pitch_is_positive_where_the_nose_points_up() -> None:
    assert mesh(pitch=20)[1, 1] < mesh()[1, 1]


@pytest.mark.parametrize("opening", [0.0, 0.1, 0.35])
def test_the_eye_opening_is_height_over_width_of_both_eyes(opening: float) -> None:
    assert geometry.eye_opening(mesh(eyes=opening)) == pytest.approx(opening, abs=0.01)


def test_one_closed_eye_halves_the_opening() -> None:
    wink = mesh(eyes=0.3)
    shut = mesh(eyes=0.0)
    wink[list(geometry.LEFT_EYE)] = shut[list(geometry.LEFT_EYE)]
    assert geometry.eye_opening(wink) == pytest.approx(0.15, abs=0.01)


@pytest.mark.parametrize("opening", [0.0, 0.5, 1.2])
def test_the_mouth_opening_is_the_gap_over_its_width(opening: float) -> None:
    assert geometry.mouth_opening(mesh(mouth=opening)) == pytest.approx(opening, abs=0.01)


def test_openings_do_not_depend_on_the_size_of_the_face() -> None:
    near = mesh(eyes=0.3, mouth=0.6) * 2
    assert geometry.eye_opening(near) == pytest.approx(0.3, abs=0.01)
    assert geometry.mouth_opening(near) == pytest.approx(0.6, abs=0.01)


def test_the_five_points_come_from_the_left_of_the_frame_to_its_right() -> None:
    first_eye, second_eye, nose, first_corner, second_corner = geometry.five_points(mesh())
    assert first_eye[0] < nose[0] < second_eye[0]
    assert first_corner[0] < nose[0] < second_corner[0]
    assert first_eye[1] < nose[1] < first_corner[1]


def test_the_box_holds_the_mesh_without_the_irises() -> None:
    points = mesh()
    points[:468] = np.clip(points[:468], 100, 300)
    points[470] = (5, 5, 0)
    left, top, right, bottom = geometry.face_box(points)
    assert min(left, top) >= 100
    assert max(right, bottom) <= 300
