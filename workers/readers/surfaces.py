"""PDF and HEIC into pixels: asks a confined process to render, and lays its answer out as BGR.

Says EvidenceRefused when it cannot.
"""

from typing import Final

import numpy as np

from verifier.confined import process
from verifier.confined.refusal import Refused
from verifier.confined.surface import Surface
from verifier.intake.errors import EvidenceMalformed
from verifier.intake.probing import REFUSALS
from workers.readers.bgr import Bgr, laid_out, opaque

UPRIGHT: Final = 1  # the orientation in which both parsers render


def decoded(parser: str, data: bytes, index: int) -> Bgr:
    """The page of this number, H×W×3 uint8 BGR, upright. Raises EvidenceRefused."""
    try:
        surface = process.render(parser, data, index)
    except Refused as refused:
        raise REFUSALS[refused.refusal] from refused
    stored = _rows(surface)
    return laid_out(surface.width, surface.height, UPRIGHT, lambda top, bottom: opaque(stored[top:bottom]))


def _rows(surface: Surface) -> Bgr:
    """The rows as an array, H×W×channels, without their padding. Raises EvidenceMalformed."""
    width, height, channels, stride = surface.width, surface.height, surface.channels, surface.stride
    if stride < width * channels or len(surface.rows) < stride * height:
        raise EvidenceMalformed
    return np.ndarray((height, width, channels), np.uint8, surface.rows, strides=(stride, channels, 1))
