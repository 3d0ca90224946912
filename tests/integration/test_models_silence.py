"""The engines keep to themselves: no report, no identifier, no file outside the project."""

import os
import subprocess
import sys
from pathlib import Path

SESSION = """
import models, onnx, onnxruntime
from onnx import TensorProto, helper
value = lambda name: helper.make_tensor_value_info(name, TensorProto.FLOAT, [1])
graph = helper.make_graph([helper.make_node("Identity", ["a"], ["b"])], "g", [value("a")], [value("b")])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
onnxruntime.InferenceSession(model.SerializeToString())
"""


def test_onnx_runtime_leaves_nothing_in_the_home_folder_and_so_reports_nothing(tmp_path: Path) -> None:
    # A continuous-integration variable would silence it too, and the test with it.
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", SESSION], env=environment, check=True, timeout=120)
    assert list(tmp_path.rglob("*onnxruntime*")) == []
