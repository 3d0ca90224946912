"""How a page looks: two hashes that find it again among many, a small picture, and a close comparison of two.

Pixels in, numbers out; what counts as the same is not decided here. The hashes follow PDQ (Facebook, 2019):
64 × 64 luma, the 16 × 16 lowest frequencies of its cosine transform, each above or below their median.
"""

import math
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from verifier.domain.reading import Line, Polygon
from verifier.domain.relatives import Likeness, Resemblance

Page = NDArray[np.uint8]  # H × W × 3, BGR
Grey = NDArray[np.uint8]  # H × W
Plane = NDArray[np.float32]  # H × W
Mask = NDArray[np.bool_]  # H × W

SAMPLED = 64  # pixels of each side that the transform sees
# Frequencies of each direction. PDQ leaves out the constant ones, which hold how the light falls; with them
# 187 pairs of photos painted over were within 54 bits and others 92 or more apart, without them 66 and 88.
LOWEST = 16
TRIMMED = 0.05  # of the print at each side, which detection finds on one copy and not on the next
MARGIN = 0.1  # of the print's box on each side
ELONGATED = 4.0  # length to height from which on a line's slope is meant
STEPS = 8  # points that stand for one line
NORMALISED_SIDE = 256  # pixels: four times what the transform samples

THUMBNAIL_SIDE = 900  # pixels; 75 KB, and every one of 330 copies of 110 photos was confirmed
THUMBNAIL_QUALITY = 80

# Points are taken evenly over the page: the strongest alone sit on the print, and then half of 35 pairs of
# photos painted over were laid wrongly; so none of 187.
POINTS = 12_000
TILES = 8
POINTS_A_TILE = 32
UNALIKE = 0.8  # of the second best distance, from which on a match is ambiguous (Lowe, 2004)
LEAST_MATCHES = 8
LEAST_INLIERS = 20  # a fit of fewer says nothing: different pages reach 41 in 2 of 100 pairs
REACH = 2.0  # pixels: how far a point may land from its partner
SEED = 1  # RANSAC draws at random

STROKE = 25  # pixels: wider than any stroke of print
INK = 14  # grey levels darker than around from which on a pixel is print
COARSE, FINE = 12.0, 2.5  # pixels: what is smoother is light, what is finer than that is grain
PAPER_TILE, PRINT_TILE = 60, 30  # pixels
FILLED = 0.3  # of a tile, from which on it counts
CONTRAST = 8.0  # grey levels below which a tile has no print to compare
LEAST_OVERLAP = 0.05  # of the page


def likeness(page: Page, lines: Sequence[Line]) -> Likeness:
    """Hashes and thumbnail of an upright page, H × W × 3, uint8, BGR, and its lines in the same pixels."""
    grey = _grey(page)
    places = [line.polygon for line in lines if len(line.polygon) == 4]
    return Likeness(hashed(grey), hashed(_levelled(grey, places) if places else grey), thumbnail(page))


def hashed(grey: Grey) -> bytes:
    """32 bytes, whose Hamming distance says how differently two pages look; 128 is no likeness at all."""
    small = cv2.resize(grey, (SAMPLED, SAMPLED), interpolation=cv2.INTER_AREA).astype(np.float32)
    low = np.asarray(cv2.dct(small), dtype=np.float32)[:LOWEST, :LOWEST]
    return np.packbits(low > np.median(low)).tobytes()


def thumbnail(page: Page) -> bytes:
    """The page as a small JPEG in colour."""
    scale = min(1.0, THUMBNAIL_SIDE / max(page.shape[:2]))
    small = cv2.resize(page, _size(page, scale), interpolation=cv2.INTER_AREA) if scale < 1 else page
    _, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, THUMBNAIL_QUALITY])
    return data.tobytes()


class Comparison:
    """Lays the thumbnails of other pages over that of one, always with the same result."""

    def __init__(self, data: bytes) -> None:
        self._own = _Picture(data)

    def __call__(self, data: bytes) -> Resemblance:
        other = _Picture(data)
        matrix, inliers = _fit(self._own, other)
        if matrix is None or inliers < LEAST_INLIERS:
            return Resemblance(inliers)
        return _overlaid(self._own, other, matrix, inliers)


