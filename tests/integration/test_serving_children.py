"""Real child processes of `serve`: restarted with patience, given up with a reason, never left behind."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes import children, gone, until
from verifier.domain.errors import ConfigurationError
from verifier.serving.children import CANNOT_START, PATIENCE, Child, GaveUp, Program
from verifier.serving.claims import base_url, listen, sole_use

PARENT = """
import sys, time
from verifier.serving.children import Child, Program
child = Child(Program("sleeper", ("sleep", "300")))
child.start()
print(child.pid, flush=True)
time.sleep(60)
"""


class Clock:
    """Time that passes when the test says so."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def child(clock: Clock) -> Iterator[Callable[..., Child]]:
    made: list[Child] = []

    def make(*argv: str) -> Child:
        made.append(Child(Program("test program", argv), clock))
        made[-1].start()
        return made[-1]

    yield make
    for each in made:
        each.kill()
        each.ended_within(5)


def death(child: Child) -> int:
    """Wait for the child's death and return the status that `tend` reports."""
    found: list[int] = []

    def noticed() -> bool:
        status = child.tend()
        if status is not None:
            found.append(status)
        return bool(found)

    until(noticed)
    return found[0]


def test_a_killed_child_that_lived_is_started_again_at_once(
    child: Callable[..., Child], clock: Clock
) -> None:
    sleeper = child("sleep", "60")
    first = sleeper.pid
    assert first is not None
    clock.now += 60
    os.kill(first, signal.SIGKILL)
    assert death(sleeper) == -signal.SIGKILL
    sleeper.tend()
    assert sleeper.pid not in {None, first}


def test_a_child_that_dies_at_once_is_started_again_after_a_pause_that_grows(
    child: Callable[..., Child], clock: Clock
) -> None:
    broken = child("false")
    for pause in (0.5, 1.0, 2.0):
        death(broken)
        clock.now += pause - 0.1
        broken.tend()
        assert broken.pid is None
        clock.now += 0.2
        broken.tend()
        assert broken.pid is not None


def test_a_child_that_keeps_dying_at_once_is_given_up_with_its_name_and_status(
    child: Callable[..., Child], clock: Clock
) -> None:
    broken = child("sh", "-c", "exit 7")
    for _ in range(PATIENCE - 1):
        death(broken)
        clock.now += 60
        broken.tend()
    with pytest.raises(GaveUp, match=r"test program died 5 times .*exit status 7"):
        death(broken)


def test_a_child_that_says_it_cannot_start_is_not_started_again(child: Callable[..., Child]) -> None:
    with pytest.raises(GaveUp, match="test program cannot start"):
        death(child("sh", "-c", f"exit {CANNOT_START}"))


def test_killing_a_child_takes_its_own_children_along(child: Callable[..., Child]) -> None:
    shell = child("sh", "-c", "sleep 60 & sleep 60")
    assert shell.pid is not None
    pid = shell.pid
    until(lambda: len(children(pid)) == 2)
    sleepers = children(pid)
    shell.kill()
    assert shell.ended_within(60)
    until(lambda: all(gone(sleeper) for sleeper in sleepers))


def test_ctrl_c_in_the_terminal_does_not_reach_a_child(child: Callable[..., Child]) -> None:
    pid = child("sleep", "60").pid
    assert pid is not None
    assert os.getpgid(pid) != os.getpgid(0)


@pytest.mark.skipif(sys.platform != "linux", reason="needs prctl(2)")
def test_a_killed_parent_leaves_no_child_behind() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    sleeper = int(parent.stdout.readline())
    assert not gone(sleeper)
    parent.kill()
    parent.wait()
    until(lambda: gone(sleeper), within=60)


def test_a_data_folder_serves_one_at_a_time(tmp_path: Path) -> None:
    with sole_use(tmp_path), pytest.raises(ConfigurationError, match="BONAFIDE_DATA_DIR"), sole_use(tmp_path):
        pass
    with sole_use(tmp_path):
        pass


def test_a_busy_port_is_named_with_the_setting_to_change() -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(ConfigurationError, match="BONAFIDE_PORT"):
        listen("127.0.0.1", taken.getsockname()[1])


def test_a_foreign_address_is_refused_with_the_setting_to_change() -> None:
    with pytest.raises(ConfigurationError, match="BONAFIDE_HOST"):
        listen("192.0.2.1", 0)  # a documentation address (RFC 5737): no machine has it


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1")])
def test_the_address_shown_is_one_a_browser_here_can_open(host: str, shown: str) -> None:
    with listen(host, 0) as listener:
        url = base_url(listener)
        assert url == f"http://{shown}:{listener.getsockname()[1]}"
        socket.create_connection((shown, listener.getsockname()[1]), timeout=5).close()
