"""How well a face is pictured, and how much of its picture is new since the frame before. Judges neither."""

import cv2
import numpy as np
from numpy.typing import NDArray

from models.faces.identity import aligned
from verifier.domain.faces import FaceQuality

SIDE = 64  # pixels of the small face that is compared from frame to frame
SCENE = (64, 48)  # pixels of the small frame that is
NOISE = 4.0  # of 255: contrast of a face below which there is nothing to compare

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


def quality(aligned_face: Pixels) -> FaceQuality:
    """Sharpness, light and contrast of a face of 112 × 112 × 3, uint8, BGR.

    Sharpness is the spread of the Laplacian over that of the light, so that neither light nor complexion
    counts: .2 to .7 on the sample films.
    """
    grey = _grey(aligned_face)
    contrast = max(float(grey.std()), 1.0)
    edges = float(cv2.Laplacian(grey, cv2.CV_32F).std())
    return FaceQuality(
        sharpness=round(edges / contrast, 3), light=round(float(grey.mean()), 1), contrast=round(contrast, 1)
    )


def small_face(frame: Pixels, points: NDArray[np.float32]) -> Floats:
    """The face by its five points, 64 × 64, grey, float32: the form in which two are compared."""
    return _grey(aligned(frame, points, SIDE))


def small_scene(frame: Pixels) -> Floats:
    """The whole frame, 48 × 64, grey, float32."""
    return _grey(np.asarray(cv2.resize(frame, SCENE, interpolation=cv2.INTER_AREA), dtype=np.uint8))


def newness(before: Floats, after: Floats) -> float:
    """How much of the later small face is not in the earlier one, moved by up to a few pixels: 0 to about 1.

    The square root of one minus the correlation. The mesh's points tremble by a fraction of a pixel, so the
    earlier face is first moved by what phase correlation finds.
    """
    # Given a window, OpenCV multiplies it into its arguments, which are still needed.
    (x, y), _ = cv2.phaseCorrelate(before * _WINDOW, after * _WINDOW)
    shift = np.array([[1, 0, np.clip(x, -4, 4)], [0, 1, np.clip(y, -4, 4)]], dtype=np.float64)
    moved = cv2.warpAffine(before, shift, (SIDE, SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    inner = slice(8, SIDE - 8)
    a, b = np.asarray(moved, dtype=np.float32)[inner, inner], after[inner, inner]
    if a.std() < NOISE or b.std() < NOISE:
        return 1.0
    correlation = float(np.corrcoef(a.ravel(), b.ravel())[0, 1])
    return round(float(np.sqrt(max(0.0, 1 - correlation))), 4)


def difference(before: Floats, after: Floats) -> float:
    """Mean difference of two small scenes as a share of the range of light, 0–1, nothing moved."""
    return round(float(np.abs(before - after).mean()) / 255, 4)


def _grey(picture: Pixels) -> Floats:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.float32)


_WINDOW = np.asarray(cv2.createHanningWindow((SIDE, SIDE), cv2.CV_32F), dtype=np.float32)
