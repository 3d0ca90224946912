"""Face sessions from the site's wish to the outcome, as site, recruiter, worker and reviewer meet in them."""

from dataclasses import replace

import pytest

from tests.acts import photo
from tests.face_acts import (
    FACE,
    OTHER_FACE,
    Link,
    active,
    agreed,
    asked,
    claimed_film,
    enrolled,
    filmed,
    finished,
    frames,
    pictured,
    read,
    recruited,
    seen,
    state_of,
)
from tests.fake_faces import FACE_LIMITS, SAYS
from tests.fakes import World, world
from verifier import usecases
from verifier.domain.errors import Invalid, NotFound, SessionNotInReview, SessionOver
from verifier.domain.event import EventType
from verifier.domain.face_decision import AssuranceLevel, FaceOutcome
from verifier.domain.face_facts import Against
from verifier.domain.face_session import OtherWay, PortraitKind, Purpose, SessionState
from verifier.domain.finding import Finding, Outcome
from verifier.domain.task import TaskState
from verifier.usecases.faces import films, recruiters, reviews, sessions, visits
from verifier.usecases.tasks import ATTEMPTS_MAX

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


def test_a_recruiter_is_enrolled_from_selfie_and_film_and_known_again(here: World, alice: str) -> None:
    recruiter = enrolled(here.ports, alice)
    assert here.blobs.count == 0  # neither the film nor the selfie is there any more
    again = active(here.ports, recruiter, Purpose.REAUTHENTICATE)
    read(here.ports, finished(here.ports, again, seed=10), seen(portrait=None))
    assert state_of(here.ports, again) is SessionState.VERIFIED
    assert told(here, alice) == [EventType.FACE_VERIFIED] * 2
    (match,) = here.judge.seen[-1].reading.matches
    assert (match.against, match.cosine, match.distance) == (Against.TEMPLATE, 1.0, 0.0)


def test_an_enrolment_is_compared_with_every_portrait(here: World, alice: str) -> None:
    recruiter = recruited(here.ports, alice)
    pictured(here.ports, recruiter, PortraitKind.IDENTITY_DOCUMENT)
    task = finished(here.ports, active(here.ports, recruiter))
    film = films.fetch_film(here.ports, claimed_film(here.ports, task))
    assert film.portraits == dict.fromkeys(PortraitKind, (photo(100), "image/png"))
    assert film.frames == tuple(frames(0) + frames(1))


def test_a_second_enrolment_is_compared_with_the_first(here: World, alice: str) -> None:
    recruiter = enrolled(here.ports, alice)
    pictured(here.ports, recruiter)
    link = active(here.ports, recruiter)
    read(here.ports, finished(here.ports, link, seed=10), seen(OTHER_FACE, portrait=OTHER_FACE))
    template, selfie = here.judge.seen[-1].reading.matches
    assert (template.against, template.cosine) == (Against.TEMPLATE, 0.0)
    assert (selfie.against, selfie.cosine) == (Against.SELFIE, 1.0)


def test_templates_of_another_version_of_an_engine_are_not_compared(here: World, alice: str) -> None:
    recruiter = enrolled(here.ports, alice)
    link = active(here.ports, recruiter, Purpose.REAUTHENTICATE)
    newer = tuple(replace(one, engine=f"{one.engine}2") for one in seen().templates)
    read(here.ports, finished(here.ports, link, seed=10), replace(seen(portrait=None), templates=newer))
    (match,) = here.judge.seen[-1].reading.matches
    assert (match.cosine, match.distance) == (None, None)


def test_what_can_be_mended_may_be_tried_again_until_the_attempts_are_used_up(
    here: World, alice: str
) -> None:
    link = active(here.ports, recruited(here.ports, alice))
    here.judge.says = FaceOutcome.RETRY
    for number in range(1, FACE_LIMITS.attempts):
        read(here.ports, finished(here.ports, link, seed=10 * number))
        assert state_of(here.ports, link) is SessionState.ACTIVE
        assert view(here, link).attempts_left == FACE_LIMITS.attempts - number
        assert visits.visit(here.ports, *link.place).advice
    read(here.ports, finished(here.ports, link, seed=90))
    assert state_of(here.ports, link) is SessionState.REVIEW
    assert [one.outcome for one, _ in view(here, link).decisions] == ["retry", "retry", "review"]
    assert told(here, alice) == [EventType.FACE_REVIEW]


