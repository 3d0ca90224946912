"""A film's whole way through a worker: taken in, claimed, read by the real engine, judged, and forgotten.

The runtime is the workers' own, the checks and the policy are the shipped ones, the engine and the database
are real. Clock, queue and blobs are fakes, so that an upload of fifteen seconds takes none.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from tests import databases
from tests.face_acts import LANGUAGE, Link
from tests.face_films import POLICY
from tests.fakes import World, world
from tests.portraits.challenges import challenge
from tests.portraits.films import Species, film, jpeg
from tests.portraits.head import portrait_file
from tests.remembering import RememberingEngine
from verifier import usecases
from verifier.checks.faces import judge_film
from verifier.domain.consent import consent_text
from verifier.domain.errors import FilmTooLarge
from verifier.domain.face_session import Challenge, PortraitKind, Purpose, Recruiter, SentFrame, SessionState
from verifier.domain.faces import Action
from verifier.domain.task import FILM, Task, TaskState
from verifier.intake.errors import EvidenceRefused, UnsupportedMediaType
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore
from verifier.usecases.faces import recruiters, sessions, visits
from verifier.usecases.ports import Ports
from workers import runtime
from workers.readers.film import FilmReader
from workers.runtime import Equipment, Readers
from workers.runtime import FilmReader as ReadsFilms

WHOLE = challenge(Action.BLINK, Action.TURN_LEFT, Action.OPEN_MOUTH)
TURN = challenge(Action.TURN_LEFT)  # the least that can verify, so that most films are short
SECOND = 15  # frames of a batch
PATIENCE = 5.0  # seconds between two batches, whatever the times of their frames

Frames = Sequence[SentFrame]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a film: the session's state, why, and what is kept of it."""

    state: SessionState
    reasons: set[str]
    kept: tuple[tuple[str, int], ...]


@pytest.fixture(scope="module")
def reader() -> FilmReader:
    return FilmReader(RememberingEngine())


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, reader: FilmReader) -> Iterator[World]:
    pin(monkeypatch, TURN)
    database = databases.migrated(f"sqlite:///{tmp_path / 'test.sqlite'}")
    made = world(store=SqlStore(database, Seal(databases.KEY), Seal(databases.FACE_KEY)))
    ready = replace(made, ports=replace(made.ports, face_policy=POLICY, judge_film=judge_film))
    equip(monkeypatch, ready.ports, reader)
    yield ready
    database.dispose()


def pin(monkeypatch: pytest.MonkeyPatch, asked: Challenge) -> None:
    """Have every attempt ask for this, under a nonce of its own."""
    drawn = (replace(asked, nonce=f"{asked.nonce}-{number}") for number in count())
    monkeypatch.setattr("verifier.usecases.faces.uploads.new_challenge", lambda: next(drawn))


def equip(monkeypatch: pytest.MonkeyPatch, ports: Ports, reader: ReadsFilms | None) -> None:
    monkeypatch.setattr(runtime, "_equipment", [Equipment(ports, Readers({}, of_films=reader))])


def whole() -> np.ndarray:
    return cv2.imread(str(portrait_file()))


def selfie() -> bytes:
    return portrait_file().read_bytes()


def recruit(here: World, picture: bytes, media_type: str = "image/jpeg") -> Recruiter:
    alice = usecases.create_tenant(here.ports, "Alice's site")[0].id
    recruiter = recruiters.add_recruiter(here.ports, alice, reference="r-1", case_id=None)
    recruiters.add_portrait(
        here.ports,
        alice,
        recruiter.id,
        kind=PortraitKind.SELFIE,
        data=picture,
        declared_media_type=media_type,
    )
    return recruiter


def agreed(here: World, recruiter: Recruiter, purpose: Purpose = Purpose.ENROL) -> Link:
    """A link that was followed up, with leave to keep a few frames."""
    made = sessions.ask_session(here.ports, recruiter.tenant_id, recruiter.id, purpose=purpose)
    text = consent_text(LANGUAGE, visits.visit(here.ports, made.token, None).site)
    browser = visits.give_consent(
        here.ports, made.token, None, language=LANGUAGE, text_sha256=text.sha256, keeps_frames=True
    )
    return Link(made.session, made.token, browser)


