"""All models of faces together: pictures and films to numbers. Loaded once per process; no network.

Importing the module imports no model library; `FaceEngine.load` does.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from models.faces import actions, film, geometry, identity, pictures, turning
from models.faces.detection import Detector
from models.faces.film import Seen, TimedFrame
from models.faces.identity import Recogniser, aligned
from models.faces.mediapipe_mesh import Mesh
from models.faces.passive import PassiveDetector
from models.faces.second import SecondRecogniser
from models.weights import manifest, verified
from verifier.domain.faces import Box, FaceQuality, FaceTemplate, Likeness, LiveMeasures, StillMeasures

SFACE, YUNET, MESH, DLIB = "sface-2021dec", "yunet-2023mar", "mediapipe-face-mesh", "dlib-face-recognition"
PASSIVE = "minifasnet-v2se-128"

SAMPLES = 12  # near-frontal frames of a film whose face is compared, 57 ms each: about one a second
OPENING = 3  # of them make the opening, with which all are compared
SECOND_SAMPLES = 3  # of them dlib looks at
PASSIVE_SAMPLES = 5
AROUND = 0.5  # of the face's size on each side, in which the mesh looks for a face in a still picture

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Measured:
    """Measures, and apart from them the biometric templates of the face, one of each engine that saw it."""

    measures: LiveMeasures
    templates: tuple[FaceTemplate, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Portrait:
    """The same of a single picture."""

    measures: StillMeasures
    templates: tuple[FaceTemplate, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Engines:
    """What a FaceEngine is made of. `passive` is None where its optional weights are absent."""

    film_mesh: Mesh
    still_mesh: Mesh
    detector: Detector
    recogniser: Recogniser
    second: SecondRecogniser
    passive: PassiveDetector | None


class FaceEngine:
    """Measures faces. Not thread-safe; the same film gives the same numbers."""

    name = "faces"

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self.version = _version(engines)
        self.passive_detector = engines.passive is not None

    @classmethod
    def load(cls) -> "FaceEngine":
        """Verify the weights and create the engine; takes a second, so once, before a process forks.

        No thread is started before the first picture comes. Raises WeightsError where a weight is missing or
        is not the one we chose; the optional ones may be missing, which `version` states.
        """
        cv2.setNumThreads(1)  # one process per core reads more films than several threads in one
        verified(MESH)
        detector, recogniser = Detector(verified(YUNET)), Recogniser(verified(SFACE))
        second, passive = SecondRecogniser(verified(DLIB)), _passive()
        meshes = Mesh(follow=True), Mesh(follow=False)
        return cls(Engines(*meshes, detector, recogniser, second, passive))

    def measure(self, frames: Sequence[TimedFrame]) -> Measured:
        """Everything that is measured on the film of a session.

        Frames may come at any pace and in any order; those that are no camera's picture are counted and left
        out. Raises ValueError for more frames than a session has.
        """
        looked_at = film.seen(frames, self._engines.film_mesh, self._engines.detector)
        samples = film.near_frontal(looked_at, SAMPLES)
        views = tuple(one.frame for one in looked_at)
        events, rest = actions.events(views), actions.neutral(views)
        likeness = self._likeness(samples)
        measures = LiveMeasures(
            time=film.time_of(frames, looked_at),
            frames=views,
            events=events,
            reliefs=turning.reliefs(looked_at, events, neutral=rest.yaw) if rest else (),
            likeness=likeness.first,
            second_likeness=likeness.second,
            quality=_typical_quality(samples),
            passive=self._typical_logit(samples),
        )
        return Measured(measures, likeness.templates)

    def portrait(self, picture: Pixels) -> Portrait:
        """What is measured on the largest face of one picture, H × W × 3, uint8, BGR, upright."""
        found = self._engines.detector.faces(picture)
        points = self._mesh_of(picture, found[0].box) if found else None
        if points is None:
            return Portrait(StillMeasures(len(found)))
        view, five = film.view_of(points), geometry.five_points(points)
        passive = self._engines.passive
        measures = StillMeasures(
            faces=len(found),
            face=view,
            quality=pictures.quality(aligned(picture, five)),
            passive=passive.logit(picture, view.box) if passive else None,
        )
        return Portrait(measures, tuple(self._templates(picture, five, view.box)))

    def _templates(self, picture: Pixels, five: Floats, box: Box) -> list[FaceTemplate]:
        first, second = self._engines.recogniser, self._engines.second
        templates = [first.template([first.steady_embedding(picture, five)])]
        vector = second.embedding(picture, box)
        return templates if vector is None else [*templates, second.template([vector])]

    def _mesh_of(self, picture: Pixels, box: Box) -> Floats | None:
        """The mesh of the face at the box, in pixels of the picture."""
        left, top, right, bottom = box
        margin = round(AROUND * max(right - left, bottom - top))
        x, y = max(0, left - margin), max(0, top - margin)
        points = self._engines.still_mesh.points(picture[y : bottom + margin, x : right + margin])
        return None if points is None else points + np.array([x, y, 0], dtype=np.float32)

    def _likeness(self, samples: Sequence[Seen]) -> "_Likeness":
        first, second = self._engines.recogniser, self._engines.second
        # Each sample is looked at in another place, which costs nothing and takes out of their median what is
        # due to the place: the two most alike of 12 people come down from .37 to .36, as with all in each.
        vectors = [
            (one.frame.at, first.embedding(_aligned(one, place)))
            for one, place in zip(samples, cycle(identity.MOVED), strict=False)
        ]
        seconds = [
            (one.frame.at, vector)
            for one in _spread(samples, SECOND_SAMPLES)
            if (vector := second.embedding(one.pixels(), _box(one))) is not None
        ]
        return _Likeness(
            first=_cosines(vectors),
            second=_distances(seconds),
            templates=(
                *([first.template([vector for _, vector in vectors])] if vectors else []),
                *([second.template([vector for _, vector in seconds])] if seconds else []),
            ),
        )

    def _typical_logit(self, samples: Sequence[Seen]) -> float | None:
        detector = self._engines.passive
        if detector is None or not samples:
            return None
        return round(
            median(detector.logit(one.pixels(), _box(one)) for one in _spread(samples, PASSIVE_SAMPLES)), 3
        )


@dataclass(frozen=True, slots=True)
class _Likeness:
    first: tuple[Likeness, ...]
    second: tuple[Likeness, ...]
    templates: tuple[FaceTemplate, ...]


def _cosines(vectors: Sequence[tuple[int, Floats]]) -> tuple[Likeness, ...]:
    """Each sample's cosine with the film's opening."""
    if not vectors:
        return ()
    opening = identity.typical([vector for _, vector in vectors[:OPENING]])
    return tuple(Likeness(at, round(float(np.dot(vector, opening)), 4)) for at, vector in vectors)


def _distances(vectors: Sequence[tuple[int, NDArray[np.float64]]]) -> tuple[Likeness, ...]:
    """Each further sample's distance from the first."""
    return tuple(
        Likeness(at, round(float(np.linalg.norm(vector - vectors[0][1])), 4)) for at, vector in vectors[1:]
    )


