"""Recipes: how a published model is made ready, byte by byte."""

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from models import recipes

DENORMAL = np.float32(1e-40)
WEIGHTS = np.array([0.5, DENORMAL, -DENORMAL, 0.0, np.finfo(np.float32).tiny], dtype=np.float32)


def model(**weights: np.ndarray) -> bytes:
    """A graph that adds nothing to its input, with these weights beside it."""
    value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in ("x", "y")]
    graph = helper.make_graph(
        [helper.make_node("Identity", ["x"], ["y"])],
        "g",
        value[:1],
        value[1:],
        initializer=[numpy_helper.from_array(weight, name) for name, weight in weights.items()],
    )
    return helper.make_model(graph).SerializeToString()


def weight_of(content: bytes, name: str) -> np.ndarray:
    found = {tensor.name: tensor for tensor in onnx.load_from_string(content).graph.initializer}
    return numpy_helper.to_array(found[name])


def test_denormal_weights_become_zero_and_all_others_stay() -> None:
    ready = recipes.without_denormals(model(w=WEIGHTS))
    assert weight_of(ready, "w").tolist() == [0.5, 0.0, 0.0, 0.0, float(np.finfo(np.float32).tiny)]


def test_nothing_else_in_the_file_changes() -> None:
    published = model(w=WEIGHTS)
    ready = recipes.without_denormals(published)
    assert len(ready) == len(published)
    assert sum(a != b for a, b in zip(published, ready, strict=True)) == np.sum(
        np.frombuffer(WEIGHTS[1:3].tobytes(), dtype=np.uint8) != 0
    )


def test_a_model_without_denormals_stays_as_it_is() -> None:
    published = model(w=WEIGHTS[:1], i=np.array([3], dtype=np.int64))
    assert recipes.without_denormals(published) == published


def test_integers_that_look_like_denormals_stay_as_they_are() -> None:
    published = model(i=np.array([1, 2, 3], dtype=np.int32))
    assert recipes.without_denormals(published) == published


def test_a_weight_that_cannot_be_told_from_another_is_refused() -> None:
    with pytest.raises(ValueError, match="not unique"):
        recipes.without_denormals(model(a=WEIGHTS, b=WEIGHTS))


def test_the_same_model_gives_the_same_bytes() -> None:
    published = model(w=WEIGHTS)
    assert recipes.detection(published) == recipes.detection(published)


def quantised(block_size: int) -> bytes:
    """y = x · W, with W as integers in blocks of two along its rows, and graph inputs that nothing feeds."""
    integers = np.array([[1, 2, 3], [4, 5, 6]], dtype=np.int8)
    scales = np.array([[0.5, 2.0], [1.0, 10.0]], dtype=np.float32)
    zeros = np.array([[0, 1], [0, 0]], dtype=np.int8)
    named = {"q": integers, "s": scales, "z": zeros, "shape": np.array([3, 2], dtype=np.int64)}
    nodes = [
        helper.make_node("DequantizeLinear", ["q", "s", "z"], ["w"], axis=1, block_size=block_size),
        helper.make_node("Reshape", ["w", "shape"], ["w2"]),
        helper.make_node("MatMul", ["x", "w2"], ["y"]),
    ]
    inputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, 3]) for name in ("x", "stale")]
    output = [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 2])]
    tensors = [numpy_helper.from_array(value, name) for name, value in named.items()]
    graph = helper.make_graph(nodes, "g", inputs, output, initializer=tensors)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)]).SerializeToString()


def test_integer_weights_are_multiplied_out_block_by_block() -> None:
    ready = recipes.dequantised(quantised(block_size=2))
    assert weight_of(ready, "w2").tolist() == [[0.5, 1.0], [4.0, 4.0], [5.0, 60.0]]


def test_nothing_is_left_of_what_was_multiplied_out_or_fed_by_nobody() -> None:
    graph = onnx.load_from_string(recipes.dequantised(quantised(block_size=2))).graph
    assert [node.op_type for node in graph.node] == ["MatMul"]
    assert [value.name for value in graph.input] == ["x"]
    assert [tensor.name for tensor in graph.initializer] == ["w2"]


def test_multiplying_out_twice_gives_the_same_bytes() -> None:
    assert recipes.plain(quantised(block_size=2)) == recipes.plain(quantised(block_size=2))
