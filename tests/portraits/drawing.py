"""One picture of the head, held and pulling the face that it is told to. Knows no time and adds no noise.

First the face, straight ahead: lids of skin over the eyes, a dark gap between the lips. Then the head: every
place of it is turned about an upright axis behind the face at its own depth, so that the nose travels farther
than the ears, as corners of a plane do not.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from tests.portraits.head import GRID, HEIGHT, WIDTH, Field, Head, Picture, grid

AXIS = 0.3  # of the face's height behind the middle of the mesh: the neck's bones, about which heads turn
ROUNDS = 8  # of finding where a place comes from; each halves what is missing
GAP = 0.18  # of the face's height: how far apart the lips are in a wide open mouth; the mesh reads .6

UPPER_LIDS = ((33, 246, 161, 160, 159, 158, 157, 173, 133), (263, 466, 388, 387, 386, 385, 384, 398, 362))
LOWER_LIDS = ((33, 7, 163, 144, 145, 153, 154, 155, 133), (263, 249, 390, 373, 374, 380, 381, 382, 362))
UPPER_LIP = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_LIP = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
LASHES, THROAT = (30, 40, 70), (22, 14, 38)  # blue, green, red


@dataclass(frozen=True, slots=True)
class Held:
    """How the head is held, and what its face does.

    Degrees, with the engine's signs: `yaw` to the person's left, `pitch` upwards, `roll` to their left
    shoulder. `x` and `y` in pixels; `nearer` as a share of its size. `lids` and `mouth` from 0, at rest, to
    1.
    """

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    x: float = 0.0
    y: float = 0.0
    nearer: float = 0.0
    lids: float = 0.0
    mouth: float = 0.0


def drawn(head: Head, held: Held) -> Picture:
    """The head so held, 480 × 640 × 3, uint8, BGR."""
    picture = head.picture
    if held.mouth > 0:
        picture = _with_open_mouth(picture, head, held.mouth)
    if held.lids > 0:
        picture = _with_lids(picture, head, held.lids)
    return _moved(picture, head, held)


def _moved(picture: Picture, head: Head, held: Held) -> Picture:
    """Where each pixel comes from: the way there, undone by going it back again and again."""
    x, y = grid()
    way = _way(head, held)
    from_x, from_y = x, y
    middle = (GRID - 1) / 2
    for _ in range(ROUNDS):
        at = (from_x - middle) / GRID, (from_y - middle) / GRID
        step = cv2.remap(way, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        from_x = (from_x + x - step[..., 0]) / 2
        from_y = (from_y + y - step[..., 1]) / 2
    whole = cv2.resize(np.dstack([from_x - x, from_y - y]), (WIDTH, HEIGHT), interpolation=cv2.INTER_LINEAR)
    columns, rows = _pixels()
    where = columns + whole[..., 0], rows + whole[..., 1]
    return cv2.remap(picture, *where, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)


def _way(head: Head, held: Held) -> Field:
    """By how much each place of the head moves, 120 × 160 × 2, pixels to the right and down."""
    x, y = grid()
    middle_x, middle_y = head.middle
    yaw, pitch, roll = (float(np.radians(angle)) for angle in (held.yaw, held.pitch, held.roll))
    across, down, away = x - middle_x, y - middle_y - 0.5 * head.height, head.depth - AXIS * head.height
    turned = across * np.cos(yaw) - away * np.sin(yaw)
    nodded = down * np.cos(pitch) + away * np.sin(pitch)
    size = 1 + held.nearer
    to_x = size * (turned * np.cos(roll) - nodded * np.sin(roll)) + held.x
    to_y = size * (turned * np.sin(roll) + nodded * np.cos(roll)) + held.y
    return np.dstack([(to_x - across) * head.reach, (to_y - down) * head.reach]).astype(np.float32)


def _with_lids(picture: Picture, head: Head, closed: float) -> Picture:
    """Skin from below each eye drawn over it down to its lower lid, with lashes at its edge."""
    out = picture.astype(np.float32)
    columns, rows = _pixels()
    for upper, lower in zip(UPPER_LIDS, LOWER_LIDS, strict=True):
        top, left, right = _curve(head, upper, wider=3)
        bottom, _, _ = _curve(head, lower)
        along = _bow(left, right)
        crease = top - 5 * along
        edge = crease + closed * (bottom + 3 - crease)
        skin = cv2.remap(picture, columns, bottom + 3 + 0.8 * np.abs(rows - bottom), cv2.INTER_LINEAR)
        soft = 0.93 * cv2.GaussianBlur(skin, (0, 0), 1.2)
        inside = np.clip(np.minimum(columns - left, right - columns) / 4, 0, 1)
        lid = inside * _below(rows, crease, 1.5) * (1 - _below(rows, edge, 0.6))
        lash = 0.7 * min(1.0, 2 * closed) * (inside > 0) * along * np.exp(-(((rows - edge) / 1.2) ** 2))
        out = _laid(_laid(out, soft, lid), LASHES, lash)
    return np.clip(out, 0, 255).astype(np.uint8)


def _with_open_mouth(picture: Picture, head: Head, opened: float) -> Picture:
    """The lower lip and all below it drawn down as far as the jaw goes, and dark between the lips."""
    columns, rows = _pixels()
    upper, left, right = _curve(head, UPPER_LIP)
    lower, _, _ = _curve(head, LOWER_LIP)
    seam, along = (upper + lower) / 2, _bow(left, right)
    gap = opened * GAP * head.height
    top, bottom = seam - 0.15 * gap * along, seam + 0.85 * gap * along
    drop = 0.85 * gap * _jaw(head, (left, right), along)
    lift = 0.15 * gap * along * np.exp(-(((top - rows) / (0.1 * head.height)) ** 2))
    from_y = np.where(rows <= top, rows + lift, np.where(rows >= bottom, rows - drop, rows))
    stretched = cv2.remap(picture, columns, from_y.astype(np.float32), cv2.INTER_CUBIC)
    dark = np.clip(rows - top + 0.5, 0, 1) * np.clip(bottom - rows + 0.5, 0, 1) * (along > 0)
    return np.clip(_laid(stretched.astype(np.float32), THROAT, dark), 0, 255).astype(np.uint8)


def _jaw(head: Head, lips: tuple[float, float], along: np.ndarray) -> np.ndarray:
    """How much of the lower lip's way each place goes along: the chin almost all, the throat none."""
    columns, rows = _pixels()
    left, right = lips
    lip, chin = float(head.points[14, 1]), float(head.points[152, 1])
    down = np.clip((rows - lip) / (chin - lip), 0, None)
    share = np.clip(down, 0, 1)
    breadth = (right - left) / 2 * (1 + 0.9 * share)
    chins = 0.9 * np.clip(1 - np.abs((columns - (left + right) / 2) / breadth) ** 2.2, 0, 1)
    fading = np.clip(1 - (down - 1) / 0.9, 0, 1)
    return ((1 - share) * along + share * chins) * np.where(down > 1, fading * fading * (3 - 2 * fading), 1)


