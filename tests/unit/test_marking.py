"""Marks in texts: what stays, what is read back, and that nobody is named by chance."""

import pytest

from fixtures.resumes import resume
from tests.bench.leaks import bare, cased, retyped
from verifier.marking.codes import Key
from verifier.marking.equivalents import DEFAULT, INVISIBLE, PUNCTUATION, WORDS, Carrier
from verifier.marking.marking import marked
from verifier.marking.places import letters
from verifier.marking.tracing import choices, length, trace

KEY = Key(b"k" * 32)
READS = [f"rrd_{number}" for number in range(200)]
TEXT = (
    "2019年3月至2022.08 样本科技（杭州）\n"
    "负责订单系统，使用Python和Go搭建服务；带领5人团队，每天处理大约300条。"
)


@pytest.mark.parametrize("seed", range(12))
def test_a_marked_text_keeps_its_letters_and_lines_and_names_its_read(seed: int) -> None:
    text = resume(seed)
    done = marked(text, READS[seed], KEY)
    assert letters(done.text) == letters(text)
    assert done.text.count("\n") == text.count("\n")
    assert length(done.text) == length(text)
    for leak in (done.text, bare(done.text), cased(done.text), retyped(done.text)):
        assert [one.read_id for one in trace(leak, READS, KEY).named] == [READS[seed]]


def test_the_same_read_is_given_the_same_text_and_another_one_another() -> None:
    assert marked(TEXT, "rrd_1", KEY) == marked(TEXT, "rrd_1", KEY)
    assert marked(TEXT, "rrd_1", KEY).text != marked(TEXT, "rrd_2", KEY).text
    assert marked(TEXT, "rrd_1", KEY).text != marked(TEXT, "rrd_1", Key(b"o" * 32)).text


@pytest.mark.parametrize("carrier", sorted(set(Carrier) - {Carrier.ORDER}))
def test_only_the_chosen_kinds_are_used(carrier: Carrier) -> None:
    done = marked(TEXT, "rrd_1", KEY, frozenset({carrier}))
    assert set(done.places) == {carrier}
    assert (carrier is Carrier.ZERO_WIDTH) == any(one in INVISIBLE for one in done.text)


def test_a_list_is_put_into_another_order_only_where_that_is_asked_for() -> None:
    lines = [f"- 样本事项{name}的说明" for name in "甲乙丙丁戊己庚辛壬癸"]
    text = "\n".join(lines)
    plain = marked(text, "rrd_1", KEY, DEFAULT)
    assert Carrier.ORDER not in plain.places
    done = marked(text, "rrd_1", KEY, frozenset({Carrier.ORDER}))
    assert done.places == {Carrier.ORDER: 5}
    assert sorted(done.text.split("\n")) == lines or set(done.text.split("\n")) == set(lines)
    assert done.text.split("\n") != lines


def test_a_text_that_nobody_marked_names_nobody() -> None:
    for seed in range(20):
        found = trace(resume(seed), READS, KEY)
        assert found.named == ()
        assert found.compared == len(READS)
        other = marked(resume(seed), "rrd_1", Key(b"o" * 32)).text
        assert trace(other, READS, KEY).named == ()


def test_too_little_text_is_not_enough_to_name_anybody() -> None:
    leak = bare(marked(TEXT, "rrd_1", KEY).text)[:20]
    assert trace(leak, READS, KEY).named == ()


def test_a_false_name_is_as_unlikely_as_is_said() -> None:
    """Of many reads one agrees as well as chance has it: the limit holds by count, not by luck."""
    text = bare(resume(3))
    found = [trace(text, [f"rrd_{n}_{m}" for n in range(50)], KEY, false_naming_max=0.2) for m in range(100)]
    named = sum(bool(one.named) for one in found)
    assert named <= 30  # 20 are expected at most; the chance of more than 30 is 0.006


def test_what_somebody_wrote_all_alike_is_left_out() -> None:
    firms = "甲乙丙丁戊己庚"
    assert len(choices("，".join(firms[:6]), KEY)) == 5
    assert choices("，".join(firms), KEY) == ()
    assert len(choices("，".join(firms) + ",辛", KEY)) == 7


def test_every_word_of_the_table_stands_in_one_class_alone() -> None:
    every = [way for ways, _ in WORDS.values() for way in ways]
    assert len(every) == len(set(every))
    assert all(len(way) > 1 for way in every)
    assert len({sign for pair in PUNCTUATION.values() for sign in pair}) == 2 * len(PUNCTUATION)
