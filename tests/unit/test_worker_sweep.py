"""The sweep's round: tasks nobody works on, sessions that expired, what is left of films."""

from tests.face_acts import active, filmed, finished, recruited, state_of
from tests.fakes import world
from verifier import usecases
from verifier.domain.face_session import SessionState
from workers.main import sweep_once


def test_a_round_asks_again_ends_sessions_and_erases_films() -> None:
    here = world()
    alice = usecases.create_tenant(here.ports, "Alice's site")[0].id
    waits = active(here.ports, recruited(here.ports, alice, "waits"))
    task = finished(here.ports, waits)
    left = active(here.ports, recruited(here.ports, alice, "left"))
    filmed(here.ports, left, seed=10)
    here.queue.asked.clear()
    here.clock.tick(minutes=16)
    sweep_once(here.ports)
    assert here.queue.asked == [task]
    assert state_of(here.ports, waits) is SessionState.ANALYSING
    assert state_of(here.ports, left) is SessionState.EXPIRED
    assert here.blobs.count == 4  # two selfies, and the film that waits
