"""The sweep's round: tasks nobody works on, sessions that expired, what is left of films."""

import pytest

from tests.face_acts import active, asked, filmed, finished, recruited, state_of
from tests.fakes import world
from verifier import usecases
from verifier.domain.face_session import FaceSession, SessionState
from verifier.usecases.faces import recruiters, sessions
from verifier.usecases.ports import Transaction
from workers import main
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


def test_a_duty_that_fails_keeps_the_sweep_from_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def fails(_: object) -> int:
        done.append("failed")
        raise ZeroDivisionError

    def works(_: object) -> int:
        done.append("worked")
        return 0

    monkeypatch.setattr(main, "sweep_tasks", works)
    monkeypatch.setattr(main, "expire_sessions", fails)
    monkeypatch.setattr(main, "clear_leftovers", works)
    with pytest.raises(ZeroDivisionError):
        sweep_once(world().ports)
    assert done == ["worked", "failed", "worked"]


def test_a_session_that_cannot_expire_keeps_the_sweep_from_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    here = world()
    alice = usecases.create_tenant(here.ports, "Alice's site")[0].id
    links = [asked(here.ports, recruited(here.ports, alice, name)) for name in ("a", "b", "c")]
    here.clock.tick(minutes=16)
    forget = recruiters.forget_pictures

    def fail_for_one(tx: Transaction, session: FaceSession) -> list[str]:
        if session.id == links[1].session.id:
            raise ZeroDivisionError
        return forget(tx, session)

    monkeypatch.setattr("verifier.usecases.faces.sessions.forget_pictures", fail_for_one)
    with pytest.raises(ZeroDivisionError):
        sessions.expire_sessions(here.ports)
    with here.ports.view() as tx:
        kept = [tx.face_sessions.get(alice, link.session.id) for link in links]
    states = [one.state for one in kept if one is not None]
    assert states == [SessionState.EXPIRED, SessionState.WAITING, SessionState.EXPIRED]
