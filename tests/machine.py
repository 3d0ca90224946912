"""How the tests share a machine: how many processes, one thread in each, and which modules come first.

Says nothing about any test; what one may expect of a busy machine stands in tests/processes.py.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import psutil

# Two processes of as many threads as there are cores only wait for each other. Read when the libraries are
# loaded, and inherited by every process that a test starts.
ONE_THREAD: Final[Mapping[str, str]] = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "OPENCV_FOR_THREADS_NUM": "1",
}
MORE: Final = (
    1  # process than cores: every other long module waits, for a time to run out, more than it works
)
MOST: Final = 4  # processes: with four, the longest modules one after the other are the longest part
MEMORY: Final = 3 << 30  # bytes a process: it peaks at 1.2 GB, and the service that it starts takes 1 GB
LIMIT: Final = Path("/sys/fs/cgroup/memory.max")  # a container's, in bytes, or the word "max"

# The modules that take longest, longest first, so that none is left over when the others are done. Every
# other one begins with a module that waits more than it works while its neighbour needs both cores.
FIRST: Final = (
    "tests/e2e/test_photos.py",
    "tests/integration/test_queue_workers.py",
    "tests/e2e/test_example.py",
    "tests/e2e/test_recovery_kills.py",
    "tests/integration/test_portrait_films.py",
    "tests/e2e/test_recovery_serve.py",
    "tests/e2e/test_recovery_chaos.py",
    "tests/e2e/test_planted_data.py",
    "tests/integration/test_licence_reader.py",
    "tests/integration/test_verify_photos.py",
    "tests/integration/test_ocr_engine.py",
    "tests/e2e/test_reference_page.py",
    "tests/e2e/test_camera_service.py",
    "tests/e2e/test_console_service.py",
)


def processes(cores: int, memory: int) -> int:
    """How many test processes a machine with so many cores and bytes of free memory carries."""
    return max(1, min(cores + MORE, memory // MEMORY, MOST))


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def free_memory() -> int:
    """Bytes that are free on this machine, or that its container allows where that is less."""
    free = int(psutil.virtual_memory().available)
    limit = LIMIT.read_text().strip() if LIMIT.exists() else "max"
    return min(free, int(limit)) if limit.isdecimal() else free


def place(module: str) -> int:
    """Where a module comes in the order of the run; those that are not named stay in their own order."""
    return FIRST.index(module) if module in FIRST else len(FIRST)
