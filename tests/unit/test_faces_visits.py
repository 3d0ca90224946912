"""A recruiter's page: the link, the browser it is tied to, the consent, and a film on its way in."""

from dataclasses import replace
from itertools import pairwise

import pytest

from tests.face_acts import (
    LANGUAGE,
    Link,
    active,
    agreed,
    asked,
    filmed,
    finished,
    frames,
    read,
    recruited,
    state_of,
)
from tests.fakes import World, world
from verifier import usecases
from verifier.domain.consent import LANGUAGES, consent_text
from verifier.domain.errors import ConsentChanged, ConsentMissing, Invalid, LinkUnknown, LinkUsed, SessionOver
from verifier.domain.face_decision import FaceOutcome
from verifier.domain.face_session import OtherWay, SessionState
from verifier.domain.faces import TURNS, Action
from verifier.usecases.faces import recruiters, sessions, visits
from verifier.usecases.faces.challenges import new_challenge


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def alice(here: World) -> str:
    return usecases.create_tenant(here.ports, "Alice's site")[0].id


@pytest.fixture
def link(here: World, alice: str) -> Link:
    return active(here.ports, recruited(here.ports, alice))


def test_opening_a_link_changes_nothing(here: World, alice: str) -> None:
    link = asked(here.ports, recruited(here.ports, alice))
    first = visits.visit(here.ports, *link.place)
    assert visits.visit(here.ports, *link.place) == first
    assert (first.state, first.site, first.tied, first.elsewhere, first.attempts_left) == (
        SessionState.WAITING,
        "Alice's site",
        False,
        False,
        3,
    )
    with pytest.raises(LinkUnknown):
        visits.visit(here.ports, "x" * 43, None)


def test_the_consent_is_kept_with_the_hash_of_its_text_and_ties_the_link(here: World, alice: str) -> None:
    link = agreed(here.ports, asked(here.ports, recruited(here.ports, alice)), keeps_frames=True)
    session = sessions.read_session(here.ports, alice, link.session.id).session
    assert session.consent is not None
    assert session.consent.text_sha256 == consent_text(LANGUAGE, "Alice's site").sha256
    assert (session.consent.given_at, session.consent.keeps_frames) == (here.clock.now(), True)
    assert agreed(here.ports, link) == link  # again in the same browser
    assert sessions.read_session(here.ports, alice, link.session.id).session == session


def test_a_link_is_dead_in_any_other_browser(here: World, link: Link) -> None:
    attempt = filmed(here.ports, link)
    for stranger in (None, "x" * 43, ""):
        theirs = replace(link, browser=stranger)
        shown = visits.visit(here.ports, *theirs.place)
        assert (shown.tied, shown.elsewhere, shown.attempt, shown.received) == (False, True, None, ())
        for act in (
            lambda at=theirs: agreed(here.ports, at),
            lambda at=theirs: visits.take_other_way(here.ports, *at.place, OtherWay.VIDEO_CALL),
            lambda at=theirs: visits.begin_attempt(here.ports, *at.place),
            lambda at=theirs: visits.take_batch(here.ports, *at.place, number=1, index=2, frames=frames(5)),
            lambda at=theirs: visits.finish_attempt(here.ports, *at.place, number=1, batches=2),
            lambda at=theirs: visits.withdraw(here.ports, *at.place),
        ):
            with pytest.raises(LinkUsed):
                act()
    mine = visits.visit(here.ports, *link.place)
    assert (mine.tied, mine.attempt, mine.received) == (True, attempt, (0, 1))


def test_a_browser_that_has_a_secret_keeps_it_so_that_a_lost_answer_can_be_asked_for_again(
    here: World, alice: str, link: Link
) -> None:
    second = asked(here.ports, recruited(here.ports, alice, "another"))
    mine = agreed(here.ports, replace(second, browser=link.browser))
    assert mine.browser == link.browser
    third = asked(here.ports, recruited(here.ports, alice, "a third"))
    forged = agreed(here.ports, replace(third, browser="short"))
    assert forged.browser not in ("short", link.browser)