class _Picture:
    """A thumbnail in grey, with its points and with how much darker than around each pixel is."""

    def __init__(self, data: bytes) -> None:
        decoded = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
        if decoded is None:
            raise ValueError("a thumbnail is a JPEG that we drew ourselves")
        self.grey: Grey = np.asarray(decoded, dtype=np.uint8)
        self.points, self.descriptors = _spread(self.grey)
        around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (STROKE, STROKE))
        self.ink = cv2.morphologyEx(self.grey, cv2.MORPH_BLACKHAT, around)


def _spread(grey: Grey) -> tuple[Plane, NDArray[np.uint8]]:
    """The strongest points of each tile, N × 2, with their descriptors, N × 32."""
    orb = cv2.ORB_create(nfeatures=POINTS, scaleFactor=1.2, nlevels=6, fastThreshold=7)  # type: ignore[attr-defined]  # not in the stubs
    height, width = grey.shape
    taken: dict[tuple[int, int], int] = {}
    kept = []
    for point in sorted(orb.detect(grey, None), key=lambda one: (-one.response, one.pt)):
        tile = int(point.pt[0] * TILES / width), int(point.pt[1] * TILES / height)
        taken[tile] = taken.get(tile, 0) + 1
        if taken[tile] <= POINTS_A_TILE:
            kept.append(point)
    points, descriptors = orb.compute(grey, kept)
    if descriptors is None:
        return np.empty((0, 2), np.float32), np.empty((0, 32), np.uint8)
    return np.array([point.pt for point in points], np.float32), descriptors


def _fit(own: _Picture, other: _Picture) -> tuple[NDArray[np.float64] | None, int]:
    """The affine map, 2 × 3, from the other picture to one's own, and how many points it brings together.

    Copies are shifted, turned and stretched; the perspective that a homography allows besides only lets the
    print of another licence fit better than it is.
    """
    if min(len(own.points), len(other.points)) < LEAST_MATCHES:
        return None, 0
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(own.descriptors, other.descriptors, k=2)
    good = [p[0] for p in pairs if len(p) == 2 and p[0].distance < UNALIKE * p[1].distance]
    if len(good) < LEAST_MATCHES:
        return None, 0
    theirs = other.points[[match.trainIdx for match in good]]
    ours = own.points[[match.queryIdx for match in good]]
    cv2.setRNGSeed(SEED)
    matrix, fitting = cv2.estimateAffine2D(
        theirs, ours, method=cv2.RANSAC, ransacReprojThreshold=REACH, maxIters=5000, refineIters=10
    )
    return (None, 0) if matrix is None else (np.asarray(matrix), int(fitting.sum()))


def _overlaid(own: _Picture, other: _Picture, matrix: NDArray[np.float64], inliers: int) -> Resemblance:
    size = own.grey.shape[1], own.grey.shape[0]
    common = cv2.warpAffine(np.full(other.grey.shape, 255, np.uint8), matrix, size) == 255
    ink = np.maximum(own.ink, cv2.warpAffine(other.ink, matrix, size))
    paper = common & (cv2.dilate(ink, np.ones((5, 5), np.uint8)) < INK)
    if paper.mean() < LEAST_OVERLAP:
        return Resemblance(inliers)
    ours = own.grey.astype(np.float32)
    theirs = cv2.warpAffine(other.grey, matrix, size).astype(np.float32)
    grains = _grain(ours, paper), _grain(theirs, paper)
    prints = _unshaded(ours), _unshaded(theirs)
    agreeing = _tiles(*grains, paper, PAPER_TILE)
    printed = _printed(*prints, common & ~paper, PRINT_TILE)
    return Resemblance(
        inliers,
        agreement=float(np.median(agreeing)) if agreeing else 0.0,
        print=float(np.percentile(printed, 10)) if printed else 0.0,
        grain=float(min(one[paper].std() for one in grains)),
    )


def _unshaded(plane: Plane) -> Plane:
    """The plane without its light."""
    return np.asarray(plane - cv2.GaussianBlur(plane, (0, 0), COARSE), dtype=np.float32)


def _grain(plane: Plane, mask: Mask) -> Plane:
    """What is finer than FINE within the mask, as if there were nothing outside it."""
    weight = mask.astype(np.float32)
    smooth = cv2.GaussianBlur(plane * weight, (0, 0), FINE) / (cv2.GaussianBlur(weight, (0, 0), FINE) + 1e-3)
    return np.asarray(plane - smooth, dtype=np.float32)


