"""The packaged portrait as a head that can be moved: its picture, its mesh, its depth, and what moves.

matplotlib's sample of Grace Hopper, United States Navy, public domain. Draws nothing.
"""

from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np

from models.faces.flatness import OUTLINE
from models.faces.geometry import CHIN, FOREHEAD
from models.faces.mediapipe_mesh import Mesh

WIDTH, HEIGHT = 640, 480
GRID = 4  # pixels between two places at which depth and movement are known; both are smooth
SCALE, TOP = 1.25, 60  # of the portrait: so its face is 255 pixels high, as on a screen at arm's length
SOFT = 1.2  # pixels of blur: the portrait is sharper, and grainier, than any camera's film
SMOOTH = 9.0  # pixels about a point of the mesh over which its depth counts
# The mesh reads three quarters of a head's turn and less of a drawn one; with its depth as it is, a turn of
# 28° reads as 14 to 19.
RELIEF = 1.25
FADES = 0.45  # of the face's height: the way from the head's rim to where nothing moves

Picture = np.ndarray  # 480 × 640 × 3, uint8, BGR
Field = np.ndarray  # 120 × 160, float32: one value per GRID × GRID pixels


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """A frontal picture of one head.

    `points` are the mesh's, 478 × 3, pixels. `depth` grows away from the camera, pixels. `reach` is 1 where
    the head is and 0 where nothing moves with it.
    """

    picture: Picture
    points: np.ndarray
    depth: Field
    reach: Field

    @property
    def height(self) -> float:
        """From forehead to chin, pixels."""
        return float(self.points[CHIN, 1] - self.points[FOREHEAD, 1])

    @property
    def middle(self) -> tuple[float, float]:
        """Of the face, pixels from the left and from the top."""
        x, y = self.points[list(OUTLINE), :2].mean(axis=0)
        return float(x), float(y)


def portrait_file() -> Path:
    """Where the package keeps it."""
    package = find_spec("matplotlib")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent / "mpl-data" / "sample_data" / "grace_hopper.jpg"


@cache
def portrait_head() -> Head:
    """The portrait as a camera would see it."""
    whole = cv2.imread(str(portrait_file()))
    large = cv2.resize(whole, None, fx=SCALE, fy=SCALE, interpolation=cv2.INTER_CUBIC)
    return head_of(cv2.GaussianBlur(large[TOP : TOP + HEIGHT, :WIDTH], (0, 0), SOFT))


def head_of(picture: Picture) -> Head:
    """Any frontal picture of one face, 480 × 640 × 3, uint8, BGR."""
    points = _still_mesh().points(picture)
    assert points is not None, "no face in the picture"
    return Head(picture, points, _depth(points), _reach(points))


@cache
def _still_mesh() -> Mesh:
    return Mesh(follow=False)


def grid() -> tuple[Field, Field]:
    """The places of a field in pixels of the frame: their x and their y."""
    middle = (GRID - 1) / 2
    x, y = np.meshgrid(np.arange(0, WIDTH, GRID) + middle, np.arange(0, HEIGHT, GRID) + middle)
    return x.astype(np.float32), y.astype(np.float32)


def _depth(points: np.ndarray) -> Field:
    """The mesh's depth, smoothed, and beyond its rim that of the nearest part of it."""
    x, y = grid()
    face = points[:468]
    squares = (x[..., None] - face[:, 0]) ** 2 + (y[..., None] - face[:, 1]) ** 2
    weights = np.exp((squares.min(axis=-1, keepdims=True) - squares) / (2 * SMOOTH**2))
    found = (weights * face[:, 2]).sum(axis=-1) / weights.sum(axis=-1)
    return np.asarray(RELIEF * found, dtype=np.float32)


def _reach(points: np.ndarray) -> Field:
    """Face, hair and cap; from there it fades smoothly: neck and background are drawn along a little."""
    outline = points[list(OUTLINE), :2]
    height = float(points[CHIN, 1] - points[FOREHEAD, 1])
    x, y = outline[:, 0].mean(), points[FOREHEAD, 1] + 0.2 * height
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(outline).astype(np.int32), (255,))
    axes = round(0.62 * height), round(0.85 * height)
    cv2.ellipse(mask, (round(x), round(y)), axes, 180, 0, 180, (255,), -1)
    away = cv2.distanceTransform(255 - mask, cv2.DIST_L2, 5) / (FADES * height)
    near = np.clip(1 - away, 0, 1)
    small = cv2.resize(
        near * near * (3 - 2 * near), (WIDTH // GRID, HEIGHT // GRID), interpolation=cv2.INTER_AREA
    )
    return np.asarray(small, dtype=np.float32)
