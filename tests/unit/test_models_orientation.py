"""Telling which way up a page is, with an engine that is sure of upright text alone."""

from collections.abc import Iterable

import numpy as np
import pytest

from models import orientation
from verifier.domain.reading import Line, Polygon

HEIGHT, WIDTH, THICK = 400, 300, 20


def upright_page() -> np.ndarray:
    """Six lines of text; a line is a dark bar that ends in a lighter one, so that its ends can be told."""
    page = np.full((HEIGHT, WIDTH, 3), 255, dtype=np.uint8)
    for top in range(30, 330, 50):
        page[top : top + THICK, 40:140] = 0
        page[top : top + THICK, 140:200] = 100
    return page


class BarReader:
    """Finds the bars of `upright_page` in any turn; sure of a bar that is darker at its left end."""

    def __init__(self) -> None:
        self.recognised = 0
        self.detected = 0

    def detect(self, page: np.ndarray) -> tuple[Polygon, ...]:
        self.detected += 1
        ink = page[..., 0] < 200
        standing = page.shape[0] < page.shape[1]
        runs = _runs(ink.any(axis=0 if standing else 1))
        across = _runs(ink.any(axis=1 if standing else 0))[0]
        return tuple(_box(run, across) if standing else _box(across, run) for run in runs)

    def recognise(self, page: np.ndarray, polygons: Iterable[Polygon]) -> tuple[Line, ...]:
        return tuple(self._line(page, polygon) for polygon in polygons)

    def _line(self, page: np.ndarray, polygon: Polygon) -> Line:
        self.recognised += 1
        (left, top), _, (right, bottom), _ = polygon
        bar = page[int(top) : int(bottom), int(left) : int(right), 0]
        upright = bar.shape[1] > bar.shape[0] and bar[0, 0] < bar[0, -1]
        return Line(polygon, f"line at {top:.0f}", 0.99 if upright else 0.4)


def _runs(dark: np.ndarray) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([0], dark.astype(int), [0]))))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _box(horizontal: tuple[int, int], vertical: tuple[int, int]) -> Polygon:
    (left, right), (top, bottom) = horizontal, vertical
    return ((left, top), (right, top), (right, bottom), (left, bottom))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_page_turned_by_quarters_is_told_and_read_as_if_it_had_been_upright(rotation: int) -> None:
    page = orientation.turned(upright_page(), -rotation % 360)
    found = orientation.read_upright(BarReader(), page)
    assert found.rotation == orientation.orientation(BarReader(), page) == rotation
    assert np.array_equal(found.page, upright_page())
    engine = BarReader()
    assert found.lines == engine.recognise(upright_page(), engine.detect(upright_page()))


def test_an_upright_page_is_detected_once_and_every_line_read_once() -> None:
    engine = BarReader()
    orientation.read_upright(engine, upright_page())
    assert (engine.detected, engine.recognised) == (1, 6)


def test_a_page_without_text_counts_as_upright() -> None:
    class Blank(BarReader):
        def detect(self, page: np.ndarray) -> tuple[Polygon, ...]:
            return ()

    found = orientation.read_upright(Blank(), upright_page())
    assert (found.rotation, found.lines) == (0, ())


def test_a_page_of_which_the_engine_is_never_sure_stays_as_it_is() -> None:
    class Unsure(BarReader):
        def _line(self, page: np.ndarray, polygon: Polygon) -> Line:
            return Line(polygon, "?", 0.3)

    assert orientation.orientation(Unsure(), upright_page()) == 0


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_polygon_moves_with_its_page_and_starts_top_left_again(rotation: int) -> None:
    page = upright_page()
    page[30:50, 40:140] = 7
    moved = orientation._moved(_box((40, 140), (30, 50)), rotation, page)
    (left, top), _, (right, bottom), _ = moved
    assert left < right
    assert top < bottom
    turned = orientation.turned(page, rotation)
    assert (turned[int(top) : int(bottom), int(left) : int(right)] == 7).all()
    assert (turned == 7).sum() == 3 * 100 * 20
