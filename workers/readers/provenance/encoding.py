"""How a JPEG was compressed, by its frame header and quantisation tables. Judges nothing.

Quality is no property of the format: it is the setting of the IJG library whose tables come nearest.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from verifier.domain.provenance import JpegEncoding
from workers.readers.provenance.blocks import Blocks

PROGRESSIVE: Final = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
# The luminance table of ITU-T T.81, K.1, in the zigzag order in which files store it.
LUMINANCE: Final = (
    16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40,
    26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
    56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87,
    95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
)  # fmt: skip


def encoding_of(found: Blocks) -> JpegEncoding:
    """The encoding; nothing is known of a file without a frame header."""
    if found.frame is None:
        return JpegEncoding()
    marker, body = found.frame
    quality, standard = _quality(_numbers(found.tables.get(0, b"")))
    return JpegEncoding(quality, standard, marker in PROGRESSIVE, _subsampling(body))


def _numbers(table: bytes) -> tuple[int, ...]:
    if len(table) == 128:
        return tuple(int.from_bytes(table[i : i + 2], "big") for i in range(0, 128, 2))
    return tuple(table)


def _quality(table: Sequence[int]) -> tuple[int | None, bool]:
    """The nearest IJG quality, 1–100, and whether the table is exactly the one of that quality."""
    if len(table) != len(LUMINANCE):
        return None, False
    far = np.abs(SCALED - np.array(table)).sum(axis=1)
    nearest = int(far.argmin())
    return BEST - nearest, bool(far[nearest] == 0)


def _scaled(quality: int) -> tuple[int, ...]:
    """The IJG library's table of a quality (jcparam.c, jpeg_quality_scaling)."""
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    return tuple(min(max((value * scale + 50) // 100, 1), 255) for value in LUMINANCE)


BEST: Final = 100
SCALED: Final = np.array([_scaled(quality) for quality in range(BEST, 0, -1)])  # best first: it wins a tie


def _subsampling(body: bytes) -> str | None:
    """How many fewer samples colour has than light, in the usual notation; None for one channel or four."""
    if len(body) < 15 or body[5] != 3:
        return None
    light, *colours = ((body[i] >> 4, body[i] & 15) for i in (7, 10, 13))
    return NOTATION.get(light, "other") if set(colours) == {(1, 1)} else "other"


NOTATION: Final = {(1, 1): "4:4:4", (2, 1): "4:2:2", (2, 2): "4:2:0", (1, 2): "4:4:0", (4, 1): "4:1:1"}
