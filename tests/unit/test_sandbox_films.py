"""Played films, by the shipped policy of faces: each ends as it was asked to, and faces are told apart."""

from collections.abc import Sequence
from unittest.mock import Mock

import pytest

from tests.face_acts import claimed_film, recruited
from tests.sandboxes import Sandbox, sandbox
from verifier import usecases
from verifier.domain.errors import EvidenceDamaged, FaceLocked, NotFound, SessionOver
from verifier.domain.face_session import Attempt, FaceSession, Purpose, Recruiter, SessionState
from verifier.sandbox.faces import FilmOutcome, templates
from verifier.sandbox.filming import play_film
from verifier.sandbox.moving import advance_clock
from verifier.usecases.faces import recruiters, sessions
from verifier.usecases.faces.films import fetch_film
from verifier.usecases.faces.sessions import SessionView
from verifier.usecases.tasks import ATTEMPTS_MAX, LEASE, fail_task

TIMES = 40  # challenges are drawn at random, so each outcome is tried with many
YANG, LIN = "Xiao Yang", "Lin"


@pytest.fixture
def here() -> Sandbox:
    return sandbox()


@pytest.fixture
def site(here: Sandbox) -> str:
    return usecases.create_tenant(here.ports, "Alice's site")[0].id


def recruiter(here: Sandbox, site: str, reference: str = "account-1") -> Recruiter:
    """With a selfie, which is any picture."""
    return recruited(here.ports, site, reference)


def asked(here: Sandbox, who: Recruiter, purpose: Purpose = Purpose.ENROL) -> FaceSession:
    return sessions.ask_session(here.ports, who.tenant_id, who.id, purpose=purpose).session


def played(
    here: Sandbox, session: FaceSession, outcome: FilmOutcome = FilmOutcome.VERIFIED, face: str = YANG
) -> SessionView:
    play_film(here.ports, session.tenant_id, session.id, outcome=outcome, face=face)
    return sessions.read_session(here.ports, session.tenant_id, session.id)


def reasons(view: SessionView) -> set[str]:
    return {one.code for one in view.decisions[-1][0].reasons}


def test_who_does_what_was_asked_is_verified_whatever_was_drawn(here: Sandbox, site: str) -> None:
    for number in range(TIMES):
        view = played(here, asked(here, recruiter(here, site, f"account-{number}")), face=f"face {number}")
        assert view.state is SessionState.VERIFIED, reasons(view)
        assert view.session.consent is not None


def test_dark_films_are_tried_again_until_a_person_looks(here: Sandbox, site: str) -> None:
    session = asked(here, recruiter(here, site))
    states = []
    for _ in range(here.ports.face_policy.limits.attempts):
        view = played(here, session, FilmOutcome.RETRY)
        states.append(view.state)
        assert reasons(view) == {"face_too_dark"}
    assert states == [SessionState.ACTIVE, SessionState.ACTIVE, SessionState.REVIEW]


def test_a_flat_turn_goes_to_a_person_whatever_was_drawn(here: Sandbox, site: str) -> None:
    for number in range(TIMES):
        view = played(here, asked(here, recruiter(here, site, f"account-{number}")), FilmOutcome.REVIEW)
        assert (view.state, reasons(view)) == (SessionState.REVIEW, {"turn_flat"})


def test_locked_closes_the_camera_until_the_clock_was_moved_on(here: Sandbox, site: str) -> None:
    who = recruiter(here, site)
    assert played(here, asked(here, who), FilmOutcome.LOCKED).state is SessionState.REVIEW
    assert recruiters.read_recruiter(here.ports, site, who.id).locked_until is not None
    with pytest.raises(FaceLocked):
        played(here, asked(here, who))
    advance_clock(here.ports, site, here.ports.face_policy.limits.locked)
    assert played(here, asked(here, who)).state is SessionState.VERIFIED


def test_another_face_than_the_enrolled_one_is_not_verified(here: Sandbox, site: str) -> None:
    who = recruiter(here, site)
    played(here, asked(here, who))
    view = played(here, asked(here, who, Purpose.REAUTHENTICATE), face=LIN)
    assert view.state is SessionState.REVIEW
    assert "face_differs" in reasons(view)
    assert played(here, asked(here, who, Purpose.REAUTHENTICATE)).state is SessionState.VERIFIED


def test_one_name_is_one_face_and_a_thousand_names_are_a_thousand() -> None:
    first, *others = (templates(f"face {number}")[0] for number in range(1000))
    assert first.cosine(templates("face 0")[0]) == pytest.approx(1)
    assert max(first.cosine(other) for other in others) < 0.25


def test_a_session_that_is_over_or_somebody_elses_is_not_filmed_for(here: Sandbox, site: str) -> None:
    session = asked(here, recruiter(here, site))
    other, _ = usecases.create_tenant(here.ports, "Bob's site")
    with pytest.raises(NotFound):
        play_film(here.ports, other.id, session.id, outcome=FilmOutcome.VERIFIED, face=YANG)
    advance_clock(here.ports, site, here.ports.face_policy.limits.link)
    with pytest.raises(SessionOver):
        played(here, session)


def test_what_is_played_is_recorded_without_the_face(here: Sandbox, site: str) -> None:
    played(here, asked(here, recruiter(here, site)))
    with here.ports.view() as tx:
        entries = list(tx.audit.entries(site))
    assert any(one.action == "sandbox.film_played" for one in entries)
    assert YANG not in repr(entries)


def test_a_film_whose_player_is_killed_goes_to_a_person(
    here: Sandbox, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = asked(here, recruiter(here, site))
    monkeypatch.setattr("verifier.sandbox.filming.record_film", Mock(side_effect=KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        played(here, session)
    (attempt,) = _attempts(here, session)
    for _ in range(ATTEMPTS_MAX - 1):
        here.real.tick(seconds=LEASE.total_seconds() + 1)
        claim = claimed_film(here.ports, f"film-{attempt.id}")
        with pytest.raises(EvidenceDamaged):
            fetch_film(here.ports, claim)
        fail_task(here.ports, claim, "reader_failed")
    view = sessions.read_session(here.ports, site, session.id)
    assert (view.state, reasons(view)) == (SessionState.REVIEW, {"film_unread"})


def _attempts(here: Sandbox, session: FaceSession) -> Sequence[Attempt]:
    with here.ports.view() as tx:
        return tx.attempts.of_session(session.tenant_id, session.id)