def _typical_quality(samples: Sequence[Seen]) -> FaceQuality | None:
    if not samples:
        return None
    found = [pictures.quality(_aligned(one)) for one in samples]
    return FaceQuality(
        sharpness=round(median(one.sharpness for one in found), 3),
        light=round(median(one.light for one in found), 1),
        contrast=round(median(one.contrast for one in found), 1),
    )


def _spread(samples: Sequence[Seen], most: int) -> list[Seen]:
    """At most so many of the samples, evenly, with the first and the last."""
    if len(samples) <= most:
        return list(samples)
    return [samples[round(index * (len(samples) - 1) / (most - 1))] for index in range(most)]


def _aligned(one: Seen, moved: tuple[float, float] = (0.0, 0.0)) -> Pixels:
    assert one.points is not None  # samples have a face
    return aligned(one.pixels(), geometry.five_points(one.points), moved=moved)


def _box(one: Seen) -> Box:
    assert one.frame.face is not None  # samples have a face
    return one.frame.face.box


def _passive() -> PassiveDetector | None:
    """The optional detector; None where its weights are absent, but an error where they are others."""
    return PassiveDetector(verified(PASSIVE)) if manifest()[PASSIVE].present else None


def _version(engines: Engines) -> str:
    passive = engines.passive.version if engines.passive else f"no {PASSIVE}"
    return "; ".join([engines.recogniser.version, engines.second.version, passive])
