"""The film of one session to its measures: frames with times in, `LiveMeasures` and templates out.

Two passes: the first looks at every frame once and keeps landmarks and thumbnails only; the second decodes
again the few frames that identity and flatness need. So memory does not grow with the pictures.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from models.faces import frames, geometry, pictures
from verifier.domain.faces import FaceFrame, FaceView, FilmTime

MAX_FRAMES = 600  # 20 s at 30 a second: more is no session of ours, and would only cost time
FRONTAL = 18.0  # degrees of yaw and pitch up to which a face counts as looking ahead
COUNTED_EVERY = 200  # ms between two frames in which faces are counted; 7 ms each

Pixels = NDArray[np.uint8]
Points = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TimedFrame:
    """One frame of a camera: milliseconds on the camera's clock, and the JPEG as it came."""

    at: int
    jpeg: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Seen:
    """A frame after the first pass: what was measured, the mesh (478 × 3, pixels), and its JPEG."""

    frame: FaceFrame
    points: Points | None
    jpeg: bytes = field(repr=False)

    def pixels(self) -> Pixels:
        """The frame once more."""
        return frames.decoded(self.jpeg)


class Follows(Protocol):
    """A mesh that follows one face."""

    def points(self, frame: Pixels) -> Points | None: ...
    def forget(self) -> None: ...


class Counts(Protocol):
    """A detector of faces."""

    def count(self, frame: Pixels) -> int: ...


def seen(film: Sequence[TimedFrame], mesh: Follows, detector: Counts) -> tuple[Seen, ...]:
    """The first pass over a film, in the order of its times. Frames that are refused are left out.

    Raises ValueError for more than `MAX_FRAMES`.
    """
    if len(film) > MAX_FRAMES:
        raise ValueError(f"A film of more than {MAX_FRAMES} frames is not measured.")
    mesh.forget()
    return tuple(_first_pass(sorted(film, key=lambda frame: frame.at), mesh, detector))


def time_of(film: Sequence[TimedFrame], looked_at: Sequence[Seen]) -> FilmTime:
    """How the frames that could be looked at lie in time."""
    times = [one.frame.at for one in looked_at]
    gaps = [later - earlier for earlier, later in pairwise(times)]
    return FilmTime(times[-1] if times else 0, max(gaps, default=0), len(film) - len(looked_at))


def view_of(points: Points) -> FaceView:
    """What the mesh of a face says."""
    return FaceView(
        box=geometry.face_box(points),
        pose=geometry.pose(points),
        eyes=round(geometry.eye_opening(points), 3),
        mouth=round(geometry.mouth_opening(points), 3),
    )


def _first_pass(film: Sequence[TimedFrame], mesh: Follows, detector: Counts) -> Iterator[Seen]:
    before: _Thumbnails | None = None
    counted: int | None = None
    for frame, pixels in _decoded(film):
        points = mesh.points(pixels)
        now = _Thumbnails.of(pixels, points)
        at = frame.at - film[0].at
        due = counted is None or at - counted >= COUNTED_EVERY
        counted = at if due else counted
        faces = detector.count(pixels) if due else None
        yield Seen(_measured(at, points, faces, change=_change(before, now)), points, frame.jpeg)
        before = now


def _decoded(film: Sequence[TimedFrame]) -> Iterator[tuple[TimedFrame, Pixels]]:
    for frame in film:
        try:
            pixels = frames.decoded(frame.jpeg)
        except frames.FrameRefused:
            continue  # counted by `time_of`
        yield frame, pixels


@dataclass(frozen=True, slots=True)
class _Thumbnails:
    """What is kept of a frame to compare the next one with."""

    scene: NDArray[np.float32]
    face: NDArray[np.float32] | None

    @classmethod
    def of(cls, pixels: Pixels, points: Points | None) -> "_Thumbnails":
        face = None if points is None else pictures.small_face(pixels, geometry.five_points(points))
        return cls(pictures.small_scene(pixels), face)


@dataclass(frozen=True, slots=True)
class _Change:
    face: float | None = None
    scene: float | None = None


def _change(before: _Thumbnails | None, now: _Thumbnails) -> _Change:
    """How much is new since the frame before; nothing is known of the first."""
    if before is None:
        return _Change()
    return _Change(_newness(before.face, now.face), pictures.difference(before.scene, now.scene))


def _measured(at: int, points: Points | None, faces: int | None, *, change: _Change) -> FaceFrame:
    face = None if points is None else view_of(points)
    return FaceFrame(at, face, faces, change=change.face, scene=change.scene)


def _newness(before: NDArray[np.float32] | None, now: NDArray[np.float32] | None) -> float | None:
    return None if before is None or now is None else pictures.newness(before, now)


def near_frontal(looked_at: Sequence[Seen], most: int) -> tuple[Seen, ...]:
    """At most so many frames in which the face looks ahead, spread over the film: the best of each part."""
    if not looked_at:
        return ()
    length = looked_at[-1].frame.at + 1
    best: dict[int, tuple[float, Seen]] = {}
    for one in looked_at:
        away = _away(one)
        stretch = one.frame.at * most // length
        if away is not None and (stretch not in best or away < best[stretch][0]):
            best[stretch] = (away, one)
    return tuple(one for _, (_, one) in sorted(best.items()))


def _away(one: Seen) -> float | None:
    """Degrees by which the face looks elsewhere; None where it looks too far, or is not seen."""
    if one.frame.face is None:
        return None
    away = max(abs(one.frame.face.pose.yaw), abs(one.frame.face.pose.pitch))
    return away if away <= FRONTAL else None
