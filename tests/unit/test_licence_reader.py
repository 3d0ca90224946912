"""The licence reader with a stand-in for the engine: one reading out, and no exception for bad input."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest

from tests.printed import CODE, line, portrait
from verifier.domain.reading import DocumentType, FieldName, LicenceReading, Line, Polygon, Unreadable
from workers.readers import READERS
from workers.readers.licence import LicenceReader, reader
from workers.readers.pages import Undecodable

Page = Any  # H × W × 3, uint8
BLANK = 7  # a page whose grey is nobody's key shows nothing


@dataclass
class StandInEngine:
    """Reads what it was told stands on a page; pages are told apart by the grey of their corner."""

    shown: Mapping[int, Sequence[Line]]
    second_look: Sequence[Line] = ()
    name: str = "stand-in"
    version: str = "1"
    looked_again: list[str] = field(default_factory=list)

    def read(self, page: Page) -> tuple[Line, ...]:
        self.looked_again.append("closer")
        return ()

    def detect(self, page: Page) -> tuple[Polygon, ...]:
        return tuple(entry.polygon for entry in self.shown.get(int(page[0, 0, 0]), ()))

    def recognise(self, page: Page, polygons: Iterable[Polygon]) -> tuple[Line, ...]:
        wanted = set(polygons)
        return tuple(e for e in self.shown.get(int(page[0, 0, 0]), ()) if e.polygon in wanted)

    def reread(self, page: Page, polygons: Iterable[Polygon]) -> tuple[Line, ...]:
        self.looked_again.append("full width")
        return tuple(self.second_look)


def grey(shade: int, width: int = 1200, height: int = 1600) -> Page:
    return np.full((height, width, 3), shade, dtype=np.uint8)


def reading_of(monkeypatch: pytest.MonkeyPatch, engine: StandInEngine, *pages: Page) -> Any:
    monkeypatch.setattr(reader, "pages", lambda data, media_type: pages)
    return LicenceReader(engine).read("evd_1", b"", "image/png")


def test_the_reading_names_its_evidence_its_reader_and_its_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    reading = reading_of(monkeypatch, StandInEngine({200: portrait()}), grey(200))
    assert (reading.evidence_id, reading.reader, reading.engine, reading.version) == (
        "evd_1",
        "licence",
        "stand-in",
        "1",
    )
    assert reading.milliseconds >= 0
    assert isinstance(reading.body, LicenceReading)
    assert (reading.body.frame.width, reading.body.frame.height, reading.body.frame.rotation) == (
        1200,
        1600,
        0,
    )
    assert reading.body.person_label == "法定代表人"


def test_readers_are_found_by_name() -> None:
    assert READERS["licence"](StandInEngine({})).name == "licence"


def test_undecodable_evidence_becomes_an_unreadable_body(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(data: bytes, media_type: str) -> Iterable[Page]:
        raise Undecodable("evidence_truncated", "It ends too early.")

    monkeypatch.setattr(reader, "pages", broken)
    body = LicenceReader(StandInEngine({})).read("evd_1", b"", "image/png").body
    assert body == Unreadable("evidence_truncated", "It ends too early.")


def test_a_page_that_breaks_when_it_is_taken_makes_the_evidence_unreadable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def second_one_broken(data: bytes, media_type: str) -> Iterable[Page]:
        yield grey(BLANK)
        raise Undecodable("evidence_malformed", "Page 2 is broken.")

    monkeypatch.setattr(reader, "pages", second_one_broken)
    body = LicenceReader(StandInEngine({})).read("evd_1", b"", "application/pdf").body
    assert body == Unreadable("evidence_malformed", "Page 2 is broken.")


def test_pages_under_700_pixels_are_too_small(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = StandInEngine({200: portrait()})
    reading = reading_of(monkeypatch, engine, grey(200, 600, 699), grey(200, 500, 500))
    assert isinstance(reading.body, Unreadable)
    assert reading.body.code == "evidence_too_small"


def test_of_several_pages_the_one_with_most_anchor_words_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    cover = (line("营业执照", 100.0, 100.0), line("云杉市信息技术有限公司", 100.0, 200.0))
    engine = StandInEngine({100: cover, 200: portrait(code="91440300708461136X")})
    reading = reading_of(monkeypatch, engine, grey(100), grey(200), grey(BLANK))
    assert reading.body.frame.page == 2
    assert reading.body.document_type is DocumentType.BUSINESS_LICENCE


def test_pages_after_a_licence_with_a_right_code_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def only_one(data: bytes, media_type: str) -> Iterable[Page]:
        yield grey(200)
        pytest.fail("a second page was taken")

    monkeypatch.setattr(reader, "pages", only_one)
    body = LicenceReader(StandInEngine({200: portrait()})).read("evd_1", b"", "application/pdf").body
    assert isinstance(body, LicenceReading)


def test_a_page_without_any_text_is_read_and_is_no_licence(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = StandInEngine({})
    body = reading_of(monkeypatch, engine, grey(BLANK)).body
    assert body.document_type is DocumentType.OTHER
    assert (body.lines, body.fields, body.printing, engine.looked_again) == ((), {}, None, [])


def test_a_code_that_fails_is_read_again_and_taken_if_it_then_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    again = line(f"统一社会信用代码{CODE}", 400.0, 220.0)
    engine = StandInEngine({200: portrait(code="91440300703461136T")}, second_look=(again,))
    code = reading_of(monkeypatch, engine, grey(200)).body.fields[FieldName.CODE]
    assert (code.normalised, code.repairs) == (CODE, ("read again at full width",))


def test_a_second_look_that_fails_too_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = line("统一社会信用代码91440300703461137T", 400.0, 220.0)
    engine = StandInEngine({200: portrait(code="91440300703461136T")}, second_look=(wrong,))
    code = reading_of(monkeypatch, engine, grey(200)).body.fields[FieldName.CODE]
    assert (code.normalised, code.repairs) == ("91440300703461136T", ())


def test_a_code_in_doubt_is_looked_at_in_both_ways_of_taking_colour_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    engine = StandInEngine({200: portrait(code="91440300703461136T")})
    reading_of(monkeypatch, engine, grey(200))
    assert engine.looked_again[:3] == ["full width", "closer", "closer"]


def test_strips_for_a_code_are_read_in_the_other_way_only_where_they_show_what_may_be_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failing = portrait(code="91440300703461136T")
    bare = StandInEngine({200: failing})
    reading_of(monkeypatch, bare, grey(200))
    showing = StandInEngine({200: failing}, second_look=(line("91440300703461137T", 400.0, 220.0),))
    reading_of(monkeypatch, showing, grey(200))
    strips = len(bare.looked_again[3:])
    assert strips > 1
    assert len(showing.looked_again[3:]) == 2 * strips


def test_strips_for_a_date_are_read_until_one_is_elected(monkeypatch: pytest.MonkeyPatch) -> None:
    faint = tuple(
        replace(e, score=0.9) if e.text == "2016年05月06日" and e.polygon[0][0] == 640 else e
        for e in portrait()
    )
    sure = StandInEngine({200: faint}, second_look=(line("2016年05月06日", 640.0, 1090.0),))
    reading_of(monkeypatch, sure, grey(200))
    assert sure.looked_again == ["full width"]


def test_a_strip_without_a_date_is_not_looked_at_in_the_other_way(monkeypatch: pytest.MonkeyPatch) -> None:
    faint = tuple(
        replace(e, score=0.9) if e.text == "2016年05月06日" and e.polygon[0][0] == 640 else e
        for e in portrait()
    )
    nothing = StandInEngine({200: faint})
    reading_of(monkeypatch, nothing, grey(200))
    # A slim and a tall strip, each without colour; the row seen closer is the same, so it is not read again.
    assert nothing.looked_again == ["full width", "full width", "closer"]


def test_a_page_that_is_read_well_is_looked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = StandInEngine({200: portrait()})
    reading_of(monkeypatch, engine, grey(200))
    assert engine.looked_again == []


def test_a_date_that_second_looks_contradict_is_not_normalised(monkeypatch: pytest.MonkeyPatch) -> None:
    faint = tuple(
        replace(e, score=0.9) if e.text == "2016年05月06日" and e.polygon[0][0] == 640 else e
        for e in portrait()
    )
    strips = (line("2016年05月08日", 640.0, 1090.0), line("2016年05月08日", 640.0, 1100.0))
    engine = StandInEngine({200: faint}, second_look=strips)
    issued = reading_of(monkeypatch, engine, grey(200)).body.fields[FieldName.ISSUED]
    assert (issued.value, issued.normalised) == ("2016年05月08日", "2016-05-08")
    both = StandInEngine({200: faint}, second_look=(strips[0], line("2016年05月06日", 640.0, 1100.0)))
    issued = reading_of(monkeypatch, both, grey(200)).body.fields[FieldName.ISSUED]
    assert (issued.value, issued.normalised) == ("2016年05月06日", None)
