"""Writers of one SQLite file take turns: one at a time, in the order of asking, and never after the dead."""

import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from verifier.store.turns import Turns

_fork = multiprocessing.get_context("fork")
A_WHILE = 0.2  # seconds in which another has surely begun to wait


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "db-turns"


def started(act: Callable[[], None], *, as_process: bool) -> Thread | multiprocessing.process.BaseProcess:
    begun = _fork.Event()

    def begin() -> None:
        begun.set()
        act()

    other = _fork.Process(target=begin) if as_process else Thread(target=begin)
    other.start()
    assert begun.wait(60)
    time.sleep(A_WHILE)
    return other


@pytest.mark.parametrize("as_process", [False, True], ids=["thread", "process"])
def test_whoever_has_just_written_comes_after_those_who_wait(file: Path, as_process: bool) -> None:
    order = file.with_name("order")
    turns = Turns(file)

    def write(name: str) -> None:
        with turns.turn(), order.open("a") as log:
            log.write(name)

    with turns.turn():
        other = started(lambda: write("b"), as_process=as_process)
        with order.open("a") as log:
            log.write("a")
    write("a")
    other.join()
    assert order.read_text() == "aba"


def test_one_writes_at_a_time(file: Path) -> None:
    counter = file.with_name("counter")
    counter.write_text("0")

    def count() -> None:
        turns = Turns(file)
        threads = [Thread(target=count_up, args=(turns,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def count_up(turns: Turns) -> None:
        for _ in range(50):
            with turns.turn():
                counter.write_text(str(int(counter.read_text()) + 1))

    processes = [_fork.Process(target=count) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert counter.read_text() == str(3 * 3 * 50)


def test_an_error_ends_the_turn(file: Path) -> None:
    turns = Turns(file)
    with pytest.raises(KeyError), turns.turn():
        raise KeyError
    with turns.turn():
        pass


def test_a_killed_writer_keeps_nobody_waiting(file: Path) -> None:
    def die_writing() -> None:
        with Turns(file).turn():
            os.kill(os.getpid(), 9)

    child = _fork.Process(target=die_writing)
    child.start()
    child.join()
    with Turns(file).turn():
        pass


def test_a_child_forked_while_its_parent_writes_writes_afterwards(file: Path) -> None:
    turns = Turns(file)

    def write() -> None:
        with turns.turn():
            file.with_name("written").touch()

    with turns.turn():
        child = started(write, as_process=True)
        assert not file.with_name("written").exists()
    child.join(60)
    assert file.with_name("written").exists()
