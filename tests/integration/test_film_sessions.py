"""Films of living people through the whole of a session: uploaded, read by the real engine, judged, enrolled.

The films are put together from the sample data, which is not part of the repository.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from models.faces.engine import FaceEngine
from models.faces.film import TimedFrame
from tests import face_acts
from tests.bench import faces_films
from tests.fakes import World, world
from verifier import usecases
from verifier.checks.faces import judge_film
from verifier.domain.face_session import Challenge, PortraitKind, Purpose, SentFrame, SessionState
from verifier.policies import load_faces
from verifier.settings import POLICIES
from verifier.usecases.faces import recruiters, sessions, visits
from verifier.usecases.faces.films import fetch_film, record_film
from workers.readers.film import FilmReader

VIDEOS = Path(__file__).parents[2].parent / "shared" / "data" / "faces" / "videos"
POLICY = load_faces(POLICIES / "faces-v1.toml")
PERSON, OTHER = "lp_d3", "tpsmm_driving"

pytestmark = pytest.mark.skipif(not VIDEOS.is_dir(), reason="needs the films of ../shared/data/faces")


@pytest.fixture(scope="module")
def reader() -> FilmReader:
    return FilmReader(FaceEngine.load())


@pytest.fixture
def here() -> World:
    made = world()
    return replace(made, ports=replace(made.ports, face_policy=POLICY, judge_film=judge_film))


def live(person: str) -> faces_films.Session:
    """A film of the person, with a turn and one more step."""
    script, clip = faces_films.SCRIPTS[person], faces_films.clip(VIDEOS / f"{person}.mp4")
    return faces_films.session(person, clip, script.opening, script.actions[:2], 15)


def selfie(film: faces_films.Session) -> bytes:
    return film.frames[0].jpeg


def shown(here: World, reader: FilmReader, link: face_acts.Link, film: faces_films.Session) -> SessionState:
    """Send the film as an honest page would, have it read, and say where the session stands."""
    challenge = Challenge(link.token, film.steps, film.frames[-1].at)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("verifier.usecases.faces.uploads.new_challenge", lambda: challenge)
        number = visits.begin_attempt(here.ports, *link.place).number
    count = send(here, link, film.frames, number)
    visits.finish_attempt(here.ports, *link.place, number=number, batches=count)
    (task,) = (one for one in here.queue.asked if one.startswith("film-"))
    here.queue.asked.clear()
    claim = face_acts.claimed_film(here.ports, task)
    assert record_film(here.ports, claim, reader.read(fetch_film(here.ports, claim), claim.attempt.challenge))
    return sessions.read_session(here.ports, link.session.tenant_id, link.session.id).session.state


def send(here: World, link: face_acts.Link, frames: Sequence[TimedFrame], number: int) -> int:
    batches = [frames[start : start + 15] for start in range(0, len(frames), 15)]
    for index, batch in enumerate(batches):
        here.clock.tick(seconds=1.1)
        sent = [SentFrame(one.at, one.jpeg) for one in batch]
        visits.take_batch(here.ports, *link.place, number=number, index=index, frames=sent)
    return len(batches)


def codes(here: World, link: face_acts.Link) -> set[str]:
    view = sessions.read_session(here.ports, link.session.tenant_id, link.session.id)
    return {reason.code for reason in view.decisions[-1][0].reasons}


def test_a_living_person_enrols_is_known_again_and_nobody_else_is(here: World, reader: FilmReader) -> None:
    film, other = live(PERSON), live(OTHER)
    tenant = usecases.create_tenant(here.ports, "Alice's site")[0].id
    recruiter = recruiters.add_recruiter(here.ports, tenant, reference="r", case_id=None)
    recruiters.add_portrait(
        here.ports,
        tenant,
        recruiter.id,
        kind=PortraitKind.SELFIE,
        data=selfie(film),
        declared_media_type=None,
    )
    enrolling = face_acts.active(here.ports, recruiter)
    assert shown(here, reader, enrolling, film) is SessionState.VERIFIED, codes(here, enrolling)

    again = face_acts.active(here.ports, recruiter, Purpose.REAUTHENTICATE)
    assert shown(here, reader, again, film) is SessionState.REVIEW
    assert "film_replayed" in codes(here, again)

    stranger = face_acts.active(here.ports, recruiter, Purpose.REAUTHENTICATE)
    assert shown(here, reader, stranger, other) is SessionState.REVIEW
    assert "face_differs" in codes(here, stranger)
