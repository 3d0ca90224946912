"""The numbers that say how well print can be made out, on drawn pages where the truth is known."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.quality import measured
from verifier.domain.reading import Line, Polygon, Quality

Page = NDArray[np.uint8]
TEXT = "REGISTERED 20190506"
PITCH, FIRST = 60, 80  # pixels from line to line, and to the first


def page(paper: int = 200, ink: int = 60, size: float = 1.0) -> Page:
    """Ten lines of print, 26 pixels high, on 800 × 700 pixels, enlarged `size` times."""
    drawn: Page = np.full((700, 800, 3), paper, np.uint8)
    for number in range(10):
        place = (60, FIRST + PITCH * number)
        cv2.putText(drawn, TEXT, place, cv2.FONT_HERSHEY_SIMPLEX, 0.9, (ink,) * 3, 2, cv2.LINE_AA)
    return np.asarray(
        cv2.resize(drawn, None, fx=size, fy=size, interpolation=cv2.INTER_CUBIC), dtype=np.uint8
    )


def lines(size: float = 1.0) -> tuple[Line, ...]:
    places = [(55, FIRST + PITCH * n - 24, 400, FIRST + PITCH * n + 4) for n in range(10)]
    return tuple(Line(quad(*(size * v for v in place)), TEXT, 0.99) for place in places)


def quad(left: float, top: float, right: float, bottom: float) -> Polygon:
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def blurred(picture: Page, sigma: float) -> Page:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), dtype=np.uint8)


def moved(picture: Page, across: int, down: int) -> Page:
    kernel = np.full((down, across), 1 / (across * down), np.float32)
    return np.asarray(cv2.filter2D(picture, -1, kernel), dtype=np.uint8)


def burnt(picture: Page, centre: tuple[int, int], radius: int) -> Page:
    return np.asarray(cv2.circle(picture.copy(), centre, radius, (255, 255, 255), -1), dtype=np.uint8)


def quality(picture: Page, size: float = 1.0) -> Quality:
    found = measured(picture, lines(size))
    assert found is not None
    return found


def test_the_more_blurred_a_page_is_the_less_sharp_it_measures() -> None:
    measures = [quality(page())] + [quality(blurred(page(), sigma)) for sigma in (1, 2, 3, 5)]
    sharpness = [one.sharpness for one in measures]
    assert sharpness == sorted(sharpness, reverse=True)
    assert sharpness[0] > 2 * sharpness[2] > 0


def test_sharpness_is_relative_to_the_lines_height() -> None:
    small, large = quality(blurred(page(), 2)), quality(blurred(page(size=2), 4), size=2)
    assert large.sharpness == pytest.approx(small.sharpness, rel=0.1)
    assert large.line_height == 2 * small.line_height == 56


def test_sharpness_is_relative_to_the_contrast() -> None:
    pale, strong = quality(blurred(page(200, 150), 2)), quality(blurred(page(200, 20), 2))
    assert pale.sharpness == pytest.approx(strong.sharpness, rel=0.1)


@pytest.mark.parametrize(("across", "down"), [(9, 1), (1, 9)])
def test_a_hand_that_moves_in_one_direction_blurs_as_well(across: int, down: int) -> None:
    assert quality(moved(page(), across, down)).sharpness < 0.6 * quality(page()).sharpness


def test_a_large_title_that_survives_a_blur_does_not_make_the_page_sharp() -> None:
    picture = page()
    cv2.putText(picture, "TITLE", (420, 400), cv2.FONT_HERSHEY_SIMPLEX, 4, (60, 60, 60), 14, cv2.LINE_AA)
    title = Line(quad(420, 300, 780, 410), "TITLE", 0.99)
    only_title = measured(blurred(picture, 4), (title,))
    assert only_title is not None
    assert only_title.sharpness < 0.6 * quality(page()).sharpness


def test_glare_on_the_print_is_found_where_it_is() -> None:
    ((left, top, right, bottom),) = quality(burnt(page(), (300, 320), 60)).glare
    assert (left, top, right, bottom) == pytest.approx((240, 260, 360, 380), abs=12)


def test_the_largest_glare_comes_first() -> None:
    found = quality(burnt(burnt(page(), (120, 200), 45), (330, 480), 70)).glare
    assert len(found) == 2
    assert found[0][0] > found[1][2]


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(page(), id="untouched"),
        pytest.param(burnt(page(), (650, 350), 80), id="beside the print"),
        pytest.param(burnt(page(), (300, 320), 20), id="smaller than a line or two"),
        pytest.param(cv2.rectangle(page(), (0, 335), (500, 372), (255,) * 3, -1), id="a blank band"),
        pytest.param(cv2.rectangle(page(), (300, 0), (500, 90), (255,) * 3, -1), id="at the first line"),
        pytest.param(burnt(page(paper=250), (300, 320), 80), id="a scan, white all over"),
    ],
)
def test_what_is_no_glare_on_print_is_not_taken_for_it(picture: Page) -> None:
    assert quality(picture).glare == ()


def test_a_bright_colour_is_no_glare() -> None:
    picture = cv2.circle(page(), (300, 320), 60, (0, 240, 255), -1)
    assert quality(np.asarray(picture, dtype=np.uint8)).glare == ()


def test_a_page_without_lines_has_no_quality() -> None:
    assert measured(page(), ()) is None


def test_lines_on_plain_paper_have_no_sharpness() -> None:
    assert quality(np.full((700, 800, 3), 180, np.uint8)).sharpness == 0.0


def test_a_line_off_the_page_is_not_measured_elsewhere() -> None:
    found = measured(page(), [Line(quad(55, -104, 400, -76), TEXT, 0.9)])
    assert found is not None
    assert found.sharpness == 0.0


def test_a_line_down_the_edge_of_a_very_long_page_is_no_trouble() -> None:
    strip = np.random.default_rng(1).integers(0, 256, (9000, 5, 3), dtype=np.uint8)
    found = measured(strip, [Line(quad(0, 0, 5, 9000), "x", 0.5)])
    assert found is not None
    assert found.sharpness == 0.0


coordinates = st.floats(-50, 150)
polygons = st.tuples(*[st.tuples(coordinates, coordinates)] * 4)


@settings(deadline=None, max_examples=200)
@given(
    st.integers(1, 90),
    st.integers(1, 90),
    st.lists(polygons, min_size=1, max_size=4),
    st.integers(0, 2**32 - 1),
)
def test_no_page_and_no_place_is_too_odd_to_be_measured(
    height: int, width: int, places: list[Polygon], seed: int
) -> None:
    picture = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    found = measured(picture, [Line(place, "x", 0.5) for place in places])
    assert found is not None
    assert found.line_height >= 0
    assert 0 <= found.sharpness < 1000
