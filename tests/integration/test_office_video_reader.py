"""Office films drawn as phones write them, through the real decoder and text engine; and what is no film."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile

import pytest

from fixtures.office import Clip, film
from models.ocr import TextEngine
from tests.contract.test_office_videos import Filmed, codes
from tests.fakes import fake_ports
from tests.licences import DECLARED
from tests.sites import Site, photo, site
from verifier import policies
from verifier.app import bare_app, equip
from verifier.confined.process import FILMING
from verifier.domain.office_video import Alike, Strip
from verifier.domain.reading import Line
from verifier.settings import POLICIES, Settings
from verifier.usecases.proofs.office_video import VideoSeen, fetch_video, record_video, sought_in
from workers.readers.office_video import OfficeVideoReader

SIGN, WORD = DECLARED.name, "山水火28"
PLAIN = Clip(1, SIGN, WORD, 4.0, 12, scale=0.5, created="2026-05-04T03:05:00Z")
SHORT = Clip(1, SIGN, WORD, 4.0, 5, scale=0.6, sound=False)


class Blind:
    """Reads nothing, or the same lines in every frame: for what is not about text."""

    name, version = "blind", "1"

    def __init__(self, *texts: str) -> None:
        self._lines = tuple(Line(((0, 0), (9, 0), (9, 9), (0, 9)), text, 0.99) for text in texts)

    def read(self, _: object) -> tuple[Line, ...]:
        return self._lines


@pytest.fixture
def alice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("BONAFIDE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BONAFIDE_RATE_LIMITS", "off")
    ports = fake_ports(
        policies.load(POLICIES / "v1.toml"), gate=policies.load_gate(POLICIES / "gate-v1.toml")
    )
    app = bare_app()
    equip(app, Settings.from_env(), ports)
    return site(app, ports, "alice")


def read(reader: OfficeVideoReader, data: bytes, *sought: str) -> VideoSeen:
    with TemporaryFile() as file:
        file.write(data)
        file.flush()
        return reader.read(file, sought)


def work(filmed: Filmed, reader: OfficeVideoReader, clip: Clip) -> Iterator[str]:
    """The film goes up in parts and is read; the state, and the codes of what does not pass."""
    data = film(clip)
    filmed.post("/video", **{"Upload-Length": str(len(data))})
    half = len(data) // 2
    assert [filmed.patch(0, data[:half]).status_code, filmed.patch(half, data[half:]).status_code] == [
        204,
        204,
    ]
    claim = filmed.claim()
    with TemporaryFile() as file:
        fetch_video(filmed.ports, claim, file)
        assert record_video(
            filmed.ports, claim, reader.read(file, sought_in(filmed.ports, claim)), reader.shared
        )
    shown = filmed.alice.get(filmed.proof_url).json
    yield shown["state"]
    yield from sorted(codes(shown) - {"filming_time_not_told"})


def test_a_phones_film_proves_the_office_and_a_cropped_copy_under_another_word_is_found(
    alice: Site, text_engine: TextEngine
) -> None:
    reader, first = OfficeVideoReader(text_engine), Filmed(alice)
    first.post("/video/word")
    clip = Clip(1, SIGN, first.video().word, seconds=8.6, rate=10)
    assert [*work(first, reader, clip)] == ["proven"]
    second = Filmed(alice, alice.verified_employer("another"))
    second.post("/video/word")
    copied = replace(clip, word=second.video().word, crop=0.03)
    assert [*work(second, reader, copied)] == ["review", "video_shared"]


def test_a_film_that_lies_on_its_side_is_read_upright() -> None:
    seen = read(OfficeVideoReader(Blind()), film(PLAIN))
    assert seen.reading is not None, seen.trouble
    assert (seen.reading.cuts, seen.reading.freezes) == ((), ())
    assert (seen.reading.width, seen.reading.height) == (216, 384)
    assert seen.reading.created_at is not None
    assert seen.strip.startswith(b"\xff\xd8")


@pytest.mark.parametrize("hevc", [False, True])
def test_a_cut_and_a_still_are_found_where_they_are(hevc: bool) -> None:
    clip = replace(PLAIN, hevc=hevc, spliced=(3.0, 7), frozen=(0.5, 2.0))
    seen = read(OfficeVideoReader(Blind()), film(clip))
    assert seen.reading is not None
    assert [round(at / 1000) for at in seen.reading.cuts] == [2, 3]  # where it moves again, and the join
    ((start, end),) = seen.reading.freezes
    assert (round(start / 500), round(end / 500)) == (1, 4)


def test_copies_show_the_same_place_and_another_room_does_not() -> None:
    blind, least = OfficeVideoReader(Blind()), Alike(15, 0.1)
    own, mirrored, elsewhere = (
        Strip(seen.strip, len(seen.reading.strip))
        for clip in (SHORT, replace(SHORT, mirror=True), replace(SHORT, seed=2))
        if (seen := read(blind, film(clip))).reading
    )
    assert blind.shared(mirrored, own, least) >= 3  # as the policy asks
    assert blind.shared(elsewhere, own, least) == 0


def test_reading_stops_once_all_that_is_sought_was_read_twice() -> None:
    data, knowing = film(SHORT), OfficeVideoReader(Blind(SIGN, WORD))
    read_for, read_whole = read(knowing, data, SIGN, WORD), read(knowing, data, SIGN, "another")
    assert read_for.reading is not None
    assert read_whole.reading is not None
    assert len({one.at for one in read_for.reading.sightings}) == 2
    assert len({one.at for one in read_whole.reading.sightings}) == len(read_whole.reading.strip)


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", "video_broken"),
        (b"no film at all" * 100, "video_broken"),
        (photo(), "video_container"),
        (b"\x00\x00\x00\x18ftypisom" + b"\x00" * 12 + b"\xff\xff\xff\xf0mdat" + b"\x00" * 99, "video_broken"),
    ],
    ids=["empty", "text", "a JPEG", "a box of 4 GiB"],
)
def test_what_is_no_film_has_its_code_and_takes_no_memory_to_speak_of(data: bytes, trouble: str) -> None:
    seen = read(OfficeVideoReader(Blind()), data)
    assert (seen.reading, seen.trouble) == (None, trouble)
    assert 0 < seen.resident < seen.addressed < FILMING.memory
