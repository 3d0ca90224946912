"""What must come out right in face sessions when processes meet: real ones, on SQLite and on PostgreSQL."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tests.crowds import all_at_once, world_on
from tests.face_acts import (
    Link,
    active,
    agreed,
    asked,
    claimed_film,
    filmed,
    finished,
    frames,
    read,
    recruited,
    seen,
    state_of,
)
from tests.fake_faces import FACE_LIMITS
from tests.fakes import World
from verifier import usecases
from verifier.domain.errors import FaceLocked, LinkUsed, SessionNotInReview, SessionOver, VerifierError
from verifier.domain.event import EventType
from verifier.domain.face_decision import FaceOutcome
from verifier.domain.face_session import OtherWay, Purpose, SessionState
from verifier.usecases.faces import films, recruiters, reviews, sessions, visits
from verifier.usecases.tasks import LEASE

ROUNDS = 8  # a race that is lost once in so many is lost


@pytest.fixture
def here(database_url: str) -> World:
    return world_on(database_url)


@pytest.fixture
def alice(here: World) -> str:
    return usecases.create_tenant(here.ports, "Alice's site")[0].id


def links(here: World, tenant_id: str) -> list[Link]:
    """Sessions of as many recruiters, nobody's yet."""
    return [asked(here.ports, recruited(here.ports, tenant_id, f"r{number}")) for number in range(ROUNDS)]


def met(act: Callable[[], Any]) -> Any:
    """What it returned, or the code of the error."""
    try:
        return act()
    except VerifierError as error:
        return error.code


def told(here: World, tenant_id: str) -> Counter[str]:
    events = usecases.list_events(here.ports, tenant_id, limit=100).events
    return Counter(event.type for event in events)


def test_a_face_session_goes_from_link_to_decision_and_the_face_is_known_again(
    here: World, alice: str
) -> None:
    recruiter = recruited(here.ports, alice)
    link = agreed(here.ports, asked(here.ports, recruiter), keeps_frames=True)
    here.judge.says = FaceOutcome.RETRY
    read(here.ports, finished(here.ports, link))
    here.judge.says = FaceOutcome.REVIEW
    read(here.ports, finished(here.ports, link, seed=10), seen(shown=[(0, "opening", b"jpeg")]))
    (kept,) = sessions.read_session(here.ports, alice, link.session.id).frames
    assert sessions.fetch_frame(here.ports, alice, link.session.id, kept.attempt_id, 0) == b"jpeg"
    reviews.decide_session(
        here.ports, alice, link.session.id, outcome=FaceOutcome.VERIFIED, reviewer="rev_1", words="Seen."
    )
    assert here.blobs.count == 0
    here.judge.says = FaceOutcome.VERIFIED
    again = active(here.ports, recruiter, Purpose.REAUTHENTICATE)
    read(here.ports, finished(here.ports, again, seed=20), seen(portrait=None))
    assert state_of(here.ports, again) is SessionState.VERIFIED
    (match,) = here.judge.seen[-1].reading.matches
    assert match.cosine == 1.0
    recruiters.withdraw_face(here.ports, alice, recruiter.id)
    assert recruiters.read_recruiter(here.ports, alice, recruiter.id).enrolled_at is None


def test_two_browsers_that_consent_at_once_tie_the_link_to_one(
    here: World, alice: str, database_url: str
) -> None:
    made = links(here, alice)

    def consent(there: World, _: int) -> list[str]:
        return [met(lambda at=link: agreed(there.ports, at).browser) for link in made]

    for link, answers in zip(
        made, zip(*all_at_once(database_url, consent, crowd=3), strict=True), strict=True
    ):
        (secret,) = [one for one in answers if one != LinkUsed.code]
        assert visits.visit(here.ports, link.token, secret).tied
        assert Counter(answers)[LinkUsed.code] == 2


def test_a_consent_that_meets_a_withdrawal_leaves_no_session_open(
    here: World, alice: str, database_url: str
) -> None:
    made = links(here, alice)

    def act(there: World, number: int) -> list[Any]:
        if number == 0:
            return [met(lambda at=link: agreed(there.ports, at) and "agreed") for link in made]
        return [recruiters.withdraw_face(there.ports, alice, link.session.recruiter_id) for link in made]

    answers, _ = all_at_once(database_url, act, crowd=2)
    assert set(answers) <= {"agreed", SessionOver.code}
    assert {state_of(here.ports, link) for link in made} == {SessionState.EXPIRED}
    assert told(here, alice) == {EventType.FACE_EXPIRED: ROUNDS, EventType.FACE_WITHDRAWN: ROUNDS}


def test_a_film_that_is_finished_by_two_at_once_is_read_once(
    here: World, alice: str, database_url: str
) -> None:
    made = [agreed(here.ports, link) for link in links(here, alice)]
    for number, link in enumerate(made):
        filmed(here.ports, link, seed=10 * number)

    def finish(there: World, _: int) -> tuple[list[SessionState], list[str]]:
        done = [visits.finish_attempt(there.ports, *link.place, number=1, batches=2).state for link in made]
        return done, there.queue.asked

    answers = all_at_once(database_url, finish, crowd=3)
    assert [states for states, _ in answers] == [[SessionState.ANALYSING] * ROUNDS] * 3
    tasks = [task for _, some in answers for task in some]
    assert len(tasks) == len(set(tasks)) == ROUNDS


