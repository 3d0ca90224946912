"""Does the film show what was asked for, when it was asked for, in that order, and nothing else?

pass          each step's action within its window, in order, and no turn or open mouth unasked
concern       a step was missed, the order is another, or a turn or an open mouth began unasked
fail          never: people mistake left for right, and laugh
inconclusive  there was nothing to look at, or the challenge asks for nothing

Blinks are never unasked: eyes blink by themselves. An action that goes on after its window is still the one
that was asked for; where it began is what counts.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from verifier.domain.check import Judgement, Thresholds
from verifier.domain.face_check import of_measures, overlaps, steps_in_film, unmeasured
from verifier.domain.face_facts import FaceFacts
from verifier.domain.face_session import Step
from verifier.domain.faces import Action, FaceEvent, LiveMeasures
from verifier.domain.finding import Outcome

NAME: Final = "challenge"
EARLY_MAX: Final = "early_ms_max"
LATE_MAX: Final = "late_ms_max"


class Code(StrEnum):
    SHOWN = "steps_shown"
    MISSED = "step_missed"
    ORDER = "steps_out_of_order"
    UNASKED = "unasked_action"


def judge(facts: FaceFacts, live: LiveMeasures, thresholds: Thresholds) -> Iterator[Judgement]:
    steps = steps_in_film(facts)
    if not steps:
        yield unmeasured()
        return
    against = (*_wanting(steps, live.events), *_unasked(steps, live.events, thresholds))
    detail = f"{_words(steps)}, each at its time and nothing else."
    yield from against or (Judgement(Outcome.PASS, Code.SHOWN, detail, len(steps), len(steps)),)


def _wanting(steps: Sequence[Step], events: Sequence[FaceEvent]) -> Iterator[Judgement]:
    missed = [step for step in steps if not _answers(step, events)]
    shown = len(steps) - len(missed)
    if missed:
        yield Judgement(Outcome.CONCERN, Code.MISSED, f"Not seen: {_words(missed)}.", shown, len(steps))
    elif not _in_order(steps, events):
        yield Judgement(Outcome.CONCERN, Code.ORDER, f"Not in the order {_words(steps)}.", shown, len(steps))


def _answers(step: Step, events: Sequence[FaceEvent]) -> list[FaceEvent]:
    return [one for one in events if one.action is step.action and overlaps(step, one.start, one.end)]


def _in_order(steps: Sequence[Step], events: Sequence[FaceEvent]) -> bool:
    """Whether every step has an answer that began after the answer to the step before."""
    last = -1
    for step in steps:
        later = [one.start for one in _answers(step, events) if one.start > last]
        if not later:
            return False
        last = min(later)
    return True


def _unasked(
    steps: Sequence[Step], events: Sequence[FaceEvent], thresholds: Thresholds
) -> Iterator[Judgement]:
    early, late = thresholds[EARLY_MAX], thresholds[LATE_MAX]
    unasked = [
        one
        for one in events
        if one.action is not Action.BLINK
        and not any(
            one.action is step.action and step.start - early <= one.start <= step.end + late for step in steps
        )
    ]
    if unasked:
        when = ", ".join(f"{one.action} at {one.start} ms" for one in unasked)
        yield Judgement(Outcome.CONCERN, Code.UNASKED, f"Not asked for: {when}.", len(unasked), 0)


def _words(steps: Sequence[Step]) -> str:
    return ", ".join(step.action for step in steps)


CHECK: Final = of_measures(NAME, Code, judge, (EARLY_MAX, LATE_MAX))
