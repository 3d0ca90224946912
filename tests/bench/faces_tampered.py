"""Live films whose times, frames or bytes were tampered with: each must be stopped by its own code."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from models.faces.engine import Measured
from models.faces.film import MAX_FRAMES
from tests.bench.faces_films import Session
from tests.bench.faces_judged import judged, passes, sent, told
from tests.bench.figures import share
from verifier.domain.face_facts import Upload

SAMPLED = 8  # one frame of so many is remembered, by its hash's first byte
HUNDRED_A_SECOND = 10  # ms from frame to frame

Tampering = Callable[[Upload], Upload]


def _times(change: Callable[[tuple[int, ...]], Sequence[int]]) -> Tampering:
    return lambda upload: replace(upload, times=tuple(change(upload.times)), elapsed=upload.elapsed + 60_000)


TAMPERED: Mapping[str, Tampering] = {
    "a clock that runs backwards": _times(lambda times: times[::-1]),
    "two batches in the wrong order": _times(lambda times: (*times[15:30], *times[:15], *times[30:])),
    "one time twice": _times(lambda times: (*times[:-1], times[-2])),
    "times before the recording": _times(lambda times: [time - 500 for time in times]),
    "two seconds younger than can be": lambda upload: replace(upload, ahead=2000),
    "sent in half the time that it shows": lambda upload: replace(upload, elapsed=upload.times[-1] // 2),
    "stretched to double": _times(lambda times: [2 * time + 2500 for time in times]),
    "pressed to half": _times(lambda times: [time // 2 for time in times]),
    "three seconds late": _times(lambda times: [time + 3000 for time in times]),
    "10,000 frames": _times(lambda times: range(0, 10_000 * HUNDRED_A_SECOND, HUNDRED_A_SECOND)),
    "no frames": lambda upload: replace(upload, times=(), sizes=()),
    "frames of another size": lambda upload: replace(upload, sizes=((640, 480), (1280, 720))),
    "something that is no picture": lambda upload: replace(upload, refused=1),
}  # fmt: skip
UNMEASURED = frozenset({"10,000 frames", "no frames"})  # of these the engine measures nothing
assert MAX_FRAMES < 10_000


def run(films: Sequence[tuple[Session, Measured]]) -> dict[str, Any]:
    """How many of the tampered films verify, and by which codes they are stopped."""
    report: dict[str, Any] = {}
    for name, tampering in TAMPERED.items():
        verdicts = [
            judged(
                session,
                _without(measured) if name in UNMEASURED else measured,
                upload=tampering(sent(session)),
            )
            for session, measured in films
        ]
        report[name] = {"passed": passes(verdicts), **told(verdicts)}
    return {**report, "replayed": _replayed(films)}


def _without(measured: Measured) -> Measured:
    return Measured(replace(measured.measures, frames=()))


def _replayed(films: Sequence[tuple[Session, Measured]]) -> dict[str, Any]:
    """How many are known again when they, or a part of them, come a second time."""
    parts: Mapping[str, Callable[[Sequence[bytes]], Sequence[bytes]]] = {
        "whole": lambda jpegs: jpegs,
        "second half": lambda jpegs: jpegs[len(jpegs) // 2 :],
        "every other frame": lambda jpegs: jpegs[::2],
    }
    report = {}
    for name, part in parts.items():
        verdicts = []
        for session, measured in films:
            jpegs = [one.jpeg for one in session.frames]
            known = len(_marks(jpegs) & _marks(part(jpegs)))
            verdicts.append(judged(session, measured, upload=replace(sent(session), replayed=known)))
        seen = sum("film_replayed" in one.against for one in verdicts)
        report[name] = {"seen": share(seen, len(films)), "frames": _mean(films, part)}
    return report


def _marks(jpegs: Sequence[bytes]) -> set[bytes]:
    digests = (hashlib.sha256(jpeg).digest() for jpeg in jpegs)
    return {digest for digest in digests if digest[0] % SAMPLED == 0}


def _mean(
    films: Sequence[tuple[Session, Measured]], part: Callable[[Sequence[bytes]], Sequence[bytes]]
) -> int:
    return round(sum(len(part([one.jpeg for one in session.frames])) for session, _ in films) / len(films))
