"""Who asks at once is served at once, and nobody is left waiting or answered with another's error."""

import threading
from collections.abc import Sequence

import pytest

from tests.processes import until
from verifier.usecases.together import MOST, Together

PATIENCE = 20  # seconds


class Office:
    """Answers with capitals; the first group is held up until `go_on`. `bad` cannot be served."""

    def __init__(self) -> None:
        self.line: Together[str, str] = Together(ValueError)
        self.groups: list[list[str]] = []
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.said: dict[str, str] = {}

    def act(self, group: Sequence[str]) -> Sequence[str]:
        self.groups.append(list(group))
        self.begun.set()
        if len(self.groups) == 1:
            assert self.go_on.wait(PATIENCE)
        if "bad" in group:
            raise ValueError("bad")
        return [one.upper() for one in group]

    def ask(self, asked: str, line: str = "site") -> None:
        try:
            self.said[asked] = self.line.serve(line, asked, self.act)
        except (ValueError, SystemExit) as error:
            self.said[asked] = repr(error)

    def asks(self, *asked: str) -> list[threading.Thread]:
        """Each in a thread, in line in this order."""
        threads = []
        for one in asked:
            threads.append(threading.Thread(target=self.ask, args=(one,), daemon=True))
            waiting = self.waiting()
            threads[-1].start()
            until(lambda waiting=waiting: self.begun.is_set() and self.waiting() != waiting)  # type: ignore[misc]
        return threads

    def waiting(self) -> int:
        lines = self.line._lines
        return len(lines["site"]) if "site" in lines else -1

    def close(self, threads: list[threading.Thread]) -> None:
        self.go_on.set()
        for thread in threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()


@pytest.fixture
def office() -> Office:
    return Office()


def test_who_asks_alone_is_served_alone(office: Office) -> None:
    office.go_on.set()
    office.ask("a")
    office.ask("b")
    assert (office.groups, office.said) == ([["a"], ["b"]], {"a": "A", "b": "B"})


def test_those_who_ask_meanwhile_are_served_in_one_group_in_their_order(office: Office) -> None:
    office.close(office.asks("a", "b", "c", "d"))
    assert office.groups == [["a"], ["b", "c", "d"]]
    assert office.said == {"a": "A", "b": "B", "c": "C", "d": "D"}
    assert office.waiting() == -1


def test_one_who_cannot_be_served_fails_alone(office: Office) -> None:
    office.close(office.asks("a", "b", "bad", "d"))
    assert office.said == {"a": "A", "b": "B", "bad": "ValueError('bad')", "d": "D"}
    assert office.groups[1] == ["b", "bad", "d"]
    assert sorted(office.groups[2:]) == [["b"], ["bad"], ["d"]]


def test_an_error_of_the_first_of_a_group_is_that_ones_alone(office: Office) -> None:
    office.close(office.asks("a", "bad", "c"))
    assert office.said == {"a": "A", "bad": "ValueError('bad')", "c": "C"}


def test_one_line_does_not_wait_for_another(office: Office) -> None:
    threads = office.asks("a", "b")
    office.ask("x", line="another site")
    assert office.said == {"x": "X"}
    office.close(threads)


def test_a_crowd_is_served_in_groups_of_a_size(office: Office) -> None:
    names = [f"n{number}" for number in range(MOST + 3)]
    office.close(office.asks("a", *names))
    assert office.groups == [["a"], names[:MOST], names[MOST:]]


def test_a_thread_that_is_ended_while_it_serves_leaves_nobody_waiting(office: Office) -> None:
    act = office.act

    def ended(group: Sequence[str]) -> Sequence[str]:
        if "b" in group and len(group) > 1:
            raise SystemExit
        return act(group)

    office.act = ended  # type: ignore[method-assign]
    office.close(office.asks("a", "b", "c", "d"))
    assert office.said == {"a": "A", "b": "SystemExit()", "c": "C", "d": "D"}
