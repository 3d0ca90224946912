"""The keys of permits: published before they sign and after, so that no site meets one it cannot know."""

from datetime import datetime, timedelta

import jwt
import pytest

from tests.fakes import World, world
from verifier.usecases.gate.signing import AHEAD, PUBLISHED_AFTER, Signer, key_set, rotate_signing_key

LIFE = timedelta(hours=24)  # the longest that a policy may give a permit


@pytest.fixture
def here() -> World:
    return world()


def token(here: World) -> str:
    with here.ports.transaction() as tx:
        return Signer(tx, here.ports.clock.now()).signed({"sub": "rec_1"})


def published(here: World) -> dict[str, jwt.PyJWK]:
    return {one["kid"]: jwt.PyJWK(one) for one in key_set(here.ports)["keys"]}  # type: ignore[attr-defined]


def kid(of: str) -> str:
    name: str = jwt.get_unverified_header(of)["kid"]
    return name


def verifies(of: str, keys: dict[str, jwt.PyJWK]) -> bool:
    return kid(of) in keys and bool(jwt.decode(of, keys[kid(of)], algorithms=["EdDSA"]))


def test_the_first_key_is_made_when_it_is_needed_and_stays(here: World) -> None:
    keys = published(here)
    assert len(keys) == 1
    assert verifies(token(here), keys)
    assert verifies(token(here), keys)
    assert published(here).keys() == keys.keys()


def test_the_header_says_what_it_is_and_by_which_key(here: World) -> None:
    header = jwt.get_unverified_header(token(here))
    assert header == {"alg": "EdDSA", "typ": "permit+jwt", "kid": next(iter(published(here)))}


def test_the_key_set_tells_no_private_half(here: World) -> None:
    (only,) = key_set(here.ports)["keys"]  # type: ignore[misc]
    assert set(only) == {"kty", "crv", "x", "kid", "alg", "use"}


def test_a_site_that_fetches_the_keys_once_a_day_can_verify_every_token_through_two_rotations(
    here: World,
) -> None:
    tokens: list[tuple[datetime, str]] = []
    fetched = published(here)
    signers = set()
    for hour in range(24 * 8):
        if hour in (24, 24 * 4):
            rotate_signing_key(here.ports)
        if hour % 24 == 0:
            fetched = published(here)
        now = here.ports.clock.now()
        tokens = [(at, one) for at, one in tokens if now - at < LIFE] + [(now, token(here))]
        assert all(verifies(one, fetched) for _, one in tokens)
        signers.add(kid(tokens[-1][1]))
        here.clock.tick(hours=1)
    assert len(signers) == 3


def test_a_new_key_is_published_before_it_signs(here: World) -> None:
    old = kid(token(here))
    new = rotate_signing_key(here.ports)
    assert set(published(here)) == {old, new.id}
    here.clock.tick(seconds=AHEAD.total_seconds() - 1)
    assert kid(token(here)) == old
    here.clock.tick(seconds=1)
    assert kid(token(here)) == new.id
    assert new.active_from == here.ports.clock.now()


def test_an_old_key_is_withdrawn_in_the_end(here: World) -> None:
    old = kid(token(here))
    rotate_signing_key(here.ports)
    here.clock.tick(seconds=(AHEAD + PUBLISHED_AFTER).total_seconds() - 1)
    assert old in published(here)
    here.clock.tick(seconds=1)
    assert old not in published(here)


def test_two_rotations_in_a_row_leave_somebody_to_sign(here: World) -> None:
    old = kid(token(here))
    first, second = rotate_signing_key(here.ports), rotate_signing_key(here.ports)
    assert kid(token(here)) == old
    here.clock.tick(days=1)
    assert kid(token(here)) in (first.id, second.id)
    here.clock.tick(days=30)
    assert kid(token(here)) == second.id
    assert list(published(here)) == [second.id]


def test_a_key_that_leaked_is_withdrawn_at_once_with_those_that_wait(here: World) -> None:
    leaked = token(here)
    waiting = rotate_signing_key(here.ports)
    new = rotate_signing_key(here.ports, at_once=True)
    assert kid(token(here)) == new.id
    assert set(published(here)) == {new.id}
    here.clock.tick(days=2)
    assert waiting.id not in published(here)
    assert not verifies(leaked, published(here))


def test_the_first_key_signs_at_once_also_when_it_is_rotated_in(here: World) -> None:
    new = rotate_signing_key(here.ports)
    assert kid(token(here)) == new.id
