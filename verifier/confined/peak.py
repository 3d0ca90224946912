"""The most memory that a confined process took, as the kernel counts it; Linux alone tells.

Read from the process's own status and not from getrusage, whose maximum begins with what the parent held
when it forked.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

STATUS: Final = re.compile(rb"^(VmPeak|VmHWM):\s+(\d+) kB$", re.MULTILINE)
TOLD: Final = re.compile(rb"^peak (\d+) (\d+)\n\Z", re.MULTILINE)


@dataclass(frozen=True, slots=True, order=True)
class Peak:
    """Bytes: `resident` is what lay in memory, `addressed` the address space, on which the limit is."""

    resident: int = 0
    addressed: int = 0


UNKNOWN: Final = Peak()


def own_peak() -> Peak:
    """Until now; UNKNOWN where nobody tells."""
    try:
        status = Path("/proc/self/status").read_bytes()
    except OSError:
        return UNKNOWN
    found = {name: int(number) << 10 for name, number in STATUS.findall(status)}
    return Peak(found.get(b"VmHWM", 0), found.get(b"VmPeak", 0))


def tell() -> None:
    """Write one's own peak to standard error, as its last line."""
    own = own_peak()
    sys.stderr.write(f"\npeak {own.resident} {own.addressed}\n")
    sys.stderr.flush()


def told(said: bytes) -> Peak:
    """The peak that a process told last of all; UNKNOWN if it was killed before."""
    found = TOLD.search(said)
    return Peak(*map(int, found.groups())) if found else UNKNOWN
