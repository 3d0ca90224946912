"""Films of faces as the checks see them: an attempt that passes, to be changed one thing at a time."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.faces import film, view
from verifier.checks.faces import judge_film
from verifier.domain.face_decision import FaceOutcome, FacePolicy
from verifier.domain.face_facts import Against, FaceFacts, FilmReading, Match, Upload
from verifier.domain.face_session import Challenge, Purpose, Step
from verifier.domain.faces import (
    Action,
    FaceEvent,
    FaceFrame,
    FaceQuality,
    FilmTime,
    Likeness,
    LiveMeasures,
    Relief,
)
from verifier.domain.finding import Finding
from verifier.policies import load_faces
from verifier.settings import POLICIES

FACES_V1: Path = POLICIES / "faces-v1.toml"
POLICY: FacePolicy = load_faces(FACES_V1)

LATE = 40  # ms after the recording began that the first frame came
STEPS = (
    Step(Action.TURN_LEFT, 2500, 5500),
    Step(Action.BLINK, 6000, 9000),
    Step(Action.OPEN_MOUTH, 9500, 12500),
)
CHALLENGE = Challenge("nonce", STEPS, 13000)
EVENTS = (
    FaceEvent(Action.TURN_LEFT, 3200, 4400, 25.0),
    FaceEvent(Action.BLINK, 6700, 6900, 0.8),
    FaceEvent(Action.OPEN_MOUTH, 10200, 11000, 0.7),
)
RELIEF = Relief(Action.TURN_LEFT, 3200, 4400, turned=20.0, corners=60, residual=0.025)  # a depth of .073
MATCH = Match(Against.TEMPLATE, 0.71, 0.31)


def frames() -> tuple[FaceFrame, ...]:
    """Thirteen seconds at 15 frames a second, one face, always a little new."""
    taken = film(lambda _: view(), seconds=12.96, rate=15)
    first, rest = taken[0], taken[1:]
    moved = (replace(one, change=0.1, scene=0.01, faces=None if one.at % 3 else 1) for one in rest)
    return (replace(first, faces=1), *moved)


def live(**changes: object) -> LiveMeasures:
    """The measures of a recruiter who did all that was asked."""
    taken = frames()
    measures = LiveMeasures(
        time=FilmTime(taken[-1].at, 67),
        frames=taken,
        events=EVENTS,
        reliefs=(RELIEF,),
        likeness=tuple(Likeness(index * 1000, 0.85) for index in range(12)),
        second_likeness=(Likeness(6000, 0.3), Likeness(12000, 0.32)),
        quality=FaceQuality(0.4, 120.0, 50.0),
        passive=5.0,
    )
    return replace(measures, **changes)  # type: ignore[arg-type]


def upload(**changes: object) -> Upload:
    """How an honest page sent that film."""
    sent = Upload(tuple(one.at + LATE for one in frames()), elapsed=15_000, ahead=-200, sizes=((640, 480),))
    return replace(sent, **changes)  # type: ignore[arg-type]


def facts(
    *,
    measured: LiveMeasures | None = None,
    sent: Upload | None = None,
    matches: Sequence[Match] = (MATCH,),
    purpose: Purpose = Purpose.REAUTHENTICATE,
    challenge: Challenge = CHALLENGE,
    passive_detector: bool = True,
    nothing: bool = False,
) -> FaceFacts:
    """One attempt; with `nothing` no frame of it could be measured."""
    reading = FilmReading(
        upload=sent or upload(),
        live=None if nothing else measured or live(),
        matches=tuple(matches),
        passive_detector=passive_detector,
        engine="faces",
        version="1",
        milliseconds=4000,
    )
    return FaceFacts(purpose, challenge, reading)


def codes(attempt: FaceFacts, *, of: str) -> list[tuple[str, str]]:
    """What one check says of it, by the shipped thresholds."""
    return [(str(one.outcome), one.code) for one in judge_film(attempt, POLICY) if one.check == of]


def outcome(attempt: FaceFacts) -> FaceOutcome:
    """What becomes of it by the shipped policy."""
    return POLICY.propose(judge_film(attempt, POLICY))[0]


def against(attempt: FaceFacts) -> set[str]:
    """The codes that keep it from being verified."""
    return {reason.code for reason in _reasons(attempt)}


def _reasons(attempt: FaceFacts) -> tuple[Finding, ...]:
    return POLICY.propose(judge_film(attempt, POLICY))[1].reasons
