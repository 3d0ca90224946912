"""What hashes and comparisons make of drawn photos: copies, other print on the same photo, other photos."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from models.likeness import Comparison, hashed, likeness, thumbnail
from tests.drawn_pages import Page, drawn
from verifier.domain.reading import Line
from verifier.domain.relatives import Likeness, Limits, Shared, look

LIMITS = Limits(inliers_min=60, agreement_min=0.2, print_min=0.5, grain_min=0.8)
Lines = tuple[Line, ...]


def resaved(page: Page, lines: Lines) -> tuple[Page, Lines]:
    small = cv2.resize(page, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 75])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8), moved(lines, np.diag((0.8, 0.8)))


def cropped(page: Page, lines: Lines) -> tuple[Page, Lines]:
    height, width = page.shape[:2]
    down, across = round(height * 0.03), round(width * 0.03)
    kept = page[down : height - down, across : width - across].copy()
    return kept, moved(lines, np.eye(2), (-across, -down))


def turned(page: Page, lines: Lines) -> tuple[Page, Lines]:
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 2, 1)
    whole = cv2.warpAffine(page, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(whole, np.uint8), moved(lines, turn[:, :2], turn[:, 2])


def moved(lines: Lines, matrix: object, by: object = (0, 0)) -> Lines:
    places = [np.array(line.polygon) @ np.asarray(matrix).T + np.asarray(by) for line in lines]
    return tuple(Line(tuple((float(x), float(y)) for x, y in place), "", 1.0) for place in places)


def bits(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def nearer(one: Likeness, other: Likeness) -> int:
    return min(bits(one.page, other.page), bits(one.print, other.print))


COPIES = pytest.mark.parametrize("copied", [resaved, cropped, turned])


@COPIES
def test_a_copy_stays_near(copied: Callable[[Page, Lines], tuple[Page, Lines]]) -> None:
    page, lines = drawn(1)
    assert nearer(likeness(page, lines), likeness(*copied(page, lines))) <= 40


def test_the_print_is_hashed_level_wherever_it_stands() -> None:
    page, lines = drawn(1)
    for copied in (cropped, turned):
        assert bits(likeness(page, lines).print, likeness(*copied(page, lines)).print) <= 16


def test_another_photo_is_far() -> None:
    assert nearer(likeness(*drawn(1)), likeness(*drawn(2))) >= 70


def test_a_hash_has_256_bits_of_which_half_are_set() -> None:
    page, _ = drawn(1)
    found = hashed(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY))
    assert len(found) == 32
    assert int.from_bytes(found).bit_count() == 128


def test_a_page_without_lines_is_hashed_whole() -> None:
    page, _ = drawn(1)
    found = likeness(page, ())
    assert found.print == found.page


def test_lines_that_lie_beside_the_page_do_no_harm() -> None:
    page, _ = drawn(1)
    place = ((-50.0, -9.0), (4000.0, -9.0), (4000.0, 5.0), (-50.0, 5.0))
    speck = ((3.0, 3.0), (3.0, 3.0), (3.0, 3.0), (3.0, 3.0))
    for polygon in (place, speck):
        assert len(likeness(page, (Line(polygon, "", 1.0),)).print) == 32


def test_a_thumbnail_is_small_and_keeps_the_proportions() -> None:
    page, _ = drawn(1)
    small = cv2.imdecode(np.frombuffer(thumbnail(page), np.uint8), cv2.IMREAD_COLOR)
    assert small.shape == (900, 643, 3)
    assert thumbnail(page[:300, :400]).startswith(b"\xff\xd8")


@COPIES
def test_a_copy_is_the_same_image(copied: Callable[[Page, Lines], tuple[Page, Lines]]) -> None:
    page, lines = drawn(1)
    copy, _ = copied(page, lines)
    assert look(Comparison(thumbnail(page))(thumbnail(copy)), LIMITS, same_fields=False) is Shared.IMAGE


@COPIES
def test_other_print_on_the_same_photo_is_the_same_background(
    copied: Callable[[Page, Lines], tuple[Page, Lines]],
) -> None:
    page, _ = drawn(1)
    painted, _ = copied(*drawn(1, text=2))
    found = Comparison(thumbnail(page))(thumbnail(painted))
    assert look(found, LIMITS, same_fields=True) is Shared.BACKGROUND
    assert found.agreement > 0.3
    assert found.print < 0.5


@pytest.mark.parametrize("text", [1, 2])
def test_the_same_print_on_another_photo_is_neither(text: int) -> None:
    page, _ = drawn(1)
    other, _ = drawn(2, text=text)
    found = Comparison(thumbnail(page))(thumbnail(other))
    assert look(found, LIMITS, same_fields=False) is None
    assert found.agreement < 0.1


def test_flat_pages_are_the_same_only_with_the_same_fields() -> None:
    one, _ = drawn(1, grain=0)
    found = Comparison(thumbnail(one))(thumbnail(one))
    assert look(found, LIMITS, same_fields=True) is Shared.IMAGE
    assert look(found, LIMITS, same_fields=False) is None
    other, _ = drawn(1, text=2, grain=0)
    assert look(Comparison(thumbnail(one))(thumbnail(other)), LIMITS, same_fields=True) is None


def test_a_comparison_gives_the_same_numbers_every_time() -> None:
    page, _ = drawn(1)
    other, _ = drawn(1, text=2)
    assert Comparison(thumbnail(page))(thumbnail(other)) == Comparison(thumbnail(page))(thumbnail(other))


def test_a_blank_page_resembles_nothing() -> None:
    blank = thumbnail(np.full((900, 700, 3), 255, np.uint8))
    assert Comparison(blank)(blank).inliers == 0
    assert Comparison(blank)(thumbnail(drawn(1)[0])).inliers == 0
