"""Each turn of the head in a film, and how flat was what turned. Measures; judges nothing."""

import math
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from models.faces import flatness
from models.faces.film import Seen
from models.faces.geometry import CHIN, FOREHEAD
from verifier.domain.faces import TURNS, FaceEvent, Relief

AROUND = 1500  # ms before and after a turn in which the head is looked for at rest
AT_REST = 4.0  # degrees away from the neutral
LEAST_TURN = 10.0  # degrees away from where the trail began; turned less, a head moves as a plane does too

Grey = NDArray[np.uint8]


def reliefs(looked_at: Sequence[Seen], events: Sequence[FaceEvent], *, neutral: float) -> tuple[Relief, ...]:
    """One measure for each turn in which enough corners could be followed, out or else back.

    `neutral` is the person's own resting yaw, degrees.
    """
    found = (_relief(looked_at, event, neutral) for event in events if event.action in TURNS)
    return tuple(relief for relief in found if relief is not None)


def _relief(looked_at: Sequence[Seen], event: FaceEvent, neutral: float) -> Relief | None:
    """Followed from before the turn on; where that fails, from after it back."""
    before = [one for one in looked_at if event.start - AROUND <= one.frame.at <= event.end]
    after = [one for one in looked_at if event.start <= one.frame.at <= event.end + AROUND]
    return _along(_from_rest(before, neutral), event) or _along(_from_rest(after[::-1], neutral), event)


def _from_rest(stretch: Sequence[Seen], neutral: float) -> Sequence[Seen]:
    """The stretch from the last frame ahead of its peak in which the head was at rest, or nearly."""
    away = [abs(one.frame.face.pose.yaw - neutral) if one.frame.face else math.inf for one in stretch]
    peak = max(range(len(away)), key=lambda index: away[index] if away[index] < math.inf else -1)
    start = min(range(peak + 1), key=lambda index: (max(away[index], AT_REST), -index))
    return stretch[start:]


def _along(stretch: Sequence[Seen], event: FaceEvent) -> Relief | None:
    """The measure where the face had turned furthest from the stretch's first frame."""
    measured = list(_measured(stretch, event))
    return max(measured, key=lambda relief: relief.turned, default=None)


def _measured(stretch: Sequence[Seen], event: FaceEvent) -> Iterator[Relief]:
    anchor = stretch[0]
    if anchor.points is None or anchor.frame.face is None:
        return
    height = float(np.linalg.norm(anchor.points[CHIN, :2] - anchor.points[FOREHEAD, :2]))
    for one, trail in _trails(stretch, anchor.points):
        turned = abs(one.frame.face.pose.yaw - anchor.frame.face.pose.yaw) if one.frame.face else 0.0
        left = flatness.residual(trail, height) if turned >= LEAST_TURN else None
        if left is not None:
            corners = len(trail.now)
            yield Relief(event.action, event.start, event.end, round(turned, 1), corners, round(left, 4))


def _trails(stretch: Sequence[Seen], points: NDArray[np.float32]) -> Iterator[tuple[Seen, flatness.Trail]]:
    before = _grey(stretch[0])
    trail = flatness.corners(before, points)
    for one in stretch[1:]:
        now = _grey(one)
        if trail is None or now.shape != before.shape:
            return
        trail = flatness.followed(trail, before, now)
        if trail is not None:
            yield one, trail
        before = now


def _grey(one: Seen) -> Grey:
    return np.asarray(cv2.cvtColor(one.pixels(), cv2.COLOR_BGR2GRAY), dtype=np.uint8)
