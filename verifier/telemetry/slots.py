"""Counting in several processes of a host: each has a slot, a file that lives longer than the process.

prometheus-client names a process's files by its pid, so that every restart, and every job, which is a forked
child, would leave files behind for ever. A slot is held by a lock that the kernel drops with its last holder:
the next process counts on where the last one stopped, and the children of a worker count in their worker's
slot, for it waits while they run.
"""

import fcntl
import json
import os
import struct
from itertools import count
from pathlib import Path
from typing import Final

from prometheus_client import values
from prometheus_client.mmap_dict import MmapedDict

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"  # where the library looks for the folder


class Slot:
    """The first slot of this name that nobody holds, for as long as this process or a child of it lives."""

    def __init__(self, folder: Path, kind: str) -> None:
        for number in count():
            self.name = f"{kind}-{number}"
            self._file = (folder / f"{self.name}.lock").open("w")
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._file.close()
            else:
                return


def folder(shared: Path) -> Path:
    """The folder that all processes of this host share, made where it is not there."""
    shared.mkdir(mode=0o700, parents=True, exist_ok=True)
    return shared


def share(shared: Path, kind: str) -> Slot:
    """Have this process count where the exporter of its host looks. Call it before anything is counted.

    `kind` says what the process does: `web`, `worker`, `courier`, `sweep`. The slot is held until it ends.
    """
    slot = Slot(folder(shared), kind)
    for file in shared.glob(f"*_{slot.name}.db"):
        if not _sound(file):
            file.unlink()
    os.environ[FOLDER] = str(shared)
    values.ValueClass = values.MultiProcessValue(lambda: slot.name)  # type: ignore[no-untyped-call]  # has no types
    return slot


def _sound(file: Path) -> bool:
    """Whether a count can go on in this file. One that a fall of the machine tore must not stop a process."""
    try:
        for key, *_ in MmapedDict.read_all_values_from_file(str(file)):  # type: ignore[no-untyped-call]  # has no types
            json.loads(key)
    except (RuntimeError, ValueError, struct.error):
        return False
    return True
