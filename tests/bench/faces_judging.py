"""How the benchmark judges a session, with the thresholds that the calibration gave: a rule to measure by.

Not the service's rule: that is for checks and a policy. All steps at their time, one face, the same face, no
flat turn, nothing frozen; and where weights are there, no look of a picture of a picture.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tests.bench.faces_films import Step
from verifier.domain.faces import TURNS, LiveMeasures

MATCH = 0.39  # cosine; both sets of pairs: FMR at most .1 %, FNMR at most 3 %
SAME_FILM = 0.39  # of every sampled frame with the opening
DEPTH = 0.045  # root mean square distance from a plane, in face heights: see docs/faces.md
TURNED = 10.0  # degrees at which the relief must have been measured
PRESENT = 0.8  # of the frames, with a face
OTHERS = 3  # frames among the counted ones with more than one face
FROZEN = 700  # ms of exactly the same picture, which no camera sends
PASSIVE = 0.0  # logit, where its makers put it; a supporting signal


@dataclass(frozen=True, slots=True)
class Rule:
    """What of the rule is varied: the least depth, and the least logit, if it is asked for."""

    depth: float = DEPTH
    passive: float | None = None


def refusals(measures: LiveMeasures, steps: Sequence[Step], rule: Rule = Rule()) -> tuple[str, ...]:
    """Why the session does not pass; empty where it passes."""
    reasons = {
        "step missed": not all(_shown(measures, step) for step in steps),
        "flat turn": not all(_raised(measures, step, rule) for step in steps if step.action in TURNS),
        "face absent": _present(measures) < PRESENT,
        "several faces": sum((frame.faces or 0) > 1 for frame in measures.frames) >= OTHERS,
        "face changed": min((one.value for one in measures.likeness), default=0.0) < SAME_FILM,
        "frozen": _longest_freeze(measures) > FROZEN,
        "looks like a picture": rule.passive is not None and (measures.passive or 0.0) < rule.passive,
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def _shown(measures: LiveMeasures, step: Step) -> bool:
    return any(
        event.action is step.action and event.start <= step.end and event.end >= step.start
        for event in measures.events
    )


def _raised(measures: LiveMeasures, step: Step, rule: Rule) -> bool:
    """Whether what turned in this step was no plane."""
    return any(
        relief.action is step.action
        and relief.start <= step.end
        and relief.end >= step.start
        and relief.turned >= TURNED
        and relief.depth >= rule.depth
        for relief in measures.reliefs
    )


def _present(measures: LiveMeasures) -> float:
    return sum(frame.face is not None for frame in measures.frames) / max(len(measures.frames), 1)


def _longest_freeze(measures: LiveMeasures) -> int:
    runs = groupby(measures.frames, key=lambda frame: frame.scene == 0 and frame.change == 0)
    lengths = [(frames := list(run))[-1].at - frames[0].at for still, run in runs if still]
    return max(lengths, default=0)
