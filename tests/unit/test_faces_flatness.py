"""Flatness on drawn surfaces: a textured plane and a textured ball, turned alike."""

import cv2
import numpy as np
import pytest

from models.faces import flatness
from models.faces.flatness import Trail

SIDE = 400
HEIGHT = 240.0  # of the drawn face, pixels


def texture() -> np.ndarray:
    """Blots of many sizes, which have corners everywhere."""
    noise = np.random.default_rng(3).normal(0, 1, (SIDE, SIDE)).astype(np.float32)
    mixed = sum(cv2.GaussianBlur(noise, (0, 0), sigma) * sigma for sigma in (2, 4, 8))
    return np.clip(128 + 60 * np.asarray(mixed) / np.asarray(mixed).std(), 0, 255).astype(np.uint8)


def turned(degrees: float, *, depth: float) -> np.ndarray:
    """The texture on a sheet with a nose: in its middle it rises by `depth` of its half width; turned."""
    rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    half = SIDE / 2
    x, y, angle = (columns - half) / half, (rows - half) / half, np.radians(degrees)
    across = x / np.cos(angle)
    for _ in range(30):  # where on the sheet a ray ends: x = across · cos − nose(across, y) · sin
        nose = depth * np.exp(-(across**2 + y**2) / 0.1)
        across = (x + nose * np.sin(angle)) / np.cos(angle)
    grey = cv2.remap(texture(), (across * half + half).astype(np.float32), rows, cv2.INTER_LINEAR)
    return np.asarray(grey, dtype=np.uint8)


def oval() -> np.ndarray:
    points = np.zeros((478, 3), np.float32)
    angles = np.linspace(0, 2 * np.pi, len(flatness.OUTLINE), endpoint=False)
    points[list(flatness.OUTLINE), 0] = SIDE / 2 + 90 * np.sin(angles)
    points[list(flatness.OUTLINE), 1] = SIDE / 2 - 120 * np.cos(angles)
    return points


def left_over(depth: float) -> float:
    before = turned(0, depth=depth)
    trail = flatness.corners(before, oval())
    for degrees in range(2, 22, 2):
        assert trail is not None
        now = turned(degrees, depth=depth)
        trail = flatness.followed(trail, before, now)
        before = now
    assert trail is not None
    left = flatness.residual(trail, HEIGHT)
    assert left is not None
    return left


def test_a_turned_plane_leaves_next_to_nothing() -> None:
    assert left_over(depth=0.0) < 0.003


def test_what_a_turn_leaves_grows_with_the_depth_of_what_turns() -> None:
    plane, shallow, head = left_over(depth=0.0), left_over(depth=0.15), left_over(depth=0.45)
    assert plane < shallow < head
    assert head > 0.012


def test_corners_lie_inside_the_outline() -> None:
    trail = flatness.corners(turned(0, depth=0), oval())
    assert trail is not None
    offsets = (trail.start - SIDE / 2) / (90, 120)
    assert np.linalg.norm(offsets, axis=1).max() < 1.0


def test_a_face_without_corners_gives_no_trail() -> None:
    assert flatness.corners(np.full((SIDE, SIDE), 90, np.uint8), oval()) is None


def test_a_trail_ends_where_the_picture_becomes_another() -> None:
    before = turned(0, depth=0)
    trail = flatness.corners(before, oval())
    assert trail is not None
    other = np.random.default_rng(5).integers(0, 255, before.shape, dtype=np.uint8)
    assert flatness.followed(trail, before, other) is None


def test_a_moved_and_scaled_picture_leaves_nothing() -> None:
    places = np.random.default_rng(1).uniform(100, 300, (40, 2)).astype(np.float32)
    moved = (places * 1.2 + (12, -7)).astype(np.float32)
    assert flatness.residual(Trail(places, moved), HEIGHT) == pytest.approx(0, abs=1e-4)


def test_corners_that_lie_on_one_another_have_no_homography() -> None:
    places = np.full((20, 2), 100, np.float32)
    assert flatness.residual(Trail(places, places), HEIGHT) is None
