"""The film reader: from bytes of strangers to measures; nothing is decided and nothing raised on the way."""

import io
from collections.abc import Callable, Sequence
from functools import partial

import cv2
import pytest
from PIL import Image

from models.faces import film as engine_film
from tests import face_engines as colours
from tests.face_engines import jpeg
from tests.portraits.challenges import challenge
from verifier.domain.face_session import PortraitKind, SentFrame
from verifier.domain.faces import Action
from verifier.domain.places import Frame
from verifier.usecases.faces.cards import Card
from verifier.usecases.faces.films import SHOWN_MAX, Film, FilmSeen
from workers.readers import film as reader_module
from workers.readers.film import FilmReader

RATE = 10
ASKED = challenge(Action.BLINK, Action.TURN_LEFT, Action.OPEN_MOUTH)
BLINK_AT, TURN_AT, MOUTH_AT = ((step.start + step.end) // 2 + 300 for step in ASKED.steps)
ONE = jpeg(colours.RESTING)


def film(length: int = ASKED.length, *, late: int = 40) -> list[SentFrame]:
    """A film in which all is done that is asked for, shortly after the middle of each step."""
    return [SentFrame(at + late, jpeg(_colour(at))) for at in range(0, length, 1000 // RATE)]


def _colour(at: int) -> colours.Colour:
    done = {BLINK_AT: colours.CLOSED, TURN_AT: colours.TURNED, MOUTH_AT: colours.OPEN}
    return next((colour for start, colour in done.items() if start <= at < start + 300), colours.RESTING)


def read(frames: Sequence[SentFrame], **portraits: tuple[bytes, str]) -> FilmSeen:
    pictures = {PortraitKind(kind): picture for kind, picture in portraits.items()}
    return FilmReader(colours.engine()).read(Film(tuple(frames), pictures), ASKED)


@pytest.fixture(scope="module")
def seen() -> FilmSeen:
    """What an honest film shows."""
    return read(film())


def test_a_film_is_measured_and_says_by_what(seen: FilmSeen) -> None:
    assert seen.live is not None
    assert [event.action for event in seen.live.events] == [Action.BLINK, Action.TURN_LEFT, Action.OPEN_MOUTH]
    assert [template.engine for template in seen.templates] == ["sface@stub", "dlib@stub"]
    assert (seen.sizes, seen.refused) == (((640, 480),), 0)
    assert (seen.engine, seen.version) == ("faces", "sface@stub; dlib@stub; no minifasnet-v2se-128")
    assert seen.milliseconds > 0


@pytest.mark.parametrize("passive", [True, False])
def test_it_says_whether_the_optional_detector_was_there(passive: bool) -> None:
    seen = FilmReader(colours.engine(passive=passive)).read(Film(tuple(film(1000)), {}), ASKED)
    assert seen.passive_detector is passive


def test_no_template_is_in_what_is_printed_of_a_reading() -> None:
    seen = read(film(1000), selfie=(ONE, "image/jpeg"))
    assert seen.templates[0].vector.hex() not in repr(seen)
    assert str(seen.templates[0].vector) not in repr(seen)


def bomb() -> bytes:
    """A frame whose header claims 65,500 × 65,500."""
    header = ONE.index(b"\xff\xc0")
    return ONE[: header + 5] + b"\xff\xdc\xff\xdc" + ONE[header + 9 :]


def cmyk() -> bytes:
    file = io.BytesIO()
    Image.new("CMYK", (640, 480), (10, 20, 30, 0)).save(file, "JPEG")
    return file.getvalue()


NO_FRAMES: dict[str, Callable[[], bytes]] = {
    "nothing": bytes,
    "text": "<html>没有图像</html>".encode,
    "a PNG": cv2.imencode(".png", colours.picture(colours.RESTING))[1].tobytes,
    "a truncated JPEG": lambda: ONE[: len(ONE) // 2],
    "a JPEG that claims to be huge": bomb,
    "a CMYK JPEG": cmyk,
    "a JPEG of a thumbnail's size": partial(jpeg, colours.RESTING, 120, 90),
    "a JPEG of a megabyte of nothing": lambda: ONE + bytes(1_000_000),
}


@pytest.mark.parametrize("make", NO_FRAMES.values(), ids=NO_FRAMES)
def test_what_is_no_frame_is_counted_and_the_rest_is_measured(make: Callable[[], bytes]) -> None:
    frames = film(2000)
    frames[5] = SentFrame(frames[5].at, make())
    seen = read(frames)
    assert seen.refused == 1
    assert seen.live is not None
    assert len(seen.live.frames) == len(frames) - 1


@pytest.mark.parametrize("make", NO_FRAMES.values(), ids=NO_FRAMES)
def test_a_film_of_no_frames_at_all_has_no_measures_and_nothing_to_show(make: Callable[[], bytes]) -> None:
    seen = read([SentFrame(100 * index, make()) for index in range(20)])
    assert (seen.live, seen.templates, seen.shown, seen.refused) == (None, (), (), 20)


def test_an_empty_film_has_no_measures() -> None:
    seen = read([])
    assert (seen.live, seen.templates, seen.sizes, seen.refused, seen.shown) == (None, (), (), 0, ())


def test_a_film_of_ten_thousand_frames_never_reaches_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    reader = FilmReader(engine := colours.engine())
    monkeypatch.setattr(engine, "measure", lambda _: pytest.fail("it was measured"))
    frames = tuple(SentFrame(index, ONE if index else b"none") for index in range(10_000))
    seen = reader.read(Film(frames, {}), ASKED)
    assert (seen.live, seen.refused, seen.sizes, seen.shown) == (None, 1, ((640, 480),), ())


def test_a_film_of_as_many_frames_as_the_engine_takes_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reader_module.MAX_FRAMES == engine_film.MAX_FRAMES
    monkeypatch.setattr(reader_module, "MAX_FRAMES", 20)
    frames = [SentFrame(index * 33, ONE) for index in range(21)]
    assert read(frames[:20]).live is not None
    assert read(frames).live is None


def test_a_grey_frame_is_a_frame() -> None:
    grey = cv2.imencode(".jpg", colours.picture(colours.RESTING)[:, :, 0])[1].tobytes()
    seen = read([SentFrame(100 * index, grey) for index in range(20)])
    assert seen.refused == 0
    assert seen.live is not None


def test_sizes_are_told_once_each() -> None:
    upright, lying = jpeg(colours.RESTING, 480, 640), ONE
    seen = read([SentFrame(100 * index, upright if index % 3 else lying) for index in range(20)])
    assert seen.sizes == ((480, 640), (640, 480))
    assert seen.live is not None


def test_a_clock_that_runs_backwards_is_measured_in_the_order_of_its_times(seen: FilmSeen) -> None:
    assert read(film()[::-1]).live == seen.live


@pytest.mark.parametrize("at", [-(2**31) + 1, 2**31 - 1], ids=["long ago", "far ahead"])
def test_a_time_far_apart_is_a_long_gap(at: int) -> None:
    seen = read([*film(2000), SentFrame(at, ONE)])
    assert seen.live is not None
    assert seen.live.time.longest_gap > 2**30
    assert len(seen.shown) <= SHOWN_MAX


def test_times_that_are_all_the_same_are_measured() -> None:
    assert read([SentFrame(7, ONE)] * 20).live is not None


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7 and no more", "application/pdf"),
        (ONE[: len(ONE) // 2], "image/jpeg"),
        (bomb(), "image/jpeg"),
        (b"", "image/png"),
        (b"anything", "application/x-executable"),
    ],
    ids=["no PDF", "cut short", "bomb", "empty", "no picture"],
)
def test_a_portrait_that_cannot_be_decoded_shows_no_face(data: bytes, media_type: str) -> None:
    still = read(film(1000), selfie=(data, media_type)).portraits[PortraitKind.SELFIE]
    assert (still.measures.faces, still.measures.face, still.templates) == (0, None, ())


def test_a_portrait_without_a_face_shows_none_and_one_with_two_is_measured_by_the_larger() -> None:
    nobody, two = jpeg(colours.NOBODY), jpeg(colours.TWO)
    seen = read(film(1000), selfie=(two, "image/jpeg"), identity_document=(nobody, "image/jpeg"))
    counted = {kind: still.measures.faces for kind, still in seen.portraits.items()}
    assert counted == {PortraitKind.SELFIE: 2, PortraitKind.IDENTITY_DOCUMENT: 0}
    assert seen.portraits[PortraitKind.SELFIE].templates
    assert not seen.portraits[PortraitKind.IDENTITY_DOCUMENT].templates


def test_a_portrait_is_measured_upright_as_its_orientation_says(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.BytesIO()
    lying = Image.new("RGB", (640, 480), (200, 200, 200))
    exif = lying.getexif()
    exif[0x0112] = 6
    lying.save(file, "JPEG", exif=exif)
    looked_at = []
    engine = colours.engine()
    measure = engine.portrait
    monkeypatch.setattr(engine, "portrait", lambda one: looked_at.append(one.shape) or measure(one))
    FilmReader(engine).read(Film((), {PortraitKind.SELFIE: (file.getvalue(), "image/jpeg")}), ASKED)
    assert looked_at == [(640, 480, 3)]


def labels(seen: FilmSeen) -> list[tuple[str, int]]:
    return [(label, at) for at, label, _ in seen.shown]


def test_what_is_shown_is_the_opening_each_step_each_action_at_its_height_and_the_doubt(
    seen: FilmSeen,
) -> None:
    found = labels(seen)
    middles = [(step.action, (step.start + step.end) // 2 + 40) for step in ASKED.steps]
    assert found[0][0] == "doubt"  # all frames are equally alike here, and so the first
    assert ("opening", 1040) in found
    assert all(middle in found for middle in middles)
    heights = [label for label, at in found if (label, at) not in middles]
    assert heights == ["doubt", "opening", "blink", "turn_left", "open_mouth"]


def test_a_shown_frame_is_the_very_frame_that_was_sent_at_that_time(seen: FilmSeen) -> None:
    by_time = {frame.at: frame.jpeg for frame in film()}
    assert all(by_time[at] == picture for at, _, picture in seen.shown)
    assert any(picture == jpeg(colours.OPEN) for _, label, picture in seen.shown if label == "open_mouth")


def test_where_several_faces_were_counted_one_such_frame_is_shown() -> None:
    frames = film()
    crowded = [
        SentFrame(frame.at, jpeg(colours.TWO)) if 6000 < frame.at < 6400 else frame for frame in frames
    ]
    assert any(label == "doubt" and 6000 < at < 6400 for at, label, _ in read(crowded).shown)


def test_no_more_is_shown_than_the_consent_names_and_every_action_has_its_turn() -> None:
    blinks = [
        SentFrame(100 * index, jpeg(colours.CLOSED if index > 20 and index % 8 < 2 else colours.RESTING))
        for index in range(250)
    ]
    blinks[200:203] = [SentFrame(frame.at, jpeg(colours.TURNED)) for frame in blinks[200:203]]
    found = labels(read(blinks))
    assert len(found) == SHOWN_MAX
    assert any(label == "turn_left" and 20_000 <= at <= 20_200 for label, at in found)


def test_of_frames_with_one_time_one_that_is_a_picture_is_shown() -> None:
    frames = film(2000)
    doubled = [SentFrame(frame.at, b"no picture") for frame in frames] + frames
    shown = read(doubled).shown
    assert shown
    assert all(picture.startswith(b"\xff\xd8\xff") for _, _, picture in shown)


def test_of_a_card_the_engine_sees_the_photograph_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = []
    engine = colours.engine()
    measure = engine.portrait
    monkeypatch.setattr(engine, "portrait", lambda one: looked_at.append(one.shape) or measure(one))
    still = FilmReader(engine).on_card(Card(ONE, "image/jpeg", Frame(640, 480), (400, 100, 500, 300)))
    assert looked_at == [(260, 130, 3)]  # the place, and .15 of it around
    assert still.templates


@pytest.mark.parametrize(
    ("card", "why"),
    [
        (Card(b"", "image/jpeg", Frame(0, 0), None), "no photograph was placed"),
        (Card(b"\xff\xd8", "image/jpeg", Frame(640, 480), (400, 100, 500, 300)), "no picture"),
        (Card(ONE, "image/jpeg", Frame(480, 640), (100, 100, 200, 300)), "another size than was read"),
        (Card(jpeg(colours.NOBODY), "image/jpeg", Frame(640, 480), (400, 100, 500, 300)), "no face"),
    ],
)
def test_a_card_without_a_face_to_see_is_no_error(card: Card, why: str) -> None:
    still = FilmReader(colours.engine()).on_card(card)
    assert (still.measures.faces, still.measures.face, still.templates) == (0, None, ()), why
