"""A blob that is put again while the sweep deletes it: real processes, on SQLite and on PostgreSQL."""

import hashlib
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.acts import added, opened, photo
from tests.crowds import all_at_once, world_on
from tests.databases import KEY
from tests.fakes import World
from tests.processes import until
from verifier import usecases
from verifier.store.blobs.local import LocalBlobs
from verifier.store.sealing import Seal
from verifier.usecases import storing
from verifier.usecases.faces.films import clear_leftovers

SWEEP = 0  # the number of the process that sweeps; the other one uploads
LONG = 1.0  # seconds that a deletion takes
NAME = hashlib.sha256(photo()).hexdigest()


class Slow(LocalBlobs):
    """Says when it begins to delete, and takes its time."""

    def delete(self, tenant_id: str, sha256: str) -> None:
        (self._folder / "deleting").touch()
        time.sleep(LONG)
        super().delete(tenant_id, sha256)


def test_what_is_put_again_while_the_sweep_deletes_it_is_there(database_url: str, tmp_path: Path) -> None:
    here = world_on(database_url)
    alice = usecases.create_tenant(here.ports, "Alice's site")[0].id
    blobs = Slow(tmp_path, Seal(KEY))
    blobs.put(alice, photo())  # by an upload that was killed before its row, long ago
    with here.ports.transaction() as tx:
        storing.doom(tx, alice, [NAME], here.clock.now() - timedelta(hours=1))

    def act(world: World, number: int) -> int:
        ports = replace(world.ports, blobs=blobs)
        if number == SWEEP:
            return clear_leftovers(ports)
        until((tmp_path / "deleting").exists)
        added(ports, opened(ports, alice))
        return 0

    assert all_at_once(database_url, act, crowd=2) == [1, 0]
    assert blobs.get(alice, NAME) == photo()
