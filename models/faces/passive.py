"""Whether a face looks like a picture of a picture: MiniFASNet V2 SE. A supporting signal, no verdict."""

import cv2
import numpy as np
from numpy.typing import NDArray

from models.faces.sessions import Session, planes
from models.weights import Weight
from verifier.domain.faces import Box

SIDE = 128  # pixels of its input
AROUND = 1.5  # times the longer side of the face's box: the square that it was trained to see

Pixels = NDArray[np.uint8]


class PassiveDetector:
    """The optional detector of presentation attacks in single pictures."""

    def __init__(self, weight: Weight) -> None:
        self._run = Session(weight)
        self.version = weight.version

    def logit(self, frame: Pixels, box: Box) -> float:
        """Real minus spoof, above 0 for what looks bona fide. `frame` is H × W × 3, uint8, BGR."""
        (scores,) = self._run(planes(square(frame, box), rgb=True) / np.float32(255))
        real, spoof = (float(value) for value in scores[0][:2])
        return round(real - spoof, 3)


def square(frame: Pixels, box: Box) -> Pixels:
    """The square around the face, black outside the frame, 128 × 128."""
    left, top, right, bottom = box
    side = max(2, round(AROUND * max(right - left, bottom - top)))
    x, y = (left + right - side) // 2, (top + bottom - side) // 2
    shift = np.array([[1.0, 0.0, -x], [0.0, 1.0, -y]])
    cut = cv2.warpAffine(frame, shift, (side, side), flags=cv2.INTER_NEAREST)
    way = cv2.INTER_AREA if side > SIDE else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(cut, (SIDE, SIDE), interpolation=way), dtype=np.uint8)
