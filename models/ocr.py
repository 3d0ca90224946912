"""Text on a page: PaddleOCR's pipeline on ONNX Runtime, created once per process, one thread, no network.

Reads what is printed and judges nothing. The one module that imports `paddleocr`.
"""

import importlib.metadata
import os
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.weights import Weight, verified
from verifier.domain.reading import Line, Polygon

os.environ.setdefault("PADDLE_PDX_DISABLE_MODEL_SOURCE_CHECK", "True")

from paddleocr import PaddleOCR  # noqa: E402  it looks for model hosts at import unless the line above ran first

DETECTION = "ppocrv6-small-det"
RECOGNITION = "ppocrv6-small-rec"
DETECTION_SIDE = 1280  # pixels: a page's long side is reduced to this for detection
ENGINE_CONFIG = {"intra_op_num_threads": 1}


class TextEngine:
    """PP-OCRv6 small. Not thread-safe; a process forked after `load` uses its own copy."""

    name = "paddleocr"

    def __init__(self, ocr: Any, weights: Sequence[Weight]) -> None:
        self._ocr = ocr
        self.version = _version(weights)

    @classmethod
    def load(cls) -> "TextEngine":
        """Verify the weights and create the engine; takes seconds, so once per process.

        Raises WeightsError where a weight is missing or is not the one we chose.
        """
        detection, recognition = verified(DETECTION), verified(RECOGNITION)
        return cls(_paddle_ocr(detection, recognition), (detection, recognition))

    def read(self, page: NDArray[np.uint8]) -> tuple[Line, ...]:
        """Every line on the page, top to bottom and left to right.

        `page` is H × W × 3, uint8, BGR; polygons are in its pixels. Text is as read, with no normalisation.
        """
        (found,) = self._ocr.predict(page)
        return _lines(found["rec_polys"], found["rec_texts"], found["rec_scores"])

    def reread(self, page: NDArray[np.uint8], polygons: Iterable[Polygon]) -> tuple[Line, ...]:
        """The given polygons of the page once more, at full width: slower and surer, for codes."""
        pipeline = self._ocr.paddlex_pipeline
        boxes = [np.array(polygon, dtype=np.float32) for polygon in polygons]
        crops = pipeline._crop_by_polys(page, boxes) if boxes else []
        read = [next(iter(pipeline.text_rec_model(crop))) for crop in crops]
        return _lines(boxes, [r["rec_text"] for r in read], [r["rec_score"] for r in read])


def _paddle_ocr(detection: Weight, recognition: Weight) -> Any:
    return PaddleOCR(
        engine="onnxruntime",
        text_detection_model_name=detection.folder.name,
        text_detection_model_dir=str(detection.folder),
        text_recognition_model_name=recognition.folder.name,
        text_recognition_model_dir=str(recognition.folder),
        use_doc_orientation_classify=False,
        use_doc_unwarping=False,
        use_textline_orientation=False,
        text_det_limit_side_len=DETECTION_SIDE,
        text_det_limit_type="max",
        text_recognition_batch_size=1,
        engine_config=ENGINE_CONFIG,
    )


def _lines(boxes: Iterable[Any], texts: Iterable[str], scores: Iterable[float]) -> tuple[Line, ...]:
    found = zip(boxes, texts, scores, strict=True)
    return tuple(Line(_polygon(box), text, float(score)) for box, text, score in found if text.strip())


def _polygon(box: Any) -> Polygon:
    return tuple((float(x), float(y)) for x, y in box)


def _version(weights: Sequence[Weight]) -> str:
    packages = [
        f"{name} {importlib.metadata.version(name)}" for name in ("paddleocr", "paddlex", "onnxruntime")
    ]
    return "; ".join([*packages, *(weight.version for weight in weights)])
