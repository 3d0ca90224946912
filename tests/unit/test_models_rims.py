"""Rims of seals: the outer edge of round and oval rings, to a part of a pixel."""

from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from fixtures.company_seals import Shape, Stamp, stamped
from models.rims import refined
from models.ring_fit import edged
from models.seals import rings

NAME = "虚拟市样本启航机械设备有限公司"
AT, RADIUS = (620, 900), 120
ELLIPSE = (200.3, 180.6, 120.0, 86.0, 0.2)


def sheet(stamp: Stamp) -> Any:
    image = Image.new("RGB", (900, 1200), (246, 243, 234))
    for y in (840, 930):  # print that crosses the ring, above and below its middle
        ImageDraw.Draw(image).rectangle((460, y, 780, y + 12), fill=(38, 36, 34))
    stamped(image, AT, RADIUS, stamp)
    return np.ascontiguousarray(np.array(image)[:, :, ::-1])


def drawn(gap: int = 0) -> Any:
    """An ellipse of ink, smoothly edged, without so many of its degrees."""
    wide, (x, y, long, short, angle) = 8, ELLIPSE
    ink = np.zeros((380 * wide, 420 * wide), np.uint8)
    axes = round((long - 3) * wide), round((short - 3) * wide)
    middle = round((x + 0.5) * wide), round((y + 0.5) * wide)
    cv2.ellipse(ink, middle, axes, np.degrees(angle), gap, 360, 200, 6 * wide)
    return cv2.resize(ink, None, fx=1 / wide, fy=1 / wide, interpolation=cv2.INTER_AREA)


@pytest.mark.parametrize("gap", [0, 120])
def test_an_edge_is_followed_from_afar_to_a_fifth_of_a_pixel(gap: int) -> None:
    found = edged(drawn(gap), (204.0, 177.0, 114.0, 90.0, 0.15))
    assert found is not None
    assert found[:2] == pytest.approx(ELLIPSE[:2], abs=0.2)
    assert sorted(found[2:4]) == pytest.approx([86.0, 120.0], abs=0.2)


def test_a_short_arc_is_no_edge() -> None:
    assert edged(drawn(gap=280), ELLIPSE) is None


@pytest.mark.parametrize(("shape", "short"), [(Shape.ROUND, 118), (Shape.OVAL, 88)])
def test_a_ring_set_down_aside_is_moved_to_its_edge_past_the_print(shape: Shape, short: int) -> None:
    page = sheet(Stamp(NAME, shape, turn=9))
    (found,) = rings(page)
    aside = replace(found, centre=(AT[0] + 3, AT[1] - 4), axes=tuple(0.97 * axis for axis in found.axes))
    for ring in map(refined, (page, page), (found, aside)):
        assert ring.centre == pytest.approx(AT, abs=0.8)
        assert sorted(ring.axes) == pytest.approx([short, 118], abs=1.0)


def test_an_oval_found_a_fifth_too_short_and_aside_grows_to_its_ends() -> None:
    page = sheet(Stamp(NAME, Shape.OVAL, turn=9))
    (found,) = rings(page)
    short = replace(found, centre=(AT[0] + 18, AT[1] + 2), axes=tuple(min(axis, 96) for axis in found.axes))
    ring = refined(page, short)
    assert ring.centre == pytest.approx(AT, abs=0.8)
    assert sorted(ring.axes) == pytest.approx([88, 118], abs=1.0)


def test_a_ring_whose_edge_is_not_there_stays_as_it_was() -> None:
    (found,) = rings(sheet(Stamp(NAME)))
    bare = np.full((1200, 900, 3), 240, np.uint8)
    assert refined(bare, found) == found