def test_a_try_that_ends_when_the_link_is_nearly_over_leaves_time_for_the_next(
    here: World, alice: str
) -> None:
    link = active(here.ports, recruited(here.ports, alice))
    here.judge.says = FaceOutcome.RETRY
    here.clock.tick(minutes=14)
    task = finished(here.ports, link)
    here.clock.tick(minutes=3)
    assert sessions.expire_sessions(here.ports) == 0
    read(here.ports, task)
    here.clock.tick(minutes=14)
    assert state_of(here.ports, link) is SessionState.ACTIVE


def test_a_film_that_looks_like_an_attack_goes_to_a_person(here: World, alice: str) -> None:
    link = active(here.ports, recruited(here.ports, alice))
    here.judge.says = FaceOutcome.REVIEW
    read(here.ports, finished(here.ports, link), seen(shown=SHOWN))
    seen_by_site = view(here, link)
    assert seen_by_site.state is SessionState.REVIEW
    assert seen_by_site.assurance is None
    assert seen_by_site.frames == ()  # the consent did not say so
    ((decision, findings),) = seen_by_site.decisions
    assert [one.code for one in findings] == ["film_odd"]
    assert decision.decided_by == "policy"


def test_frames_are_kept_for_a_reviewer_only_with_consent_and_only_twelve(here: World, alice: str) -> None:
    link = agreed(here.ports, asked(here.ports, recruited(here.ports, alice)), keeps_frames=True)
    here.judge.says = FaceOutcome.REVIEW
    read(here.ports, finished(here.ports, link), seen(shown=SHOWN))
    kept = view(here, link).frames
    assert [one.at for one in kept] == [at for at, _, _ in SHOWN[:12]]
    first = kept[0]
    place = (alice, link.session.id, first.attempt_id)
    assert sessions.fetch_frame(here.ports, *place, first.at) == b"shown 0"
    with pytest.raises(NotFound):
        sessions.fetch_frame(here.ports, *place, 1)
    reviews.decide_session(
        here.ports, alice, link.session.id, outcome=FaceOutcome.VERIFIED, reviewer="rev_1", words="Seen."
    )
    assert view(here, link).frames == ()
    assert here.blobs.count == 0


def test_two_frames_of_one_moment_are_kept_as_one(here: World, alice: str) -> None:
    link = agreed(here.ports, asked(here.ports, recruited(here.ports, alice)), keeps_frames=True)
    here.judge.says = FaceOutcome.REVIEW
    read(here.ports, finished(here.ports, link), seen(shown=[*SHOWN[:2], (0, "doubt", b"again")]))
    kept = view(here, link).frames
    assert [(one.at, one.label) for one in kept] == [(0, "doubt"), (100, "opening")]


def test_no_frame_is_kept_of_what_was_verified(here: World, alice: str) -> None:
    link = agreed(here.ports, asked(here.ports, recruited(here.ports, alice)), keeps_frames=True)
    read(here.ports, finished(here.ports, link), seen(shown=SHOWN))
    assert view(here, link).frames == ()
    assert here.blobs.count == 0


def test_frames_that_were_put_for_a_review_that_did_not_come_are_erased(here: World, alice: str) -> None:
    link = agreed(here.ports, asked(here.ports, recruited(here.ports, alice)), keeps_frames=True)
    task = finished(here.ports, link)
    answers = [SAYS[FaceOutcome.REVIEW], SAYS[FaceOutcome.VERIFIED]]  # first outside the transaction, then in
    ports = replace(here.ports, judge_film=lambda *_: [answers.pop(0)])
    read(ports, task, seen(shown=SHOWN))
    assert view(here, link).state is SessionState.VERIFIED
    assert view(here, link).frames == ()
    here.clock.tick(minutes=11)
    assert films.clear_leftovers(here.ports) == 12
    assert here.blobs.count == 0


