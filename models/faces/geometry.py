"""What the mesh of a face says: how the head is held, how far eyes and mouth are open, its five points.

Arithmetic on 478 × 3 points in pixels (see `mediapipe_mesh`); it sees no picture and judges nothing.

**Left and right are the person's own**, in a frame that is not mirrored: yaw is positive when the head
turns to the person's left, which is the right of the frame; pitch is positive upwards; roll is positive when
the head leans towards the person's left shoulder. Degrees, all zero when the face looks into the camera.
"""

import math

import numpy as np
from numpy.typing import NDArray

from verifier.domain.faces import Pose

Points = NDArray[np.float32]

# MediaPipe's numbers of points, person's right first: pairs that lie at the same height on either side.
SIDES = ((33, 263), (133, 362), (61, 291), (234, 454), (127, 356), (93, 323))
FOREHEAD, CHIN = 10, 152
# Outer corner, two points of the upper lid, inner corner, two points of the lower lid; from outside in.
RIGHT_EYE = (33, 160, 158, 133, 153, 144)
LEFT_EYE = (263, 387, 385, 362, 380, 373)
INNER_LIPS = (13, 14, 78, 308)  # upper, lower, and both corners
NOSE_TIP, MOUTH_RIGHT, MOUTH_LEFT = 1, 61, 291


def pose(points: Points) -> Pose:
    """How the head is held, from the axis across the face and the one from forehead to chin."""
    right, left = (points[[pair[side] for pair in SIDES]] for side in (0, 1))
    across = _unit(np.mean(left - right, axis=0))
    down = points[CHIN] - points[FOREHEAD]
    down = _unit(down - across * float(np.dot(down, across)))
    ahead = -np.cross(across, down)  # out of the face; MediaPipe's z grows away from the camera
    x, y, z = (float(value) for value in ahead)
    return Pose(
        yaw=round(math.degrees(math.atan2(x, -z)), 1),
        pitch=round(math.degrees(math.atan2(-y, math.hypot(x, z))), 1),
        roll=round(math.degrees(math.atan2(float(across[1]), float(across[0]))), 1),
    )


def eye_opening(points: Points) -> float:
    """The eye aspect ratio, mean of both eyes: height of the opening over its width, about .2 to .4 open.

    Soukupová and Čech, Real-Time Eye Blink Detection using Facial Landmarks, 2016.
    """
    return (_eye(points, RIGHT_EYE) + _eye(points, LEFT_EYE)) / 2


def mouth_opening(points: Points) -> float:
    """The height of the gap between the lips over its width: 0 closed, about 1 wide open."""
    upper, lower, right, left = points[list(INNER_LIPS), :2]
    return float(np.linalg.norm(upper - lower) / max(float(np.linalg.norm(right - left)), 1.0))


def five_points(points: Points) -> NDArray[np.float32]:
    """Eyes, nose, corners of the mouth, 5 × 2 in pixels, those at the left of the frame first."""
    eyes = (points[[33, 133]].mean(axis=0), points[[362, 263]].mean(axis=0))
    return np.array([*eyes, points[NOSE_TIP], points[MOUTH_RIGHT], points[MOUTH_LEFT]], np.float32)[:, :2]


def face_box(points: Points) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the mesh in pixels: from the hairline to the chin."""
    (left, top), (right, bottom) = points[:468, :2].min(axis=0), points[:468, :2].max(axis=0)
    return round(float(left)), round(float(top)), round(float(right)), round(float(bottom))


def _eye(points: Points, eye: tuple[int, ...]) -> float:
    outer, upper1, upper2, inner, lower1, lower2 = points[list(eye), :2]
    heights = np.linalg.norm(upper1 - lower2) + np.linalg.norm(upper2 - lower1)
    return float(heights / max(2 * float(np.linalg.norm(outer - inner)), 1.0))


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    return vector / max(float(np.linalg.norm(vector)), 1e-6)
