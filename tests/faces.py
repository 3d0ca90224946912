"""Faces that no camera saw: meshes and films drawn by number, to be changed one thing at a time."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from models.faces import geometry
from verifier.domain.faces import FaceFrame, FaceView, Pose

# Where the points that are measured lie on a head of width 2, x to the frame's right, y down, z away.
HEAD = {
    10: (0.0, -1.2, -0.5), 152: (0.0, 1.2, -0.5), 1: (0.0, 0.2, -1.0),
    33: (-0.7, -0.3, -0.4), 133: (-0.3, -0.3, -0.5), 362: (0.3, -0.3, -0.5), 263: (0.7, -0.3, -0.4),
    61: (-0.4, 0.7, -0.6), 291: (0.4, 0.7, -0.6), 234: (-1.0, 0.0, 0.3), 454: (1.0, 0.0, 0.3),
    127: (-0.9, -0.4, 0.2), 356: (0.9, -0.4, 0.2), 93: (-0.95, 0.3, 0.2), 323: (0.95, 0.3, 0.2),
}  # fmt: skip
CENTRE, SIZE = (320.0, 240.0, 0.0), 100.0  # pixels


def mesh(
    yaw: float = 0, pitch: float = 0, roll: float = 0, *, eyes: float = 0.3, mouth: float = 0.0
) -> np.ndarray:
    """478 × 3 points in pixels of a head held so: first rolled, then pitched, then turned, as necks do."""
    points = np.zeros((478, 3), np.float32)
    for index, place in HEAD.items():
        points[index] = place
    _open(points, geometry.RIGHT_EYE, eyes)
    _open(points, geometry.LEFT_EYE, eyes)
    half = mouth * 0.3
    points[[13, 14, 78, 308]] = [
        (0, 0.7 - half, -0.6),
        (0, 0.7 + half, -0.6),
        (-0.3, 0.7, -0.6),
        (0.3, 0.7, -0.6),
    ]
    return (points @ _rotation(yaw, pitch, roll).T * SIZE + np.array(CENTRE)).astype(np.float32)


def _open(points: np.ndarray, eye: Sequence[int], opening: float) -> None:
    outer, upper1, upper2, inner, lower1, lower2 = eye
    middle, half = (points[outer] + points[inner]) / 2, opening * 0.4 / 2
    points[[upper1, upper2]] = middle - np.array([0, half, 0])
    points[[lower1, lower2]] = middle + np.array([0, half, 0])


def _rotation(yaw: float, pitch: float, roll: float) -> np.ndarray:
    """Turns the nose (−z) towards +x for yaw and −y for pitch, and the head clockwise for roll."""
    a, b, c = (math.radians(angle) for angle in (yaw, pitch, roll))
    turned = np.array([[math.cos(a), 0, -math.sin(a)], [0, 1, 0], [math.sin(a), 0, math.cos(a)]])
    nodded = np.array([[1, 0, 0], [0, math.cos(b), math.sin(b)], [0, -math.sin(b), math.cos(b)]])
    rolled = np.array([[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]])
    return turned @ nodded @ rolled


def view(*, yaw: float = 0, pitch: float = 0, eyes: float = 0.3, mouth: float = 0.0) -> FaceView:
    """One face in one frame."""
    return FaceView((220, 120, 420, 360), Pose(yaw, pitch, 0), eyes, mouth)


def film(
    face_at: Callable[[float], FaceView | None], *, seconds: float, rate: float
) -> tuple[FaceFrame, ...]:
    """A film whose face at each second is as the function says."""
    times = [index / rate for index in range(round(seconds * rate))]
    return tuple(FaceFrame(round(1000 * time), face_at(time)) for time in times)