def _tiles(one: Plane, other: Plane, mask: Mask, side: int) -> list[float]:
    """The correlation within the mask of each tile that it fills."""
    return [
        _correlation(one[tile][mask[tile]], other[tile][mask[tile]])
        for tile in _grid(one.shape, side)
        if mask[tile].mean() > FILLED
    ]


def _printed(one: Plane, other: Plane, mask: Mask, side: int) -> list[float]:
    """The correlation of each tile that the mask fills and that either has print on."""
    return [
        _correlation(one[tile], other[tile])
        for tile in _grid(one.shape, side)
        if mask[tile].mean() > FILLED and max(one[tile].std(), other[tile].std()) >= CONTRAST
    ]


def _grid(shape: tuple[int, ...], side: int) -> Iterator[tuple[slice, slice]]:
    for top in range(0, shape[0] - side + 1, side):
        for left in range(0, shape[1] - side + 1, side):
            yield slice(top, top + side), slice(left, left + side)


def _correlation(one: Plane, other: Plane) -> float:
    a, b = one - one.mean(), other - other.mean()
    both = math.sqrt(float((a * a).sum()) * float((b * b).sum()))
    return float((a * b).sum()) / both if both > 0 else 0.0


def _levelled(grey: Grey, places: Sequence[Polygon]) -> Grey:
    """The part of the page where its lines stand, turned so that they run level.

    Its height is taken from the page: of 110 photos cropped by 3 % a third lost their last line, small print
    at the foot, while the first line and the width of the lines stayed.
    """
    height, width = grey.shape
    turn = np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), _slope(places), 1), dtype=np.float64)
    across, down, weights = _points(places, turn)
    left, right = _quantiles(across, weights, (TRIMMED, 1 - TRIMMED))
    wide = max(right - left, SAMPLED / 4)
    tall = wide * height / width * 0.75
    box = (
        left - MARGIN * wide,
        float(down.min()) - MARGIN * tall,
        wide * (1 + 2 * MARGIN),
        tall * (1 + 2 * MARGIN),
    )
    return _cut(grey, turn, box)


def _cut(grey: Grey, turn: NDArray[np.float64], box: tuple[float, float, float, float]) -> Grey:
    left, top, wide, tall = box
    scale = min(1.0, NORMALISED_SIDE / max(wide, tall))
    small = cv2.resize(grey, _size(grey, scale), interpolation=cv2.INTER_AREA)
    matrix = turn.copy()
    matrix[:, 2] = (matrix[:, 2] - (left, top)) * scale
    size = max(8, int(wide * scale)), max(8, int(tall * scale))
    cut = cv2.warpAffine(small, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, dtype=np.uint8)


def _slope(places: Sequence[Polygon]) -> float:
    """Degrees by which the lines fall to the right, the median by length; 0 without a line long enough."""
    slopes, lengths = [], []
    for a, b, c, d in places:
        length = (math.dist(a, b) + math.dist(d, c)) / 2
        if length >= ELONGATED * (math.dist(a, d) + math.dist(b, c)) / 2:
            slopes.append(math.degrees(math.atan2(b[1] + c[1] - a[1] - d[1], b[0] + c[0] - a[0] - d[0])))
            lengths.append(length)
    return _quantiles(np.array(slopes), np.array(lengths), (0.5,))[0] if slopes else 0.0


def _points(
    places: Sequence[Polygon], turn: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Points along the turned lines: across, down, and the share of its line that each stands for."""
    corners = np.array(places, np.float64) @ turn[:, :2].T + turn[:, 2]
    starts, ends = corners[:, :, 0].min(axis=1), corners[:, :, 0].max(axis=1)
    along = (np.arange(STEPS) + 0.5) / STEPS
    across = starts[:, None] + (ends - starts)[:, None] * along
    down = np.repeat(corners[:, :, 1].mean(axis=1), STEPS)
    return across.ravel(), down, np.repeat((ends - starts) / STEPS, STEPS)


def _quantiles(
    values: NDArray[np.float64], weights: NDArray[np.float64], shares: tuple[float, ...]
) -> list[float]:
    order = np.argsort(values, kind="stable")
    heaped = np.cumsum(weights[order])
    places = np.searchsorted(heaped, [heaped[-1] * share for share in shares])
    return [float(values[order][min(place, len(values) - 1)]) for place in places]


def _grey(page: Page) -> Grey:
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def _size(page: NDArray[np.uint8], scale: float) -> tuple[int, int]:
    return max(1, round(page.shape[1] * scale)), max(1, round(page.shape[0] * scale))
