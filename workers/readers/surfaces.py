"""PDF and HEIC into pixels: asks a confined process to render, and lays its answer out as BGR.

Says EvidenceRefused when it cannot.
"""

from typing import Final

import numpy as np

from verifier.confined import process
from verifier.confined.refusal import Refused
from verifier.confined.surface import Surface
from verifier.intake.errors import EvidenceMalformed
from verifier.intake.native import REFUSALS
from workers.readers.bgr import Bgr, on_white

BAND: Final = 2_000_000  # pixels converted at a time
OPAQUE: Final = {1: 1, 2: 1, 3: 3, 4: 3}  # channels of colour by channels in all


def decoded(parser: str, data: bytes, index: int) -> Bgr:
    """The page of this number, H×W×3 uint8 BGR, upright. Raises EvidenceRefused."""
    try:
        return _bgr(process.render(parser, data, index))
    except Refused as refused:
        raise REFUSALS[refused.refusal] from refused


def _bgr(surface: Surface) -> Bgr:
    rows = _rows(surface)
    page: Bgr = np.empty((surface.height, surface.width, 3), dtype=np.uint8)
    step = max(1, BAND // surface.width)
    for top in range(0, surface.height, step):
        page[top : top + step] = _band(rows[top : top + step])
    return page


def _rows(surface: Surface) -> Bgr:
    """The rows as an array, H×W×channels, without their padding. Raises EvidenceMalformed."""
    width = surface.width * surface.channels
    if surface.stride < width or len(surface.rows) < surface.stride * surface.height:
        raise EvidenceMalformed
    flat = np.frombuffer(surface.rows, dtype=np.uint8, count=surface.stride * surface.height)
    rows = flat.reshape(surface.height, surface.stride)[:, :width]
    return rows.reshape(surface.height, surface.width, surface.channels)


def _band(rows: Bgr) -> Bgr:
    colour = OPAQUE[rows.shape[2]]
    shade = np.broadcast_to(rows[..., :colour], (*rows.shape[:2], 3))
    return shade if rows.shape[2] == colour else on_white(shade, rows[..., -1])