def test_a_batch_that_comes_twice_at_once_is_kept_once_and_two_of_an_index_never(
    here: World, alice: str, database_url: str
) -> None:
    made = [agreed(here.ports, link) for link in links(here, alice)]
    attempts = [visits.begin_attempt(here.ports, *link.place) for link in made]

    def send(there: World, number: int) -> list[Any]:
        what = frames(7 if number < 2 else 8)
        return [
            met(lambda at=link: visits.take_batch(there.ports, *at.place, number=1, index=0, frames=what))
            for link in made
        ]

    for answers in zip(*all_at_once(database_url, send, crowd=3), strict=True):
        assert answers in (((0,), (0,), "batch_conflict"), ("batch_conflict", "batch_conflict", (0,)))
    with here.ports.view() as tx:
        assert [len(tx.attempts.batches(one.id)) for one in attempts] == [1] * ROUNDS


def test_attempts_that_begin_at_once_are_no_more_than_a_session_takes(
    here: World, alice: str, database_url: str
) -> None:
    made = [agreed(here.ports, link) for link in links(here, alice)]

    def begin(there: World, _: int) -> list[Any]:
        return [met(lambda at=link: visits.begin_attempt(there.ports, *at.place).number) for link in made]

    for answers in zip(*all_at_once(database_url, begin, crowd=5), strict=True):
        expected = [*range(1, FACE_LIMITS.attempts + 1), FaceLocked.code, FaceLocked.code]
        assert sorted(answers, key=str) == expected


def test_of_a_late_worker_and_its_successor_one_decides_the_film(
    here: World, alice: str, database_url: str
) -> None:
    made = [agreed(here.ports, link) for link in links(here, alice)]
    tasks = [finished(here.ports, link, seed=10 * number) for number, link in enumerate(made)]
    late = [claimed_film(here.ports, task) for task in tasks]
    here.clock.tick(seconds=LEASE.total_seconds() + 1)
    successors = [claimed_film(here.ports, task, "w2") for task in tasks]

    def record(there: World, number: int) -> list[bool]:
        return [films.record_film(there.ports, claim, seen()) for claim in (late, successors)[number]]

    assert all_at_once(database_url, record, crowd=2) == [[False] * ROUNDS, [True] * ROUNDS]
    assert told(here, alice) == {EventType.FACE_VERIFIED: ROUNDS}


def test_a_claim_that_is_recorded_twice_at_once_decides_once(
    here: World, alice: str, database_url: str
) -> None:
    made = [agreed(here.ports, link) for link in links(here, alice)]
    claims = [
        claimed_film(here.ports, finished(here.ports, link, seed=10 * number))
        for number, link in enumerate(made)
    ]

    def record(there: World, _: int) -> list[bool]:
        return [films.record_film(there.ports, claim, seen()) for claim in claims]

    answers = all_at_once(database_url, record, crowd=2)
    assert [sorted(pair) for pair in zip(*answers, strict=True)] == [[False, True]] * ROUNDS
    assert told(here, alice) == {EventType.FACE_VERIFIED: ROUNDS}


def test_a_reading_that_meets_a_withdrawal_leaves_no_template(
    here: World, alice: str, database_url: str
) -> None:
    made = [agreed(here.ports, link) for link in links(here, alice)]
    claims = [
        claimed_film(here.ports, finished(here.ports, link, seed=10 * number))
        for number, link in enumerate(made)
    ]

    def act(there: World, number: int) -> Sequence[object]:
        if number == 0:
            return [films.record_film(there.ports, claim, seen()) for claim in claims]
        return [recruiters.withdraw_face(there.ports, alice, link.session.recruiter_id) for link in made]

    recorded, _ = all_at_once(database_url, act, crowd=2)
    with here.ports.view() as tx:
        assert tx.face_templates.count() == 0
    for kept, link in zip(recorded, made, strict=True):
        expected = SessionState.VERIFIED if kept else SessionState.EXPIRED
        assert state_of(here.ports, link) is expected


def test_sweeps_at_once_tell_every_expiry_once(here: World, alice: str, database_url: str) -> None:
    made = links(here, alice)

    def sweep(there: World, _: int) -> int:
        there.clock.tick(minutes=16)
        return sessions.expire_sessions(there.ports)

    assert sum(all_at_once(database_url, sweep, crowd=3)) == len(made)
    assert told(here, alice) == {EventType.FACE_EXPIRED: ROUNDS}


def test_two_reviewers_at_once_decide_once(here: World, alice: str, database_url: str) -> None:
    made = links(here, alice)
    for link in made:
        visits.take_other_way(here.ports, *link.place, OtherWay.VIDEO_CALL)

    def decide(there: World, number: int) -> list[Any]:
        said = {"outcome": (FaceOutcome.VERIFIED, FaceOutcome.REJECTED)[number]}
        return [
            met(
                lambda at=link: (
                    reviews.decide_session(
                        there.ports, alice, at.session.id, **said, reviewer=f"rev_{number}", words="Seen."
                    ).state
                )
            )
            for link in made
        ]

    one, other = all_at_once(database_url, decide, crowd=2)
    for pair in zip(one, other, strict=True):
        assert Counter(pair)[SessionNotInReview.code] == 1
    assert told(here, alice)[EventType.FACE_VERIFIED] + told(here, alice)[EventType.FACE_REJECTED] == ROUNDS


def test_recruiters_of_one_reference_added_at_once_are_one(
    here: World, alice: str, database_url: str
) -> None:
    def add(there: World, _: int) -> list[Any]:
        return [
            met(
                lambda at=number: (
                    recruiters.add_recruiter(there.ports, alice, reference=f"r{at}", case_id=None).reference
                )
            )
            for number in range(ROUNDS)
        ]

    for answers in zip(*all_at_once(database_url, add, crowd=3), strict=True):
        assert Counter(answers)["recruiter_known"] == 2