def send(here: World, link: Link, frames: Frames, *, early: float = 0) -> str:
    """The film, a batch a second as the page sends it, or so many seconds early; the id of its task."""
    attempt = visits.begin_attempt(here.ports, *link.place)
    batches = [frames[start : start + SECOND] for start in range(0, len(frames), SECOND)]
    for index, batch in enumerate(batches):
        passed = (here.clock.now() - attempt.issued_at).total_seconds()
        last = max(frame.at for frame in batch) / 1000
        here.clock.tick(seconds=min(max(last - early - passed, 0), PATIENCE) + 0.1)
        visits.take_batch(here.ports, *link.place, number=attempt.number, index=index, frames=batch)
    visits.finish_attempt(here.ports, *link.place, number=attempt.number, batches=len(batches))
    return f"{FILM}-{attempt.id}"


def task_of(here: World, task_id: str) -> Task:
    with here.ports.view() as tx:
        task = tx.tasks.get(task_id)
    assert task is not None
    return task


def told(here: World, link: Link) -> Told:
    view = sessions.read_session(here.ports, link.session.tenant_id, link.session.id)
    decision, _ = view.decisions[-1]
    kept = tuple((frame.label, frame.at) for frame in view.frames)
    return Told(SessionState(view.state), {reason.code for reason in decision.reasons}, kept)


def became(here: World, frames: Frames, picture: bytes | None = None) -> Told:
    """What becomes of the film of a recruiter with this selfie."""
    link = agreed(here, recruit(here, picture or selfie()))
    runtime.perform(send(here, link, frames))
    return told(here, link)


def test_who_does_all_that_is_asked_is_verified_enrolled_and_known_again(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin(monkeypatch, WHOLE)
    recruiter = recruit(here, selfie())
    first = agreed(here, recruiter)
    runtime.perform(send(here, first, film(WHOLE)))
    assert told(here, first) == Told(SessionState.VERIFIED, set(), ())
    assert here.blobs.count == 0

    again = challenge(Action.OPEN_MOUTH, Action.TURN_RIGHT, nonce="again")
    pin(monkeypatch, again)
    second = agreed(here, recruiter, Purpose.REAUTHENTICATE)
    runtime.perform(send(here, second, film(again, seed=2)))
    assert told(here, second) == Told(SessionState.VERIFIED, set(), ())


def test_a_film_that_was_sent_before_goes_to_a_person(here: World) -> None:
    recruiter = recruit(here, selfie())
    runtime.perform(send(here, agreed(here, recruiter), film(TURN)))
    replayed = agreed(here, recruiter, Purpose.REAUTHENTICATE)
    runtime.perform(send(here, replayed, film(TURN)))
    assert told(here, replayed).state is SessionState.REVIEW
    assert "film_replayed" in told(here, replayed).reasons


ATTACKS = [
    (Species.STILL, SessionState.ACTIVE, "step_missed"),
    (Species.FLAT, SessionState.REVIEW, "turn_flat"),
    (Species.WRONG, SessionState.ACTIVE, "step_missed"),
    (Species.FROZEN, SessionState.REVIEW, "picture_frozen"),
    (Species.SWAPPED, SessionState.REVIEW, "face_changed"),
    (Species.ANOTHER, SessionState.REVIEW, "face_differs"),
    (Species.TWO, SessionState.ACTIVE, "several_faces"),
    (Species.BLACK, SessionState.ACTIVE, "no_face"),
]


@pytest.mark.parametrize(("species", "state", "code"), ATTACKS, ids=[species for species, *_ in ATTACKS])
def test_each_attack_has_its_own_code_and_none_is_verified(
    here: World, species: Species, state: SessionState, code: str
) -> None:
    found = became(here, film(TURN, species))
    assert (found.state, code in found.reasons) == (state, True), found


def test_what_a_person_has_to_look_at_is_kept_and_nothing_else(here: World) -> None:
    found = became(here, film(TURN, Species.FLAT))
    labels = [label for label, _ in found.kept]
    assert sorted(labels) == ["doubt", "opening", "turn_left", "turn_left"]
    assert here.blobs.count == len(labels) + 1  # the selfie is kept until the enrolment is decided


# Films as a hostile page may send them, made of one that would be verified. Each has its code.


def changed(index: int, data: bytes) -> list[SentFrame]:
    frames = list(film(TURN))
    frames[index] = SentFrame(frames[index].at, data)
    return frames


def pixels(frame: SentFrame) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(frame.jpeg, np.uint8), cv2.IMREAD_COLOR)


