"""Another person made of the first, since no package ships a second face: at a cosine of .18 to SFace.

What was tried and is not enough: a face drawn out of its proportions stays at .43, one without its glasses
and with a white beard at .46. Paint in light and dark patches makes the rest.
"""

import cv2
import numpy as np

from models.faces.flatness import OUTLINE
from models.faces.geometry import face_box
from tests.portraits.drawing import LOWER_LIDS, UPPER_LIDS
from tests.portraits.head import HEIGHT, WIDTH, Head, Picture

BROWS = ((70, 63, 105, 66, 107, 55, 65, 52, 53, 46), (300, 293, 334, 296, 336, 285, 295, 282, 283, 276))
LIPS = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409)
BRIDGE = (168, 6, 133, 362)  # of the nose, where glasses sit
BROW, BEARD = (25, 30, 40), (215, 220, 225)  # blue, green, red
# How many across the face, by how much of 255, and of 120 seeds one that leaves lids and lips to be read.
PATCHES, DEPTH, SEED = 14, 40.0, 55
KEPT = 8  # pixels about the eyes that stay as they are: lids are drawn of them

# About which point of the mesh, how far, and by how much the face is drawn together there, across and down.
DRAWN = (
    (468, 24, 0.2, 0.2),
    (473, 24, 0.2, 0.2),
    (1, 30, 0.5, 0.2),
    (13, 26, -0.3, -0.2),
    (172, 40, 0.3, 0.0),
    (397, 40, 0.3, 0.0),
)
HIGHER = (34, 8.0)  # how far about the mouth, and by how many pixels it sits higher


def disguised(head: Head) -> Picture:
    """Without glasses, with dark brows and a white beard, its features set otherwise, and painted."""
    bare = cv2.inpaint(head.picture, _glasses(head), 5, cv2.INPAINT_TELEA)
    for brow in BROWS:
        bare = _painted(bare, _area(head, brow), BROW, 0.8, soft=2)
    bearded = _painted(bare, _lower_face(head), BEARD, 0.8, soft=4)
    return _patched(head, _redrawn(head, bearded))


def _patched(head: Head, picture: Picture) -> Picture:
    left, top, right, bottom = face_box(head.points)
    drawn = np.random.default_rng(SEED).normal(0, 1, (PATCHES, PATCHES)).astype(np.float32)
    patches = np.zeros((HEIGHT, WIDTH), np.float32)
    patches[top:bottom, left:right] = cv2.resize(
        drawn, (right - left, bottom - top), interpolation=cv2.INTER_CUBIC
    )
    skin = _area(head, OUTLINE)
    skin[np.maximum.reduce([_grown(eye, 12) for eye in _eyes(head)]) > 0] = 0
    share = cv2.GaussianBlur(skin, (0, 0), 5).astype(np.float32) / 255
    return np.clip(picture + DEPTH * (patches * share)[..., np.newaxis], 0, 255).astype(np.uint8)


def _glasses(head: Head) -> np.ndarray:
    eyes = _eyes(head)
    around = np.maximum.reduce([*(_grown(eye, 34) for eye in eyes), _grown(_area(head, BRIDGE), 14)])
    around[np.maximum.reduce([_grown(eye, KEPT) for eye in eyes]) > 0] = 0
    return around


def _eyes(head: Head) -> list[np.ndarray]:
    return [_area(head, (*upper, *lower)) for upper, lower in zip(UPPER_LIDS, LOWER_LIDS, strict=True)]


def _lower_face(head: Head) -> np.ndarray:
    beard = _area(head, OUTLINE)
    beard[: round(float(head.points[2, 1])) + 4] = 0
    beard[_grown(_area(head, LIPS), 5) > 0] = 0
    return beard


def _redrawn(head: Head, picture: Picture) -> Picture:
    columns, rows = np.meshgrid(np.arange(WIDTH, dtype=np.float32), np.arange(HEIGHT, dtype=np.float32))
    from_x, from_y = columns.copy(), rows.copy()
    for point, radius, across, down in DRAWN:
        x, y = columns - head.points[point, 0], rows - head.points[point, 1]
        near = np.exp(-(x**2 + y**2) / (2 * radius**2))
        from_x, from_y = from_x + across * x * near, from_y + down * y * near
    radius, higher = HIGHER
    x, y = columns - head.points[13, 0], rows - head.points[13, 1]
    from_y = from_y + higher * np.exp(-(x**2 + y**2) / (2 * radius**2))
    return cv2.remap(picture, from_x.astype(np.float32), from_y.astype(np.float32), cv2.INTER_CUBIC)


def _area(head: Head, points: tuple[int, ...]) -> np.ndarray:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    outline = cv2.convexHull(head.points[list(points), :2])
    cv2.fillConvexPoly(mask, outline.astype(np.int32), (255,))
    return mask


def _grown(mask: np.ndarray, by: int) -> np.ndarray:
    return cv2.dilate(mask, np.ones((2 * by + 1, 2 * by + 1), np.uint8))


def _painted(
    picture: Picture, mask: np.ndarray, colour: tuple[int, int, int], much: float, *, soft: float
) -> Picture:
    share = much * cv2.GaussianBlur(mask, (0, 0), soft)[..., np.newaxis] / 255
    return np.clip(picture * (1 - share) + np.array(colour) * share, 0, 255).astype(np.uint8)
