"""Tampered specimens: altered where they say, nowhere else, and still nobody's licence."""

import inspect
import io
from functools import cache

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from fixtures import Form, Generation, Rendering, Specimen, specimen
from fixtures.tampering import FORGERS, Tampered, Tampering, tampered
from verifier.domain.credit_code import anatomy
from verifier.domain.reading import FieldName

FIELD_EDITS = list(FORGERS)
WHOLE = [Tampering.RECAPTURE, Tampering.PRINT_COPY]
ONE_FIELD = [Tampering.OTHER_FONT, Tampering.SIMILAR_FONT, Tampering.SPLICE]


@pytest.mark.parametrize("tampering", FIELD_EDITS)
def test_an_edit_changes_the_pixels_of_the_fields_it_names_and_no_others(tampering: Tampering) -> None:
    before, after = genuine(Rendering.FLAT), edited(tampering)
    changed = np.abs(_picture(before).astype(int) - _picture(after.specimen)).max(axis=2) > 24
    touched = _mask(before, after)
    assert changed[touched].any()
    if tampering is not Tampering.FILLED_TEMPLATE:  # it is saved as a JPEG in between
        assert not changed[~touched].any()


@pytest.mark.parametrize("tampering", FIELD_EDITS)
def test_an_edit_changes_the_truth_of_the_fields_it_names_and_no_others(tampering: Tampering) -> None:
    before, after = genuine(Rendering.FLAT), edited(tampering)
    differing = {name for name in before.truth if before.truth[name] != after.specimen.truth[name]}
    assert differing == after.altered != set()


@pytest.mark.parametrize("tampering", ONE_FIELD)
def test_a_single_edit_touches_one_field(tampering: Tampering) -> None:
    assert len(edited(tampering).altered) == 1


def test_replacing_all_touches_at_least_five_fields() -> None:
    edit = edited(Tampering.ALL_FIELDS)
    assert {FieldName.CODE, FieldName.NAME} <= edit.altered
    assert len(edit.altered) >= 5


@pytest.mark.parametrize("tampering", WHOLE)
def test_a_copy_of_the_whole_sheet_changes_no_value(tampering: Tampering) -> None:
    before, copy = genuine(Rendering.PHOTO), edited(tampering, Rendering.PHOTO)
    assert copy.altered == frozenset()
    assert copy.specimen.truth == before.truth
    assert copy.specimen.data != before.data


def test_boxes_follow_a_recapture() -> None:
    photo, copy = genuine(Rendering.PHOTO), edited(Tampering.RECAPTURE, Rendering.PHOTO).specimen
    (before,), (after,) = photo.boxes[FieldName.CODE], copy.boxes[FieldName.CODE]
    cuts = _cut(_picture(photo), before), _cut(_picture(copy), after)
    assert np.corrcoef(cuts[0].ravel(), cuts[1].ravel())[0, 1] > 0.6


@pytest.mark.parametrize("tampering", [Tampering.COPY_MOVE, Tampering.RETYPED_CHARACTERS])
def test_no_edit_makes_the_code_of_a_real_division(tampering: Tampering) -> None:
    edits = [tampered(seed, tampering=tampering, rendering=Rendering.FLAT) for seed in (0, 1)]
    codes = [edit.specimen.truth[FieldName.CODE] for edit in edits]
    assert {anatomy(code).division[:2] for code in codes} == {"00"}


def test_a_messenger_passes_on_what_was_edited_before() -> None:
    edit = tampered(3, tampering=Tampering.OTHER_FONT, rendering=Rendering.MESSENGER)
    assert max(_picture(edit.specimen).shape) == 1280
    assert edit.specimen.media_type == "image/jpeg"


def test_the_same_arguments_give_the_same_bytes() -> None:
    once = edited(Tampering.SPLICE)
    assert tampered(3, tampering=Tampering.SPLICE, rendering=Rendering.FLAT) == once
    assert tampered(4, tampering=Tampering.SPLICE, rendering=Rendering.FLAT) != once


def test_nobody_can_pass_text_to_be_put_in() -> None:
    kinds = [p.annotation for p in inspect.signature(tampered).parameters.values()]
    assert kinds == [int, Tampering, Form, Generation, Rendering]


@cache
def genuine(rendering: Rendering) -> Specimen:
    """The untouched specimen, drawn once for all tests."""
    return specimen(3, rendering=rendering)


@cache
def edited(tampering: Tampering, rendering: Rendering = Rendering.FLAT) -> Tampered:
    """What became of it, made once for all tests."""
    return tampered(3, tampering=tampering, rendering=rendering)


def _picture(drawn: Specimen) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(drawn.data)) as image:
        return np.array(image.convert("RGB"))


def _mask(before: Specimen, after: Tampered) -> NDArray[np.bool_]:
    """The boxes of the altered fields before and after, with the few pixels around that an eraser takes."""
    mask = np.zeros(_picture(before).shape[:2], np.uint8)
    for name in after.altered:
        for polygon in (*before.boxes[name], *after.specimen.boxes[name]):
            cv2.fillConvexPoly(mask, np.rint(np.array(polygon)).astype(np.int32), (255,))
    return np.asarray(cv2.dilate(mask, np.ones((19, 19), np.uint8)), dtype=bool)


def _cut(pixels: NDArray[np.uint8], polygon: object) -> NDArray[np.float32]:
    target = np.array([[0, 0], [240, 0], [240, 32], [0, 32]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(np.array(polygon, dtype=np.float32), target)
    patch = cv2.warpPerspective(pixels, matrix, (240, 32), flags=cv2.INTER_LINEAR)
    return cv2.GaussianBlur(patch.mean(axis=2).astype(np.float32), (0, 0), 1.0)
