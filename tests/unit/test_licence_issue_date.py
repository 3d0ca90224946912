"""The date of issue: fragments between 年 月 日 and under the seal, and the vote of several readings."""

import pytest

from tests.printed import line, portrait
from verifier.domain.reading import FieldName, Line
from workers.readers.licence.issue_date import alike, date_in, date_run_together, elected, strips, votes
from workers.readers.licence.parsing import parsed
from workers.readers.licence.pieces import levelled

FOOT = 300.0 + 12 * 60.0


def issued(*fragments: Line) -> tuple[str, str | None] | None:
    lines = [entry for entry in portrait() if entry.polygon[0][1] != FOOT + 70]
    field = parsed((*lines, *fragments)).fields.get(FieldName.ISSUED)
    return None if field is None else (field.value, field.normalised)


def test_fragments_of_a_row_make_one_date() -> None:
    assert issued(
        line("2016", 600.0, FOOT + 75, score=0.99),
        line("年", 680.0, FOOT + 90),
        line("05", 720.0, FOOT + 75),
        line("月", 770.0, FOOT + 90),
        line("06", 810.0, FOOT + 75),
    ) == ("2016年05月06", "2016-05-06")


def test_a_date_of_which_the_seal_hides_a_part_is_kept_and_not_normalised() -> None:
    assert issued(line("2016", 600.0, FOOT + 70), line("月", 770.0, FOOT + 70)) == ("2016月", None)


def test_a_foot_without_any_date_has_none() -> None:
    assert issued(line("上一年度年度报告", 600.0, FOOT + 70)) is None


@pytest.mark.parametrize(
    ("fragments", "day"),
    [
        ("2014 .03 19", "2014-03-19"),
        ("2017年月0814日", None),
        ("2014年6月日5", None),  # the rim of the seal is no day
        ("2016年月日", None),
    ],
)
def test_numbers_stamped_between_printed_words_are_put_in_place(fragments: str, day: str | None) -> None:
    assert date_in(fragments) == day


def test_seven_digits_are_a_date_only_where_they_can_be_one_alone() -> None:
    assert date_run_together("2015413") == "2015-04-13"
    assert date_run_together("2015112") is None  # January 12 or November 2


def test_two_readings_that_agree_win() -> None:
    read = votes([line("2016年5月6日", 0, 0, score=0.9), line("2016年05月06", 0, 50, score=0.9)])
    won = elected(read)
    assert won is not None
    assert won.found == "2016-05-06"


def test_one_reading_wins_only_if_it_is_whole_and_sure() -> None:
    assert elected(votes([line("2016年5月6日", 0, 0, score=0.99)])) is not None
    assert elected(votes([line("2016年5月6日", 0, 0, score=0.9)])) is None
    assert elected(votes([line("2016 5 6", 0, 0, score=0.99)])) is None


def test_readings_that_contradict_each_other_elect_nothing() -> None:
    both = [line("2016年5月6日", 0, 0, score=0.99), line("2016年5月8日", 0, 50, score=0.99)]
    assert elected(votes(both)) is None
    assert elected([]) is None


def test_a_strip_runs_from_the_year_along_its_row() -> None:
    slim, tall = strips(levelled([line("2016年", 600.0, 100.0, height=20.0)]))
    assert slim[0] == pytest.approx((594.0, 97.0))
    assert slim[1][0] == pytest.approx(820.0)
    assert tall[2][1] > slim[2][1]


def test_where_only_printed_words_were_found_strips_look_higher_and_lower() -> None:
    assert len(strips(levelled([line("月", 700.0, 100.0)]))) == 4
    assert strips(levelled([line("登记机关", 700.0, 100.0)])) == ()


def test_strips_a_fifth_of_their_height_apart_show_the_same_and_others_do_not() -> None:
    strip = line("", 100, 100, height=40, width=400).polygon
    near = line("", 104, 106, height=40, width=400).polygon
    below = line("", 100, 112, height=40, width=400).polygon
    longer = line("", 100, 100, height=40, width=430).polygon
    assert alike(strip, near)
    assert not alike(strip, below)
    assert not alike(strip, longer)
