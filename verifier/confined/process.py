"""Runs a parser on untrusted bytes in a process of its own, short-lived and under limits of memory and time.

A crash, an endless loop or a bomb inside a native library then costs one small process and never the server
or the worker; and PDFium, which is not thread-safe, needs no lock. No secret is passed on: the environment is
empty. It is no sandbox against code that an attacker has managed to run.
"""

import json
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

from verifier.confined.peak import UNKNOWN, Peak, told
from verifier.confined.refusal import Refusal, Refused
from verifier.confined.surface import Surface

ROOT: Final = Path(__file__).resolve().parents[2]
CHILD: Final = "verifier.confined.child"
VIDEO: Final = "verifier.confined.video"
DONE: Final = b"done\n"
WAITING: Final = 3  # seconds of wall clock per second of processor time: machines are busy
OUT_OF_TIME: Final = frozenset({-signal.SIGXCPU, -signal.SIGKILL})


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may use: bytes of address space, seconds of processor time."""

    memory: int
    seconds: int


PROBING: Final = Limits(memory=512 << 20, seconds=2)  # a sound file takes 0.1 s
FILMING: Final = Limits(memory=1536 << 20, seconds=120)  # five minutes of full HD take 60 s
RENDERING: Final = Limits(memory=1 << 30, seconds=10)  # a HEIC of 60 megapixels takes 300 MB and 3 s


def page_sizes(parser: str, data: bytes, *, most_pages: int) -> list[tuple[int, int]]:
    """Width and height in pixels of each page; `parser` is one of child.PARSERS. Raises Refused."""
    answer = _run(("sizes", parser, str(most_pages)), data, PROBING)
    numbers = [int(number) for number in bytes(answer).split()]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def render(parser: str, data: bytes, index: int) -> Surface:
    """One page in pixels. Raises Refused."""
    return Surface.parse(_run(("render", parser, str(index)), data, RENDERING))


def describe(parser: str, data: bytes, media_type: str) -> dict[str, Any]:
    """What the parser says about the file in values of JSON, every list and text bounded. Raises Refused."""
    answer = _run(("describe", parser, media_type), data, PROBING)
    described: dict[str, Any] = json.loads(bytes(answer))
    return described


@dataclass(frozen=True, slots=True)
class VideoLook:
    """A film as `confined.video` looked at it: see there. Samples are a time in ms and a JPEG each."""

    width: int
    height: int
    created: str | None
    times: tuple[int, ...]
    differences: tuple[float, ...]
    leaps: tuple[float, ...]
    samples: tuple[tuple[int, bytes], ...] = field(repr=False)
    peak: Peak = UNKNOWN


def look_at_video(film: BinaryIO) -> VideoLook:
    """What every frame of the film shows, and some of them. Raises Refused."""
    handle = film.fileno()
    limits = (str(FILMING.memory), str(FILMING.seconds))
    command = (sys.executable, "-s", "-m", VIDEO, f"/dev/fd/{handle}", *limits)
    answer, peak = _answered(command, b"", FILMING, handle)
    line, _, frames = bytes(answer).partition(b"\n")
    seen = json.loads(line)
    samples, start = [], 0
    for at, size in seen["samples"]:
        samples.append((at, frames[start : start + size]))
        start += size
    return VideoLook(
        width=seen["width"],
        height=seen["height"],
        created=seen["created"],
        times=tuple(seen["times"]),
        differences=tuple(seen["differences"]),
        leaps=tuple(seen["leaps"]),
        samples=tuple(samples),
        peak=peak,
    )


def _run(request: tuple[str, ...], data: bytes, limits: Limits) -> memoryview:
    command = (sys.executable, "-s", "-m", CHILD, *request, str(limits.memory), str(limits.seconds))
    return _answered(command, data, limits)[0]


def _answered(
    command: tuple[str, ...], data: bytes, limits: Limits, *handles: int
) -> tuple[memoryview, Peak]:
    environment = {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}
    seconds = WAITING * limits.seconds
    try:
        done = subprocess.run(
            command,
            input=data,
            env=environment,
            timeout=seconds,
            capture_output=True,
            check=False,
            pass_fds=handles,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(Refusal.TOO_COSTLY) from error
    peak = told(done.stderr)
    if done.returncode in OUT_OF_TIME:
        raise Refused(Refusal.TOO_COSTLY, peak)
    if not done.stdout.startswith(DONE):
        raise Refused(_refusal(done.stdout), peak)
    return memoryview(done.stdout)[len(DONE) :], peak  # a view: the answer may be two hundred megabytes


def _refusal(status: bytes) -> Refusal:
    """What the process said; a file at which it died without a word is malformed."""
    return next((refusal for refusal in Refusal if refusal.encode() == status), Refusal.MALFORMED)
