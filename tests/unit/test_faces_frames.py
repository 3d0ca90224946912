"""Frames come from strangers: what is no camera's JPEG is refused by name before a pixel is decoded."""

import contextlib
import struct
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from models.faces import frames
from models.faces.frames import FrameRefused

PICTURE = np.random.default_rng(2).integers(0, 255, (240, 320, 3), dtype=np.uint8)


def jpeg(*parameters: int, picture: np.ndarray = PICTURE) -> bytes:
    return cv2.imencode(".jpg", picture, list(parameters))[1].tobytes()


GOOD = jpeg()
HEADER = GOOD.index(b"\xff\xc0")


def with_size(width: int, height: int) -> bytes:
    return GOOD[: HEADER + 5] + struct.pack(">HH", height, width) + GOOD[HEADER + 9 :]


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (bytes, "not_jpeg"),
    "text": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_jpeg"),
    "a PNG": (cv2.imencode(".png", PICTURE)[1].tobytes, "not_jpeg"),
    "only a start": (lambda: b"\xff\xd8\xff", "malformed"),
    "cut short": (lambda: GOOD[: len(GOOD) // 2], "malformed"),
    "no header of a picture": (lambda: GOOD[:20] + b"\xff\xd9", "malformed"),
    "claims 65,500 × 65,500": (lambda: with_size(65_500, 65_500), "size"),
    "claims no height": (lambda: with_size(320, 0), "size"),
    "too small": (lambda: jpeg(picture=PICTURE[:100]), "size"),
    "too many bytes": (lambda: GOOD + bytes(frames.MAX_BYTES), "too_large"),
    "lossless": (lambda: GOOD.replace(b"\xff\xc0", b"\xff\xc3", 1), "unsupported"),
    "arithmetic coded": (lambda: GOOD.replace(b"\xff\xc0", b"\xff\xc9", 1), "unsupported"),
    "twelve bits deep": (lambda: GOOD[: HEADER + 4] + b"\x0c" + GOOD[HEADER + 5 :], "unsupported"),
    "a thousand scans": (lambda: GOOD[:-2] + b"\xff\xda" * 1000 + b"\xff\xd9", "too_many_scans"),
    "segments of no length": (lambda: b"\xff\xd8" + b"\xff\xe0\x00\x00" * 5000 + b"\xff\xd9", "malformed"),
}


@pytest.mark.parametrize(("make", "code"), BAD.values(), ids=BAD)
def test_what_is_no_frame_of_a_camera_is_refused_by_name(make: Callable[[], bytes], code: str) -> None:
    with pytest.raises(FrameRefused) as refused:
        frames.decoded(make())
    assert refused.value.code == code


@pytest.mark.parametrize(
    "parameters", [(), (cv2.IMWRITE_JPEG_PROGRESSIVE, 1), (cv2.IMWRITE_JPEG_QUALITY, 40)]
)
def test_a_cameras_frame_is_decoded_in_its_size(parameters: tuple[int, ...]) -> None:
    assert frames.decoded(jpeg(*parameters)).shape == (240, 320, 3)


def test_a_grey_frame_becomes_three_channels() -> None:
    assert frames.decoded(jpeg(picture=PICTURE[:, :, 0])).shape == (240, 320, 3)


def test_damaged_frames_are_pictures_or_refused_and_nothing_else() -> None:
    drawn = np.random.default_rng(4)
    for _ in range(300):
        damaged = bytearray(GOOD)
        for place in drawn.integers(2, len(GOOD), size=int(drawn.integers(1, 12))):
            damaged[place] = int(drawn.integers(0, 256))
        with contextlib.suppress(FrameRefused):
            assert max(frames.decoded(bytes(damaged)).shape) <= frames.MAX_SIDE
