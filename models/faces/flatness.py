"""Whether what turned was flat: corners of the face are followed, one homography is fitted to their way.

A turned photograph turns like a head for every measure that looks at landmarks, because the network that
places them has learnt faces and invents their depth. Corners of the picture itself invent nothing: those of a
plane move by one homography, those of a head do not. A bent photograph lies between. Measures only.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

CORNERS = 100
LEAST_CORNERS = 12  # a homography takes four; with fewer than three times that the residual is noise
APART = 5  # pixels between corners
INSIDE = 0.92  # of the outline's size: hair and background at its edge are no face
THERE_AND_BACK = 1.0  # pixels that a corner may miss when it is followed to the next frame and back
WINDOW = (21, 21)  # pixels in which a corner is looked for, on each of four scales

# MediaPipe's outline of the face.
OUTLINE = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Trail:
    """Corners of a first frame, N × 2, and where the same ones lie in a later frame, N × 2, pixels."""

    start: Floats
    now: Floats


def corners(frame: Grey, points: Floats) -> Trail | None:
    """The strongest corners inside the face's outline; None for too few. `points` is the mesh's, 478 × 3."""
    found = cv2.goodFeaturesToTrack(frame, CORNERS, 0.01, APART, mask=_inside(frame, points))
    if found is None or len(found) < LEAST_CORNERS:
        return None
    places = np.asarray(found[:, 0], dtype=np.float32)
    return Trail(places, places)


def followed(trail: Trail, before: Grey, after: Grey) -> Trail | None:
    """The trail one frame on, without the corners that do not find back; None once too few are left."""
    there, seen = _flow(before, after, trail.now)
    back, seen_back = _flow(after, before, there)
    kept = seen & seen_back & (np.linalg.norm(back - trail.now, axis=1) < THERE_AND_BACK)
    if int(kept.sum()) < LEAST_CORNERS:
        return None
    return Trail(trail.start[kept], there[kept])


def residual(trail: Trail, height: float) -> float | None:
    """Root mean square distance, in face heights, between the corners and where one homography puts them.

    None where none can be fitted. `height` is of the face in the first frame, forehead to chin, pixels.
    """
    matrix, _ = cv2.findHomography(trail.start, trail.now, 0)  # all corners: outliers are what is measured
    if matrix is None:
        return None
    placed = cv2.perspectiveTransform(trail.start[:, np.newaxis], matrix)[:, 0]
    squares = ((placed - trail.now) ** 2).sum(axis=1)
    return float(np.sqrt(squares.mean())) / max(height, 1.0)


def _inside(frame: Grey, points: Floats) -> Grey:
    outline = points[list(OUTLINE), :2]
    centre = outline.mean(axis=0)
    mask = np.zeros(frame.shape[:2], dtype=np.uint8)
    cv2.fillConvexPoly(mask, ((outline - centre) * INSIDE + centre).astype(np.int32), (255,))
    return mask


def _flow(before: Grey, after: Grey, places: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    start = np.ascontiguousarray(places[:, np.newaxis])
    moved, seen, _ = cv2.calcOpticalFlowPyrLK(
        before, after, start, np.empty_like(start), winSize=WINDOW, maxLevel=3
    )
    return np.asarray(moved[:, 0], dtype=np.float32), np.asarray(seen[:, 0] == 1)
