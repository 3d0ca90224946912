"""What must come out right when browsers of staff meet: real processes, on SQLite and on PostgreSQL."""

from typing import Any

import pytest

from tests.colleagues import ADDRESS, PASSWORD, Colleague, joined
from tests.crowds import all_at_once, world_on
from tests.fake_staff import STAFF_POLICY
from tests.fakes import World
from verifier.usecases.staff import sessions, signing_in
from verifier.usecases.staff.sessions import Begun
from verifier.usecases.staff.signing_in import BY_NAME

CROWD = 8


@pytest.fixture
def ling(database_url: str) -> Colleague:
    return joined(world_on(database_url))


def test_of_many_who_show_one_code_at_once_one_is_let_in(ling: Colleague, database_url: str) -> None:
    tokens = []
    for _ in range(CROWD):
        begun = signing_in.sign_in(ling.world.ports, "ling", PASSWORD, ADDRESS)
        assert isinstance(begun, Begun)
        tokens.append(begun.token)
    code, now = ling.code(), ling.world.clock.now()

    def show(here: World, number: int) -> bool:
        here.clock.tick(seconds=(now - here.clock.now()).total_seconds())
        signed = sessions.followed(here.ports, tokens[number])
        assert signed is not None
        return isinstance(signing_in.confirm(here.ports, signed, code, f"192.0.2.{number}"), Begun)

    assert sum(all_at_once(database_url, show, crowd=CROWD)) == 1


def test_of_many_guesses_at_once_only_the_first_few_are_looked_at(ling: Colleague, database_url: str) -> None:
    def guess(here: World, number: int) -> Any:
        return signing_in.sign_in(here.ports, "ling", f"guess {number}", f"192.0.2.{number}").until

    waits = all_at_once(database_url, guess, crowd=CROWD)
    with ling.world.ports.view() as tx:
        noted = tx.sign_in_failures.since(
            BY_NAME, "ling", ling.world.clock.now() - STAFF_POLICY.account.within
        )
    assert len(noted) == STAFF_POLICY.account.free
    assert sum(wait is None for wait in waits) == STAFF_POLICY.account.free - 1
