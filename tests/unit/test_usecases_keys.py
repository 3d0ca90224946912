"""Keys: what they may do and how long, rotated with overlap, and nobody gains by making one."""

from datetime import timedelta

import pytest

from tests.fakes import World, world
from verifier import usecases
from verifier.domain.api_key import ApiKey, Scope
from verifier.domain.errors import InsufficientScope, Invalid, LimitReached, NotFound, Unauthenticated
from verifier.usecases.keys import KEYS_MAX, NOTED_EVERY, note_use, use_is_to_be_noted


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def tenant(here: World) -> str:
    return usecases.create_tenant(here.ports, "site")[0].id


def shown(here: World, key: str) -> ApiKey:
    return usecases.authenticate(here.ports, key).key


def test_a_tenants_first_key_has_every_scope(here: World) -> None:
    _, key = usecases.create_tenant(here.ports, "site")
    assert shown(here, key).scopes == tuple(Scope)


def test_a_key_is_told_by_its_beginning_and_nothing_else_of_it_is_kept(here: World, tenant: str) -> None:
    record, key = usecases.create_key(here.ports, tenant, "board")
    assert key.startswith(record.prefix)
    assert len(record.prefix) < 10
    assert key not in repr(record)


def test_a_key_ends_when_it_is_to_end(here: World, tenant: str) -> None:
    ends = here.clock.now() + timedelta(days=1)
    _, key = usecases.create_key(here.ports, tenant, "board", expires_at=ends)
    here.clock.tick(hours=23.9)
    shown(here, key)
    here.clock.tick(hours=0.1)
    with pytest.raises(Unauthenticated):
        shown(here, key)


def test_a_key_that_would_be_over_at_once_is_refused(here: World, tenant: str) -> None:
    with pytest.raises(Invalid):
        usecases.create_key(here.ports, tenant, "board", expires_at=here.clock.now())


def test_a_key_gives_no_scope_that_it_does_not_have(here: World, tenant: str) -> None:
    mine, _ = usecases.create_key(here.ports, tenant, "ops", scopes=[Scope.KEYS_WRITE, Scope.EVENTS_READ])
    usecases.create_key(here.ports, tenant, "poller", scopes=[Scope.EVENTS_READ], by=mine)
    with pytest.raises(InsufficientScope, match="cases:read"):
        usecases.create_key(here.ports, tenant, "more", scopes=[Scope.CASES_READ], by=mine)


def test_a_key_cannot_rotate_its_way_to_more_scopes(here: World, tenant: str) -> None:
    mine, _ = usecases.create_key(here.ports, tenant, "ops", scopes=[Scope.KEYS_WRITE])
    strong, _ = usecases.create_key(here.ports, tenant, "strong")
    with pytest.raises(InsufficientScope):
        usecases.rotate_key(here.ports, tenant, strong.id, by=mine)
    assert len(usecases.list_keys(here.ports, tenant)) == 3


def test_both_keys_open_during_the_overlap_and_the_new_one_alone_afterwards(here: World, tenant: str) -> None:
    old, old_key = usecases.create_key(here.ports, tenant, "board", scopes=[Scope.CASES_READ])
    new, new_key = usecases.rotate_key(here.ports, tenant, old.id)
    assert (new.name, new.scopes) == (old.name, old.scopes)
    here.clock.tick(hours=23.9)
    assert shown(here, old_key).id == old.id
    assert shown(here, new_key).id == new.id
    here.clock.tick(hours=0.1)
    assert shown(here, new_key).id == new.id
    with pytest.raises(Unauthenticated):
        shown(here, old_key)


def test_rotating_never_prolongs_the_old_keys_life(here: World, tenant: str) -> None:
    ends = here.clock.now() + timedelta(hours=1)
    old, _ = usecases.create_key(here.ports, tenant, "board", expires_at=ends)
    new, _ = usecases.rotate_key(here.ports, tenant, old.id, overlap=timedelta(days=30))
    assert usecases.read_key(here.ports, tenant, old.id).expires_at == ends
    assert new.expires_at == ends


def test_a_key_that_is_over_is_not_rotated_back_to_life(here: World, tenant: str) -> None:
    ends = here.clock.now() + timedelta(hours=1)
    old, _ = usecases.create_key(here.ports, tenant, "board", expires_at=ends)
    here.clock.tick(hours=1)
    with pytest.raises(NotFound):
        usecases.rotate_key(here.ports, tenant, old.id)


def test_a_revoked_key_opens_nothing_at_once(here: World, tenant: str) -> None:
    record, key = usecases.create_key(here.ports, tenant, "board")
    usecases.revoke_key(here.ports, tenant, record.id)
    with pytest.raises(Unauthenticated):
        shown(here, key)
    with pytest.raises(NotFound):
        usecases.revoke_key(here.ports, tenant, record.id)


def test_another_tenants_key_cannot_be_read_rotated_or_revoked(here: World, tenant: str) -> None:
    record, key = usecases.create_key(here.ports, tenant, "board")
    other = usecases.create_tenant(here.ports, "other")[0].id
    for act in (usecases.read_key, usecases.rotate_key, usecases.revoke_key):
        with pytest.raises(NotFound):
            act(here.ports, other, record.id)
    assert shown(here, key).expires_at is None


def test_a_tenant_has_only_so_many_keys(here: World, tenant: str) -> None:
    for _ in range(KEYS_MAX - 1):
        usecases.create_key(here.ports, tenant, "x")
    with pytest.raises(LimitReached):
        usecases.create_key(here.ports, tenant, "x")
    first = usecases.list_keys(here.ports, tenant)[0]
    with pytest.raises(LimitReached):
        usecases.rotate_key(here.ports, tenant, first.id)


def test_nobody_makes_a_key_for_a_tenant_that_is_not_there(here: World) -> None:
    with pytest.raises(NotFound):
        usecases.create_key(here.ports, "ten_none", "x")


def test_a_keys_use_is_noted_once_a_minute(here: World, tenant: str) -> None:
    _, key = usecases.create_key(here.ports, tenant, "board")
    first = here.clock.now()
    assert use_is_to_be_noted(here.ports, shown(here, key))
    note_use(here.ports, shown(here, key))
    here.clock.tick(seconds=NOTED_EVERY.total_seconds())
    assert not use_is_to_be_noted(here.ports, shown(here, key))
    note_use(here.ports, shown(here, key))
    assert shown(here, key).last_used_at == first
    here.clock.tick(seconds=1)
    assert use_is_to_be_noted(here.ports, shown(here, key))
