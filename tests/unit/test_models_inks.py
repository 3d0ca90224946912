"""Red ink and black print that cross: only the ink is drawn, also where print lies over it."""

from typing import Any

import cv2
import numpy as np
import pytest

from models.inks import by_density, by_saturation
from models.seals import ink_of

PAPER, PRINT, RED = (236, 238, 240), 0.15, (0.29, 0.27, 0.87)  # BGR; shares of light that are let through
BARS = [(slice(20, 30), slice(40, 160)), (slice(95, 105), slice(40, 160)), (slice(170, 180), slice(40, 160))]
STROKES = [(slice(10, 190), slice(60, 68)), (slice(10, 190), slice(120, 128))]


def inked() -> tuple[Any, Any, Any]:
    """A photo of red strokes across black bars, BGR; where ink is, where print is."""
    light = np.ones((200, 200, 3)) * PAPER
    ink, printed = np.zeros((200, 200), bool), np.zeros((200, 200), bool)
    for bar in BARS:
        printed[bar] = True
    for stroke in STROKES:
        ink[stroke] = True
    light[printed] *= PRINT
    light[ink] *= RED
    soft = cv2.GaussianBlur(light, (0, 0), 0.7) + np.random.default_rng(1).normal(0, 3, light.shape)
    _, data = cv2.imencode(".jpg", np.clip(soft, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 88])
    return cv2.imdecode(data, cv2.IMREAD_COLOR), ink, printed


def within(mask: Any) -> Any:
    return cv2.erode(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0


@pytest.mark.parametrize("told", [by_density, by_saturation])
def test_ink_is_seen_through_print_and_print_is_not(told: Any) -> None:
    page, ink, printed = inked()
    drawn = 1 - told(page) / 255
    assert drawn.shape == ink.shape
    assert drawn[within(ink & ~printed)].mean() > 0.9
    assert drawn[within(ink & printed)].mean() > 0.6
    assert drawn[within(printed & ~ink)].mean() < 0.1
    assert drawn[within(~printed & ~ink)].mean() < 0.02


@pytest.mark.parametrize("told", [by_density, by_saturation])
def test_print_beside_ink_is_no_ink_as_it_is_where_colour_is_smoothed_first(told: Any) -> None:
    page, ink, printed = inked()
    beside = cv2.dilate(ink.astype(np.uint8), np.ones((9, 9), np.uint8)) > cv2.dilate(
        ink.astype(np.uint8), np.ones((3, 3), np.uint8)
    )
    fringe = beside & within(printed)
    assert (1 - told(page) / 255)[fringe].mean() < 0.5 * (1 - ink_of(page) / 255)[fringe].mean()


@pytest.mark.parametrize("told", [by_density, by_saturation])
def test_a_grey_or_empty_picture_has_no_ink(told: Any) -> None:
    page, *_ = inked()
    grey = np.repeat(page[:, :, 1:2], 3, axis=2)
    for picture in (grey, np.zeros((40, 40, 3), np.uint8), np.full((40, 40, 3), 255, np.uint8)):
        assert (1 - told(picture) / 255).mean() < 0.01
