"""The parts of the traces on small drawn arrays: grid, peers, curves, and that nothing breaks them."""

import warnings
from dataclasses import replace
from functools import cache
from io import BytesIO

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from models.orientation import turned
from models.traces import blocks
from models.traces.calibrating import Genuine, calibrated
from models.traces.calibration import USUAL_DIFFERENCE, Calibration, Curve, Score, Sums, shipped
from models.traces.channel import channel
from models.traces.grid import Stored, grid
from models.traces.measures import Measure, measures
from models.traces.patches import Page, patches
from models.traces.peers import Crowd
from models.traces.picture import LONG_SIDE, heat_map
from models.traces.raw import RawPage, raw
from models.traces.tracing import traced, weighed
from verifier.domain.reading import DocumentType, Field, FieldName, Frame, LicenceReading, Line
from verifier.domain.traces import Channel, Signal, Traces

STEPS = tuple(range(1, 65))
ROWS = 9  # lines on the drawn page: a label and a value in each
VALUES = list(FieldName)[:ROWS]


def paper(seed: int = 1, noise: float = 3.0) -> Page:
    """A grey page, 720 × 1000, with labels to the left and values to the right, softened and with grain."""
    page = np.full((720, 1000, 3), 205, np.uint8)
    for row in range(ROWS):
        y = 90 + 65 * row
        cv2.putText(page, "LABEL HERE", (60, y), cv2.FONT_HERSHEY_DUPLEX, 1.0, (60, 60, 60), 2)
        cv2.putText(page, f"VALUE {row} OF MANY", (420, y), cv2.FONT_HERSHEY_DUPLEX, 1.0, (60, 60, 60), 2)
    soft = cv2.GaussianBlur(page, (0, 0), 0.9).astype(np.float64)
    grain = np.random.default_rng(seed).normal(0, noise, soft.shape)
    return np.clip(np.rint(soft + grain), 0, 255).astype(np.uint8)


def line(left: int, top: int, right: int, bottom: int) -> Line:
    polygon = ((left, top), (right, top), (right, bottom), (left, bottom))
    return Line(tuple((float(x), float(y)) for x, y in polygon), "-", 0.99)


def reading(page: Page) -> LicenceReading:
    lines, fields = [], {}
    for row, name in enumerate(VALUES):
        top = 60 + 65 * row
        lines += [line(55, top, 260, top + 38), line(415, top, 800, top + 38)]
        fields[name] = Field("-", None, 0.99, (415, top, 800, top + 38))
    frame = Frame(page.shape[1], page.shape[0])
    return LicenceReading(frame, DocumentType.BUSINESS_LICENCE, tuple(lines), fields)


def erased_and_typed(page: Page, row: int) -> Page:
    """One value painted over with flat paper and typed crisply."""
    top, forged = 60 + 65 * row, page.copy()
    forged[top - 2 : top + 42, 412:804] = 205
    cv2.putText(forged, "OTHER WORDS", (420, top + 30), cv2.FONT_HERSHEY_DUPLEX, 1.0, (5, 5, 5), 2)
    return forged


@cache
def of_pages(count: int) -> Calibration:
    drawn = [paper(seed) for seed in range(count)]
    return calibrated([Genuine(raw(page, reading(page), Stored(0, 0)), drawn=True) for page in drawn], "t")


def test_a_value_typed_on_erased_paper_is_the_strongest_field_and_its_neighbours_are_quiet() -> None:
    calibration = of_pages(14)
    page = paper(99)
    forged = traced(erased_and_typed(page, 4), reading(page), Stored(0, 0), calibration)
    sound = traced(page, reading(page), Stored(0, 0), calibration)
    assert forged.fields[0].field == VALUES[4]
    assert forged.fields[0].evidence > 3 * max(forged.fields[1].evidence, 1.0)
    assert forged.fields_evidence is not None
    assert sound.fields_evidence is not None
    assert forged.fields_evidence > sound.fields_evidence + 2


def test_values_that_are_all_blacker_and_cleaner_than_the_labels_stand_out_together() -> None:
    page = paper(99)
    for row in range(ROWS):
        page = erased_and_typed(page, row)
    found = of_pages(14).score(raw(page, reading(page), Stored(0, 0)))
    assert found.values > 3
    assert found.page == max(found.fields, found.values)


