"""A second opinion on whose face it is, by another network: face-recognition (dlib), on its own protocol.

Independent of SFace and of the mesh: it finds the face in a crop by itself, with its own five points. The one
module to import face_recognition. Its distance is no cosine: smaller is more alike.
"""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import ImageFile

from models.faces.identity import as_bytes
from models.weights import Weight
from verifier.domain.faces import Box, FaceTemplate

MARGIN = 0.6  # of the face's size on each side: what its detector wants to see around a face
FACE = 150  # pixels of a face's height at which it looks: its network sees faces of 150 pixels

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]


class SecondRecogniser:
    """Templates of faces by dlib's ResNet, aligned by five points; jitter 0."""

    def __init__(self, weight: Weight) -> None:
        self._library = _library()
        self.version = weight.version

    def embedding(self, frame: Pixels, box: Box) -> Floats | None:
        """128 numbers for the face at the box, or None where dlib sees none there.

        `frame` is H × W × 3, uint8, BGR; `box` from hairline to chin.
        """
        crop = _crop(frame, box)
        if crop is None:
            return None
        places = self._library.face_locations(crop, number_of_times_to_upsample=0)
        if not places:
            return None
        largest = max(places, key=lambda place: place[2] - place[0])
        (vector,) = self._library.face_encodings(crop, [largest], num_jitters=1, model="small")
        return np.asarray(vector, dtype=np.float64)

    def template(self, vectors: Sequence[Floats]) -> FaceTemplate:
        """One template of several embeddings: their median."""
        return FaceTemplate(self.version, as_bytes(np.median(np.stack(vectors), axis=0).astype(np.float32)))


def _crop(frame: Pixels, box: Box) -> Pixels | None:
    """The face with its surroundings, RGB, so large that dlib sees it at the size it knows."""
    left, top, right, bottom = box
    margin = round(MARGIN * max(right - left, bottom - top))
    part = frame[max(0, top - margin) : bottom + margin, max(0, left - margin) : right + margin]
    if part.size == 0 or bottom - top < 2:
        return None
    scale = FACE / (bottom - top)
    if min(part.shape[:2]) * scale < 1:
        return None  # of a face that has all but left the frame
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    sized = cv2.resize(part, None, fx=scale, fy=scale, interpolation=way)
    return np.ascontiguousarray(sized[:, :, ::-1], dtype=np.uint8)


def _library() -> Any:
    """face_recognition, without the 68-point model, whose training set excludes commercial use.

    At import the library loads every model that it knows. It is given the five-point file for the other,
    which is never used here and costs 100 MB. It also tells Pillow to take truncated pictures, for the whole
    process; a licence that ends early must be refused, so that is taken back.
    """
    as_it_was = ImageFile.LOAD_TRUNCATED_IMAGES
    import face_recognition_models  # noqa: PLC0415  heavy, and needed by this engine only

    face_recognition_models.pose_predictor_model_location = (
        face_recognition_models.pose_predictor_five_point_model_location
    )
    import face_recognition  # noqa: PLC0415  not before the line above

    ImageFile.LOAD_TRUNCATED_IMAGES = as_it_was
    return face_recognition
