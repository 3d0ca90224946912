"""A key is remembered for a second at the gate, and not for longer than it is good."""

from datetime import timedelta

import pytest

from tests.fakes import World, world
from verifier import usecases
from verifier.api.callers import REMEMBERED, Callers
from verifier.domain.errors import Unauthenticated


class Watch:
    """Monotonic seconds, as the test says."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def callers(here: World, watch: Watch) -> Callers:
    return Callers(here.ports, watch)


def test_a_key_is_looked_up_once_a_second(here: World, callers: Callers, watch: Watch) -> None:
    tenant, key = usecases.create_tenant(here.ports, "site")
    caller, asked = callers.of(key)
    assert (caller.tenant, asked) == (tenant, True)
    watch.now += REMEMBERED * 0.99
    assert callers.of(key) == (caller, False)
    watch.now += REMEMBERED * 0.01
    assert callers.of(key) == (caller, True)


def test_a_revoked_key_is_refused_after_a_second(here: World, callers: Callers, watch: Watch) -> None:
    tenant, key = usecases.create_tenant(here.ports, "site")
    caller, _ = callers.of(key)
    usecases.revoke_key(here.ports, tenant.id, caller.key.id)
    watch.now += REMEMBERED
    with pytest.raises(Unauthenticated):
        callers.of(key)


def test_a_key_that_expires_is_refused_at_that_moment(here: World, callers: Callers) -> None:
    tenant, _ = usecases.create_tenant(here.ports, "site")
    end = here.clock.now() + timedelta(seconds=0.5)
    _, key = usecases.create_key(here.ports, tenant.id, "short", expires_at=end)
    callers.of(key)
    here.clock.tick(seconds=0.5)
    with pytest.raises(Unauthenticated):
        callers.of(key)


def test_what_is_no_key_is_asked_for_each_time(here: World, callers: Callers) -> None:
    for _ in range(2):
        with pytest.raises(Unauthenticated):
            callers.of("bf_nothing")
    assert callers._known == {}