def test_a_usual_difference_between_values_and_labels_is_no_evidence() -> None:
    assert Score(fields=0.5, values=USUAL_DIFFERENCE - 0.1).page == 0.5
    assert Score(fields=0.5, values=USUAL_DIFFERENCE + 0.1).page == USUAL_DIFFERENCE + 0.1


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_blocks_of_a_stored_picture_are_found_again_on_the_upright_page(
    orientation: int, rotation: int
) -> None:
    width, height = 46, 37
    rows, columns = np.mgrid[:height, :width] // 8
    numbered = (rows * 16 + columns).astype(np.uint8)  # each block in a grey of its own
    exif = Image.Exif()
    exif[274] = orientation
    stream = BytesIO()
    Image.fromarray(numbered).save(stream, "PNG", exif=exif)
    looked_at = np.asarray(ImageOps.exif_transpose(Image.open(stream)))
    upright = turned(looked_at[..., None], rotation)[..., 0]
    found = grid(Stored(width, height, orientation, STEPS), rotation)
    assert found is not None
    for top in range(found.y, upright.shape[0] - 7, 8):
        for left in range(found.x, upright.shape[1] - 7, 8):
            assert len(np.unique(upright[top : top + 8, left : left + 8])) == 1
    transposed = (orientation >= 5) != (rotation in (90, 270))
    straight = np.array(STEPS, np.float32).reshape(8, 8)
    assert np.array_equal(found.steps, straight.T if transposed else straight)


def test_a_page_without_a_table_has_no_grid() -> None:
    assert grid(Stored(100, 100), 0) is None
    assert grid(Stored(100, 100, 1, (1, 2, 3)), 0) is None


def test_a_patch_that_was_not_saved_twice_lacks_the_gaps_of_the_others() -> None:
    rng = np.random.default_rng(2)
    modes = len(blocks.MODES)

    def levels(steps: np.ndarray) -> blocks.Levels:
        return blocks.Levels(np.clip(steps, -12, 12).astype(np.int64), np.arange(len(steps)) % 20)

    once = rng.laplace(0, 4, (400, modes))
    twice = np.rint(np.rint(once / 3) * 3 / 2)  # rounded to 3 first and to 2 then
    ratio = blocks.gaps(blocks.histogram(levels(twice)))
    same, _ = blocks.agreement(
        levels(np.rint(np.rint(rng.laplace(0, 4, (100, modes)) / 3) * 3 / 2)), ratio, 24
    )
    other, least = blocks.agreement(levels(np.rint(rng.laplace(0, 4, (100, modes)) / 2)), ratio, 24)
    assert same > 0 > other
    assert least <= other


def test_peers_that_follow_the_light_across_the_page_make_nobody_an_outlier() -> None:
    places = np.column_stack([np.linspace(-0.5, 0.5, 12), np.zeros(12), np.zeros(12)])
    values = 10 * places[:, 0]
    crowd = Crowd(places, {Measure.INK_BLUE: values})
    plain = crowd.standing(Measure.INK_BLUE, [11], trend=False)
    steady = crowd.standing(Measure.INK_BLUE, [11], trend=True)
    assert plain is not None
    assert steady is not None
    assert abs(steady.deviations) < abs(plain.deviations)
    assert crowd.standing(Measure.INK_BLUE, list(range(9)), trend=False) is None


def test_rarity_is_counted_at_first_and_follows_the_tail_beyond() -> None:
    curve = Curve(100, (0.0, 1.0, 2.0, 3.0, 4.0), 0.5, logarithmic=False)
    assert curve.rarity(-1) == 0
    assert curve.rarity(4) == pytest.approx(np.log(5))
    assert curve.rarity(5) == pytest.approx(np.log(5) + 2)


def test_noise_of_paper_is_measured_inside_the_box_against_around_it() -> None:
    page = paper()
    page[60:98, 415:800] = cv2.GaussianBlur(page[60:98, 415:800], (0, 0), 2)
    first, second, *_ = (measures(patch) for patch in patches(page, reading(page)))
    assert first[Measure.FINE_NOISE] < second[Measure.FINE_NOISE] - 0.5


@pytest.mark.parametrize(
    ("page", "stored", "expected"),
    [
        pytest.param(np.full((600, 800, 3), 255, np.uint8), Stored(0, 0), Channel.SCREENSHOT, id="drawn"),
        pytest.param(paper(), Stored(1000, 720, 1, STEPS), Channel.MESSENGER, id="small"),
        pytest.param(
            cv2.resize(paper(), (2000, 1500)), Stored(2000, 1500, 1, STEPS), Channel.DIRECT, id="large"
        ),
        pytest.param(
            np.full((1754, 1240, 3), 240, np.uint8), Stored(1240, 1754, 1, STEPS), Channel.SCAN, id="A4"
        ),
    ],
)
def test_the_channel_is_told_from_size_format_and_borders(
    page: Page, stored: Stored, expected: Channel
) -> None:
    assert channel(page, stored) is expected


