"""Rings of papers: what several looks at one ring say together, and what of it is a name."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import numpy as np
import pytest
from PIL import Image

from fixtures.company_seals import Shape, Stamp, stamped
from verifier.domain.places import Polygon
from verifier.domain.written import Line
from workers.readers.paper.seals import LOOKS, name_in, seals_of, voted

NAME = "虚拟市样本启航机械设备有限公司"


class Recites:
    """An engine that says one thing after another, and keeps what it was shown."""

    def __init__(self, *texts: str, score: float = 0.9) -> None:
        self.texts, self.score, self.shown = list(texts), score, list[Any]()

    def recognise(self, page: Any, polygons: Iterable[Polygon]) -> tuple[Line, ...]:
        self.shown.append(page)
        return tuple(Line(polygon, self.texts.pop(0), self.score) for polygon in polygons)


@cache
def page(stamp: Stamp | None) -> Any:
    image = Image.new("RGB", (450, 600), (246, 243, 234))
    if stamp:
        stamped(image, (310, 450), 60, stamp)
    return np.ascontiguousarray(np.array(image)[:, :, ::-1])


@pytest.mark.parametrize(
    ("looks", "together"),
    [
        (["甲乙丙公司", "甲乙丙公司", "甲丁丙公司"], "甲乙丙公司"),
        # The ends and the middle are each lost by other looks; a quarter is enough for the full length.
        (["乙丙公司", "乙丙公司", "乙丙公司", "甲乙丙公司"], "甲乙丙公司"),
        # What a shorter look says of a place counts: alone, the two of full length would be undecided.
        (["甲乙丙戊公司", "甲乙丙己公司", "乙丙己公司", "乙丙己公司"], "甲乙丙己公司"),
        # One look in six adds nothing.
        (["甲乙丙公司"] * 5 + ["戊甲乙丙公司"], "甲乙丙公司"),
        # Six lengths, none with a quarter: the surest is taken.
        (["公司", "丙公司", "乙丙公司", "甲乙丙公司", "戊甲乙丙公司", "己戊甲乙丙公司"], "公司"),
    ],
)
def test_looks_say_together_what_most_say_at_each_place(looks: list[str], together: str) -> None:
    assert voted([(text, 0.9) for text in looks]) == together


def test_unsure_looks_count_for_less() -> None:
    assert voted([("甲乙公司", 0.61), ("甲丁公司", 0.99)]) == "甲丁公司"


def test_a_name_is_in_han_characters() -> None:
    assert name_in("91MARG5L 虚拟市（样本）公司-7X") == "虚拟市(样本)公司"


@pytest.mark.parametrize("shape", Shape)
def test_a_ring_is_looked_at_as_often_as_there_are_looks_and_says_what_they_say(shape: Shape) -> None:
    misread = NAME.replace("样", "祥")
    engine = Recites(NAME, misread, NAME, misread, NAME, "")
    (seal,) = seals_of(engine, page(Stamp(NAME, shape)))
    assert (seal.text, seal.score) == (NAME, 0.9)
    assert len(engine.shown) == len(LOOKS)
    assert all(strip.shape[0] == 48 and strip.shape[1] > 350 for strip in engine.shown)


def test_what_only_the_vote_says_is_no_surer_than_its_least_sure_look() -> None:
    engine = Recites(
        "甲乙丙丁公司", "甲乙丙戊公司", "甲乙己丁公司", "甲庚丙丁公司", "辛乙丙丁公司", "甲乙丙壬公司"
    )
    engine.score = 0.7
    (seal,) = seals_of(engine, page(Stamp(NAME)))
    assert (seal.text, seal.score) == ("甲乙丙丁公司", 0.7)


def test_a_ring_read_unsurely_by_all_says_nothing_and_a_bare_page_has_none() -> None:
    (seal,) = seals_of(Recites(*[NAME] * len(LOOKS), score=0.5), page(Stamp(NAME)))
    assert seal.text is None
    assert seals_of(Recites(), page(None)) == ()
