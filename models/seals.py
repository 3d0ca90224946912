"""Round and oval seals in red ink: where they stand on an upright page, and their rings as straight strips.

Pixels to numbers and pixels to pixels: nothing is read here and nothing is judged. The state emblem, gold
titles and square stamps are red too; a seal is told from them by its closed ring with bare paper around it
and by standing in the lower part of the page. A grey copy has no red, and no seal is found on it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from models.ring_fit import Ellipse, Sight, fitted, sight
from verifier.domain.reading import Box

Page = NDArray[np.uint8]  # H × W × 3, BGR
Grey = NDArray[np.uint8]  # H × W
Colour: TypeAlias = tuple[int, int, int]  # red, green, blue, 0–255

# Measured on 110 photos, 106 of them with a red seal: 480 found as many as 800, in a tenth of the time.
OVERVIEW: Final = 480  # pixels of the page's long side at which seals are looked for
GLANCE: Final = 240  # pixels of the long side at which a page is told from a grey copy
FOOT: Final = 0.4  # of the page's height; the emblem and the title stand above it
PAPER: Final = 48  # pixels of the long side at which the paper's own colour is taken
DARKEST_PAPER: Final = 40  # of 255; what is darker is no paper, and its noise would be taken for colour
RADII: Final = (0.022, 0.11)  # of the long side: seals are 42 mm across, on sheets of A4 and A3, near and far
EDGE, VOTES, LOOKED_AT = 36, 14, 6  # Hough's least gradient, least votes; circles looked at closer
# On 106 photos the seal's ring is covered by .675 or more, on 40 painted ones nothing round by .49.
COVERED: Final = 0.66  # least share of a ring's directions in which there is ink
LEAST_RED: Final = 15  # of 255: the faintest seal has 16, painted pages at most 12
OUTSIDE: Final = 0.25  # most red around a ring, as a share of its own: a QR code's noise has .4 and more
SURE: Final = 0.9  # coverage from which no further circle around the same place is looked at

STRIP: Final = 48  # pixels of an unrolled ring's height, the recogniser's own
# Of 112 rings 96 end in the word for an office in this band, 93 from .58 to .95, 87 from .62 to .92.
BAND: Final = (0.52, 0.95)  # radii between which the text of a ring stands
GAP: Final = 45  # degrees of bare paper at the foot of a ring, where its text begins and ends
BARE: Final = 15  # degrees to either side of the gap's middle that are left out
LEAN: Final = 80  # degrees to either side by which a seal may be turned
UPRIGHT: Final = 0.7  # how much a gap at the edge of `LEAN` must be barer than one at the foot
SOLID: Final = 0.5  # of the usual redness of ink, from which a pixel's darkness is all ink and no print


@dataclass(frozen=True, slots=True)
class Ring:
    """A seal's outer ring. `axes` are the semi-axes in the page's pixels, `angle` the first one's in radians.

    `coverage` is the share of directions in which the ring has ink, 0–1; `redness` how much redder than the
    paper it is, 0–1; `colour` is its ink's.
    """

    centre: tuple[float, float]
    axes: tuple[float, float]
    angle: float
    coverage: float
    redness: float
    colour: Colour

    @property
    def box(self) -> Box:
        """The upright square around the ring, in pixels of the page; it may reach beyond its edges."""
        (x, y), radius = self.centre, max(self.axes)
        return round(x - radius), round(y - radius), round(x + radius), round(y + radius)


def rings(page: Page) -> tuple[Ring, ...]:
    """Every seal in the lower part of an upright page, the best covered first; coordinates in its pixels.

    `page` is H × W × 3, uint8, BGR.
    """
    top = int(page.shape[0] * FOOT)
    scale = min(1.0, OVERVIEW / max(page.shape[:2]))
    foot = _smaller(page[top:], scale)
    red = redness(foot)
    radii = [round(share * max(page.shape[:2]) * scale) for share in RADII]
    found = sorted(_seen(red, radii), key=lambda seen: -seen[1].coverage)
    return tuple(_ring(foot, red, ellipse, of, scale, top) for ellipse, of in _apart(found))


def redness(page: Page) -> Grey:
    """How much redder than the paper around it every pixel is, 0–255; shape as the page's, which is BGR.

    Black print and shadows are not red; gold is, at half the strength of a seal.
    """
    normal = cv2.divide(page, _paper(page), scale=255)
    blue, green, red = cv2.split(normal)
    return np.asarray(cv2.subtract(red, cv2.addWeighted(green, 0.5, blue, 0.5, 0)), dtype=np.uint8)


def reddest(page: Page) -> float:
    """How red the reddest hundredth of a page's upper part is, 0–1: that is the emblem, if it is in colour.

    A firm's red seal on a grey copy stands lower and does not count.
    """
    step = max(1, max(page.shape[:2]) // GLANCE)
    head = page[: int(page.shape[0] * FOOT) : step, ::step]
    return round(float(np.percentile(redness(np.ascontiguousarray(head)), 99)) / 255, 3)


def unrolled(page: Page, ring: Ring, band: tuple[float, float] = BAND) -> Page:
    """The text of a ring as one straight line, its ink black on white and the print beneath it taken out.

    It reads clockwise from the gap at the foot; 48 × W × 3, uint8. `band` is in the ring's radii. Glyphs on a
    ring are as wide as high: stretched to .8 and 1.25 of that width they were read worse.
    """
    (x, y), reach = ring.centre, 1.1 * max(ring.axes)
    left, top = max(int(x - reach), 0), max(int(y - reach), 0)
    part = page[top : int(y + reach), left : int(x + reach)]
    place = (x - left, y - top, *ring.axes, ring.angle)
    ink = ink_of(part)
    start = gap_of(_straight(ink, place, np.pi / 2, band, STRIP // 3))
    line = _straight(ink, place, np.pi / 2 + start, band, STRIP)
    line = line[:, line.shape[1] * BARE // 360 : line.shape[1] * (360 - BARE) // 360]
    return np.ascontiguousarray(np.repeat(line[:, :, np.newaxis], 3, axis=2))


def _smaller(page: Page, scale: float) -> Page:
    size = max(1, round(page.shape[1] * scale)), max(1, round(page.shape[0] * scale))
    return np.asarray(cv2.resize(page, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _paper(page: Page) -> Page:
    """The colour of the paper around every pixel: the brightest nearby, smoothed."""
    small = _smaller(page, min(1.0, PAPER / max(page.shape[:2])))
    bright = cv2.blur(cv2.dilate(small, np.ones((5, 5), np.uint8)), (9, 9))
    return np.maximum(cv2.resize(bright, (page.shape[1], page.shape[0])), DARKEST_PAPER).astype(np.uint8)


def _seen(red: Grey, radii: list[int]) -> Iterator[tuple[Ellipse, Sight]]:
    """The rings that Hough's circles lead to, with what can be seen of them."""
    smooth = cv2.GaussianBlur(red, (0, 0), 0.8)
    method, (least, most) = cv2.HOUGH_GRADIENT, radii
    circles = cv2.HoughCircles(smooth, method, 1.5, 8, None, EDGE, VOTES, least, most)
    sure: list[Ellipse] = []
    looked_at = 0
    for x, y, radius in () if circles is None else circles[0].tolist():
        circle: Ellipse = (x, y, radius, radius, 0.0)
        if looked_at == LOOKED_AT:
            break
        if any(_beside(circle, other) for other in sure):
            continue
        looked_at += 1
        ellipse, of = _better(red, circle)
        if _is_seal(of):
            yield ellipse, of
        if of.coverage >= SURE:
            sure.append(ellipse)


