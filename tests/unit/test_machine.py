"""How many test processes a machine carries, and that the modules said to be long are there."""

from pathlib import Path

import pytest

from tests import machine

ROOT = Path(__file__).parents[2]
GIB = 1 << 30


@pytest.mark.parametrize(
    ("cores", "memory", "expected"),
    [
        (1, 64 * GIB, 2),
        (2, 16 * GIB, 3),
        (64, 256 * GIB, machine.MOST),
        (64, 2 * machine.MEMORY, 2),
        (64, GIB, 1),
        (0, 0, 1),
    ],
)
def test_there_are_as_many_processes_as_cores_and_memory_carry_and_at_least_one(
    cores: int, memory: int, expected: int
) -> None:
    assert machine.processes(cores, memory) == expected


def test_a_containers_limit_counts_where_it_is_less_than_what_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "LIMIT", tmp_path / "memory.max")
    free = machine.free_memory()
    assert free > 0
    machine.LIMIT.write_text("1048576\n")
    assert machine.free_memory() == 1 << 20
    machine.LIMIT.write_text("max\n")
    assert machine.free_memory() > 1 << 20


def test_every_long_module_is_there_and_comes_before_all_others() -> None:
    assert [name for name in machine.FIRST if not (ROOT / name).is_file()] == []
    places = [machine.place(name) for name in (*machine.FIRST, "tests/unit/test_machine.py")]
    assert places == sorted(set(places))


def test_numerical_libraries_use_one_thread() -> None:
    import cv2

    assert cv2.getNumThreads() == 1
