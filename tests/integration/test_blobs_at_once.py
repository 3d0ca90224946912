"""A blob that is put again while the sweep deletes it: real processes, on SQLite and on PostgreSQL."""

import hashlib
from datetime import timedelta
from pathlib import Path

from tests.acts import added, opened, photo
from tests.crowds import all_at_once, world_on
from tests.databases import KEY
from tests.fakes import World
from verifier import usecases
from verifier.store.blobs.local import LocalBlobs
from verifier.store.sealing import Seal
from verifier.usecases import keeping

SHADES = range(100, 106)  # a race that is lost once in so many is lost
UPLOADERS = 3


def test_what_is_put_again_while_the_sweep_deletes_it_is_there(database_url: str, tmp_path: Path) -> None:
    here = world_on(database_url)
    alice = usecases.create_tenant(here.ports, "Alice's site")[0].id
    folder = LocalBlobs(tmp_path, Seal(KEY))
    for shade in SHADES:  # uploads that were killed between the bytes and the row, long ago
        folder.put(alice, photo(shade))
        with here.ports.transaction() as tx:
            keeping.doom(tx, alice, [_name(shade)], here.clock.now() - timedelta(hours=1))

    def act(world: World, number: int) -> int:
        object.__setattr__(world.ports, "blobs", LocalBlobs(tmp_path, Seal(KEY)))
        if number == UPLOADERS:
            return keeping.clear(world.ports, limit=100)
        for shade in SHADES:
            added(world.ports, opened(world.ports, alice), shade)
        return 0

    *_, cleared = all_at_once(database_url, act, crowd=UPLOADERS + 1)
    assert 0 <= cleared <= len(SHADES)
    for shade in SHADES:
        assert folder.get(alice, _name(shade)) == photo(shade)


def _name(shade: int) -> str:
    return hashlib.sha256(photo(shade)).hexdigest()
