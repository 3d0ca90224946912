"""Second looks at scopes with holes, at values under marks, at unsure values and at open brackets."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from tests.printed import HEIGHT, PITCH, PORTRAIT, VALUES_LEFT, line, portrait
from verifier.domain.reading import Box, FieldName, Frame, LicenceReading, Line, Polygon
from workers.readers.licence.marks import marks, rows_under, without_mark
from workers.readers.licence.parsing import parsed, read_page
from workers.readers.licence.second_look import Page, Treatment, View
from workers.readers.licence.wholeness import Wholeness, wholeness

ROWS = (
    "信息技术开发，计算机软件和硬件的研发、设计、制",
    "造和销售，通信设备、电子产品、仪器仪表的批发、",
    "零售和维修，企业管理咨询，会议及展览服务，文化",
    "艺术交流活动的策划，货物进出口。",
)
STEP = 34.0  # pixels between two rows of a scope
SCOPE_TOP = 300.0 + 7 * PITCH
SITE = "Yunshan.com.cn"


@dataclass
class Looks:
    """Second looks that find what they are told; remembers what was asked for."""

    enlarged: Sequence[Line] = ()  # by detection, in a part of the page
    strips: Sequence[tuple[str, float]] = ()  # text and score, of every strip that is read
    asked: list[str] = field(default_factory=list)

    def reread(self, polygons: Sequence[Polygon]) -> tuple[Line, ...]:
        self.asked.append("reread")
        return tuple(Line(polygon, *entry) for polygon in polygons for entry in self.strips)

    def closer(self, box: Box, line_height: float, how: Treatment) -> View:
        self.asked.append(f"closer {how.name}")
        return View(Enlarged(self), np.zeros((4000, 4000, 3), dtype=np.uint8), 0.0, 0.0, 1.0)


@dataclass
class Enlarged:
    """The engine behind a closer look."""

    looks: Looks

    def read(self, page: Page) -> tuple[Line, ...]:
        return tuple(self.looks.enlarged)

    def reread(self, page: Page, polygons: Sequence[Polygon]) -> tuple[Line, ...]:
        return self.looks.reread(polygons)


def scope_rows(*rows: str, score: float = 0.99) -> tuple[Line, ...]:
    return tuple(
        line(row, VALUES_LEFT, SCOPE_TOP + i * STEP, score=score) for i, row in enumerate(rows) if row
    )


def page(*rows: str, score: float = 0.99) -> tuple[Line, ...]:
    return (*portrait((*PORTRAIT[:-1], ("经营范围", ""))), *scope_rows(*rows, score=score))


def seen(lines: tuple[Line, ...], looks: Looks) -> LicenceReading:
    return read_page(Frame(1200, 1600), lines, looks)


def whole(lines: tuple[Line, ...]) -> Wholeness:
    found = wholeness(parsed(lines).layout)
    assert found is not None
    return found


def scope_of(reading: LicenceReading) -> str:
    return reading.fields[FieldName.SCOPE].value


def test_a_scope_read_whole_shows_no_hole_and_is_not_looked_at_again() -> None:
    looks = Looks()
    assert whole(page(*ROWS)).holes == 0
    assert scope_of(seen(page(*ROWS), looks)) == "".join(ROWS)
    assert "closer SPREAD" not in looks.asked


def test_a_row_missing_between_two_others_is_a_hole() -> None:
    assert whole(page(ROWS[0], "", ROWS[2], ROWS[3])).holes == 1


def test_a_row_that_stops_in_the_middle_of_an_item_is_a_hole() -> None:
    assert whole(page(ROWS[0], ROWS[1][:10], *ROWS[2:])).holes == 1


def test_a_row_that_stops_where_an_item_ends_is_none() -> None:
    assert whole(page(ROWS[0], ROWS[1][:8] + "。", *ROWS[2:])).holes == 0


def test_a_gap_in_the_middle_of_a_row_is_a_hole() -> None:
    second = SCOPE_TOP + STEP
    parts = line(ROWS[1][:8], VALUES_LEFT, second), line(ROWS[1][12:], VALUES_LEFT + 12 * HEIGHT, second)
    assert whole((*page(ROWS[0], "", *ROWS[2:]), *parts)).holes == 1


def test_a_row_that_begins_late_is_a_hole_and_a_paragraph_is_none() -> None:
    for late, holes in ((2.0, 0), (6.0, 1)):
        moved = line(ROWS[2][int(late) :], VALUES_LEFT + late * HEIGHT, SCOPE_TOP + 2 * STEP)
        assert whole((*page(*ROWS[:2], "", ROWS[3]), moved)).holes == holes


@pytest.mark.parametrize(("score", "height"), [(0.85, HEIGHT), (0.99, 9.0)])
def test_unsure_rows_and_small_ones_are_worth_a_look(score: float, height: float) -> None:
    row = line(ROWS[0], VALUES_LEFT, SCOPE_TOP + 10, height=height, score=score)
    assert whole((*page(), row)).doubtful


def test_the_reading_with_fewer_holes_counts_then_the_surer_one_unless_much_is_lost() -> None:
    base = Wholeness(holes=1, lowest=0.9, characters=100, small=False)
    assert replace(base, holes=0, lowest=0.8).betters(base)
    assert replace(base, lowest=0.95).betters(base)
    assert not replace(base, lowest=0.85).betters(base)
    assert not replace(base, holes=0, characters=80).betters(base)


def test_a_missing_row_is_found_closer() -> None:
    torn = page(ROWS[0], "", *ROWS[2:])
    label = line("经营范围", 100.0, SCOPE_TOP, width=180.0)
    reading = seen(torn, Looks(enlarged=(label, *scope_rows(*ROWS))))
    assert scope_of(reading) == "".join(ROWS)
    assert reading.fields[FieldName.SCOPE].repairs == ("read again closer and without colour",)


def test_a_closer_look_that_finds_less_changes_nothing() -> None:
    torn = page(ROWS[0], "", *ROWS[2:])
    assert scope_of(seen(torn, Looks())) == ROWS[0] + ROWS[2] + ROWS[3]


def test_an_unsure_value_is_read_at_full_width_and_the_surer_reading_counts() -> None:
    unsure = tuple(replace(e, text="林晓乐", score=0.7) if e.text == "林晓东" else e for e in portrait())
    for score, person in ((0.95, "林晓东"), (0.6, "林晓乐")):
        reading = seen(unsure, Looks(strips=(("林晓东", score),)))
        assert reading.fields[FieldName.PERSON].value == person


def marked(*, without: str, mark: str = SITE) -> tuple[Line, ...]:
    """The page with a site's address over the person's row, where something was not read."""
    kept = tuple(entry for entry in portrait() if entry.text != without)
    return (*kept, line(mark, VALUES_LEFT + 4 * HEIGHT, 300.0 + 3 * PITCH))


def test_a_value_that_a_mark_hides_is_read_in_a_strip_without_the_mark() -> None:
    reading = seen(marked(without="林晓东"), Looks(strips=((f"林晓东{SITE}", 0.96),)))
    person = reading.fields[FieldName.PERSON]
    assert person.value == "林晓东"
    assert person.repairs[-1] == "read in a strip under a mark laid over the page"


def test_a_strip_that_was_read_unsurely_or_as_no_name_gives_nothing() -> None:
    for text, score in (("林晓东", 0.85), ("林晓东云杉信息网", 0.96)):
        reading = seen(marked(without="林晓东"), Looks(strips=((text, score),)))
        assert FieldName.PERSON not in reading.fields


def test_a_strip_makes_a_value_longer_and_never_another() -> None:
    for read, person in (("林晓东方", "林晓东方"), ("王大明", "林晓东")):
        reading = seen(marked(without=""), Looks(strips=((read, 0.96),)))
        assert reading.fields[FieldName.PERSON].value == person


def test_a_page_without_a_mark_has_no_strips() -> None:
    read = parsed(portrait())
    assert marks(read.layout, read.pieces) == ()
    assert rows_under(read.layout, ()) == ()


def test_a_line_much_higher_than_labels_is_a_mark_and_the_title_is_none() -> None:
    over = line("仅供云杉网开户使用", 120.0, 300.0 + 5 * PITCH - 20, height=70.0)
    read = parsed((*(e for e in portrait() if e.text not in ("成立日期", "2016年05月06日")), over))
    assert [mark.text for mark in marks(read.layout, read.pieces)] == [over.text]


def test_the_row_whose_label_a_mark_hides_is_known_from_its_neighbours() -> None:
    hidden = ("法定代表人", "林晓东")
    over = line("仅供云杉网开户使用", 60.0, 300.0 + 3 * PITCH - 20, height=70.0, width=900.0)
    lines = (*(entry for entry in portrait() if entry.text not in hidden), over)
    reading = seen(lines, Looks(strips=(("法定代表人林晓东", 0.97),)))
    assert reading.fields[FieldName.PERSON].value == "林晓东"


def test_what_a_mark_adds_to_a_text_is_cut_off() -> None:
    read = parsed((*portrait(), line(SITE, 500.0, 480.0)))
    over = marks(read.layout, read.pieces)
    assert without_mark("林晓东Yunshan.c", over) == "林晓东"
    assert without_mark("林晓东Yu", over) == "林晓东Yu"


OPEN = "云杉市南山区科苑路15号（住所申报"


@pytest.mark.parametrize(
    ("below", "score", "address"),
    [("）", 0.97, OPEN + "）"), ("）", 0.8, OPEN), ("法定代表人", 0.99, OPEN), ("", 0.99, OPEN)],
)
def test_an_open_bracket_may_close_on_the_next_row(below: str, score: float, address: str) -> None:
    entries = tuple((label, OPEN if label == "住所" else value) for label, value in PORTRAIT)
    reading = seen(portrait(entries), Looks(strips=((below, score),)))
    assert reading.fields[FieldName.ADDRESS].value == address


@pytest.mark.parametrize(("score", "mended"), [(0.95, True), (0.8, False)])
def test_a_torn_row_is_read_as_one_strip_up_to_what_nothing_owns(score: float, mended: bool) -> None:
    start, end = ROWS[0][:6], ROWS[0][16:]
    beside = line(end, VALUES_LEFT + 16 * HEIGHT, SCOPE_TOP)
    looks = Looks(strips=((ROWS[0], score),))
    scope = scope_of(seen((*page(start, *ROWS[1:]), beside), looks))
    assert scope.startswith(ROWS[0]) is mended
    assert scope.endswith("".join(ROWS[1:]))