def _curve(head: Head, points: tuple[int, ...], wider: float = 0.0) -> tuple[np.ndarray, float, float]:
    """The height of a line through points of the mesh at each column, and where it begins and ends."""
    line = head.points[list(points), :2]
    line = line[np.argsort(line[:, 0])]
    heights = np.interp(np.arange(WIDTH), line[:, 0], line[:, 1]).astype(np.float32)
    return heights, float(line[0, 0]) - wider, float(line[-1, 0]) + wider


def _bow(left: float, right: float) -> np.ndarray:
    """Half an ellipse over each column: 1 in the middle, 0 at both ends and beyond."""
    from_middle = (np.arange(WIDTH) - (left + right) / 2) / ((right - left) / 2)
    return np.sqrt(np.clip(1 - from_middle**2, 0, 1)).astype(np.float32)


def _below(rows: np.ndarray, line: np.ndarray, soft: float) -> np.ndarray:
    return 1 / (1 + np.exp(np.clip((line - rows) / soft, -60, 60)))


def _laid(ground: np.ndarray, over: np.ndarray | tuple[int, int, int], share: np.ndarray) -> np.ndarray:
    """A picture or a colour over another, by each pixel's share."""
    part = share[..., np.newaxis].astype(np.float32)
    return ground * (1 - part) + np.asarray(over, dtype=np.float32) * part


def _pixels() -> tuple[np.ndarray, np.ndarray]:
    """Column and row of every pixel, 480 × 640 each, float32."""
    return _COLUMNS, _ROWS


_COLUMNS, _ROWS = (
    np.ascontiguousarray(part, dtype=np.float32) for part in np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
)