def test_kept_frames_go_after_thirty_days_whoever_forgot_them(here: World, alice: str) -> None:
    link = agreed(here.ports, asked(here.ports, recruited(here.ports, alice)), keeps_frames=True)
    here.judge.says = FaceOutcome.REVIEW
    read(here.ports, finished(here.ports, link), seen(shown=SHOWN))
    here.clock.tick(days=30)
    assert films.clear_leftovers(here.ports) == 0
    here.clock.tick(seconds=1)
    assert films.clear_leftovers(here.ports) == 12
    assert view(here, link).frames == ()
    assert here.blobs.count == 1  # the selfie, which the review may still need
    assert view(here, link).state is SessionState.REVIEW


def test_a_person_verifies_an_enrolment_and_its_template_is_enrolled(here: World, alice: str) -> None:
    recruiter = recruited(here.ports, alice)
    link = active(here.ports, recruiter)
    here.judge.says = FaceOutcome.REVIEW
    read(here.ports, finished(here.ports, link))
    assert recruiters.read_recruiter(here.ports, alice, recruiter.id).enrolled_at is None
    decided = reviews.decide_session(
        here.ports, alice, link.session.id, outcome=FaceOutcome.VERIFIED, reviewer="rev_1", words="It is she."
    )
    assert (decided.state, decided.assurance) == (SessionState.VERIFIED, AssuranceLevel.PERSON)
    assert decided.decisions[-1][0].words == "It is she."
    assert recruiters.read_recruiter(here.ports, alice, recruiter.id).enrolled_at is not None
    assert recruiters.read_recruiter(here.ports, alice, recruiter.id).portraits == ()
    assert told(here, alice) == [EventType.FACE_REVIEW, EventType.FACE_VERIFIED]


def test_only_a_person_rejects_and_nothing_of_the_face_stays(here: World, alice: str) -> None:
    recruiter = recruited(here.ports, alice)
    link = active(here.ports, recruiter)
    here.judge.says = FaceOutcome.REVIEW
    read(here.ports, finished(here.ports, link))
    reviews.decide_session(
        here.ports, alice, link.session.id, outcome=FaceOutcome.REJECTED, reviewer="rev_1", words="A mask."
    )
    assert state_of(here.ports, link) is SessionState.REJECTED
    assert here.blobs.count == 0
    with here.ports.view() as tx:
        assert tx.face_templates.count() == 0
    assert told(here, alice)[-1] is EventType.FACE_REJECTED


def test_a_reviewer_says_who_and_why_and_decides_once(here: World, alice: str, bob: str) -> None:
    link = active(here.ports, recruited(here.ports, alice))
    good = {"outcome": FaceOutcome.VERIFIED, "reviewer": "rev_1", "words": "Seen."}
    place = (alice, link.session.id)
    with pytest.raises(SessionNotInReview):
        reviews.decide_session(here.ports, *place, **good)  # type: ignore[arg-type]  # mixed values
    visits.take_other_way(here.ports, *link.place, OtherWay.VIDEO_CALL)
    for bad in (
        {"outcome": FaceOutcome.RETRY},
        {"outcome": FaceOutcome.REVIEW},
        {"reviewer": "policy"},
        {"reviewer": " "},
        {"words": ""},
        {"words": "x" * 2001},
    ):
        with pytest.raises(Invalid):
            reviews.decide_session(here.ports, *place, **good | bad)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        reviews.decide_session(here.ports, bob, link.session.id, **good)  # type: ignore[arg-type]
    reviews.decide_session(here.ports, *place, **good)  # type: ignore[arg-type]
    with pytest.raises(SessionNotInReview):
        reviews.decide_session(here.ports, *place, **good)  # type: ignore[arg-type]


def test_the_assurance_says_whether_the_passive_detector_was_there(here: World, alice: str) -> None:
    levels = []
    looked = Finding("passive", Outcome.PASS, "passive_live", "It looks alive.")
    absent = replace(looked, outcome=Outcome.INCONCLUSIVE, code="passive_absent")
    for number, found in enumerate((looked, absent)):
        here.judge.says = [SAYS[FaceOutcome.VERIFIED], found]
        link = active(here.ports, recruited(here.ports, alice, f"r{number}"))
        task = finished(here.ports, link, seed=10 * number)
        read(here.ports, task)
        levels.append(view(here, link).assurance)
    assert levels == [AssuranceLevel.CHALLENGE_AND_PASSIVE, AssuranceLevel.CHALLENGE]


