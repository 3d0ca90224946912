"""OpenCV's own cascade for frontal faces as compact JSON, for the page to find where a face is on the device.

It helps a person to hold the phone well. Nothing is decided by it, and no frame leaves the device for it.
The file is the one in OpenCV's wheel; its licence asks for its notice to go along, and so it does.
"""

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias
from xml.etree.ElementTree import Element  # the type alone: defusedxml parses

from defusedxml import ElementTree

NAME = "haarcascade_frontalface_alt2.xml"
DIGITS = 7  # significant, as float32 holds

Numbers: TypeAlias = list[float]


def source() -> Path | None:
    """Where the wheel has its file; None where OpenCV is not installed. Does not import OpenCV."""
    spec = find_spec("cv2")
    folders = (spec.submodule_search_locations or []) if spec else []
    found = (Path(folder, "data", NAME) for folder in folders)
    return next((path for path in found if path.is_file()), None)


@cache
def compact() -> bytes | None:
    """The cascade as UTF-8 JSON; None where there is no file.

    `size` is the window's side in pixels. `stages` are [threshold, trees…]; a tree is [nodes, leaves], both
    flat: a node is left, right, feature, threshold, where a child above 0 is a node and −i is leaf i. A
    feature is a list of [x, y, width, height, weight].
    """
    path = source()
    if path is None:
        return None
    text = path.read_text(encoding="utf-8")
    found = ElementTree.fromstring(text).find("cascade")
    compacted = {
        "notice": _notice(text),
        "size": int(_text(found, "width")),
        "stages": [_stage(stage) for stage in _items(found, "stages")],
        "features": [_feature(feature) for feature in _items(found, "features")],
    }
    return json.dumps(compacted, separators=(",", ":")).encode()


def _notice(text: str) -> str:
    comment = re.search(r"<!--(.*?)-->", text, re.DOTALL)
    return " ".join(comment[1].split()) if comment else ""


def _stage(stage: Element) -> list[object]:
    trees: list[object] = [_tree(weak) for weak in _items(stage, "weakClassifiers")]
    return [_short(_text(stage, "stageThreshold")), *trees]


def _tree(weak: Element) -> list[Numbers]:
    return [_numbers(_text(weak, "internalNodes")), _numbers(_text(weak, "leafValues"))]


def _feature(feature: Element) -> list[Numbers]:
    return [_numbers((rectangle.text or "").rstrip(" .\n")) for rectangle in _items(feature, "rects")]


def _items(parent: Element | None, name: str) -> Sequence[Element]:
    child = parent.find(name) if parent is not None else None
    return child.findall("_") if child is not None else []


def _text(parent: Element | None, name: str) -> str:
    return (parent.findtext(name) if parent is not None else None) or ""


def _numbers(text: str) -> Numbers:
    return [_short(word) for word in text.split()]


def _short(word: str) -> float:
    number = float(f"{float(word):.{DIGITS}g}")
    return int(number) if number.is_integer() else number
