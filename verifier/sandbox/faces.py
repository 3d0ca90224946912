"""Films that nobody made: what a worker would have measured on one, for each way in which it can end. Pure.

Whether such a film passes is for the real checks. A face is told by its name alone: one name is one face, two
names are two, and none is ever taken for the face of a camera, whose templates are of other engines.
"""

import hashlib
import struct
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final

from verifier.domain.face_session import Challenge, PortraitKind
from verifier.domain.faces import (
    TURNS,
    Action,
    FaceEvent,
    FaceFrame,
    FaceQuality,
    FaceTemplate,
    FaceView,
    FilmTime,
    Likeness,
    LiveMeasures,
    Pose,
    Relief,
    StillMeasures,
)
from verifier.usecases.faces.films import FilmSeen, StillSeen
from verifier.usecases.faces.matching import DECIDING, SECOND

EVERY: Final = 66  # ms between two frames
SIZE: Final = (640, 480)
VECTOR_BITS: Final = 512  # signs: two names are alike by 0 ± .044, and taken for one face from .38 on
STRENGTH: Final = {Action.BLINK: 0.8, Action.TURN_LEFT: 25.0, Action.TURN_RIGHT: 25.0, Action.OPEN_MOUTH: 0.7}
FINE: Final = FaceQuality(sharpness=0.4, light=120.0, contrast=50.0)
DARK: Final = FaceQuality(sharpness=0.4, light=8.0, contrast=10.0)
FACE: Final = FaceView((220, 120, 420, 360), Pose(0.0, 0.0, 0.0), eyes=0.3, mouth=0.0)
HEAD: Final = 0.025  # what a turn of a head leaves, as a share of the face's height; and of a flat picture
PRINT: Final = 0.002


class FilmOutcome(StrEnum):
    """How a film is to end, if nothing else is against it.

    `retry`: the picture is dark. `review`: what turned was flat, as a photograph is. `locked`: so many dark
    films that the camera is closed to the recruiter.
    """

    VERIFIED = "verified"
    RETRY = "retry"
    REVIEW = "review"
    LOCKED = "locked"


def film_of(
    face: str, challenge: Challenge, outcome: FilmOutcome, portraits: Iterable[PortraitKind]
) -> FilmSeen:
    """What a worker would have seen of this face's film, and of these portraits of the same face."""
    times = times_of(challenge)
    seen = templates(face)
    still = StillSeen(StillMeasures(1, FACE, FINE), seen)
    return FilmSeen(
        live=_measures(challenge, times, outcome),
        templates=seen,
        portraits=dict.fromkeys(portraits, still),
        sizes=(SIZE,),
        refused=0,
        passive_detector=False,
        engine="sandbox",
        version="1",
        milliseconds=0,
    )


def times_of(challenge: Challenge) -> tuple[int, ...]:
    """When the film's frames are taken, ms."""
    return tuple(range(0, challenge.length, EVERY))


def templates(face: str) -> tuple[FaceTemplate, FaceTemplate]:
    """One of each engine, of length 1: always the same of one name."""
    bits = hashlib.shake_256(face.encode()).digest(VECTOR_BITS // 8)
    size = VECTOR_BITS**-0.5
    numbers = [size if byte >> bit & 1 else -size for byte in bits for bit in range(8)]
    vector = struct.pack(f"<{VECTOR_BITS}f", *numbers)
    return FaceTemplate(f"{DECIDING}@sandbox", vector), FaceTemplate(f"{SECOND}@sandbox", vector)


def _measures(challenge: Challenge, times: tuple[int, ...], outcome: FilmOutcome) -> LiveMeasures:
    dark = outcome in (FilmOutcome.RETRY, FilmOutcome.LOCKED)
    events = tuple(_events(challenge))
    sampled = times[:: max(1, len(times) // 12)]
    return LiveMeasures(
        time=FilmTime(times[-1], EVERY),
        frames=tuple(FaceFrame(at, FACE, 1, *((0.1, 0.01) if at else (None, None))) for at in times),
        events=events,
        reliefs=tuple(_relief(one, outcome) for one in events if one.action in TURNS),
        likeness=tuple(Likeness(at, 0.85) for at in sampled),
        second_likeness=(Likeness(times[-1], 0.3),),
        quality=DARK if dark else FINE,
    )


def _events(challenge: Challenge) -> Iterator[FaceEvent]:
    """Every step in the middle of its window."""
    for step in challenge.steps:
        middle = (step.start + step.end) // 2
        yield FaceEvent(step.action, middle - 200, middle + 200, STRENGTH[step.action])


def _relief(turn: FaceEvent, outcome: FilmOutcome) -> Relief:
    left = PRINT if outcome is FilmOutcome.REVIEW else HEAD
    return Relief(turn.action, turn.start, turn.end, turned=20.0, corners=60, residual=left)
