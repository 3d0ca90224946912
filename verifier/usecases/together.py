"""Several who ask at once are served at once: one transaction and one wait for the disk for all of them.

Whoever asks while nobody is being served serves itself at once. Those who ask meanwhile wait in line, and the
first of them then serves them all. No thread of its own, and nobody waits for company.
"""

from collections.abc import Callable, Sequence
from threading import Event, Lock
from typing import Final, Generic, TypeVar

Asked = TypeVar("Asked")
Given = TypeVar("Given")

MOST: Final = 16  # in one group, so that a crowd does not keep a transaction open for long


class Together(Generic[Asked, Given]):
    """The lines of one process, by name: one line is served in turn, different ones side by side.

    `trouble` are the errors that may be due to one of several who are served together.
    """

    def __init__(self, *trouble: type[Exception]) -> None:
        self._trouble = trouble
        self._lock = Lock()
        self._lines: dict[str, list[_Place[Asked, Given]]] = {}  # there while somebody is being served

    def serve(self, line: str, asked: Asked, act: Callable[[Sequence[Asked]], Sequence[Given]]) -> Given:
        """What `act` gives for this, among what it gives for all who are served with it, in their order.

        If `act` raises one of `trouble` for several, each of them is served again alone: then everybody meets
        their own error. Any other is met by whoever served them; the rest are served alone all the same.
        """
        mine: _Place[Asked, Given] = _Place(asked)
        if self._queued(line, mine):
            mine.called.wait()
        if mine.given:
            return mine.given[0]
        if mine.alone:
            return act([asked])[0]
        return self._lead(line, mine, act)

    def _lead(
        self, line: str, mine: "_Place[Asked, Given]", act: Callable[[Sequence[Asked]], Sequence[Given]]
    ) -> Given:
        group = [mine, *self._waiting(line)]
        try:
            for one, given in zip(group, act([one.asked for one in group]), strict=True):
                one.given.append(given)
        except self._trouble:  # whoever it is for meets it again, alone
            if len(group) == 1:
                raise
        finally:
            for one in group[1:]:
                one.alone = True  # unless it was given what it asked for
                one.called.set()
            self._call_next(line)
        return mine.given[0] if mine.given else act([mine.asked])[0]

    def _queued(self, line: str, mine: "_Place[Asked, Given]") -> bool:
        """Whether it has to wait: somebody of this line is being served."""
        with self._lock:
            if line in self._lines:
                self._lines[line].append(mine)
                return True
            self._lines[line] = []
            return False

    def _waiting(self, line: str) -> "list[_Place[Asked, Given]]":
        with self._lock:
            waiting = self._lines[line]
            self._lines[line] = waiting[MOST - 1 :]
            return waiting[: MOST - 1]

    def _call_next(self, line: str) -> None:
        with self._lock:
            if self._lines[line]:
                self._lines[line].pop(0).called.set()
            else:
                del self._lines[line]


class _Place(Generic[Asked, Given]):
    """One who waits. Called with nothing given, and not to be served alone, it serves the next group."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.given: list[Given] = []  # one, once it is given
        self.alone = False
        self.called = Event()
