"""A cropped line as the recogniser's input."""

import numpy as np
import pytest

from models import text_lines


def crop(height: int, width: int, value: int = 255) -> np.ndarray:
    return np.full((height, width, 3), value, dtype=np.uint8)


def test_white_is_one_black_is_minus_one_and_the_filling_is_grey() -> None:
    line = text_lines.stock(crop(48, 100))
    assert line[..., :100].min() == line[..., :100].max() == 1.0
    assert not line[..., 100:].any()
    assert text_lines.narrowed(crop(48, 100, 0), 1.0).max() == -1.0


@pytest.mark.parametrize(
    ("height", "width", "expected"),
    [(48, 100, 320), (24, 300, 600), (10, 2000, 3200)],
    ids=["short: filled up", "long: in proportion", "longer than the limit"],
)
def test_the_stock_line_is_at_least_320_and_at_most_3200_wide(height: int, width: int, expected: int) -> None:
    assert text_lines.stock(crop(height, width)).shape == (1, 3, 48, expected)


@pytest.mark.parametrize(
    ("height", "width", "expected"),
    [(48, 100, 80), (24, 300, 480), (48, 10, 32), (10, 2000, 3200), (60, 1, 32)],
    ids=["in proportion", "enlarged", "one character", "longer than the limit", "one pixel wide"],
)
def test_a_narrowed_line_is_filled_by_its_text_alone(height: int, width: int, expected: int) -> None:
    line = text_lines.narrowed(crop(height, width), 0.8)
    assert line.shape == (1, 3, 48, expected)
    assert line.min() == 1.0


def test_a_box_of_low_score_counts_only_where_it_is_long_whichever_way_it_lies() -> None:
    def box(width: int, height: int) -> list[list[int]]:
        return [[0, 0], [width, 0], [width, height], [0, height]]

    boxes = np.array([box(30, 20), box(30, 20), box(200, 20), box(20, 200)], dtype=np.int16)
    assert text_lines.sure_or_long(boxes, [0.6, 0.59, 0.5, 0.5]).tolist() == boxes[[0, 2, 3]].tolist()


def test_a_page_without_boxes_has_no_lines() -> None:
    assert not len(text_lines.sure_or_long(np.array([], dtype=np.int16), []))


def test_a_long_box_grows_to_the_right_up_to_its_neighbour_and_the_edge_and_a_short_one_stays() -> None:
    def box(left: int, top: int, width: int) -> list[list[int]]:
        right = left + width
        return [[left, top], [right, top], [right, top + 40], [left, top + 40]]

    free, touching, neighbour, at_the_edge, short = (
        box(0, 0, 200),
        box(0, 100, 200),
        box(203, 100, 60),
        box(95, 200, 300),
        box(0, 300, 100),
    )
    boxes = np.array([free, touching, neighbour, at_the_edge, short], dtype=np.int16)
    grown = text_lines.widened(boxes, 400)[:, 1:3, 0] - boxes[:, 1:3, 0]
    assert grown.tolist() == [[20, 20], [3, 3], [0, 0], [4, 4], [0, 0]]
    assert (text_lines.widened(boxes, 400)[:, [0, 3]] == boxes[:, [0, 3]]).all()
