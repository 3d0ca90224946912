"""One ring of ink: an ellipse fitted to it from a rough circle, and how much of it can be seen.

Numbers from numbers: it does not know what the ring is of. Coordinates are pixels of the array handed in.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]  # H × W
Reals = NDArray[np.float32]
Ellipse: TypeAlias = tuple[
    float, float, float, float, float
]  # centre x, y; semi-axes; the first's angle, radians

RAYS: Final = 120  # directions from the centre, every three degrees
SAMPLES: Final = 84  # along a ray
REACH: Final = 1.4  # radii that a ray is followed
WINDOWS: Final = ((0.78, 1.22), (0.86, 1.14))  # radii in which the ring is looked for, closer each time
STRONG: Final = 0.7  # of a ray's strongest ink: the outermost place with as much is the ring, not a character
FAINTEST: Final = 0.4  # of the usual ink, under which a ray says nothing
NEAR: Final = 0.07  # radii from the ellipse within which a point belongs to it
LEAST_POINTS: Final = 30  # a quarter of the rays
ROUNDEST: Final = 0.6  # least short axis to long: a page photographed at 45 degrees has .7
DRIFT: Final = (0.6, 1.5)  # times the circle's radius that the axes may come to
RIM: Final = (0.955, 1.045)  # radii that count as the ring; .94 to 1.06 took a square stamp for one
AROUND: Final = (1.1, 1.25)  # radii that must be bare
HALF: Final = 0.45  # of the usual ink of the ring, from which a direction is covered
NOISE: Final = 6  # of 255, by which the ring must exceed what is around it

# The edge is sought ever closer, first afar: from .14 two of 40 ovals that were found 15 pixels aside stayed
# there. On 80 drawn rings every fit ended at a median of .05 to .11 pixel from the edge.
EDGES: Final = (0.40, 0.20, 0.10, 0.05)  # radii to either side in which the outer edge is looked for
EDGE_RAYS: Final = 360
EDGE_STEP: Final = 0.5  # pixels along a ray
LEAST_EDGE: Final = 90  # points, as `LEAST_POINTS` a quarter of the rays
OFF: Final = 2.5  # standard deviations from the ellipse at which a point is another thing's
SPREAD: Final = 1.4826  # of a normal distribution: standard deviation to median distance


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be seen of a ring: the share of directions with ink, 0–1; ink on and around it, 0–255."""

    coverage: float
    red: float
    around: float


def sight(ink: Grey, ellipse: Ellipse) -> Sight:
    """How much of this ellipse is drawn in ink; `ink` is H × W, uint8, 0 for bare paper."""
    rays, _, _ = _rays(ink, ellipse)
    rim, around = rays[:, _within(RIM)].max(axis=1), rays[:, _within(AROUND)].mean(axis=1)
    least = np.maximum(HALF * np.percentile(rim, 70), around + NOISE)
    return Sight(float((rim > least).mean()), float(np.median(rim)), float(np.median(around)))


def fitted(ink: Grey, circle: Ellipse) -> Ellipse | None:
    """The ellipse that the ring near a rough circle follows; None where there is none, or a very flat one."""
    ellipse: Ellipse | None = circle
    for window in WINDOWS:
        points = None if ellipse is None else _outermost(ink, ellipse, window)
        ellipse = None if points is None else _through(points)
        if ellipse is None or not _plausible(ellipse, circle[2]):
            return None
    return ellipse


def edged(ink: Grey, ellipse: Ellipse) -> Ellipse | None:
    """The ellipse along the ring's outer edge, to a tenth of a pixel; None where too little of it is seen.

    The edge is where ink falls to half; print over the ring and letters beside it lie off the ellipse of
    most points and are left out.
    """
    radius, found = max(ellipse[2:4]), ellipse
    for window in EDGES:
        points = _edge(ink, found, window)
        closer = None if len(points) < LEAST_EDGE else _most(points)
        if closer is None or not _plausible(closer, radius):
            return None
        found = closer
    return found


def _edge(ink: Grey, ellipse: Ellipse, window: float) -> Reals:
    """Where ink last falls to half of what is usual on every ray that has any, n × 2."""
    radii = np.arange(1 - window, 1 + window, EDGE_STEP / max(ellipse[2:4]))
    turn = np.arange(EDGE_RAYS) * 2 * np.pi / EDGE_RAYS
    at = _at(ellipse, np.outer(np.cos(turn), radii), np.outer(np.sin(turn), radii))
    inked = cv2.remap(ink, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT).astype(np.float32)
    strongest = inked.max(axis=1)
    usual = float(np.percentile(strongest, 60))
    half = np.minimum(strongest, usual)[:, np.newaxis] / 2
    last = inked.shape[1] - 1 - (inked >= half)[:, ::-1].argmax(axis=1)
    told = (strongest >= max(FAINTEST * usual, 1.0)) & (last < inked.shape[1] - 1)
    ray, inside = np.nonzero(told)[0], last[told]
    above, below = inked[ray, inside], inked[ray, inside + 1]
    share = (above - half[told, 0]) / np.maximum(above - below, 1e-3)
    return np.stack([x[ray, inside] * (1 - share) + x[ray, inside + 1] * share for x in at], axis=1)


