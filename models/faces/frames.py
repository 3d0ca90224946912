"""One frame of a camera, from JPEG to pixels, within bounds that its header must keep before it is decoded.

Frames come from strangers. Only baseline and progressive JPEG of a camera's size is decoded; all else is
refused by name. Says nothing about what is seen.
"""

import struct
from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

MAX_BYTES = 1_000_000  # a 640 × 480 frame at quality .85 takes 20 KB, one of 1920 × 1080 at .95 some 600 KB
LEAST_SIDE, MAX_SIDE = 160, 1920  # pixels: half of QVGA, and the long side of Full HD
MAX_SCANS = 20  # a progressive file needs ten; each further one costs a decoding of the whole picture
MAX_SEGMENTS = 100
FRAME_STARTS = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended and progressive, Huffman coded
OTHER_STARTS = frozenset(range(0xC3, 0xD0)) - {0xC4, 0xC8, 0xCC}  # lossless, hierarchical, arithmetic
SCAN, END = 0xDA, b"\xff\xd9"


class FrameRefused(Exception):
    """The bytes are no frame that is decoded here; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def decoded(data: bytes) -> Pixels:
    """The frame, H × W × 3, uint8, BGR, as stored: a camera's frames carry no EXIF orientation.

    Raises FrameRefused with `too_large`, `not_jpeg`, `malformed`, `unsupported`, `size`, or `too_many_scans`.
    """
    _require_sound(data)
    flags = cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
    try:
        frame = cv2.imdecode(np.frombuffer(data, dtype=np.uint8), flags)
    except cv2.error as error:
        raise FrameRefused("malformed") from error
    if frame is None:
        raise FrameRefused("malformed")
    return np.asarray(frame, dtype=np.uint8)


def size(data: bytes) -> tuple[int, int]:
    """Width and height by the header. Raises FrameRefused."""
    for marker, segment in _segments(data):
        if marker in OTHER_STARTS:
            raise FrameRefused("unsupported")
        if marker in FRAME_STARTS:
            return _declared(segment)
    raise FrameRefused("malformed")


def _require_sound(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise FrameRefused("too_large")
    if not data.startswith(b"\xff\xd8\xff"):
        raise FrameRefused("not_jpeg")
    short, long = sorted(size(data))
    if short < LEAST_SIDE or long > MAX_SIDE:
        raise FrameRefused("size")
    if data.count(b"\xff\xda") > MAX_SCANS:
        raise FrameRefused("too_many_scans")
    if END not in data[-64:]:
        raise FrameRefused("malformed")  # cut short: OpenCV would fill the rest with grey


def _declared(segment: bytes) -> tuple[int, int]:
    if len(segment) < 6:
        raise FrameRefused("malformed")
    depth, height, width, channels = struct.unpack(">BHHB", segment[:6])
    if depth != 8 or channels not in {1, 3}:
        raise FrameRefused("unsupported")
    return width, height


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and content of each segment before the first scan."""
    position = 2
    for _ in range(MAX_SEGMENTS):
        while data[position : position + 2] == b"\xff\xff":
            position += 1  # fill bytes
        if position + 4 > len(data) or data[position] != 0xFF or data[position + 1] == SCAN:
            return
        (length,) = struct.unpack(">H", data[position + 2 : position + 4])
        yield data[position + 1], data[position + 4 : position + 2 + length]
        position += 2 + max(length, 2)