def test_the_ways_without_a_face_end_with_a_person_from_the_first_screen_on(here: World, alice: str) -> None:
    link = asked(here.ports, recruited(here.ports, alice))
    browser = visits.take_other_way(here.ports, *link.place, OtherWay.SITE_VISIT)
    session = view(here, link).session
    assert (session.state, session.way, session.consent) == (SessionState.REVIEW, OtherWay.SITE_VISIT, None)
    ((decision, _),) = view(here, link).decisions
    assert (decision.outcome, decision.attempt_id, decision.reasons) == (FaceOutcome.REVIEW, None, ())
    assert told(here, alice) == [EventType.FACE_REVIEW]
    assert visits.take_other_way(here.ports, link.token, browser, OtherWay.SITE_VISIT) == browser
    with pytest.raises(SessionOver):
        visits.take_other_way(here.ports, link.token, browser, OtherWay.VIDEO_CALL)
    assert told(here, alice) == [EventType.FACE_REVIEW]


def test_a_film_under_way_goes_when_another_way_is_taken(here: World, alice: str) -> None:
    link = active(here.ports, recruited(here.ports, alice))
    filmed(here.ports, link)
    visits.take_other_way(here.ports, *link.place, OtherWay.VIDEO_CALL)
    assert here.blobs.count == 1  # the selfie


def test_a_film_that_kills_every_worker_goes_to_a_person(here: World, alice: str) -> None:
    link = active(here.ports, recruited(here.ports, alice))
    task = finished(here.ports, link)
    for _ in range(ATTEMPTS_MAX):
        claimed_film(here.ports, task)
        here.clock.tick(seconds=20)
        usecases.sweep_tasks(here.ports)
    seen_by_site = view(here, link)
    assert seen_by_site.state is SessionState.REVIEW
    ((decision, _),) = seen_by_site.decisions
    assert [(one.code, one.measured) for one in decision.reasons] == [("film_unread", "worker_lost")]
    assert here.blobs.count == 1  # the selfie
    with here.ports.view() as tx:
        ended = tx.tasks.get(task)
    assert ended is not None
    assert (ended.state, ended.failure) == (TaskState.FAILED, "worker_lost")


def test_a_reader_that_fails_is_asked_again_and_at_last_a_person(here: World, alice: str) -> None:
    link = active(here.ports, recruited(here.ports, alice))
    task = finished(here.ports, link)
    for _ in range(ATTEMPTS_MAX):
        assert state_of(here.ports, link) is SessionState.ANALYSING
        assert usecases.fail_task(here.ports, claimed_film(here.ports, task), "reader_failed")
    assert state_of(here.ports, link) is SessionState.REVIEW


def test_of_a_late_worker_and_its_successor_one_records(here: World, alice: str) -> None:
    link = active(here.ports, recruited(here.ports, alice))
    task = finished(here.ports, link)
    late = claimed_film(here.ports, task)
    here.clock.tick(seconds=20)
    successor = claimed_film(here.ports, task, "w2")
    assert not usecases.renew_lease(here.ports, late)
    assert usecases.renew_lease(here.ports, successor)
    assert not films.record_film(here.ports, late, seen(OTHER_FACE))
    assert films.record_film(here.ports, successor, seen())
    assert not films.record_film(here.ports, successor, seen())
    assert len(view(here, link).decisions) == 1


def test_secrets_are_in_no_repr(here: World, alice: str) -> None:
    made = sessions.ask_session(here.ports, alice, recruited(here.ports, alice).id, purpose=Purpose.ENROL)
    assert made.token not in repr(made)
    link = agreed(here.ports, Link(made.session, made.token))
    attempt = visits.begin_attempt(here.ports, *link.place)
    shown = repr((visits.visit(here.ports, *link.place), view(here, link), attempt, seen(FACE)))
    assert attempt.challenge.nonce not in shown
    assert str(seen().templates[0].vector) not in shown
