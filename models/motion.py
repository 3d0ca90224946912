"""How a film moves: where it is cut and where it stands still, from the differences of neighbouring frames.

Numbers in, numbers out; what is too many is not decided here. Tried on a few drawn films: docs/proofs.md.
"""

from collections.abc import Sequence
from statistics import median

CUT_LEAST = 18.0  # grey levels of 255: a hand that pans fast reaches 19 with one frame after the other
CUT_AGAINST_NEIGHBOURS = 2.2  # times the median of the frames around
AROUND = 5  # frames on each side
STILL = 0.2  # grey levels; a hand and a sensor's noise leave .4 and more in thumbnails
STILL_LEAST = 1000  # ms


def cuts(times: Sequence[int], differences: Sequence[float]) -> tuple[int, ...]:
    """The moments in ms at which a frame has little in common with the one before, and its neighbours do."""
    found = []
    for index in range(1, len(differences)):
        around = [
            differences[other]
            for other in range(max(1, index - AROUND), min(len(differences), index + AROUND + 1))
            if other != index
        ]
        usual = median(around) if around else 0.0
        if differences[index] >= max(CUT_LEAST, CUT_AGAINST_NEIGHBOURS * usual):
            found.append(times[index])
    return tuple(found)


def freezes(times: Sequence[int], differences: Sequence[float]) -> tuple[tuple[int, int], ...]:
    """Spans of ms in which nothing moved, each at least STILL_LEAST long."""
    found, start = [], None
    for index in range(1, len(differences)):
        if differences[index] < STILL:
            start = times[index - 1] if start is None else start
            continue
        if start is not None and times[index - 1] - start >= STILL_LEAST:
            found.append((start, times[index - 1]))
        start = None
    if start is not None and times[-1] - start >= STILL_LEAST:
        found.append((start, times[-1]))
    return tuple(found)
