"""The aligned face and the templates made of it."""

import math

import numpy as np
import pytest

from models.faces import identity, second
from verifier.domain.faces import Box, FaceTemplate


def moved(points: np.ndarray, scale: float, degrees: float, shift: tuple[float, float]) -> np.ndarray:
    angle = math.radians(degrees)
    turn = scale * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return points @ turn.T + np.array(shift)


@pytest.mark.parametrize(
    ("scale", "degrees", "shift"), [(1, 0, (0, 0)), (2.5, 30, (40, -7)), (0.3, -80, (-5, 90))]
)
def test_a_similarity_is_recovered_from_five_points(
    scale: float, degrees: float, shift: tuple[float, float]
) -> None:
    source = moved(identity.PLACES, scale, degrees, shift)
    matrix = identity.similarity(source, identity.PLACES)
    back = source @ matrix[:, :2].T + matrix[:, 2]
    assert back == pytest.approx(identity.PLACES, abs=1e-9)


def test_all_five_points_count_and_none_is_left_out_as_an_outlier() -> None:
    off = identity.PLACES.copy()
    off[2] += (6, 0)
    matrix = identity.similarity(off, identity.PLACES)
    rest = (off @ matrix[:, :2].T + matrix[:, 2]) - identity.PLACES
    assert rest.sum(axis=0) == pytest.approx((0, 0), abs=1e-9)
    assert np.abs(rest[[0, 1, 3, 4]]).max() > 0.5


def test_a_similarity_never_mirrors() -> None:
    mirrored = identity.PLACES * (-1, 1)
    matrix = identity.similarity(mirrored, identity.PLACES)
    assert np.linalg.det(matrix[:, :2]) > 0


def test_points_that_lie_on_one_another_are_refused() -> None:
    with pytest.raises(ValueError, match="lie on one another"):
        identity.similarity(np.ones((5, 2)), identity.PLACES)


def test_the_aligned_face_has_its_points_in_their_places() -> None:
    points = moved(identity.PLACES, 2, 15, (150, 60)).astype(np.float32)
    frame = np.zeros((480, 640, 3), np.uint8)
    for x, y in points.round().astype(int):
        frame[y - 3 : y + 4, x - 3 : x + 4] = 255
    face = identity.aligned(frame, points)
    assert face.shape == (112, 112, 3)
    assert all(face[y, x, 0] > 200 for x, y in identity.PLACES.round().astype(int))


def test_a_face_that_is_looked_at_beside_its_place_lies_there() -> None:
    points = moved(identity.PLACES, 2, 15, (150, 60)).astype(np.float32)
    frame = np.zeros((480, 640, 3), np.uint8)
    for x, y in points.round().astype(int):
        frame[y - 3 : y + 4, x - 3 : x + 4] = 255
    face = identity.aligned(frame, points, moved=(5.0, -7.0))
    assert all(face[y - 7, x + 5, 0] > 200 for x, y in identity.PLACES.round().astype(int))


def test_the_places_that_a_face_is_looked_at_in_lie_evenly_about_its_own() -> None:
    assert np.mean(identity.MOVED, axis=0) == pytest.approx((0, 0))


def test_one_bad_frame_does_not_move_the_typical_vector() -> None:
    good = np.eye(4, dtype=np.float32)[0]
    bad = np.eye(4, dtype=np.float32)[3]
    assert identity.typical([good, good, bad]) == pytest.approx(good)


def template(*numbers: float, engine: str = "sface@1") -> FaceTemplate:
    return FaceTemplate(engine, identity.as_bytes(np.array(numbers, np.float32)))


def test_the_cosine_of_templates_is_that_of_their_vectors_at_any_length() -> None:
    assert template(1, 0).cosine(template(2, 2)) == pytest.approx(math.sqrt(0.5))
    assert template(3, 4).cosine(template(3, 4)) == pytest.approx(1)
    assert template(0, 0).cosine(template(1, 0)) == 0


def test_the_distance_of_templates_is_euclids() -> None:
    assert template(1, 1).distance(template(4, 5)) == pytest.approx(5)


@pytest.mark.parametrize("other", [template(1, 0, engine="sface@2"), template(1, 0, 0)])
def test_templates_of_different_engines_are_never_compared(other: FaceTemplate) -> None:
    with pytest.raises(ValueError, match="different engines"):
        template(1, 0).cosine(other)


def test_a_template_does_not_show_its_numbers() -> None:
    secret = template(0.125, 0.25)
    assert secret.vector.hex() not in repr(secret)
    assert repr(secret.vector) not in repr(secret)


@pytest.mark.parametrize("box", [(1359, 0, 2559, 1200), (100, 100, 100, 100), (700, 900, 900, 1100)])
def test_of_a_face_that_has_all_but_left_the_frame_the_second_engine_sees_nothing(box: Box) -> None:
    assert second._crop(np.zeros((480, 640, 3), np.uint8), box) is None
