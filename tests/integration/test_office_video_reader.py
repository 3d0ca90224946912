"""Drawn office films through the real decoder and the real text engine; files that are no films."""

from tempfile import TemporaryFile

import pytest

from fixtures.office import Clip, film
from models.ocr import TextEngine
from tests.sites import photo
from verifier.usecases.proofs.office_video import VideoSeen
from workers.readers.office_video import OfficeVideoReader

SIGN, WORD = "虚拟市样本启航机械设备有限公司", "山水火28"


@pytest.fixture(scope="module")
def reader() -> OfficeVideoReader:
    return OfficeVideoReader(TextEngine.load())


def read(reader: OfficeVideoReader, data: bytes) -> VideoSeen:
    with TemporaryFile() as file:
        file.write(data)
        file.flush()
        return reader.read(file)


def test_sign_and_word_of_a_film_are_read_and_nothing_is_cut_or_still(reader: OfficeVideoReader) -> None:
    seen = read(reader, film(Clip(1, SIGN, WORD, created="2026-05-04T03:05:00Z")))
    assert seen.reading is not None, seen.trouble
    texts = {one.text.replace(" ", "") for one in seen.reading.sightings}
    assert {SIGN, WORD} <= texts
    assert (seen.reading.cuts, seen.reading.freezes) == ((), ())
    assert (seen.reading.width, seen.reading.height, seen.reading.frames) == (854, 480, 120)
    assert seen.reading.created_at is not None
    assert seen.strip.startswith(b"\xff\xd8")


def test_a_cut_and_a_still_are_found_where_they_are(reader: OfficeVideoReader) -> None:
    seen = read(reader, film(Clip(1, SIGN, WORD, cut=(3.0, 6.0), frozen=(9.0, 11.0))))
    assert seen.reading is not None
    assert [round(at / 1000) for at in seen.reading.cuts] == [3]
    ((start, end),) = seen.reading.freezes
    assert (round(start / 1000), round(end / 1000)) == (6, 8)  # three seconds before are cut out


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", "video_broken"),
        (b"no film at all" * 100, "video_broken"),
        (photo(), "video_container"),
        (film(Clip(1, SIGN, WORD, seconds=1.0))[:2000], "video_broken"),
    ],
    ids=["empty", "text", "a JPEG", "cut off"],
)
def test_what_is_no_film_has_its_code(data: bytes, trouble: str, reader: OfficeVideoReader) -> None:
    seen = read(reader, data)
    assert (seen.reading, seen.trouble) == (None, trouble)
