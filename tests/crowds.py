"""Several processes that do the same thing at the same moment, each with its own connections."""

import multiprocessing
from collections.abc import Callable
from queue import Empty
from typing import Any

from tests.databases import FACE_KEY, KEY
from tests.fakes import LENIENT, World, world
from verifier.domain.gate import NO_GATE, GatePolicy
from verifier.domain.policy import Policy
from verifier.store.engine import connect
from verifier.store.sealing import Seal
from verifier.store.transaction import SqlStore

_fork = multiprocessing.get_context("fork")
PATIENCE = 180  # seconds


def world_on(url: str, policy: Policy = LENIENT, gate: GatePolicy = NO_GATE) -> World:
    """The real store under fakes of everything else."""
    return world(policy, store_on(url), gate=gate)


def store_on(url: str) -> SqlStore:
    return SqlStore(connect(url), Seal(KEY), Seal(FACE_KEY))


def all_at_once(url: str, act: Callable[[World, int], Any], *, crowd: int) -> list[Any]:
    """What `act` returned in each of so many processes, by their number; an error in one is an error here."""
    start, said = _fork.Barrier(crowd), _fork.Queue()
    processes = [
        _fork.Process(target=_join_in, args=(url, act, number, start, said)) for number in range(crowd)
    ]
    for process in processes:
        process.start()
    answers = dict(_answer(said) for _ in processes)
    for process in processes:
        process.join(PATIENCE)
    assert [process.exitcode for process in processes] == [0] * crowd
    return [answers[number] for number in range(crowd)]


def _join_in(url: str, act: Callable[[World, int], Any], number: int, start: Any, said: Any) -> None:
    here = world_on(url)
    with here.ports.view():  # connected, so that all of them are equally quick
        pass
    start.wait()
    said.put((number, act(here, number)))


def _answer(said: Any) -> tuple[int, Any]:
    try:
        answer: tuple[int, Any] = said.get(timeout=PATIENCE)
    except Empty:
        raise AssertionError("a process ended without an answer; its error is on stderr") from None
    return answer
