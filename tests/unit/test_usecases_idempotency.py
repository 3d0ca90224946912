"""A request that is sent twice is served once, and a key is one request's."""

import pytest

from tests.fakes import World, world
from verifier import usecases
from verifier.domain.errors import IdempotencyMismatch, RequestInFlight
from verifier.usecases.idempotency import StoredResponse, abandon, begin, finish

ANSWER = StoredResponse(201, {"Location": "/v1/cases/case_1"}, '{"id": "case_1"}')


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def alice(here: World) -> str:
    return usecases.create_tenant(here.ports, "Alice's site")[0].id


def test_the_second_request_gets_the_first_ones_answer(here: World, alice: str) -> None:
    assert begin(here.ports, alice, "k", "f") is None
    finish(here.ports, alice, "k", ANSWER)
    assert begin(here.ports, alice, "k", "f") == ANSWER


def test_a_request_that_is_being_served_is_not_served_again(here: World, alice: str) -> None:
    begin(here.ports, alice, "k", "f")
    with pytest.raises(RequestInFlight) as conflict:
        begin(here.ports, alice, "k", "f")
    assert conflict.value.status == 409


def test_another_request_cannot_use_the_key_neither_meanwhile_nor_after(here: World, alice: str) -> None:
    begin(here.ports, alice, "k", "f")
    with pytest.raises(IdempotencyMismatch) as mismatch:
        begin(here.ports, alice, "k", "other")
    assert mismatch.value.status == 422
    finish(here.ports, alice, "k", ANSWER)
    with pytest.raises(IdempotencyMismatch):
        begin(here.ports, alice, "k", "other")


def test_an_abandoned_key_is_free_for_the_corrected_request(here: World, alice: str) -> None:
    begin(here.ports, alice, "k", "f")
    abandon(here.ports, alice, "k")
    assert begin(here.ports, alice, "k", "corrected") is None


def test_a_key_whose_server_died_is_free_after_a_minute(here: World, alice: str) -> None:
    begin(here.ports, alice, "k", "f")
    here.clock.tick(seconds=59)
    with pytest.raises(RequestInFlight):
        begin(here.ports, alice, "k", "f")
    here.clock.tick(seconds=1)
    assert begin(here.ports, alice, "k", "f") is None


def test_an_answer_is_kept_for_a_day(here: World, alice: str) -> None:
    begin(here.ports, alice, "k", "f")
    finish(here.ports, alice, "k", ANSWER)
    here.clock.tick(hours=23, minutes=59)
    assert begin(here.ports, alice, "k", "f") == ANSWER
    here.clock.tick(minutes=1)
    assert begin(here.ports, alice, "k", "f") is None


def test_old_answers_are_forgotten_on_the_way(here: World, alice: str) -> None:
    for number in range(3):
        begin(here.ports, alice, f"k{number}", "f")
        finish(here.ports, alice, f"k{number}", ANSWER)
    here.clock.tick(hours=25)
    begin(here.ports, alice, "new", "f")
    with here.ports.view() as tx:
        assert [tx.replies.get(alice, f"k{number}") for number in range(3)] == [None] * 3


def test_the_first_of_two_late_answers_stands(here: World, alice: str) -> None:
    begin(here.ports, alice, "k", "f")
    here.clock.tick(minutes=2)
    begin(here.ports, alice, "k", "f")
    finish(here.ports, alice, "k", ANSWER)
    finish(here.ports, alice, "k", StoredResponse(201, {}, "another"))
    assert begin(here.ports, alice, "k", "f") == ANSWER
