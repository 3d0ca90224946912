"""When the head does what: from the steps of a challenge to how it is held at each moment. Draws nothing."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tests.portraits.drawing import Held
from verifier.domain.face_session import Step
from verifier.domain.faces import Action

TURN = 30.0  # degrees; the mesh reads 20 of it
DELAYS = (500, 800)  # ms from a step's beginning until a person does it


@dataclass(frozen=True, slots=True)
class Gesture:
    """How long an action takes, ms: until it is full, how long it stays so, and back."""

    rise: int
    stay: int
    fall: int

    def at(self, since: float) -> float:
        """How much of it there is so many ms after its start, 0–1, without a jolt."""
        back = self.rise + self.stay + self.fall - since
        share = min(since / self.rise, back / self.fall, 1.0)
        return share * share * (3 - 2 * share) if share > 0 else 0.0


GESTURES = {
    Action.BLINK: Gesture(90, 170, 120),  # slow, as one blinks who is asked to
    Action.TURN_LEFT: Gesture(600, 500, 600),
    Action.TURN_RIGHT: Gesture(600, 500, 600),
    Action.OPEN_MOUTH: Gesture(350, 500, 350),
}
FULL = {
    Action.BLINK: Held(lids=1.0),
    Action.TURN_LEFT: Held(yaw=TURN),
    Action.TURN_RIGHT: Held(yaw=-TURN),
    Action.OPEN_MOUTH: Held(mouth=1.0),
}


@dataclass(frozen=True, slots=True)
class Cue:
    """An action, and when it is begun, ms."""

    action: Action
    start: float


class Actor:
    """One performance: what a head does on its cues, and how it is never quite still between them."""

    def __init__(self, cues: Sequence[Cue], seed: int) -> None:
        drawn = np.random.default_rng(seed)
        self._cues = tuple(cues)
        self._speeds = drawn.uniform(0.15, 0.6, (6, 2))  # a second
        self._phases = drawn.uniform(0, 2 * math.pi, (6, 2))

    def at(self, milliseconds: float) -> Held:
        """How the head is held then."""
        held = self._resting(milliseconds / 1000)
        for cue in self._cues:
            much = GESTURES[cue.action].at(milliseconds - cue.start)
            full = FULL[cue.action]
            held = replace(
                held,
                yaw=held.yaw + much * full.yaw,
                lids=max(held.lids, much * full.lids),
                mouth=max(held.mouth, much * full.mouth),
            )
        return held

    def _resting(self, seconds: float) -> Held:
        """A head held still: a degree or two, a few pixels, some breath."""
        waves = np.sin(2 * math.pi * self._speeds * seconds + self._phases).sum(axis=1) / 2
        yaw, pitch, roll, x, y, nearer = (
            float(wave * most) for wave, most in zip(waves, (1.2, 0.8, 0.8, 3.0, 2.0, 0.006), strict=True)
        )
        return Held(yaw=yaw, pitch=pitch, roll=roll, x=x, y=y, nearer=nearer)


def cues(steps: Sequence[Step], seed: int) -> tuple[Cue, ...]:
    """Each action as a person does it who has read what is asked."""
    delays = np.random.default_rng(seed).uniform(*DELAYS, len(steps))
    return tuple(
        Cue(step.action, step.start + float(delay)) for step, delay in zip(steps, delays, strict=True)
    )
