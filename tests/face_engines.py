"""A face engine without weights: real decoding and arithmetic, on faces that a frame's colour tells of.

A bright frame has a face at rest; a bright blue one a face with closed eyes, a green one an open mouth, a red
one a face that is turned to its left; a dark frame has none; a half-dark one has two.
"""

from functools import cache

import cv2
import numpy as np

from models.faces.detection import Found
from models.faces.engine import Engines, FaceEngine
from tests.faces import mesh
from verifier.domain.faces import FaceTemplate

WIDTH, HEIGHT = 640, 480
RESTING, CLOSED, OPEN, TURNED = (200, 200, 200), (250, 100, 100), (100, 250, 100), (100, 100, 250)
NOBODY, TWO = (10, 10, 10), (60, 60, 60)
VECTOR = np.full(128, 0.1, np.float32)

Colour = tuple[int, int, int]


def picture(colour: Colour, width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    """A plain picture, whose colour says what is seen in it."""
    return np.full((height, width, 3), colour, np.uint8)


@cache
def jpeg(colour: Colour, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    return cv2.imencode(".jpg", picture(colour, width, height))[1].tobytes()


def engine(*, passive: bool = False) -> FaceEngine:
    """One whose parts see what the colours say."""
    detector = StubPassive() if passive else None
    return FaceEngine(
        Engines(StubMesh(), StubMesh(), StubDetector(), StubRecogniser(), StubSecond(), detector)  # type: ignore[arg-type]
    )


class StubMesh:
    def points(self, frame: np.ndarray) -> np.ndarray | None:
        blue, green, red = frame[::16, ::16].reshape(-1, 3).mean(axis=0)
        if max(blue, green, red) < 40:
            return None
        return mesh(
            yaw=25.0 if red > blue + 80 else 0.0,
            eyes=0.02 if blue > green + 80 else 0.3,
            mouth=1.0 if green > blue + 80 else 0.0,
        )

    def forget(self) -> None:
        """It remembers nothing."""


class StubDetector:
    def faces(self, frame: np.ndarray) -> tuple[Found, ...]:
        one = Found((220, 120, 420, 360), 0.9)
        brightness = float(frame[::16, ::16].mean())
        return () if brightness < 40 else (one, one) if brightness < 100 else (one,)

    def count(self, frame: np.ndarray) -> int:
        return len(self.faces(frame))


class StubRecogniser:
    version = "sface@stub"

    def embedding(self, _: np.ndarray) -> np.ndarray:
        return VECTOR

    def steady_embedding(self, _: np.ndarray, __: np.ndarray) -> np.ndarray:
        return VECTOR

    def template(self, vectors: list[np.ndarray]) -> FaceTemplate:
        return FaceTemplate(self.version, vectors[0].astype("<f4").tobytes())


class StubSecond(StubRecogniser):
    version = "dlib@stub"

    def embedding(self, _: np.ndarray, __: object = None) -> np.ndarray:
        return VECTOR


class StubPassive:
    version = "passive@stub"

    def logit(self, _: np.ndarray, __: object) -> float:
        return 2.0
