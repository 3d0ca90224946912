"""ONNX Runtime for the models of faces: one thread, no report; the one module here to import it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

import models  # noqa: F401  # switches ONNX Runtime's telemetry off before it is loaded
from models.weights import Weight

ERRORS_ONLY = 3


class Session:
    """One model with one picture as its input."""

    def __init__(self, weight: Weight) -> None:
        import onnxruntime  # noqa: PLC0415  a reader that meets no face must not pay for it

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = ERRORS_ONLY
        path = str(weight.folder / "inference.onnx")
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name

    def __call__(self, picture: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Every output for one picture, 1 × channels × H × W, float32."""
        outputs: list[Any] = self._session.run(None, {self._input: picture})
        return outputs


def planes(picture: NDArray[np.uint8], *, rgb: bool) -> NDArray[np.float32]:
    """H × W × 3, BGR, as 1 × 3 × H × W, float32, 0–255, in the order of colours that is asked for."""
    ordered = picture[:, :, ::-1] if rgb else picture
    return np.ascontiguousarray(ordered.transpose(2, 0, 1)[np.newaxis], dtype=np.float32)
