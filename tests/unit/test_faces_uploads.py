"""A film on its way in: batches, their bounds, the end of the upload, and what becomes of the bytes."""

import hashlib
from dataclasses import replace

import pytest

from tests.face_acts import (
    Link,
    active,
    claimed_film,
    filmed,
    finished,
    frames,
    read,
    recruited,
    seen,
    state_of,
)
from tests.fakes import World, world
from verifier import usecases
from verifier.domain.errors import (
    AttemptOver,
    BatchConflict,
    BatchesMissing,
    FilmTooLarge,
    Invalid,
    SessionOver,
    StorageUnavailable,
)
from verifier.domain.face_session import SentFrame, SessionState
from verifier.usecases.faces import films, visits
from verifier.usecases.faces.uploads import FILM_BYTES_MAX, FRAME_BYTES_MAX, FRAMES_MAX


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def alice(here: World) -> str:
    return usecases.create_tenant(here.ports, "Alice's site")[0].id


@pytest.fixture
def link(here: World, alice: str) -> Link:
    return active(here.ports, recruited(here.ports, alice))


def test_an_attempt_that_is_given_up_takes_its_frames_along(here: World, link: Link) -> None:
    first = filmed(here.ports, link)
    second = visits.begin_attempt(here.ports, *link.place)
    assert (second.number, second.challenge.nonce != first.challenge.nonce) == (2, True)
    assert here.blobs.count == 1  # the selfie
    for number in (1, 3):
        with pytest.raises(AttemptOver):
            visits.take_batch(here.ports, *link.place, number=number, index=0, frames=frames())
    assert here.blobs.count == 1


def test_an_upload_has_two_minutes(here: World, link: Link) -> None:
    attempt = filmed(here.ports, link)
    assert attempt.due_at == attempt.issued_at + here.ports.face_policy.limits.upload
    here.clock.tick(seconds=120)
    for act in (
        lambda: visits.take_batch(here.ports, *link.place, number=1, index=2, frames=frames(2)),
        lambda: visits.finish_attempt(here.ports, *link.place, number=1, batches=2),
    ):
        with pytest.raises(AttemptOver):
            act()
    assert visits.visit(here.ports, *link.place).attempt is None
    assert state_of(here.ports, link) is SessionState.ACTIVE


def test_a_batch_that_is_sent_again_is_kept_once_and_another_of_its_index_refused(
    here: World, link: Link
) -> None:
    visits.begin_attempt(here.ports, *link.place)

    def send(index: int, what: list[SentFrame]) -> tuple[int, ...]:
        return visits.take_batch(here.ports, *link.place, number=1, index=index, frames=what)

    assert send(1, frames(1)) == (1,)
    blobs = here.blobs.count
    assert send(1, frames(1)) == (1,)
    assert here.blobs.count == blobs
    retimed = [replace(one, at=one.at + 1) for one in frames(1)]
    for other in (frames(2), frames(1)[:-1], retimed):
        with pytest.raises(BatchConflict):
            send(1, other)
    assert here.blobs.count == blobs
    assert send(0, frames(1)) == (0, 1)  # the same frames once more are kept, and told as repeated


def test_batches_are_bounded(here: World, link: Link) -> None:
    visits.begin_attempt(here.ports, *link.place)
    blobs = here.blobs.count

    def send(index: int, what: list[SentFrame]) -> None:
        visits.take_batch(here.ports, *link.place, number=1, index=index, frames=what)

    for index, what, error in (
        (0, [], Invalid),
        (-1, frames(), Invalid),
        (FRAMES_MAX, frames(), Invalid),
        (0, [SentFrame(2**31, b"x")], Invalid),
        (0, frames(count=61), FilmTooLarge),
        (0, [SentFrame(0, b"x" * (FRAME_BYTES_MAX + 1))], FilmTooLarge),
    ):
        with pytest.raises(error):
            send(index, what)
    assert here.blobs.count == blobs


def test_a_film_has_no_more_frames_than_it_may(here: World, link: Link) -> None:
    attempt = visits.begin_attempt(here.ports, *link.place)
    for index in range(8):
        visits.take_batch(here.ports, *link.place, number=1, index=index, frames=frames(index, 50))
    blobs = here.blobs.count
    with pytest.raises(FilmTooLarge):
        visits.take_batch(here.ports, *link.place, number=1, index=8, frames=frames(9, 1))
    assert here.blobs.count == blobs
    with here.ports.view() as tx:
        assert sum(len(one.times) for one in tx.attempts.batches(attempt.id)) == FRAMES_MAX


