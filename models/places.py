"""Whether two pictures show one place: points of one are found again in the other, all by the same map.

Pixels in, numbers out; what counts as the same place is not decided here. Calibrated on drawn films:
docs/proofs.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Frame = NDArray[np.uint8]  # H × W × 3, BGR

POINTS = 500
UNALIKE = 0.8  # of the second best distance, from which on a match is ambiguous (Lowe, 2004)
LEAST_MATCHES = 8
REACH = 4.0  # pixels: how far a point may land from its partner; rooms have depth
TURN_MOST = 0.35  # radians; a hand holds a phone upright
SCALE_MOST = 1.6  # of one picture to the other
SEED = 1  # RANSAC draws at random


@dataclass(frozen=True, slots=True)
class Fit:
    """How well one map lays a picture over another.

    `points` are brought together; `spread` is the share of the picture's area that they take up: those of a
    sign or a sheet lie together, those of a room do not.
    """

    points: int = 0
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Points:
    """A picture's corners, N × 2 in shares of its width and height, with their descriptors, N × 32."""

    at: NDArray[np.float32]
    descriptors: NDArray[np.uint8]
    size: tuple[int, int]


def points(frame: Frame, *, mirrored: bool = False) -> Points:
    """The corners of a picture, or of what a mirror shows of it."""
    grey = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
    grey = cv2.flip(grey, 1) if mirrored else grey
    orb = cv2.ORB_create(nfeatures=POINTS, fastThreshold=12)  # type: ignore[attr-defined]  # not in the stubs
    found, descriptors = orb.detectAndCompute(grey, None)
    if descriptors is None:
        return Points(np.empty((0, 2), np.float32), np.empty((0, 32), np.uint8), grey.shape[:2])
    return Points(np.array([one.pt for one in found], np.float32), descriptors, grey.shape[:2])


def fit(one: Points, other: Points) -> Fit:
    """How well a shift, turn and scaling lays the other over the one, always with the same result."""
    if min(len(one.at), len(other.at)) < LEAST_MATCHES:
        return Fit()
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(one.descriptors, other.descriptors, k=2)
    good = [p[0] for p in pairs if len(p) == 2 and p[0].distance < UNALIKE * p[1].distance]
    if len(good) < LEAST_MATCHES:
        return Fit()
    ours = one.at[[match.queryIdx for match in good]]
    theirs = other.at[[match.trainIdx for match in good]]
    cv2.setRNGSeed(SEED)
    matrix, fitting = cv2.estimateAffinePartial2D(
        theirs, ours, method=cv2.RANSAC, ransacReprojThreshold=REACH, maxIters=1000
    )
    if matrix is None or not _likely(np.asarray(matrix, dtype=np.float64)):
        return Fit()
    together = ours[fitting.ravel() == 1]
    hull = float(cv2.contourArea(cv2.convexHull(together))) if len(together) >= 3 else 0.0
    return Fit(len(together), round(hull / (one.size[0] * one.size[1]), 3))


def _likely(matrix: NDArray[np.float64]) -> bool:
    scale, turn = float(np.hypot(matrix[0, 0], matrix[1, 0])), float(np.arctan2(matrix[1, 0], matrix[0, 0]))
    return 1 / SCALE_MOST <= scale <= SCALE_MOST and abs(turn) <= TURN_MOST


def shared(own: Sequence[Points], others: Sequence[Points], *, least: Fit) -> int:
    """How many of one's own pictures show a place that one of the others shows, by at least this fit."""
    return sum(
        any(found.points >= least.points and found.spread >= least.spread for found in _fits(one, others))
        for one in own
    )


def _fits(one: Points, others: Sequence[Points]) -> list[Fit]:
    return [fit(one, other) for other in others]