def test_what_a_messenger_wipes_out_is_unavailable_and_not_none() -> None:
    page = paper()
    found = weighed(raw(page, reading(page), Stored(1000, 720, 1, STEPS)), Frame(1000, 720), shipped())
    assert found.channel is Channel.MESSENGER
    assert {Signal.DOUBLE_SAVING, Signal.DOUBLE_SAVING_CHARACTER, Signal.FINE_NOISE} <= set(found.unavailable)


def test_a_channel_of_which_no_genuine_page_is_known_says_so() -> None:
    page = paper()
    empty = Calibration("empty", {}, {}, Sums({}, None, None))
    found = traced(page, reading(page), Stored(0, 0), empty)
    assert found.fields_evidence is None
    assert found.reason is not None


BARE = LicenceReading(Frame(10, 10), DocumentType.OTHER, ())


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(np.zeros((1, 1, 3), np.uint8), id="one pixel"),
        pytest.param(np.full((40, 3000, 3), 128, np.uint8), id="a stripe"),
        pytest.param(np.full((900, 900, 3), 200, np.uint8), id="grey"),
    ],
)
@pytest.mark.parametrize("of", [BARE, reading(paper())])
def test_a_page_that_shows_nothing_gives_no_numbers_and_a_reason(page: Page, of: LicenceReading) -> None:
    found = traced(page, of, Stored(page.shape[1], page.shape[0], 1, STEPS), shipped())
    assert (found.fields_evidence, found.values_evidence) == (None, None)
    assert found.reason is not None
    assert set(found.unavailable) == set(Signal)


boxes = st.tuples(*[st.integers(-50, 400)] * 4)


@settings(max_examples=60, deadline=None)
@given(
    size=st.tuples(st.integers(1, 300), st.integers(1, 300)),
    places=st.lists(boxes, max_size=14),
    seed=st.integers(0, 2**16),
    rotation=st.sampled_from([0, 90, 180, 270]),
    orientation=st.integers(1, 8),
)
def test_no_array_and_no_boxes_make_it_fail_or_warn(
    size: tuple[int, int], places: list[tuple[int, int, int, int]], seed: int, rotation: int, orientation: int
) -> None:
    page = np.random.default_rng(seed).integers(0, 256, (*size, 3), dtype=np.uint8)
    lines = tuple(line(*box) for box in places)
    fields = {name: Field("-", None, 1.0, box) for name, box in zip(FieldName, places[::2], strict=False)}
    frame = Frame(size[1], size[0], rotation)
    of = LicenceReading(frame, DocumentType.BUSINESS_LICENCE, lines, fields)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = traced(page, of, Stored(size[1], size[0], orientation, STEPS), shipped())
        heat_map(page, found)
    assert isinstance(found, Traces)


def test_the_picture_is_grey_but_for_the_fields_with_evidence_and_bounded() -> None:
    page = cv2.resize(paper(99), (2400, 1728))
    small = paper(99)
    forged = erased_and_typed(small, 4)
    found = traced(forged, reading(small), Stored(0, 0), of_pages(14))
    data = np.frombuffer(heat_map(forged, found), np.uint8)
    shown = cv2.imdecode(data, cv2.IMREAD_COLOR).astype(int)
    colour = shown.max(axis=2) - shown.min(axis=2)
    left, top, right, bottom = found.fields[0].boxes[0]
    assert colour[top + 4 : bottom - 4, left + 4 : right - 4].mean() > 20
    assert colour[:40].mean() < 3
    large = cv2.imdecode(np.frombuffer(heat_map(page, replace(found, fields=())), np.uint8), cv2.IMREAD_COLOR)
    assert max(large.shape) == LONG_SIDE


def test_the_shipped_calibration_holds_every_channel_and_numbers_only() -> None:
    calibration = shipped()
    assert calibration.version == "traces-v1"
    assert set(calibration.signals) == set(Channel)
    assert all(count >= 12 for count in calibration.genuine.values())
    assert calibration.sums.values is not None


def test_a_page_without_labels_gives_no_comparison_with_them() -> None:
    page = paper()
    values_only = replace(reading(page), lines=reading(page).lines[1::2])
    found: RawPage = raw(page, values_only, Stored(0, 0))
    assert not found.values
    assert found.fields