def _better(red: Grey, circle: Ellipse) -> tuple[Ellipse, Sight]:
    """The circle, or the ellipse fitted from it where that covers more."""
    ellipse = fitted(red, circle)
    tried = [circle] if ellipse is None else [circle, ellipse]
    return max(((one, sight(red, one)) for one in tried), key=lambda seen: seen[1].coverage)


def _is_seal(of: Sight) -> bool:
    return of.coverage >= COVERED and of.red >= LEAST_RED and of.around <= OUTSIDE * of.red


def _apart(found: Iterable[tuple[Ellipse, Sight]]) -> list[tuple[Ellipse, Sight]]:
    """Of several ellipses around one place the first."""
    kept: list[tuple[Ellipse, Sight]] = []
    for ellipse, of in found:
        if not any(_beside(ellipse, other) for other, _ in kept):
            kept.append((ellipse, of))
    return kept


def _beside(one: Ellipse, other: Ellipse) -> bool:
    """Whether the centre of one lies within the other, or the reverse."""
    return float(np.hypot(one[0] - other[0], one[1] - other[1])) < max(one[2], other[2])


def _ring(foot: Page, red: Grey, ellipse: Ellipse, of: Sight, scale: float, top: int) -> Ring:
    x, y, long, short, angle = ellipse
    return Ring(
        centre=(round(x / scale, 1), round(y / scale + top, 1)),
        axes=(round(long / scale, 1), round(short / scale, 1)),
        angle=round(angle, 3),
        coverage=round(of.coverage, 3),
        redness=round(of.red / 255, 3),
        colour=_colour(foot, red, ellipse, of.red),
    )


