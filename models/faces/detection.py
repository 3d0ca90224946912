"""Every face in a frame: YuNet. Counts and places; says nothing of whom it shows.

Wu, Peng and Yu, YuNet: A Tiny Millisecond-level Face Detector, 2023.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from models.faces.sessions import Session, planes
from models.weights import Weight
from verifier.domain.faces import Box

STRIDES = (8, 16, 32)
# The Zoo's own cut is .9 for its demo; at .7 all faces of pairs_asian and pairs_lfw were found.
LEAST_SCORE = 0.7
OVERLAP = 0.3  # intersection over union at which two boxes are one face
LONGEST = 640  # pixels of the long side at which faces are looked for: 7 ms

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Found:
    """One face: its box in pixels of the frame and the detector's score, 0–1."""

    box: Box
    score: float


class Detector:
    """Finds faces. Keeps nothing between frames."""

    def __init__(self, weight: Weight) -> None:
        self._run = Session(weight)

    def faces(self, frame: Pixels) -> tuple[Found, ...]:
        """Every face, largest first. `frame` is H × W × 3, uint8, BGR."""
        scale = min(1.0, LONGEST / max(frame.shape[:2]))
        padded = _padded(_shrunk(frame, scale))
        boxes, scores = _candidates(self._run(planes(padded, rgb=False)), padded.shape[1], padded.shape[0])
        kept = cv2.dnn.NMSBoxes(boxes.tolist(), scores.tolist(), LEAST_SCORE, OVERLAP)
        found = [Found(_box(boxes[index], scale), round(float(scores[index]), 3)) for index in np.ravel(kept)]
        return tuple(sorted(found, key=lambda face: -_area(face.box)))

    def count(self, frame: Pixels) -> int:
        """How many faces there are."""
        return len(self.faces(frame))


def _shrunk(frame: Pixels, scale: float) -> Pixels:
    if scale >= 1:
        return frame
    small = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8)


def _padded(frame: Pixels) -> Pixels:
    """The frame with black to its right and below, so that both sides are multiples of 32."""
    height, width = frame.shape[:2]
    padding = (0, -height % 32, 0, -width % 32)
    return np.asarray(cv2.copyMakeBorder(frame, *padding, cv2.BORDER_CONSTANT), dtype=np.uint8)


def _candidates(outputs: list[Floats], width: int, height: int) -> tuple[Floats, Floats]:
    """Boxes (x, y, width, height) and scores of all places of all three grids."""
    boxes, scores = [], []
    for level, stride in enumerate(STRIDES):
        classes, objects, offsets = (outputs[group * len(STRIDES) + level][0] for group in range(3))
        rows, columns = np.mgrid[0 : height // stride, 0 : width // stride].reshape(2, -1)
        centres = (np.stack([columns, rows], axis=1) + offsets[:, :2]) * stride
        sizes = np.exp(offsets[:, 2:]) * stride
        boxes.append(np.hstack([centres - sizes / 2, sizes]))
        scores.append(np.sqrt(np.clip(classes[:, 0], 0, 1) * np.clip(objects[:, 0], 0, 1)))
    return np.concatenate(boxes).astype(np.float32), np.concatenate(scores)


def _box(box: Floats, scale: float) -> Box:
    left, top, width, height = (float(value) / scale for value in box)
    return round(left), round(top), round(left + width), round(top + height)


def _area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
