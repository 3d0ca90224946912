"""Ties a process to its parent: when the parent dies, however it dies, the kernel kills the child.

Linux only (prctl(2)). Elsewhere a killed parent may leave children behind, and none has a name of its own.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h
PR_SET_NAME = 15

# Loaded here, because nothing may be imported or loaded between a fork and an exec.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with(parent: int) -> None:
    """Ask for SIGKILL when the process `parent` ends; call it in the child, first thing after the fork.

    The signal comes when the *thread* that forked ends, so fork from a thread that stays: the main one.
    """
    if _LIBC is None:
        return
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        os._exit(1)


def be_known_as(name: str) -> None:
    """Have `ps -o comm` and `top` show this name, so that forks of one program can be told apart."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_NAME, name.encode())
