"""Which boxes are text lines, and how a cropped one becomes the recogniser's input.

Arrays in, arrays out; no model here.
"""

import math
from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

HEIGHT = 48  # pixels: the height that PP-OCR's recognisers were trained on
STOCK_WIDTH = 320  # pixels: PaddleOCR fills shorter lines up to this with the mean grey
LEAST_WIDTH = 32  # pixels: four steps of the recogniser; a narrower input loses its only character
# Detection scores rows that stand close together low; bits of seals and watermarks too, but those are short.
SURE = 0.6  # score from which PaddleOCR takes a box for a line
LONG = 4.0  # length to thickness from which one that scores less is a line nevertheless
FURTHER = 0.5  # of its height, how much longer a long line is taken than detection says
MOST_WIDTH = 3200  # pixels: PaddleOCR's own limit, which also bounds the memory that one line can take


def sure_or_long(boxes: NDArray[np.int16], scores: Sequence[float]) -> NDArray[np.int16]:
    """The boxes that are lines by their score or by their shape, in the order they came in.

    Boxes are N × 4 × 2, pixels, each from its top left corner clockwise; scores are detection's, 0..1. On 105
    photos the long ones that score less brought the character errors of scopes from 6.6 to 4.6 %.
    """
    return np.array([box for box, score in zip(boxes, scores, strict=True) if score >= SURE or _long(box)])


def widened(boxes: NDArray[np.int16], page_width: int) -> NDArray[np.int16]:
    """The lying boxes a little longer to the right, up to the next box or the page's edge.

    Detection cuts into the last character of a line, closing brackets most: on 105 photos this brought
    two of 93 addresses and one of 99 types more. Short boxes stay: labels run into their values. Boxes as in
    `sure_or_long`.
    """
    return np.array([_widened(box, boxes, page_width) for box in boxes], dtype=np.int16)


def stock(crop: NDArray[np.uint8]) -> NDArray[np.float32]:
    """PaddleOCR's own transform: 48 pixels high, in proportion, filled up to 320 wide.

    `crop` is H × W × 3, uint8, BGR, one line reading left to right. Returns 1 × 3 × 48 × W', float32, -1..1.
    """
    proportion = crop.shape[1] / crop.shape[0]
    filled = min(MOST_WIDTH, int(HEIGHT * max(STOCK_WIDTH / HEIGHT, proportion)))
    return _input(crop, min(filled, math.ceil(HEIGHT * proportion)), filled)


def narrowed(crop: NDArray[np.uint8], squeeze: float) -> NDArray[np.float32]:
    """The line `squeeze` times as wide as in proportion, and nothing filled up: work is linear in the width.

    Same shapes as `stock`.
    """
    width = math.ceil(HEIGHT * crop.shape[1] / crop.shape[0] * squeeze)
    bounded = min(MOST_WIDTH, max(LEAST_WIDTH, width))
    return _input(crop, bounded, bounded)


def _widened(box: NDArray[np.int16], boxes: NDArray[np.int16], page_width: int) -> NDArray[np.int16]:
    length, height = math.dist(box[0], box[1]), math.dist(box[0], box[3])
    if length < LONG * height:
        return box
    right, middle = box[1:3, 0].max(), box[1:3, 1].mean()
    beside = [
        other[:, 0].min()
        for other in boxes
        if other[:, 0].min() > box[:, 0].min() + height and other[:, 1].min() < middle < other[:, 1].max()
    ]
    room = max(0.0, min([page_width - 1, *beside]) - right)
    step = (box[1] - box[0]) / length * min(FURTHER * height, room)
    longer: NDArray[np.int16] = np.rint(box + np.array([step * 0, step, step, step * 0])).astype(np.int16)
    return longer


def _long(box: NDArray[np.int16]) -> bool:
    sides = math.dist(box[0], box[1]), math.dist(box[0], box[3])
    return max(sides) >= LONG * min(sides)


def _input(crop: NDArray[np.uint8], width: int, filled: int) -> NDArray[np.float32]:
    batch = np.zeros((1, 3, HEIGHT, filled), dtype=np.float32)
    resized = cv2.resize(crop, (width, HEIGHT)).astype(np.float32)
    batch[0, :, :, :width] = (resized.transpose(2, 0, 1) / 255 - 0.5) / 0.5
    return batch
