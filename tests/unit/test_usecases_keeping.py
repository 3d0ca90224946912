"""Whatever is killed between two steps: no blob stays that no row names, and no row names one that is not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests import face_acts
from tests.acts import added, claimed, opened, reading_for, submitted
from tests.fake_faces import named_blobs
from tests.fakes import MemoryBlobs, World, world
from verifier import usecases
from verifier.domain.face_session import PortraitKind
from verifier.domain.picture import Picture, PictureKind
from verifier.usecases import keeping
from verifier.usecases.faces import recruiters
from verifier.usecases.faces.films import clear_leftovers
from verifier.usecases.ports import Ports

STEPS_MAX = 40


class Killed(BaseException):
    """As SIGKILL: nothing of ours runs after it."""


@dataclass
class Steps:
    """Each transaction, and each blob put or deleted, is a step; one of them is the last."""

    last: int

    def step(self) -> None:
        self.last -= 1
        if self.last < 0:
            raise Killed


class Mortal(MemoryBlobs):
    def __init__(self, blobs: MemoryBlobs, steps: Steps) -> None:
        super().__init__()
        self._kept, self._steps = blobs._kept, steps

    def put(self, tenant_id: str, data: bytes) -> str:
        self._steps.step()
        return super().put(tenant_id, data)

    def delete(self, tenant_id: str, sha256: str) -> None:
        self._steps.step()
        super().delete(tenant_id, sha256)


def mortal(here: World, steps: Steps) -> Ports:
    """The same ports, in a process that is killed before the step after the last."""

    @contextmanager
    def transaction() -> Iterator[Any]:
        steps.step()
        with here.ports.transaction() as tx:
            yield tx

    return replace(here.ports, transaction=transaction, blobs=Mortal(here.blobs, steps))


def evidence(ports: Ports, here: World, tenant_id: str) -> None:
    """Of other bytes each time."""
    added(ports, opened(here.ports, tenant_id), shade=here.clock.now().minute)


def picture(ports: Ports, here: World, tenant_id: str) -> None:
    """Drawn anew by each attempt, and each time another."""
    _, (task, *_) = submitted(here.ports, tenant_id)
    claim = claimed(here.ports, task)
    drawn = Picture(PictureKind.TRACES, "image/webp", str(here.clock.now()).encode())
    usecases.record_reading(ports, claim, reading_for(claim), (drawn,))


def portrait(ports: Ports, here: World, tenant_id: str) -> None:
    """In place of an earlier one."""
    recruiter = face_acts.recruited(here.ports, tenant_id, f"r-{here.clock.now()}")
    face_acts.pictured(ports, recruiter, PortraitKind.SELFIE)


def film(ports: Ports, here: World, tenant_id: str) -> None:
    link = face_acts.active(here.ports, face_acts.recruited(here.ports, tenant_id, f"f-{here.clock.now()}"))
    task = face_acts.finished(ports, link, batches=1, seed=here.clock.now().minute)
    face_acts.read(ports, task)


def withdrawal(ports: Ports, here: World, tenant_id: str) -> None:
    recruiter = face_acts.recruited(here.ports, tenant_id, f"w-{here.clock.now()}")
    face_acts.filmed(here.ports, face_acts.active(here.ports, recruiter), batches=2)
    recruiters.withdraw_face(ports, tenant_id, recruiter.id)


@pytest.mark.parametrize("act", [evidence, picture, portrait, film, withdrawal])
def test_no_step_before_which_it_is_killed_leaves_a_blob_unnamed_or_a_row_without(
    act: Callable[[Ports, World, str], None],
) -> None:
    here = world()
    tenant = usecases.create_tenant(here.ports, "Alice's site")[0].id
    for steps in range(STEPS_MAX):
        limit = Steps(steps)
        with suppress(Killed):
            act(mortal(here, limit), here, tenant)
        here.clock.tick(minutes=1)
        if limit.last >= 0:
            break
    else:
        raise AssertionError("it never came to its end")
    assert steps > 2
    here.clock.tick(seconds=keeping.GRACE.total_seconds())
    clear_leftovers(here.ports)
    with here.ports.view() as tx:
        assert named_blobs(tx._state) == set(here.blobs._kept)  # type: ignore[attr-defined]  # the fakes'


def test_equal_bytes_stay_as_long_as_any_row_names_them() -> None:
    here = world()
    tenant = usecases.create_tenant(here.ports, "Alice's site")[0].id
    added(here.ports, opened(here.ports, tenant))
    with suppress(Killed):  # after the bytes, before the row
        added(mortal(here, Steps(2)), opened(here.ports, tenant))
    here.clock.tick(seconds=keeping.GRACE.total_seconds())
    assert clear_leftovers(here.ports) == 0
    with here.ports.view() as tx:
        assert not tx.erasures.due(now=here.clock.now(), limit=9)
    assert here.blobs.count == 1


def test_what_the_store_does_not_delete_now_stays_listed() -> None:
    here = world()
    tenant = usecases.create_tenant(here.ports, "Alice's site")[0].id
    with suppress(Killed):
        added(mortal(here, Steps(2)), opened(here.ports, tenant))
    here.clock.tick(seconds=keeping.GRACE.total_seconds())
    here.blobs.up = False
    assert clear_leftovers(here.ports) == 0
    here.blobs.up = True
    assert clear_leftovers(here.ports) == 1