def test_a_film_has_no_more_bytes_than_it_may(here: World, link: Link) -> None:
    visits.begin_attempt(here.ports, *link.place)
    large = [SentFrame(0, b"x" * FRAME_BYTES_MAX)]
    for index in range(FILM_BYTES_MAX // FRAME_BYTES_MAX):
        visits.take_batch(here.ports, *link.place, number=1, index=index, frames=large)
    with pytest.raises(FilmTooLarge):
        visits.take_batch(here.ports, *link.place, number=1, index=99, frames=[SentFrame(0, b"x")])


def test_a_film_is_read_once_all_its_batches_are_there(here: World, link: Link) -> None:
    filmed(here.ports, link)

    def finish(batches: int) -> SessionState:
        return visits.finish_attempt(here.ports, *link.place, number=1, batches=batches).state

    for count, error in ((0, BatchesMissing), (3, BatchesMissing), (1, Invalid)):
        with pytest.raises(error):
            finish(count)
    assert here.queue.asked == []
    assert finish(2) is SessionState.ANALYSING
    assert finish(2) is SessionState.ANALYSING
    assert len(here.queue.asked) == 1
    with pytest.raises(AttemptOver):
        visits.take_batch(here.ports, *link.place, number=1, index=2, frames=frames(2))
    with pytest.raises(SessionOver):
        visits.begin_attempt(here.ports, *link.place)
    read(here.ports, here.queue.asked[0])
    assert finish(2) is SessionState.VERIFIED


def test_a_store_that_is_down_loses_nothing(here: World, link: Link) -> None:
    visits.begin_attempt(here.ports, *link.place)
    here.blobs.up = False
    with pytest.raises(StorageUnavailable):
        visits.take_batch(here.ports, *link.place, number=1, index=0, frames=frames())
    here.blobs.up = True
    assert visits.take_batch(here.ports, *link.place, number=1, index=0, frames=frames()) == (0,)


def test_what_could_not_be_deleted_at_once_is_deleted_by_the_sweep(here: World, link: Link) -> None:
    task = finished(here.ports, link)
    claim = claimed_film(here.ports, task)
    here.blobs.up = False
    assert films.record_film(here.ports, claim, seen())
    assert here.blobs.count == 3
    here.clock.tick(seconds=1)
    assert films.clear_leftovers(here.ports) == 0
    here.blobs.up = True
    assert films.clear_leftovers(here.ports) == 3
    assert (here.blobs.count, films.clear_leftovers(here.ports)) == (0, 0)


def test_bytes_that_were_put_and_never_named_are_deleted_by_the_sweep(
    here: World, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits.begin_attempt(here.ports, *link.place)
    with monkeypatch.context() as crashed:
        crashed.setattr("verifier.usecases.faces.uploads._keep", _crash)
        with pytest.raises(KeyboardInterrupt):
            visits.take_batch(here.ports, *link.place, number=1, index=0, frames=frames())
    assert here.blobs.count == 2
    assert films.clear_leftovers(here.ports) == 0  # the request might still be on its way
    here.clock.tick(minutes=11)
    assert films.clear_leftovers(here.ports) == 1


def _crash(*_: object) -> None:
    raise KeyboardInterrupt


def test_bytes_that_a_twin_request_had_kept_are_not_deleted_by_the_one_that_came_late(
    here: World, link: Link, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits.begin_attempt(here.ports, *link.place)

    def send() -> tuple[int, ...]:
        return visits.take_batch(here.ports, *link.place, number=1, index=0, frames=frames())

    put = here.blobs.put

    def put_late(tenant_id: str, data: bytes) -> str:
        monkeypatch.setattr(here.blobs, "put", put)
        assert send() == (0,)
        visits.finish_attempt(here.ports, *link.place, number=1, batches=1)
        return put(tenant_id, data)

    monkeypatch.setattr(here.blobs, "put", put_late)
    with pytest.raises(AttemptOver):
        send()
    film = films.fetch_film(here.ports, claimed_film(here.ports, here.queue.asked[0]))
    assert film.frames == tuple(frames())


def test_a_film_is_told_by_the_servers_clock_and_by_its_bytes(here: World, link: Link) -> None:
    visits.begin_attempt(here.ports, *link.place)
    here.clock.tick(seconds=2)
    first = [SentFrame(500, b"a"), SentFrame(400, b"b"), SentFrame(1500, b"a")]
    second = [SentFrame(6000, b"c"), SentFrame(5000, b"b")]
    for index, what in ((1, second), (0, first)):
        visits.take_batch(here.ports, *link.place, number=1, index=index, frames=what)
        here.clock.tick(seconds=1)
    visits.finish_attempt(here.ports, *link.place, number=1, batches=2)
    read(here.ports, here.queue.asked[0])
    upload = here.judge.seen[-1].reading.upload
    assert upload.times == (500, 400, 1500, 6000, 5000)
    assert upload.elapsed == 4000
    assert upload.ahead == 4000  # 6000 came two seconds after the challenge was issued
    assert (upload.repeated, upload.replayed, upload.sizes) == (2, 0, ((640, 480),))


def test_frames_of_an_earlier_film_are_known_however_they_are_cut_into_batches(
    here: World, alice: str, link: Link
) -> None:
    sent = frames(count=60)
    marked = sum(hashlib.sha256(one.jpeg).digest()[0] % 8 == 0 for one in sent)
    assert marked > 1
    _send(here, link, [sent[:50], sent[50:]])
    again = active(here.ports, recruited(here.ports, alice, "another"))
    _send(here, again, [sent[:7], sent[7:30], sent[30:]])
    replayed = [one.reading.upload.replayed for one in here.judge.seen]
    assert replayed == [0, marked]
    bob = usecases.create_tenant(here.ports, "Bob's site")[0].id
    _send(here, active(here.ports, recruited(here.ports, bob)), [sent])
    assert here.judge.seen[-1].reading.upload.replayed == 0  # no face is known across sites


def _send(here: World, link: Link, batches: list[list[SentFrame]]) -> None:
    attempt = visits.begin_attempt(here.ports, *link.place)
    for index, what in enumerate(batches):
        visits.take_batch(here.ports, *link.place, number=attempt.number, index=index, frames=what)
    visits.finish_attempt(here.ports, *link.place, number=attempt.number, batches=len(batches))
    read(here.ports, here.queue.asked[-1])


def test_two_films_that_are_the_same_are_known_though_neither_was_read_yet(
    here: World, alice: str, link: Link
) -> None:
    other = active(here.ports, recruited(here.ports, alice, "another"))
    tasks = [finished(here.ports, one, batches=6) for one in (link, other)]
    for task in tasks:
        read(here.ports, task)
    assert all(one.reading.upload.replayed for one in here.judge.seen)
