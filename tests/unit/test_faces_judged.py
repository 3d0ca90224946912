"""The shipped checks and policy over the use cases: what an honest recruiter's film comes to, and others'."""

from dataclasses import replace

import pytest

from tests.face_acts import OTHER_FACE, Link, active, claimed_film, recruited, seen, state_of
from tests.face_films import CHALLENGE, LATE, POLICY, live
from tests.faces import view
from tests.fakes import World, world
from verifier import usecases
from verifier.checks.faces import judge_film
from verifier.domain.face_session import PortraitKind, SentFrame, SessionState
from verifier.domain.faces import FaceQuality, StillMeasures
from verifier.usecases.faces import sessions, visits
from verifier.usecases.faces.films import FilmSeen, record_film


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("verifier.usecases.faces.uploads.new_challenge", lambda: CHALLENGE)
    made = world()
    return replace(made, ports=replace(made.ports, face_policy=POLICY, judge_film=judge_film))


@pytest.fixture
def link(here: World) -> Link:
    alice = usecases.create_tenant(here.ports, "Alice's site")[0].id
    return active(here.ports, recruited(here.ports, alice))


def sent(here: World, link: Link, *, ahead: int = 0) -> None:
    """A film of the challenge's length, a batch a second, as an honest page sends it; or ahead of time."""
    times = [frame.at + LATE + ahead for frame in live().frames]
    visits.begin_attempt(here.ports, *link.place)
    batches = [times[start : start + 15] for start in range(0, len(times), 15)]
    for index, batch in enumerate(batches):
        here.clock.tick(seconds=1.1)
        what = [SentFrame(at, b"frame %d" % at) for at in batch]
        visits.take_batch(here.ports, *link.place, number=1, index=index, frames=what)
    visits.finish_attempt(here.ports, *link.place, number=1, batches=len(batches))


def honest() -> FilmSeen:
    what = seen()
    still = replace(what.portraits[PortraitKind.SELFIE], measures=StillMeasures(1, view()))
    return replace(what, live=live(), portraits={PortraitKind.SELFIE: still})


def outcome(here: World, link: Link, what: FilmSeen) -> tuple[SessionState, set[str]]:
    """The session's state, and the codes of the reasons."""
    record_film(here.ports, claimed_film(here.ports, here.queue.asked[-1]), what)
    seen_by_site = sessions.read_session(here.ports, link.session.tenant_id, link.session.id)
    ((decision, _),) = seen_by_site.decisions
    return state_of(here.ports, link), {reason.code for reason in decision.reasons}


def test_a_recruiter_who_did_all_that_was_asked_is_verified(here: World, link: Link) -> None:
    sent(here, link)
    assert outcome(here, link, honest()) == (SessionState.VERIFIED, set())


def test_a_dark_film_may_be_made_again(here: World, link: Link) -> None:
    sent(here, link)
    dark = replace(honest(), live=live(quality=FaceQuality(14.0, 5.0, 40.0)))
    assert outcome(here, link, dark) == (SessionState.ACTIVE, {"face_too_dark"})


def test_another_persons_film_goes_to_a_reviewer(here: World, link: Link) -> None:
    sent(here, link)
    other = replace(honest(), templates=seen(OTHER_FACE).templates)
    state, codes = outcome(here, link, other)
    assert state is SessionState.REVIEW
    assert "face_differs" in codes


def test_times_that_lie_ahead_of_their_arrival_go_to_a_reviewer(here: World, link: Link) -> None:
    sent(here, link, ahead=5_000)
    state, codes = outcome(here, link, honest())
    assert state is SessionState.REVIEW
    assert "times_ahead" in codes


def test_a_film_without_templates_or_portrait_or_measures_never_verifies(here: World, link: Link) -> None:
    for missing in (
        {"templates": ()},
        {"portraits": {}},
        {"live": None},
        {"live": live(likeness=())},
    ):
        there = world()
        ports = replace(there.ports, face_policy=POLICY, judge_film=judge_film)
        other = replace(there, ports=ports)
        site = usecases.create_tenant(ports, "Bob's site")[0].id
        theirs = active(ports, recruited(ports, site))
        sent(other, theirs)
        state, _ = outcome(other, theirs, replace(honest(), **missing))  # type: ignore[arg-type]
        assert state is not SessionState.VERIFIED
