"""Whose face it is, as a template: SFace on the aligned face. Says how alike; never who, nor whether.

Zhong et al., SFace: Sigmoid-Constrained Hypersphere Loss for Robust Face Recognition, 2021.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from models.faces.sessions import Session, planes
from models.weights import Weight
from verifier.domain.faces import FaceTemplate

SIDE = 112  # pixels of the aligned face
# Where a face is looked at besides its place, pixels of the aligned face. The five points of a small, noisy
# face tremble by .7 of them, and what the network says of a face changes with where it lies.
MOVED = ((0.0, 0.0), (2.0, 2.0), (-2.0, -2.0), (2.0, -2.0), (-2.0, 2.0))
# Where SFace was trained to see eyes, nose and corners of the mouth, those at the left of the picture first.
PLACES = np.array(
    [
        [38.2946, 51.6963],
        [73.5318, 51.5014],
        [56.0252, 71.7366],
        [41.5493, 92.3655],
        [70.7299, 92.2041],
    ],
    dtype=np.float64,
)

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


class Recogniser:
    """Templates of faces."""

    def __init__(self, weight: Weight) -> None:
        self._run = Session(weight)
        self.version = weight.version

    def embedding(self, aligned_face: Pixels) -> Floats:
        """The 128 numbers of a face of 112 × 112 × 3, uint8, BGR, of length 1.

        The mean of the face and its mirror image, which costs a second run: pairs_lfw not recognised at a
        false match rate of .1 % went from 7 to 5 of 213, and pairs_asian's highest wrong cosine down to .38.
        """
        (ahead,) = self._run(planes(aligned_face, rgb=True))
        (mirrored,) = self._run(planes(aligned_face[:, ::-1], rgb=True))
        return _unit(_unit(ahead[0]) + _unit(mirrored[0]))

    def steady_embedding(self, frame: Pixels, points: NDArray[np.float32]) -> Floats:
        """The same of a single picture, 280 ms: the mean over the face in its place and in those of `MOVED`.

        What a film has from its many frames. `frame` is H × W × 3, uint8, BGR; `points` 5 × 2 in its pixels.
        Measured on both sets of pairs, pictures of a poor camera too: one threshold for a false match rate of
        .1 % on all came down from .39 to .38, and same pairs missed at it from .031 to .025 and .082 to .070.
        """
        faces = (aligned(frame, points, moved=place) for place in MOVED)
        return _unit(np.sum([self.embedding(face) for face in faces], axis=0))

    def template(self, vectors: Sequence[Floats]) -> FaceTemplate:
        """One template of several embeddings: their median, which one bad frame does not move."""
        return FaceTemplate(self.version, as_bytes(typical(vectors)))


def typical(vectors: Sequence[Floats]) -> Floats:
    """The median of several unit vectors, number by number, at length 1."""
    return _unit(np.median(np.stack(vectors), axis=0).astype(np.float32))


def aligned(
    frame: Pixels,
    points: NDArray[np.float32],
    side: int = SIDE,
    *,
    moved: tuple[float, float] = (0.0, 0.0),
) -> Pixels:
    """The face moved, turned and scaled so that its five points come to lie in their places, or beside them.

    `points` is 5 × 2 in pixels of the frame; outside the frame is black. `moved` is how far to the right and
    down the face comes to lie of its place, in pixels of a face of 112.
    """
    scale = side / SIDE
    places = (PLACES + np.array(moved)) * scale
    matrix = similarity(np.asarray(points, dtype=np.float64), places)
    return np.asarray(cv2.warpAffine(frame, matrix, (side, side), flags=cv2.INTER_LINEAR), dtype=np.uint8)


def similarity(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """The 2 × 3 matrix of the turn, scale and shift that brings the points nearest, in least squares.

    Umeyama, 1991. OpenCV's own estimate leaves one of five points out as an outlier, which costs accuracy.
    Raises ValueError where all source points are one.
    """
    from_mean, to_mean = source.mean(axis=0), target.mean(axis=0)
    a, b = source - from_mean, target - to_mean
    spread = float((a**2).sum())
    if spread <= 0:
        raise ValueError("The five points of the face lie on one another.")
    along, across = (
        float((a * b).sum()) / spread,
        float((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum()) / spread,
    )
    turn = np.array([[along, -across], [across, along]])
    return np.hstack([turn, (to_mean - turn @ from_mean)[:, np.newaxis]])


def as_bytes(vector: Floats) -> bytes:
    """Float32, little endian."""
    return np.asarray(vector, dtype="<f4").tobytes()


def _unit(vector: Floats) -> Floats:
    return vector / max(float(np.linalg.norm(vector)), 1e-12)