def truncated() -> list[SentFrame]:
    return changed(50, film(TURN)[50].jpeg[:5000])


def bomb() -> list[SentFrame]:
    data = film(TURN)[50].jpeg
    header = data.index(b"\xff\xc0")
    return changed(50, data[: header + 5] + b"\xff\xdc\xff\xdc" + data[header + 9 :])


def cmyk() -> list[SentFrame]:
    file = io.BytesIO()
    Image.new("CMYK", (640, 480), (10, 20, 30, 0)).save(file, "JPEG")
    return changed(50, file.getvalue())


def no_pictures() -> list[SentFrame]:
    return [SentFrame(100 * index, b"GIF89a %d" % index) for index in range(60)]


def tiny() -> list[SentFrame]:
    return [SentFrame(one.at, jpeg(cv2.resize(pixels(one), (128, 96)))) for one in film(TURN)]


def turned_phone() -> list[SentFrame]:
    upright = [SentFrame(one.at, jpeg(pixels(one)[:, 140:500])) for one in film(TURN)]
    return [*film(TURN)[:45], *upright[45:]]


def backwards() -> list[SentFrame]:
    frames = film(TURN)
    return [SentFrame(at.at, one.jpeg) for at, one in zip(reversed(frames), frames, strict=True)]


def one_back() -> list[SentFrame]:
    frames = list(film(TURN))
    frames[70] = SentFrame(frames[69].at, frames[70].jpeg)
    return frames


def negative() -> list[SentFrame]:
    return [SentFrame(one.at - 5000, one.jpeg) for one in film(TURN)]


def with_a_gap() -> list[SentFrame]:
    return [one for one in film(TURN) if not 4_000 < one.at < 5_500]


def seldom() -> list[SentFrame]:
    return list(film(TURN)[::3])


def far_apart() -> list[SentFrame]:
    return [SentFrame(index * 100_000, one.jpeg) for index, one in enumerate(film(TURN))]


def cut_off() -> list[SentFrame]:
    return list(film(TURN)[:60])


def looped() -> list[SentFrame]:
    frames = film(TURN)
    return [SentFrame(one.at, frames[index % 30].jpeg) for index, one in enumerate(frames)]


HOSTILE: dict[str, tuple[Callable[[], Frames], SessionState, str]] = {
    "a truncated JPEG": (truncated, SessionState.REVIEW, "frames_refused"),
    "a JPEG that claims to be huge": (bomb, SessionState.REVIEW, "frames_refused"),
    "a CMYK JPEG": (cmyk, SessionState.REVIEW, "frames_refused"),
    "no pictures": (no_pictures, SessionState.REVIEW, "frames_refused"),
    "thumbnails": (tiny, SessionState.REVIEW, "frames_refused"),
    "frames that change their size": (turned_phone, SessionState.ACTIVE, "frame_size_changed"),
    "a clock that runs backwards": (backwards, SessionState.REVIEW, "times_backwards"),
    "one time twice": (one_back, SessionState.REVIEW, "times_backwards"),
    "times before the beginning": (negative, SessionState.REVIEW, "times_backwards"),
    "a gap": (with_a_gap, SessionState.ACTIVE, "pace_slow"),
    "five frames a second": (seldom, SessionState.ACTIVE, "pace_slow"),
    "times far apart": (far_apart, SessionState.REVIEW, "film_overlong"),
    "a film that is cut off": (cut_off, SessionState.ACTIVE, "film_short"),
    "a loop": (looped, SessionState.REVIEW, "frames_repeat"),
}


@pytest.mark.parametrize(("make", "state", "code"), HOSTILE.values(), ids=HOSTILE)
def test_each_hostile_film_has_its_own_code_and_fails_no_task(
    here: World, make: Callable[[], Frames], state: SessionState, code: str
) -> None:
    found = became(here, make())
    assert (found.state, code in found.reasons) == (state, True), found
    task = task_of(here, here.queue.asked[-1])
    assert (task.state, task.attempts) == (TaskState.DONE, 1)


