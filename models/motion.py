"""How a film moves: where it is cut and where it stands still, by what neighbouring frames differ in.

Numbers in, numbers out; what is too many is not decided here. Tried on a few drawn films: docs/proofs.md.
"""

from collections.abc import Sequence

# Grey levels of 255 that are left once the shift is taken out. Walks through 5 drawn rooms at 12 frames a
# second stay under 24, also where a sheet is raised; joins of two rooms leave 29 and more.
LEAP_LEAST = 26.0
# A hand leaves .9 and more at 30 frames a second, a frozen picture up to .34 until it is coded well.
STILL = 0.5  # grey levels
STILL_LEAST = 1000  # ms


def cuts(times: Sequence[int], leaps: Sequence[float]) -> tuple[int, ...]:
    """The moments in ms at which a frame has little in common with the one before, however shifted."""
    return tuple(at for at, leap in zip(times, leaps, strict=True) if leap >= LEAP_LEAST)


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
