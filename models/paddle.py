"""PaddleOCR, created without a network and taken apart into the steps we call; the one module to import it.

We call PaddleOCR's own steps in its own order, so that a page can be detected without being recognised and
a line recognised again without being detected. Some are attributes that no documentation promises: `steps`
checks that each is there, and the requirements pin the versions that they were found in.
"""

import logging
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.weights import Weight

os.environ.setdefault("PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK", "True")  # else it asks model hosts at import
with tempfile.TemporaryDirectory(prefix="paddlex-") as _scratch:
    # At import it makes a cache folder, by default in the home folder, which a service may not have.
    os.environ.setdefault("PADDLE_PDX_CACHE_HOME", _scratch)
    from paddleocr import PaddleOCR

PixelArray = NDArray[np.uint8]
FloatArray = NDArray[np.float32]

ENGINE_CONFIG = {
    "intra_op_num_threads": 1,  # one thread in each of two workers reads more pages than two threads in one
    "enable_mem_pattern": False,  # line widths all differ: planned arenas only cost memory
    "log_severity_level": 3,  # errors only
}


class EngineError(Exception):
    """The installed PaddleOCR is not the one this was written for; the message says what to install."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of PaddleOCR's pipeline, as callables."""

    # [page] → one result: `dt_polys`, quadrilaterals in page pixels, and `dt_scores`, 0..1
    detect: Callable[..., Any]
    sort: Callable[[Any], Sequence[NDArray[Any]]]  # quadrilaterals → top to bottom, left to right
    crop: Callable[
        [PixelArray, Any], Sequence[PixelArray]
    ]  # → each quadrilateral straightened, tall ones turned
    recognise: Callable[..., Sequence[FloatArray]]  # [1 × 3 × 48 × W] → [1 × T × classes] probabilities
    decode: Callable[
        ..., Sequence[tuple[str, float]]
    ]  # class and probability at each of T steps → text, score


_STEPS = {
    "detect": "paddlex_pipeline.text_det_model",
    "sort": "paddlex_pipeline._sort_boxes",
    "crop": "paddlex_pipeline._crop_by_polys",
    "recognise": "paddlex_pipeline.text_rec_model.runner",
    "decode": "paddlex_pipeline.text_rec_model.post_op.decode",
}


def pipeline(detection: Weight, recognition: Weight, *, detection_side: int, least_score: float) -> Any:
    """PaddleOCR on ONNX Runtime with these weights.

    A page's long side is cut to `detection_side` pixels; places scored under `least_score` are left out.
    """
    logging.getLogger("paddlex").setLevel(logging.WARNING)  # it announces every model on stderr
    return PaddleOCR(
        engine="onnxruntime",
        text_detection_model_name=detection.folder.name,
        text_detection_model_dir=str(detection.folder),
        text_recognition_model_name=recognition.folder.name,
        text_recognition_model_dir=str(recognition.folder),
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        text_det_limit_side_len=detection_side,
        text_det_limit_type="max",
        text_det_box_thresh=least_score,
        text_recognition_batch_size=1,
        engine_config=ENGINE_CONFIG,
    )


def steps(ocr: Any) -> Steps:
    """The pipeline's steps. Raises EngineError where one is not where we know it."""
    return Steps(**{name: _attribute(ocr, path) for name, path in _STEPS.items()})


def _attribute(ocr: Any, path: str) -> Any:
    try:
        found = reduce(getattr, path.split("."), ocr)
    except AttributeError as error:
        raise EngineError(_unknown(path)) from error
    if not callable(found):
        raise EngineError(_unknown(path))
    return found


def _unknown(path: str) -> str:
    return (
        f"PaddleOCR has no step `{path}`: the installed paddleocr and paddlex are not the pinned ones. "
        "Install requirements.txt as it is (`make setup`)."
    )
