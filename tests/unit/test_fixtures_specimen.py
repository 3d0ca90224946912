"""Specimens: repeatable, marked, and true to what they say is printed where."""

import inspect
import io
import runpy
import sys
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

import fixtures.fonts
from fixtures import Form, Generation, Rendering, Specimen, ornaments, specimen
from fixtures.company import register
from fixtures.fonts import Face, font
from fixtures.licence import draw
from verifier.domain.errors import ConfigurationError
from verifier.domain.reading import FieldName, Polygon

PRINTED_BY_ALL = {
    FieldName.CODE, FieldName.NAME, FieldName.TYPE, FieldName.PERSON, FieldName.ESTABLISHED,
    FieldName.ADDRESS, FieldName.SCOPE, FieldName.ISSUED,
}  # fmt: skip


@pytest.mark.parametrize("rendering", [Rendering.SCAN, Rendering.MESSENGER])
def test_the_same_arguments_give_the_same_bytes(rendering: Rendering) -> None:
    once = drawn_once(Generation.LANDSCAPE_2019, rendering)
    assert specimen(2, rendering=rendering) == once
    assert specimen(3, rendering=rendering).data != once.data


def test_nobody_can_pass_text_to_be_drawn() -> None:
    kinds = {name: p.annotation for name, p in inspect.signature(specimen).parameters.items()}
    assert kinds == {"seed": int, "form": Form, "generation": Generation, "rendering": Rendering}


def test_a_free_word_is_no_form() -> None:
    with pytest.raises(KeyError):
        specimen(1, form="某某有限公司")  # type: ignore[arg-type]  # what a misuser would try


@pytest.mark.parametrize("generation", list(Generation))
@pytest.mark.parametrize("form", list(Form))
def test_every_form_and_generation_has_a_place_for_each_value(form: Form, generation: Generation) -> None:
    drawn = draw(register(5, form, generation), generation, 5)
    assert drawn.boxes.keys() >= PRINTED_BY_ALL
    width, height = drawn.image.size
    points = [point for polygons in drawn.boxes.values() for polygon in polygons for point in polygon]
    assert all(0 < x < width and 0 < y < height for x, y in points)


@pytest.mark.parametrize("generation", list(Generation))
def test_no_two_values_are_printed_over_each_other(generation: Generation) -> None:
    for seed in range(6):
        drawn = draw(register(seed, Form.PARTNERSHIP, generation), generation, seed)
        boxes = [polygon for polygons in drawn.boxes.values() for polygon in polygons]
        assert [(a, b) for i, a in enumerate(boxes) for b in boxes[:i] if _overlap(a, b)] == []


@pytest.mark.parametrize("rendering", [r for r in Rendering if r is not Rendering.FLAT])
@pytest.mark.parametrize("generation", [Generation.PORTRAIT_2014, Generation.LANDSCAPE_2019])
def test_boxes_follow_the_print_through_every_rendering(generation: Generation, rendering: Rendering) -> None:
    flat = drawn_once(generation, Rendering.FLAT)
    drawn = drawn_once(generation, rendering)
    before_pixels, after_pixels = _picture(flat), _picture(drawn)
    for name, polygons in flat.boxes.items():
        for before, after in zip(polygons, drawn.boxes[name], strict=True):
            assert _likeness(_cut(before_pixels, before), _cut(after_pixels, after)) > 0.6, name


@pytest.mark.parametrize(
    ("rendering", "rotation", "format_name"),
    [
        (Rendering.FLAT, 0, "PNG"),
        (Rendering.SCAN, 0, "JPEG"),
        (Rendering.MESSENGER, 0, "JPEG"),
        (Rendering.PHOTO_90, 90, "JPEG"),
        (Rendering.PHOTO_180, 180, "JPEG"),
        (Rendering.PHOTO_270, 270, "JPEG"),
    ],
)
def test_a_file_says_what_it_is_and_how_to_turn_it_upright(
    rendering: Rendering, rotation: int, format_name: str
) -> None:
    drawn = drawn_once(Generation.LANDSCAPE_2019, rendering)
    with Image.open(io.BytesIO(drawn.data)) as image:
        assert image.format == format_name
        assert drawn.media_type == Image.MIME[format_name]
        assert (image.height > image.width) == (rotation in {90, 270})
    assert drawn.rotation == rotation
    assert drawn.truth.keys() == drawn.boxes.keys()


