"""Recruiters and the sessions that are asked for them: portraits, locks, links that expire, withdrawal."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image

from tests.acts import photo
from tests.face_acts import (
    Link,
    active,
    agreed,
    asked,
    claimed_film,
    enrolled,
    filmed,
    finished,
    pictured,
    read,
    recruited,
    seen,
    state_of,
)
from tests.fake_faces import FACE_LIMITS
from tests.fakes import World, world
from verifier import usecases
from verifier.domain.errors import FaceLocked, Invalid, NotEnrolled, NotFound, RecruiterKnown, SelfieMissing
from verifier.domain.event import EventType
from verifier.domain.face_decision import FaceOutcome
from verifier.domain.face_session import OtherWay, PortraitKind, Purpose, SessionState
from verifier.intake.errors import ImageTooSmall, UnsupportedMediaType
from verifier.usecases.faces import films, recruiters, sessions, visits

SHOWN = [(100 * number, "opening", b"shown %d" % number) for number in range(20)]


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def alice(here: World) -> str:
    return usecases.create_tenant(here.ports, "Alice's site")[0].id


@pytest.fixture
def bob(here: World) -> str:
    return usecases.create_tenant(here.ports, "Bob's site")[0].id


def told(here: World, tenant_id: str) -> list[str]:
    return [event.type for event in usecases.list_events(here.ports, tenant_id, limit=100).events]


def view(here: World, link: Link) -> sessions.SessionView:
    return sessions.read_session(here.ports, link.session.tenant_id, link.session.id)


def test_a_session_expires_once_and_its_film_goes(here: World, alice: str) -> None:
    waiting = asked(here.ports, recruited(here.ports, alice))
    filming = active(here.ports, recruited(here.ports, alice, "another"))
    filmed(here.ports, filming)
    here.clock.tick(minutes=15)
    assert state_of(here.ports, waiting) is SessionState.EXPIRED  # before anybody wrote it down
    assert view(here, waiting).session.state is SessionState.WAITING
    assert sessions.expire_sessions(here.ports) == 2
    assert sessions.expire_sessions(here.ports) == 0
    assert told(here, alice) == [EventType.FACE_EXPIRED] * 2
    assert here.blobs.count == 2  # the selfies
    assert view(here, filming).session.ended_at == here.clock.now()


def test_the_site_may_shorten_the_link_and_never_lengthen_it(here: World, alice: str) -> None:
    recruiter = recruited(here.ports, alice)
    for minutes, expected in ((5, 5), (60, 15), (None, 15)):
        made = sessions.ask_session(
            here.ports, alice, recruiter.id, purpose=Purpose.ENROL, minutes=minutes
        ).session
        assert made.expires_at - made.created_at == timedelta(minutes=expected)


def test_nothing_is_asked_that_has_nothing_to_be_compared_with(here: World, alice: str, bob: str) -> None:
    recruiter = recruiters.add_recruiter(here.ports, alice, reference="r", case_id=None)
    with pytest.raises(SelfieMissing):
        asked(here.ports, recruiter)
    pictured(here.ports, recruiter, PortraitKind.IDENTITY_DOCUMENT)
    with pytest.raises(SelfieMissing):
        asked(here.ports, recruiter)
    with pytest.raises(NotEnrolled):
        asked(here.ports, recruiter, Purpose.REAUTHENTICATE)
    with pytest.raises(NotFound):
        asked(here.ports, replace(recruiter, tenant_id=bob))


def test_too_many_films_that_verified_nobody_lock_the_camera_for_a_day(here: World, alice: str) -> None:
    recruiter = recruited(here.ports, alice)
    for number in range(FACE_LIMITS.attempts_a_day):
        if number % FACE_LIMITS.attempts == 0:
            link = active(here.ports, recruiter)
        visits.begin_attempt(here.ports, *link.place)  # begun and never finished
        here.clock.tick(minutes=4)
    last = here.clock.now() - timedelta(minutes=4)
    until = recruiters.read_recruiter(here.ports, alice, recruiter.id).locked_until
    assert until == last + FACE_LIMITS.locked
    locked = asked(here.ports, recruiter)
    assert locked.session.locked
    with pytest.raises(FaceLocked):
        agreed(here.ports, locked)
    visits.take_other_way(here.ports, *locked.place, OtherWay.BANK_AND_MAIL)
    assert state_of(here.ports, locked) is SessionState.REVIEW
    here.clock.tick(hours=24)
    assert recruiters.read_recruiter(here.ports, alice, recruiter.id).locked_until is None
    assert not asked(here.ports, recruiter).session.locked


def test_a_session_takes_no_more_films_than_it_may_and_leaves_the_other_ways(here: World, alice: str) -> None:
    link = active(here.ports, recruited(here.ports, alice))
    for _ in range(FACE_LIMITS.attempts):
        visits.begin_attempt(here.ports, *link.place)
    with pytest.raises(FaceLocked):
        visits.begin_attempt(here.ports, *link.place)
    assert visits.visit(here.ports, *link.place).attempts_left == 0
    visits.take_other_way(here.ports, *link.place, OtherWay.VIDEO_CALL)
    assert state_of(here.ports, link) is SessionState.REVIEW


def test_what_was_verified_counts_for_no_lock(here: World, alice: str) -> None:
    recruiter = enrolled(here.ports, alice)
    for number in range(FACE_LIMITS.attempts_a_day):
        link = active(here.ports, recruiter, Purpose.REAUTHENTICATE)
        read(here.ports, finished(here.ports, link, seed=10 + 10 * number), seen(portrait=None))
    assert recruiters.read_recruiter(here.ports, alice, recruiter.id).locked_until is None


def test_a_withdrawal_deletes_everything_of_the_face_and_keeps_the_record(here: World, alice: str) -> None:
    recruiter = enrolled(here.ports, alice)
    pictured(here.ports, recruiter)
    here.judge.says = FaceOutcome.REVIEW
    in_review = agreed(here.ports, asked(here.ports, recruiter, Purpose.REAUTHENTICATE), keeps_frames=True)
    read(here.ports, finished(here.ports, in_review, seed=10), seen(portrait=None, shown=SHOWN))
    filming = active(here.ports, recruiter)
    filmed(here.ports, filming, seed=20)
    analysing = active(here.ports, recruiter)
    task = finished(here.ports, analysing, seed=30)
    claim = claimed_film(here.ports, task)
    recruiters.withdraw_face(here.ports, alice, recruiter.id)
    assert here.blobs.count == 0
    with here.ports.view() as tx:
        assert tx.face_templates.count() == 0
    assert not films.record_film(here.ports, claim, seen())
    states = [state_of(here.ports, link) for link in (in_review, filming, analysing)]
    assert states == [SessionState.REVIEW, SessionState.EXPIRED, SessionState.EXPIRED]
    assert view(here, in_review).frames == ()
    assert len(view(here, in_review).decisions) == 1
    assert told(here, alice)[-1] is EventType.FACE_WITHDRAWN
    events = len(told(here, alice))
    recruiters.withdraw_face(here.ports, alice, recruiter.id)
    assert len(told(here, alice)) == events
    with pytest.raises(NotEnrolled):
        asked(here.ports, recruiter, Purpose.REAUTHENTICATE)


def test_a_recruiter_is_known_by_the_sites_own_reference(here: World, alice: str, bob: str) -> None:
    recruiter = recruited(here.ports, alice, "r-1")
    assert recruiters.find_recruiter(here.ports, alice, "r-1").recruiter == recruiter
    assert recruiters.read_recruiter(here.ports, alice, recruiter.id).portraits == (PortraitKind.SELFIE,)
    with pytest.raises(RecruiterKnown):
        recruited(here.ports, alice, "r-1")
    recruited(here.ports, bob, "r-1")
    with pytest.raises(NotFound):
        recruiters.read_recruiter(here.ports, bob, recruiter.id)
    with pytest.raises(NotFound):
        recruiters.add_recruiter(here.ports, alice, reference="r-2", case_id="case_of_nobody")
    for bad in ("", "x" * 501, "a\x00b"):
        with pytest.raises(Invalid):
            recruiters.add_recruiter(here.ports, alice, reference=bad, case_id=None)


def test_a_portrait_is_one_picture_and_takes_the_place_of_the_last(here: World, alice: str) -> None:
    recruiter = recruited(here.ports, alice)
    pictured(here.ports, recruiter)
    assert here.blobs.count == 1
    for data, refusal in ((b"%PDF-1.7 x", UnsupportedMediaType), (_tiny(), ImageTooSmall)):
        with pytest.raises(refusal):
            recruiters.add_portrait(
                here.ports,
                alice,
                recruiter.id,
                kind=PortraitKind.SELFIE,
                data=data,
                declared_media_type=None,
            )


def _tiny() -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (200, 200)).save(buffer, "png")
    return buffer.getvalue()


def test_equal_selfies_of_two_recruiters_live_and_die_apart(here: World, alice: str) -> None:
    first, second = (recruited(here.ports, alice, name) for name in ("a", "b"))
    recruiters.withdraw_face(here.ports, alice, first.id)
    task = finished(here.ports, active(here.ports, second))
    film = films.fetch_film(here.ports, claimed_film(here.ports, task))
    assert film.portraits[PortraitKind.SELFIE] == (photo(100), "image/png")


def test_sessions_are_listed_newest_first_by_recruiter_and_state(here: World, alice: str, bob: str) -> None:
    first, second = (recruited(here.ports, alice, name) for name in ("a", "b"))
    links = []
    for recruiter in (first, second, first):
        links.append(asked(here.ports, recruiter))
        here.clock.tick(seconds=1)
    ids = [link.session.id for link in links]
    visits.take_other_way(here.ports, *links[0].place, OtherWay.VIDEO_CALL)
    page = sessions.list_sessions(here.ports, alice, limit=2)
    assert [one.id for one in page.sessions] == [ids[2], ids[1]]
    rest = sessions.list_sessions(here.ports, alice, before=page.next)
    assert ([one.id for one in rest.sessions], rest.next) == ([ids[0]], None)
    mine = sessions.list_sessions(here.ports, alice, recruiter_id=first.id, state=SessionState.REVIEW)
    assert [one.id for one in mine.sessions] == [ids[0]]
    assert sessions.list_sessions(here.ports, bob).sessions == ()
    with pytest.raises(NotFound):
        sessions.read_session(here.ports, bob, ids[0])