def _colour(foot: Page, red: Grey, ellipse: Ellipse, level: float) -> Colour:
    """The mean colour of what is as red as the ring, within it."""
    x, y, long, short, _ = ellipse
    reach = max(long, short)
    rows, columns = (
        slice(max(int(y - reach), 0), int(y + reach)),
        slice(max(int(x - reach), 0), int(x + reach)),
    )
    inked = red[rows, columns] >= level / 2
    blue, green, full = cv2.mean(foot[rows, columns], inked.astype(np.uint8))[:3]
    return round(full), round(green), round(blue)


def ink_of(part: Page) -> Grey:
    """Seal ink black on white at the page's own sharpness, and nothing else.

    JPEG keeps colour at half the sharpness of brightness, so the darkness of the green and blue channels says
    what is drawn, and the redness, smoothed, only where that is ink.
    """
    paper = np.percentile(part.reshape(-1, 3), 80, axis=0)
    blue, green, red = cv2.split(np.clip(part / np.maximum(paper, 1.0), 0, 1).astype(np.float32))
    colour = np.clip(red - (green + blue) / 2, 0, 1)
    colour = cv2.GaussianBlur(colour, (0, 0), max(0.8, part.shape[0] / 250))
    usual = max(float(np.percentile(colour, 92)), 0.03)
    dark = (1 - np.minimum(green, blue)) * np.clip(colour / (SOLID * usual), 0, 1)
    fullest = max(float(np.percentile(dark, 95)), 0.05)
    ink: Grey = (255 * (1 - np.clip(dark / fullest, 0, 1))).astype(np.uint8)
    return ink


def _straight(ink: Grey, place: Ellipse, start: float, band: tuple[float, float], height: int) -> Grey:
    """The whole turn of a ring, clockwise from an angle on the page, its outside up; height × W."""
    x, y, first, second, angle = place
    inner, outer = band
    width = round(np.pi * (inner + outer) / (outer - inner) * height)
    turn = start - angle + 2 * np.pi * np.arange(width) / width
    radius = outer - (outer - inner) * (np.arange(height) + 0.5) / height
    along, across = np.outer(radius, first * np.cos(turn)), np.outer(radius, second * np.sin(turn))
    at_x = x + along * np.cos(angle) - across * np.sin(angle)
    at_y = y + along * np.sin(angle) + across * np.cos(angle)
    maps = at_x.astype(np.float32), at_y.astype(np.float32)
    line = cv2.remap(ink, *maps, cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=(255,))
    return np.asarray(line, dtype=np.uint8)


def gap_of(line: Grey) -> float:
    """How far from the foot the middle of the gap in the text is, in radians clockwise."""
    inked = (255.0 - line).mean(axis=0)
    width = max(1, round(inked.size * GAP / 360))
    summed = np.convolve(np.tile(inked, 2), np.full(width, 1 / width), "valid")[: inked.size]
    middle = (np.arange(inked.size) + width / 2) / inked.size * 2 * np.pi
    turned = np.where(middle > np.pi, middle - 2 * np.pi, middle)
    lean = np.abs(turned) / np.radians(LEAN)
    cost = summed / max(float(np.median(summed)), 1.0) + UPRIGHT * (lean * np.radians(LEAN) / np.pi) ** 2
    return float(turned[np.where(lean <= 1, cost, np.inf).argmin()])
