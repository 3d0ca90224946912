"""Wishes under idempotency keys when threads and processes meet, and when one is killed in the middle."""

import multiprocessing
import os
import signal
import threading
from dataclasses import replace
from itertools import count

import pytest
from sqlalchemy import text

from tests.crowds import all_at_once, store_on, world_on
from tests.fakes import World
from tests.gate_acts import Gate, gate, gate_policy
from tests.processes import until
from verifier.domain.permit import Answer
from verifier.usecases.audit_inspection import inspect_chains
from verifier.usecases.gate.answering import Answered
from verifier.usecases.gate.permits import ask_permit_once
from verifier.usecases.idempotency import Once, Served
from verifier.usecases.ports import Ports, StoredResponse

_fork = multiprocessing.get_context("fork")
THREADS = 6
ENOUGH = 20  # permits, after which the process is killed


@pytest.fixture
def here(database_url: str) -> Gate:
    return gate(store_on(database_url))


def guarded(here: World) -> Ports:
    return replace(here.ports, gate_policy=gate_policy())


def tell(asked: Answered) -> StoredResponse:
    return StoredResponse(201, {"Location": f"/v1/posting-permits/{asked.permit.id}"}, asked.permit.id)


def once(key: str) -> Once:
    return Once(key, "f" * 64)


def rows(here: Gate, query: str) -> set[str]:
    with here.ports.view() as tx:
        connection = tx.connection  # type: ignore[attr-defined]  # the store's own
        return set(connection.execute(text(query)).scalars())


PERMITS = "SELECT id FROM permits"
ENTRIES = "SELECT subject FROM audit WHERE action = 'permit.asked'"
KEYS = "SELECT key FROM replies"


def test_of_many_who_repeat_a_wish_at_once_one_is_answered_and_the_others_get_its_answer(
    here: Gate, database_url: str
) -> None:
    wish, tenant_id = here.wish(), here.tenant_id

    def act(world: World, _: int) -> list[Served]:
        ports, served = guarded(world), []
        threads = [
            threading.Thread(
                target=lambda: served.append(
                    ask_permit_once(ports, tenant_id, wish, once=once("k"), tell=tell)
                )
            )
            for _ in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return served

    served = [one for process in all_at_once(database_url, act, crowd=3) for one in process]
    assert len(served) == 3 * THREADS
    assert sorted(one.again for one in served) == [False] + [True] * (3 * THREADS - 1)
    assert {one.response.body for one in served} == rows(here, PERMITS) == rows(here, ENTRIES)
    assert len(rows(here, PERMITS)) == 1


def test_a_process_that_is_killed_among_wishes_leaves_whole_ones_alone(here: Gate, database_url: str) -> None:
    wish, tenant_id, numbers = here.wish(), here.tenant_id, count()

    def ask_for_ever() -> None:
        ports = guarded(world_on(database_url))

        def ask() -> None:
            while True:
                key = f"key-{next(numbers)}"
                ask_permit_once(ports, tenant_id, wish, once=once(key), tell=tell)

        for _ in range(THREADS):
            threading.Thread(target=ask, daemon=True).start()
        signal.pause()

    process = _fork.Process(target=ask_for_ever)
    process.start()
    until(lambda: len(rows(here, PERMITS)) >= ENOUGH)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    permits, keys = rows(here, PERMITS), rows(here, KEYS)
    assert permits == rows(here, ENTRIES)
    assert len(keys) == len(permits)
    (chain,) = inspect_chains(here.ports, tenant_id=tenant_id)
    assert not chain.faults
    for key in keys:  # each answers its own permit again
        served = ask_permit_once(here.ports, tenant_id, wish, once=once(key), tell=tell)
        assert served.again
        permits.remove(served.response.body)
    assert not permits
    asked = ask_permit_once(here.ports, tenant_id, wish, once=once("another"), tell=tell)
    with here.ports.view() as tx:
        permit = tx.permits.get(tenant_id, asked.response.body)
    assert permit is not None
    assert permit.answer is Answer.ALLOW
