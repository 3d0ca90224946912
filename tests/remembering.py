"""The engine of faces for tests that look at what becomes of its numbers, and not at the numbers."""

from collections.abc import Sequence

from models.faces.engine import FaceEngine, Measured, Portrait
from models.faces.film import TimedFrame
from workers.readers.bgr import Bgr


class RememberingEngine:
    """The real one, which measures each film and each portrait once.

    It gives the same numbers for the same pictures, whatever came before (test_face_engine.py).
    """

    def __init__(self) -> None:
        self._engine = FaceEngine.load()
        self.name, self.version = self._engine.name, self._engine.version
        self.passive_detector = self._engine.passive_detector
        self._films: dict[tuple[TimedFrame, ...], Measured] = {}
        self._portraits: dict[tuple[tuple[int, ...], bytes], Portrait] = {}

    def measure(self, frames: Sequence[TimedFrame]) -> Measured:
        film = tuple(frames)
        if film not in self._films:
            self._films[film] = self._engine.measure(film)
        return self._films[film]

    def portrait(self, picture: Bgr) -> Portrait:
        pixels = (picture.shape, picture.tobytes())
        if pixels not in self._portraits:
            self._portraits[pixels] = self._engine.portrait(picture)
        return self._portraits[pixels]