def test_only_the_text_in_force_can_be_agreed_to(here: World, alice: str) -> None:
    link = asked(here.ports, recruited(here.ports, alice))
    for language, text, error in (
        ("en", consent_text("zh", "Alice's site").sha256, ConsentChanged),
        ("zh", consent_text("zh", "Bob's site").sha256, ConsentChanged),
        ("fr", "0" * 64, Invalid),
    ):
        with pytest.raises(error):
            visits.give_consent(
                here.ports, *link.place, language=language, text_sha256=text, keeps_frames=False
            )
    assert state_of(here.ports, link) is SessionState.WAITING
    assert len({consent_text(language, "x").sha256 for language in LANGUAGES}) == len(LANGUAGES)


def test_nothing_is_filmed_before_the_consent(here: World, alice: str) -> None:
    link = asked(here.ports, recruited(here.ports, alice))
    with pytest.raises(ConsentMissing):
        visits.begin_attempt(here.ports, *link.place)


def test_a_link_that_has_expired_does_nothing_more(here: World, link: Link, alice: str) -> None:
    fresh = asked(here.ports, recruited(here.ports, alice, "another"))
    here.clock.tick(minutes=15)
    for over in (link, fresh):
        assert visits.visit(here.ports, *over.place).state is SessionState.EXPIRED
        for act in (
            lambda at=over: agreed(here.ports, at),
            lambda at=over: visits.begin_attempt(here.ports, *at.place),
            lambda at=over: visits.take_other_way(here.ports, *at.place, OtherWay.VIDEO_CALL),
            lambda at=over: visits.take_batch(here.ports, *at.place, number=1, index=0, frames=frames()),
        ):
            with pytest.raises(SessionOver):
                act()
    with pytest.raises(SessionOver):
        visits.withdraw(here.ports, *fresh.place)
    visits.withdraw(here.ports, *link.place)  # whoever was tied to it may always


def test_every_challenge_is_another_and_has_a_turn() -> None:
    made = [new_challenge() for _ in range(200)]
    assert len({one.nonce for one in made}) == len(made)
    assert {tuple(step.action for step in one.steps) for one in made} >= {
        (Action.BLINK, Action.OPEN_MOUTH, Action.TURN_LEFT),
        (Action.TURN_RIGHT, Action.BLINK, Action.TURN_LEFT),
    }
    for one in made:
        assert len({step.action for step in one.steps}) == 3
        assert TURNS & {step.action for step in one.steps}
        assert 2_000 <= one.steps[0].start <= 3_000
        assert all(2_500 <= step.end - step.start <= 3_500 for step in one.steps)
        assert all(300 <= later.start - step.end <= 900 for step, later in pairwise(one.steps))
        assert one.steps[-1].end < one.length <= 16_000


def test_a_recruiter_withdraws_on_the_page(here: World, alice: str, link: Link) -> None:
    read(here.ports, finished(here.ports, link))
    visits.withdraw(here.ports, *link.place)
    recruiter = recruiters.read_recruiter(here.ports, alice, link.session.recruiter_id)
    assert recruiter.enrolled_at is None
    assert state_of(here.ports, link) is SessionState.VERIFIED  # what was decided stays


def test_a_consent_after_the_withdrawal_is_too_late(here: World, alice: str) -> None:
    link = asked(here.ports, recruited(here.ports, alice))
    recruiters.withdraw_face(here.ports, alice, link.session.recruiter_id)
    with pytest.raises(SessionOver):
        agreed(here.ports, link)


def test_advice_is_shown_until_the_next_film_is_judged(here: World, link: Link) -> None:
    assert visits.visit(here.ports, *link.place).advice == ()
    here.judge.says = FaceOutcome.RETRY
    read(here.ports, finished(here.ports, link))
    assert len(visits.visit(here.ports, *link.place).advice) == 1
    assert visits.visit(here.ports, link.token, None).advice == ()
    here.judge.says = FaceOutcome.REVIEW
    read(here.ports, finished(here.ports, link, seed=10))
    assert visits.visit(here.ports, *link.place).advice == ()  # a person looks: there is nothing to try
