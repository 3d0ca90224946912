"""What was measured on a face and on a film of one: values without pixels, small enough to keep as JSON.

Measures, not verdicts: no threshold of a decision lives here. **Left and right are the person's own**, in
frames that are not mirrored. Times are milliseconds since the first frame of the film. Templates of faces are
biometric data: they are bytes of their own, in no other value here, and never printed.
"""

import math
import struct
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Box: TypeAlias = tuple[int, int, int, int]  # left, top, right, bottom in pixels of the frame


class Action(StrEnum):
    """What a challenge can ask for and a film can show."""

    BLINK = "blink"
    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    OPEN_MOUTH = "open_mouth"


TURNS = frozenset({Action.TURN_LEFT, Action.TURN_RIGHT})


@dataclass(frozen=True, slots=True)
class Pose:
    """How a head is held, degrees; all zero when the face looks into the camera.

    `yaw` is positive towards the person's left, `pitch` upwards, `roll` leaning to their left shoulder.
    """

    yaw: float
    pitch: float
    roll: float


@dataclass(frozen=True, slots=True)
class FaceView:
    """One face in one frame.

    `eyes` and `mouth` are heights of the openings over their widths (about .2 to .4 for open eyes, 0 for
    closed lips, 1 for a wide open mouth).
    """

    box: Box
    pose: Pose
    eyes: float
    mouth: float

    @property
    def height(self) -> int:
        """From hairline to chin, pixels."""
        return self.box[3] - self.box[1]


@dataclass(frozen=True, slots=True)
class FaceQuality:
    """How well a face is pictured: the Laplacian's spread over the contrast; light, contrast of 0–255."""

    sharpness: float
    light: float
    contrast: float


@dataclass(frozen=True, slots=True)
class FaceFrame:
    """One frame of a film.

    `faces` is how many were counted, None where this frame was not looked at for others. `change` is how much
    of the face's picture is new against the frame before, moved into its place: 0 the same, 1 another, None
    without a face in both. `scene` is the same for the whole frame, without moving anything.
    """

    at: int
    face: FaceView | None = None
    faces: int | None = None
    change: float | None = None
    scene: float | None = None


@dataclass(frozen=True, slots=True)
class FaceEvent:
    """One action, from its first frame to its last.

    `strength`: a blink's share of the opening that was gone at its deepest, 0–1; a turn's degrees away from
    the person's own neutral; an open mouth's opening above its neutral.
    """

    action: Action
    start: int
    end: int
    strength: float


@dataclass(frozen=True, slots=True)
class Relief:
    """How far a turn of the head was the turn of something flat.

    `residual` is the root mean square of what one homography leaves of the movement of `corners` points
    inside the face while it turned by `turned` degrees, as a share of the face's height: the movement of a
    flat picture leaves nothing.
    """

    action: Action
    start: int
    end: int
    turned: float
    corners: int
    residual: float

    @property
    def depth(self) -> float:
        """How far from a plane the corners lie, root mean square, as a share of the face's height.

        What a turn by an angle leaves of a relief grows with the angle's sine.
        """
        return self.residual / max(math.sin(math.radians(min(self.turned, 90.0))), 0.01)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike one frame's face is to the film's opening: a cosine, −1 to 1, or a distance, 0 the same."""

    at: int
    value: float


@dataclass(frozen=True, slots=True)
class FaceTemplate:
    """An embedding of a face: a biometric template. `vector` is float32, little endian."""

    engine: str
    vector: bytes = field(repr=False)

    def cosine(self, other: "FaceTemplate") -> float:
        """How alike two faces are, −1 to 1. Raises ValueError for templates of two engines."""
        a, b = self._beside(other)
        lengths = math.hypot(*a) * math.hypot(*b)
        return math.fsum(x * y for x, y in zip(a, b, strict=True)) / lengths if lengths else 0.0

    def distance(self, other: "FaceTemplate") -> float:
        """How far apart two faces are, 0 the same. Raises ValueError for templates of two engines."""
        return math.dist(*self._beside(other))

    def _beside(self, other: "FaceTemplate") -> tuple[tuple[float, ...], tuple[float, ...]]:
        if (self.engine, len(self.vector)) != (other.engine, len(other.vector)):
            raise ValueError("Templates of different engines cannot be compared.")
        form = f"<{len(self.vector) // 4}f"
        return struct.unpack(form, self.vector), struct.unpack(form, other.vector)


@dataclass(frozen=True, slots=True)
class FilmTime:
    """How the frames lie in time: milliseconds from first to last, and the longest gap between two.

    `refused` counts frames that are no picture of a camera; they are not among the film's frames.
    """

    milliseconds: int
    longest_gap: int
    refused: int = 0


@dataclass(frozen=True, slots=True)
class LiveMeasures:
    """All that was measured on the film of one session; what it means is for checks to say.

    `likeness` has one cosine per sampled near-frontal frame; `second_likeness` has distances by the second,
    independent engine, on fewer of them. `passive` is the median logit of the optional detector of
    pictures of pictures, real minus spoof; None where its weights are absent.
    """

    time: FilmTime
    frames: tuple[FaceFrame, ...]
    events: tuple[FaceEvent, ...] = ()
    reliefs: tuple[Relief, ...] = ()
    likeness: tuple[Likeness, ...] = ()
    second_likeness: tuple[Likeness, ...] = ()
    quality: FaceQuality | None = None
    passive: float | None = None


@dataclass(frozen=True, slots=True)
class StillMeasures:
    """All that was measured on one picture of a face, such as a portrait; None where no face is seen."""

    faces: int
    face: FaceView | None = None
    quality: FaceQuality | None = None
    passive: float | None = None