def _most(points: Reals) -> Ellipse | None:
    """The ellipse of most points, those left out that lie off it."""
    kept = np.ones(len(points), dtype=np.bool_)
    for _ in range(6):
        ellipse = _direct(points[kept])
        if ellipse is None:
            return None
        off = np.abs(_distance(points, ellipse) - 1) * np.sqrt(ellipse[2] * ellipse[3])
        near = off < max(1.0, OFF * SPREAD * float(np.median(off[kept])))
        if near.sum() < LEAST_EDGE:
            return None
        if (near == kept).all():
            break
        kept = near
    return ellipse


def _direct(points: Reals) -> Ellipse | None:
    (x, y), (width, height), degrees = cv2.fitEllipseDirect(points)
    ellipse = x, y, width / 2, height / 2, float(np.radians(degrees))
    return ellipse if np.isfinite(ellipse).all() and min(width, height) > 0 else None


def _rays(ink: Grey, ellipse: Ellipse) -> tuple[Reals, Reals, Reals]:
    """The ink along every ray, rays × samples, with the x and y of each sample."""
    turn = np.arange(RAYS) * 2 * np.pi / RAYS
    at_x, at_y = _at(ellipse, np.outer(np.cos(turn), _radii()), np.outer(np.sin(turn), _radii()))
    sampled = cv2.remap(ink, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return sampled.astype(np.float32), at_x, at_y


def _at(ellipse: Ellipse, along: NDArray[np.floating], across: NDArray[np.floating]) -> tuple[Reals, Reals]:
    """The page's x and y of points that are given in shares of the ellipse's own semi-axes."""
    x, y, first, second, angle = ellipse
    along, across = along * first, across * second
    at_x = (x + along * np.cos(angle) - across * np.sin(angle)).astype(np.float32)
    at_y = (y + along * np.sin(angle) + across * np.cos(angle)).astype(np.float32)
    return at_x, at_y


def _radii() -> Reals:
    return np.linspace(0, REACH, SAMPLES, endpoint=False).astype(np.float32)


def _within(window: tuple[float, float]) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (_radii() >= window[0]) & (_radii() <= window[1])
    return inside


def _outermost(ink: Grey, ellipse: Ellipse, window: tuple[float, float]) -> Reals | None:
    """The outermost strong ink along every ray, n × 2; None where too few rays have any."""
    rays, at_x, at_y = _rays(ink, ellipse)
    inside = _within(window)
    seen = rays[:, inside]
    strongest = seen.max(axis=1)
    telling = strongest >= max(FAINTEST * float(np.percentile(strongest, 60)), 1.0)
    column = seen.shape[1] - 1 - (seen >= STRONG * strongest[:, np.newaxis])[:, ::-1].argmax(axis=1)
    ray, sample = np.arange(RAYS)[telling], np.nonzero(inside)[0][column[telling]]
    points = np.stack([at_x[ray, sample], at_y[ray, sample]], axis=1)
    return points if len(points) >= LEAST_POINTS else None


def _through(points: Reals) -> Ellipse | None:
    """An ellipse through most of the points, fitted three times to those near the last."""
    for _ in range(3):
        ellipse = _direct(points)
        if ellipse is None:
            return None
        near = np.abs(_distance(points, ellipse) - 1) < NEAR
        if near.sum() < LEAST_POINTS:
            return None
        if near.all():
            break
        points = points[near]
    return ellipse


def _distance(points: Reals, ellipse: Ellipse) -> Reals:
    """Of every point from the centre, in radii of the ellipse."""
    x, y, first, second, angle = ellipse
    dx, dy = points[:, 0] - x, points[:, 1] - y
    along, across = dx * np.cos(angle) + dy * np.sin(angle), dy * np.cos(angle) - dx * np.sin(angle)
    distance: Reals = np.hypot(along / first, across / second).astype(np.float32)
    return distance


def _plausible(ellipse: Ellipse, radius: float) -> bool:
    short, long = sorted(ellipse[2:4])
    return short >= ROUNDEST * long and DRIFT[0] * radius <= short and long <= DRIFT[1] * radius
