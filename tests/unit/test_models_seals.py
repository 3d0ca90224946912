"""Seals on drawn pages: found as red rings, told from what is red or round besides, and unrolled."""

from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from fixtures.ornaments import SEAL_RED, disc, seal
from models.ring_fit import sight
from models.seals import COVERED, reddest, redness, rings, unrolled

AUTHORITY = "云溪市青禾区市场监督管理局"
AT, RADIUS = (620, 900), 84
PAPER = (246, 243, 234)


def sheet(*, sealed: bool = True, turn: float = 0.0, emblem: bool = True) -> Image.Image:
    image = Image.new("RGB", (900, 1200), PAPER)
    ImageDraw.Draw(image).rectangle((120, 300, 760, 330), fill=(30, 30, 30))
    if emblem:
        disc(image, (450, 110), 70)
    if sealed:
        seal(image, AT, RADIUS, AUTHORITY, turn)
    return image


def bgr(image: Image.Image) -> Any:
    return np.ascontiguousarray(np.array(image)[:, :, ::-1])


def squeezed(page: Any, share: float) -> Any:
    return cv2.resize(page, None, fx=1.0, fy=share, interpolation=cv2.INTER_AREA)


@pytest.mark.parametrize("turn", [0.0, 25.0, -40.0])
def test_a_seal_is_found_where_it_was_set(turn: float) -> None:
    (found,) = rings(bgr(sheet(turn=turn)))
    assert found.centre == pytest.approx(AT, abs=4)
    assert found.axes == pytest.approx((RADIUS, RADIUS), abs=5)
    assert found.coverage > 0.95
    assert found.box == pytest.approx((536, 816, 704, 984), abs=6)


def test_a_seal_on_a_page_seen_aslant_is_an_ellipse() -> None:
    (found,) = rings(squeezed(bgr(sheet()), 0.85))
    assert sorted(found.axes) == pytest.approx([RADIUS * 0.85, RADIUS], abs=5)
    assert found.coverage > 0.9


def test_the_ink_is_measured_and_not_the_paper() -> None:
    (found,) = rings(bgr(sheet()))
    red, green, blue = found.colour
    assert red > green + 60
    assert red > blue + 60
    assert found.redness > 0.15


def test_the_emblem_is_no_seal_and_neither_is_a_page_without() -> None:
    assert rings(bgr(sheet(sealed=False))) == ()


@pytest.mark.parametrize("shape", ["square", "disc", "letters", "black ring"])
def test_what_is_only_red_or_only_round_is_no_seal(shape: str) -> None:
    image = sheet(sealed=False)
    draw = ImageDraw.Draw(image)
    x, y = AT
    box = (x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS)
    if shape == "square":
        draw.rectangle(box, outline=SEAL_RED, width=5)
    elif shape == "disc":
        draw.rectangle((x - 60, y - 20, x + 60, y + 20), fill=SEAL_RED)
    elif shape == "letters":
        for step in range(0, 400, 50):
            draw.rectangle((200 + step, 900, 230 + step, 930), outline=SEAL_RED, width=4)
    else:
        draw.ellipse(box, outline=(20, 20, 20), width=5)
    assert rings(bgr(image)) == ()


def test_a_grey_copy_has_no_red_and_no_seal() -> None:
    grey = np.repeat(bgr(sheet()).mean(axis=2, keepdims=True).astype(np.uint8), 3, axis=2)
    assert rings(grey) == ()
    assert reddest(grey) < 0.05
    assert reddest(bgr(sheet())) > 0.3


def test_a_firms_red_seal_does_not_make_a_grey_copy_coloured() -> None:
    assert reddest(bgr(sheet(emblem=False))) < 0.05


def test_print_and_shadow_are_not_red() -> None:
    page = bgr(sheet(sealed=False, emblem=False))
    shade = np.linspace(0.5, 1.0, page.shape[1])[np.newaxis, :, np.newaxis]
    assert redness((page * shade).astype(np.uint8)).max() < 30


def test_a_ring_that_is_half_gone_is_covered_by_half() -> None:
    ink = np.zeros((200, 200), np.uint8)
    cv2.ellipse(ink, (100, 100), (60, 60), 0, 0, 180, 200, 3)
    seen = sight(ink, (100.0, 100.0, 60.0, 60.0, 0.0))
    assert seen.coverage == pytest.approx(0.5, abs=0.04)
    assert seen.coverage < COVERED


def test_an_unrolled_ring_is_dark_ink_on_white_without_the_print_beneath() -> None:
    image = sheet()
    page = bgr(image)
    (found,) = rings(page)
    bare = unrolled(page, found)
    # A line of black print through the foot of the ring, where it has no text of its own, as dates are.
    ImageDraw.Draw(image).rectangle((AT[0] - 30, AT[1] + 52, AT[0] + 30, AT[1] + 62), fill=(0, 0, 0))
    printed = unrolled(bgr(image), found)
    assert bare.shape == printed.shape
    assert bare.shape[0] == 48
    assert bare.shape[2] == 3
    assert (bare < 100).mean() > 0.08
    assert np.abs(bare.astype(float) - printed).mean() < 2


@pytest.mark.parametrize("turn", [0.0, 35.0, -50.0])
def test_the_line_begins_and_ends_in_the_gap_however_the_seal_is_turned(turn: float) -> None:
    page = bgr(sheet(turn=turn))
    (found,) = rings(page)
    inked = 255 - unrolled(page, found)[4:, :, 0].astype(float).mean(axis=0)
    edge = inked.size // 48
    middle = inked[inked.size // 3 : -inked.size // 3].mean()
    assert inked[:edge].mean() < 0.25 * middle
    assert inked[-edge:].mean() < 0.25 * middle