def test_times_ahead_of_the_server_s_clock_go_to_a_person(here: World) -> None:
    link = agreed(here, recruit(here, selfie()))
    runtime.perform(send(here, link, film(TURN), early=2))
    assert told(here, link).state is SessionState.REVIEW
    assert "times_ahead" in told(here, link).reasons


def test_a_page_that_films_faster_than_its_camera_sends_the_same_frame_twice_running(here: World) -> None:
    frames = film(TURN)
    doubled = [
        replace(one, jpeg=frames[index - 1].jpeg) if index % 3 == 2 else one
        for index, one in enumerate(frames)
    ]
    assert became(here, doubled).state is SessionState.VERIFIED


def test_a_film_in_grey_is_a_film(here: World) -> None:
    grey = [SentFrame(one.at, jpeg(cv2.cvtColor(pixels(one), cv2.COLOR_BGR2GRAY))) for one in film(TURN)]
    assert became(here, grey).state is SessionState.VERIFIED


def test_ten_thousand_frames_are_refused_before_any_worker_sees_them(here: World) -> None:
    link = agreed(here, recruit(here, selfie()))
    attempt = visits.begin_attempt(here.ports, *link.place)
    many = [SentFrame(index, b"frame %d" % index) for index in range(10_000)]
    with pytest.raises(FilmTooLarge):
        visits.take_batch(here.ports, *link.place, number=attempt.number, index=0, frames=many)


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (lambda: jpeg(np.full((600, 500, 3), 120, np.uint8)), "portrait_without_face"),
        (lambda: jpeg(np.hstack([whole(), whole()[:, ::-1]])), "portrait_several_faces"),
        (lambda: jpeg(pixels(film(TURN, Species.ANOTHER)[0])), "face_differs"),
    ],
    ids=["nobody", "two", "somebody else"],
)
def test_a_selfie_that_does_not_show_the_recruiter_sends_the_film_to_a_person(
    here: World, picture: Callable[[], bytes], code: str
) -> None:
    found = became(here, film(TURN), picture())
    assert (found.state, found.reasons) == (SessionState.REVIEW, {code})


def test_a_selfie_that_is_a_pdf_or_a_bomb_is_refused_at_the_door(here: World) -> None:
    with pytest.raises(UnsupportedMediaType):
        recruit(here, b"%PDF-1.7\n", "application/pdf")
    (frame,) = bomb()[50:51]
    with pytest.raises(EvidenceRefused):
        recruit(here, frame.jpeg)


def test_a_selfie_whose_bytes_were_damaged_in_the_store_shows_no_face(here: World) -> None:
    # What the door let in is decoded again, and a decoder may give one day what it did not give the other.
    link = agreed(here, recruit(here, selfie()))
    task = send(here, link, film(TURN))
    with here.ports.transaction() as tx:
        (portrait,) = tx.recruiters.portraits(link.session.tenant_id, link.session.recruiter_id)
        tx.recruiters.keep_portrait(replace(portrait, media_type="image/png"))
    runtime.perform(task)
    assert told(here, link) == Told(SessionState.REVIEW, {"portrait_without_face"}, told(here, link).kept)


def test_a_worker_without_the_reader_of_films_gives_its_attempt_back(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = agreed(here, recruit(here, selfie()))
    task = send(here, link, film(TURN)[:30])
    equip(monkeypatch, here.ports, None)
    runtime.perform(task)
    assert task_of(here, task).state is TaskState.QUEUED
    assert visits.visit(here.ports, *link.place).state == SessionState.ANALYSING


def test_a_reader_that_fails_leaves_the_film_to_a_person_after_three_attempts(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = agreed(here, recruit(here, selfie()))
    task = send(here, link, film(TURN)[:30])
    equip(monkeypatch, here.ports, Raising())
    for _ in range(3):
        with pytest.raises(runtime.AttemptFailed, match=r"^ZeroDivisionError$"):
            runtime.perform(task)
    assert task_of(here, task).state is TaskState.FAILED
    assert told(here, link).reasons == {"film_unread"}


class Raising:
    def read(self, film: object, challenge: Challenge) -> object:
        raise ZeroDivisionError("whose face it was")
