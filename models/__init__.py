"""Inference models: everything that turns pixels into numbers. Not tables: a row is a *record*.

A model sees arrays and gives readings' parts; it knows no case, no tenant and no network.
"""

import os

# ONNX Runtime since 1.29 reports to its maker's servers and keeps a device id in the home folder, unless this
# stands in the environment when it is loaded. Nothing here may speak to a network.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