def test_a_messenger_leaves_1280_pixels() -> None:
    assert max(_picture(drawn_once(Generation.LANDSCAPE_2019, Rendering.MESSENGER)).shape) == 1280


@pytest.mark.parametrize("generation", list(Generation))
def test_the_qr_code_leads_to_a_host_that_cannot_exist(generation: Generation) -> None:
    drawn = drawn_once(generation, Rendering.FLAT)
    (found,) = zxingcpp.read_barcodes(_picture(drawn))
    assert found.text == f"http://www.gsxt.example/index.html?uniscid={drawn.registration.code}"


@pytest.mark.parametrize("generation", list(Generation))
@pytest.mark.parametrize(("mark", "share"), [("diagonal_mark", 0.03), ("footer_mark", 0.0005)])
def test_every_specimen_is_visibly_marked(
    generation: Generation, mark: str, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked = _picture(drawn_once(generation, Rendering.FLAT)).astype(int)
    monkeypatch.setattr(ornaments, mark, lambda *_: None)
    bare = _picture(specimen(2, generation=generation)).astype(int)
    visible = float((np.abs(marked - bare).max(axis=2) >= 15).mean())
    assert visible > share


def test_an_authority_is_in_the_truth_only_where_it_is_printed_as_text() -> None:
    electronic = specimen(1, generation=Generation.ELECTRONIC)
    assert electronic.truth[FieldName.AUTHORITY] == electronic.registration.authority
    sealed = [specimen(seed) for seed in range(4)]
    assert {FieldName.AUTHORITY in drawn.truth for drawn in sealed} == {True, False}


def test_a_missing_font_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    font.cache_clear()
    monkeypatch.setattr(fixtures.fonts, "_folder", lambda: tmp_path)
    with pytest.raises(ConfigurationError, match="make setup"):
        specimen(1)


def test_a_missing_font_package_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    font.cache_clear()
    monkeypatch.setattr(fixtures.fonts, "PACKAGE", "no_such_package")
    with pytest.raises(ConfigurationError, match="make setup"):
        specimen(1)


def test_only_freely_licensed_fonts_are_used() -> None:
    assert [face for face in Face if not face.value.startswith(("Noto", "SourceHan"))] == []


def test_the_command_writes_the_specimen_that_the_library_draws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "one.jpg"
    command = [
        "fixtures",
        "--seed",
        "7",
        "--form",
        "F",
        "--generation",
        "2014",
        "--rendering",
        "scan",
        str(out),
    ]
    monkeypatch.setattr(sys, "argv", command)
    with pytest.raises(SystemExit, match="0"):
        runpy.run_module("fixtures", run_name="__main__")
    wanted = specimen(7, form=Form.INDIVIDUAL, generation=Generation.PORTRAIT_2014, rendering=Rendering.SCAN)
    assert out.read_bytes() == wanted.data


@cache
def drawn_once(generation: Generation, rendering: Rendering) -> Specimen:
    """One specimen of a kind, drawn once for all tests that only look at it."""
    return specimen(2, generation=generation, rendering=rendering)


def _picture(drawn: Specimen) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(drawn.data)) as image:
        return np.array(image.convert("RGB"))


def _overlap(a: Polygon, b: Polygon) -> bool:
    (left, top), (right, bottom) = a[0], a[2]
    return left < b[2][0] and b[0][0] < right and top < b[2][1] - 2 and b[0][1] < bottom - 2


def _cut(pixels: NDArray[np.uint8], polygon: Polygon) -> NDArray[np.float32]:
    """The print inside a polygon, straightened to 240 × 32 grey pixels."""
    target = np.array([[0, 0], [240, 0], [240, 32], [0, 32]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(polygon, dtype=np.float32), target)
    patch = cv2.warpPerspective(pixels, matrix, (240, 32), flags=cv2.INTER_LINEAR)
    return cv2.GaussianBlur(patch.mean(axis=2).astype(np.float32), (0, 0), 1.0)


def _likeness(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])
