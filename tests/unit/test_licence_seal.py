"""The authority from a seal's ring, with a stand-in engine: when it is taken, mended, left alone."""

from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from tests.licences import field
from tests.unit.test_models_seals import bgr, sheet
from verifier.domain.reading import DocumentType, Field, FieldName, Frame, LicenceReading, Line, Polygon, Seal
from workers.readers.licence.seal import FROM_THE_SEAL, USUALLY, authority_from, set_right, with_seals

NAME = "深圳市市场监督管理局"
BOX = (500, 800, 700, 1000)


class Rings:
    """Answers each strip in turn, and counts them."""

    def __init__(self, *answers: tuple[str, float]) -> None:
        self._answers = list(answers)
        self.strips: list[Any] = []

    def recognise(self, page: Any, polygons: Iterable[Polygon]) -> tuple[Line, ...]:
        self.strips.append(page)
        text, score = self._answers[min(len(self.strips), len(self._answers)) - 1]
        return tuple(Line(polygon, text, score) for polygon in polygons)


def sealed(text: str | None, score: float = 0.97) -> Seal:
    return Seal(BOX, 0.99, (200, 60, 60), text, score)


def read(engine: Rings, kind: DocumentType = DocumentType.BUSINESS_LICENCE) -> LicenceReading:
    return with_seals(engine, bgr(sheet()), LicenceReading(Frame(900, 1200), kind, ()))


def authority(seals: Sequence[Seal], printed: Field | None = None) -> str | None:
    found = authority_from(seals, printed)
    return found[FieldName.AUTHORITY].value if found else None


def test_the_authority_is_read_off_the_ring_and_says_so() -> None:
    engine = Rings((f"2{NAME}目", 0.97))
    reading = read(engine)
    (seal,) = reading.seals
    found = reading.fields[FieldName.AUTHORITY]
    assert (seal.text, seal.score) == (NAME, 0.97)
    assert (found.value, found.repairs, found.box) == (NAME, (FROM_THE_SEAL,), seal.box)
    assert len(engine.strips) == 1
    assert reading.reddest


def test_a_ring_in_doubt_is_read_in_a_second_band_and_the_better_is_kept() -> None:
    engine = Rings(("圳市市场监管", 0.95), (NAME, 0.91))
    assert read(engine).fields[FieldName.AUTHORITY].value == NAME
    assert len(engine.strips) == 2


def test_a_ring_that_cannot_be_read_is_a_seal_without_text() -> None:
    (seal,) = read(Rings(("口口口", 0.3))).seals
    assert (seal.text, seal.score) == (None, 0.0)


def test_no_ring_is_read_on_another_paper() -> None:
    engine = Rings((NAME, 0.97))
    assert read(engine, DocumentType.OTHER).seals == ()
    assert engine.strips == []


@pytest.mark.parametrize(
    ("text", "score", "expected"),
    [
        (NAME, 0.97, NAME),
        (NAME, 0.82, NAME),
        (NAME, 0.7, None),
        ("深圳市商务局", 0.97, "深圳市商务局"),
        ("深圳市商务局", 0.82, None),  # no usual office, so that a doubtful reading has nothing to lean on
        ("圳市市场监督管理局", 0.97, None),  # begins with no place there is
        ("深圳市云杉信息技术有限公司", 0.99, None),
        (None, 0.0, None),
    ],
)
def test_a_ring_gives_the_authority_only_where_it_names_one(
    text: str | None, score: float, expected: str | None
) -> None:
    assert authority([sealed(text, score)]) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (field("广州市市场监督管理局"), None),
        (field("州市市场监督管理局"), NAME),
        (field("广州市市管理局"), NAME),
        (field("广州市市场监督管理局", 0.8), NAME),
    ],
)
def test_print_that_is_sure_stays_and_print_in_doubt_gives_way(printed: Field, expected: str | None) -> None:
    assert authority([sealed(NAME)], printed) == expected


@pytest.mark.parametrize(
    ("read_as", "name"),
    [
        ("武城县商行政管理局", "武城县工商行政管理局"),
        ("保定市竞秀区工商行政营理局", "保定市竞秀区工商行政管理局"),
        ("郑州市工类行政营理局金水分局", "郑州市工商行政管理局金水分局"),
        ("永年县上海行政管理局", "永年县工商行政管理局"),
        ("深圳市市场监督管理局", "深圳市市场监督管理局"),
        ("深圳市商务局", "深圳市商务局"),
        ("深圳市文化体育局", "深圳市文化体育局"),
        ("上海东法商贸有限公司", "上海东法商贸有限公司"),
    ],
)
def test_only_what_nearly_is_a_usual_office_is_set_right(read_as: str, name: str) -> None:
    assert set_right(read_as) == name


def test_a_name_set_right_says_so() -> None:
    found = authority_from([sealed("深圳市市场监督管路局")], None)[FieldName.AUTHORITY]
    assert (found.value, found.repairs) == (NAME, (FROM_THE_SEAL, USUALLY))
