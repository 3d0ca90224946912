"""Quality of a face's picture, and how much is new from one frame to the next, on drawn pictures."""

import cv2
import numpy as np

from models.faces import pictures

SIDE = pictures.SIDE


def blots(seed: int, side: int) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, 1, (side, side)).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), 3)
    return np.clip(128 + 50 * smooth / smooth.std(), 0, 255).astype(np.float32)


def face(seed: int = 1) -> np.ndarray:
    return cv2.merge([blots(seed, 112).astype(np.uint8)] * 3)


def shifted(picture: np.ndarray, x: float, y: float) -> np.ndarray:
    matrix = np.array([[1, 0, x], [0, 1, y]], np.float64)
    return cv2.warpAffine(picture, matrix, (SIDE, SIDE), borderMode=cv2.BORDER_REFLECT)


def test_the_same_face_again_is_not_new_at_all() -> None:
    assert pictures.newness(blots(1, SIDE), blots(1, SIDE)) == 0


def test_a_face_that_only_moved_by_a_little_is_hardly_new() -> None:
    before = blots(1, SIDE)
    assert pictures.newness(before, shifted(before, 1.4, -0.6)) < 0.15


def test_another_face_is_new() -> None:
    assert pictures.newness(blots(1, SIDE), blots(2, SIDE)) > 0.7


def test_where_nothing_can_be_seen_all_is_new() -> None:
    dark = np.zeros((SIDE, SIDE), np.float32)
    assert pictures.newness(dark, dark) == 1.0


def test_comparing_leaves_the_pictures_as_they_are() -> None:
    before, after = blots(1, SIDE), blots(2, SIDE)
    pictures.newness(before, after)
    assert np.array_equal(before, blots(1, SIDE))
    assert np.array_equal(after, blots(2, SIDE))


def test_a_repeated_scene_differs_by_nothing_and_a_white_one_from_a_black_one_by_all() -> None:
    black, white = np.zeros((48, 64), np.float32), np.full((48, 64), 255, np.float32)
    assert pictures.difference(black, black) == 0
    assert pictures.difference(black, white) == 1


def test_blur_lowers_the_sharpness() -> None:
    sharp = pictures.quality(face()).sharpness
    blurred = pictures.quality(cv2.GaussianBlur(face(), (0, 0), 6)).sharpness
    assert blurred < sharp / 2


def test_a_darker_picture_is_as_sharp_but_has_less_light() -> None:
    bright, dark = pictures.quality(face()), pictures.quality((face() // 2).astype(np.uint8))
    assert dark.light < bright.light * 0.6
    assert abs(dark.sharpness - bright.sharpness) < 0.05
