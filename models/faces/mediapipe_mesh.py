"""MediaPipe's FaceMesh, without the rest of MediaPipe; the one module to import it.

`import mediapipe` loads its tasks and drawing code too, and with it matplotlib, which writes a font cache
into the home folder: 45 MB and half a second that no one here needs, and jax where it is asked further. So
the two packages on the way are entered without running their `__init__`.
"""

import importlib.util
import sys
from collections.abc import Iterable
from functools import partial
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.weights import WeightsError

ENTERED = ("mediapipe", "mediapipe.python.solutions")
POINTS = 478  # of the refined mesh: 468 of the face, 5 of each iris

Pixels = NDArray[np.uint8]
Points = NDArray[np.float32]


class Mesh:
    """The refined mesh of one face, followed from frame to frame. Not thread-safe, one film at a time.

    MediaPipe's graph runs in two threads of its own, which no fork takes along. So it is made when the first
    frame comes: until then there is no thread, and a process that has loaded this may fork. That takes 20 ms.
    """

    def __init__(self, *, follow: bool) -> None:
        """`follow` takes the last frame's face as the place to look at first, as films allow."""
        self._make = partial(
            _face_mesh(), static_image_mode=not follow, max_num_faces=1, refine_landmarks=True
        )
        self._graph: Any = None

    def points(self, frame: Pixels) -> Points | None:
        """478 × 3 points in pixels, z towards the viewer negative and in the scale of x; None without a face.

        `frame` is H × W × 3, uint8, BGR. Left of the frame is x = 0; points may lie outside it.
        """
        height, width = frame.shape[:2]
        if self._graph is None:
            self._graph = self._make()
        found = self._graph.process(np.ascontiguousarray(frame[:, :, ::-1])).multi_face_landmarks
        if not found:
            return None
        scale = np.array([width, height, width], dtype=np.float32)
        return _array(found[0].landmark) * scale

    def forget(self) -> None:
        """Start anew, as for another film: nothing of the last one may lead the next."""
        if self._graph is not None:
            self._graph.reset()


def _array(landmarks: Iterable[Any]) -> Points:
    return np.array([(point.x, point.y, point.z) for point in landmarks], dtype=np.float32)


def _face_mesh() -> Any:
    for name in ENTERED:
        if name not in sys.modules:
            sys.modules[name] = _entered(name)
    from mediapipe.python.solutions.face_mesh import FaceMesh  # noqa: PLC0415  only now is the way free

    return FaceMesh


def _entered(name: str) -> ModuleType:
    """The package as a place to import from, its own `__init__` left out."""
    spec = importlib.util.find_spec(name)
    if spec is None:
        raise WeightsError("mediapipe is not installed: run `make setup`.")
    return importlib.util.module_from_spec(spec)
