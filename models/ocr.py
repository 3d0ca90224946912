"""Text on a page: PP-OCRv6 small through PaddleOCR on ONNX Runtime, one thread, no network, once per process.

Reads what is printed and judges nothing; the text is as read, with no normalisation.
"""

import importlib.metadata
import re
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from models import paddle, text_lines
from models.weights import Weight, verified
from verifier.domain import credit_code
from verifier.domain.reading import Line, Polygon

DETECTION = "ppocrv6-small-det"
RECOGNITION = "ppocrv6-small-rec"

# Measured on 60 photos of licences, against PaddleOCR's own settings (1280, full width, filled up to 320):
# codes 27 of 27, names 59 of 59, persons 58 of 58, addresses 46 of 46, 3,129 characters of scope for 3,075.
DETECTION_SIDE = 1280  # pixels of a page's long side; 960 lost a person and 4 % of the scope
FAINT = (
    0.45  # detection's score, 0–1, of the faintest place; under 0.6 only long ones count, see `text_lines`
)
SQUEEZE = 0.8  # of a line's width, a fifth less work; 0.7 saves a tenth more and lost a code
# Squeezing loses digits: alone, 2 of 16 codes were lost. So lines with as many Latin letters and digits
# are read again in full, unless nothing speaks for a loss: a code in them has the right check characters, or
# they hold no run as long as a number's and score high. On 80 photos that changed no code, date or term, and
# three fifths of the work of reading again went.
MANY_DIGITS = 10
CODE_LIKE = 12  # letters and digits in one run: a code has 18, a registration number 15, a year 4
SURE_OF_DIGITS = 0.98
RUN = re.compile(r"[0-9A-Za-z]+")

Page = NDArray[np.uint8]


class TextEngine:
    """Lines of text with their places. Not thread-safe; a process forked after `load` may use its copy."""

    name = "paddleocr"

    def __init__(self, steps: paddle.Steps, weights: Sequence[Weight]) -> None:
        self._steps = steps
        self.version = _version(weights)

    @classmethod
    def load(cls) -> "TextEngine":
        """Verify the weights and create the engine; takes seconds, so once per process.

        Raises WeightsError where a weight is missing or is not the one we chose, and EngineError where the
        installed PaddleOCR is not the one this was written for.
        """
        weights = verified(DETECTION), verified(RECOGNITION)
        pipeline = paddle.pipeline(*weights, detection_side=DETECTION_SIDE, least_score=FAINT)
        return cls(paddle.steps(pipeline), weights)

    def read(self, page: Page) -> tuple[Line, ...]:
        """Every line on the page, top to bottom and left to right.

        `page` is H × W × 3, uint8, BGR; polygons are quadrilaterals in its pixels.
        """
        return self.recognise(page, self.detect(page))

    def detect(self, page: Page) -> tuple[Polygon, ...]:
        """Where the lines are, without reading them: the first step of `read`."""
        (found,) = self._steps.detect([page])
        boxes = text_lines.sure_or_long(found["dt_polys"], found["dt_scores"])
        longer = text_lines.widened(boxes, page.shape[1])
        return tuple(_polygon(box) for box in self._steps.sort(longer))

    def recognise(self, page: Page, polygons: Iterable[Polygon]) -> tuple[Line, ...]:
        """What stands in these polygons of the page: the second step of `read`. Empty lines are left out."""
        return _lines((polygon, *self._read_line(crop)) for polygon, crop in self._crops(page, polygons))

    def reread(self, page: Page, polygons: Iterable[Polygon]) -> tuple[Line, ...]:
        """These polygons once more, with PaddleOCR's own transform at full width: for codes in doubt."""
        return _lines((polygon, *self._read_fully(crop)) for polygon, crop in self._crops(page, polygons))

    def _crops(self, page: Page, polygons: Iterable[Polygon]) -> Iterable[tuple[Polygon, Page]]:
        contiguous = np.ascontiguousarray(page)  # once; OpenCV would copy a turned view for every crop
        for polygon in polygons:
            (crop,) = self._steps.crop(contiguous, [np.array(polygon, dtype=np.float32)])
            yield polygon, crop

    def _read_line(self, crop: Page) -> tuple[str, float]:
        text, score = self._decoded(text_lines.narrowed(crop, SQUEEZE))
        return self._read_fully(crop) if _lost_digits(text, score) else (text, score)

    def _read_fully(self, crop: Page) -> tuple[str, float]:
        return self._decoded(text_lines.stock(crop))

    def _decoded(self, line: NDArray[np.float32]) -> tuple[str, float]:
        (probabilities,) = self._steps.recognise(x=[line])
        best = probabilities.argmax(axis=-1)
        scores = np.take_along_axis(probabilities, best[..., np.newaxis], axis=-1)[..., 0]
        ((text, score),) = self._steps.decode(best, scores, is_remove_duplicate=True)
        return text, float(score)


def _lost_digits(text: str, score: float) -> bool:
    """Whether squeezing may have cost this line a digit: check characters that pass say that it did not."""
    runs = RUN.findall(text)
    if sum(map(len, runs)) < MANY_DIGITS or any(map(credit_code.is_valid, runs)):
        return False
    return score < SURE_OF_DIGITS or max(map(len, runs)) >= CODE_LIKE


def _lines(read: Iterable[tuple[Polygon, str, float]]) -> tuple[Line, ...]:
    return tuple(Line(polygon, text, score) for polygon, text, score in read if text.strip())


def _polygon(box: NDArray[np.int16]) -> Polygon:
    return tuple((float(x), float(y)) for x, y in box)


def _version(weights: Sequence[Weight]) -> str:
    packages = ("paddleocr", "paddlex", "onnxruntime")
    installed = [f"{name} {importlib.metadata.version(name)}" for name in packages]
    return "; ".join([*installed, *(weight.version for weight in weights)])
