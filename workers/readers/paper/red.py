"""What is printed on a paper in red, beside its seals: the reader's red light hides it as it hides the seals.

Above all marks that were stamped across a page, 样本 or 作废. Reads and judges nothing.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from models.orientation import Page, Reader
from models.seals import redness
from verifier.domain.licence_forms import box_of, inside
from verifier.domain.places import Box
from verifier.domain.written import Line

INK: Final = 50  # of 255, the least redness of what was stamped; a pale background has under 20
# The least share of a page's pixels that is red beside seals: two characters 1 % of its height have it.
LEAST: Final = 1e-4
SURE: Final = 0.8  # the least score of a line that is kept: of a frame's ornaments something is always read
AROUND: Final = 0.05  # of a seal's width, how far ink may lie beside its ring


def red_lines(engine: Reader, page: Page, seals: Sequence[Box], known: Iterable[Line]) -> tuple[Line, ...]:
    """Lines in red of an upright page (H × W × 3, uint8, BGR), outside its seals and none that is known."""
    red = redness(page)
    for left, top, right, bottom in seals:
        more = round((right - left) * AROUND)
        red[max(top - more, 0) : max(bottom + more, 0), max(left - more, 0) : max(right + more, 0)] = 0
    if np.mean(red > INK) < LEAST:
        return ()
    black = np.asarray(255 - np.minimum(red, 127) * 2, dtype=np.uint8)
    drawn = np.ascontiguousarray(np.repeat(black[:, :, None], 3, axis=2))
    places = [box_of(line) for line in known]
    return tuple(
        line
        for line in engine.recognise(drawn, engine.detect(drawn))
        if line.score >= SURE and not any(inside(line, place) for place in places)
    )
