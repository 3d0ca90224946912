"""What a check of a film is: as one of a case, over the facts of one attempt; and how steps lie in a film.

Nothing fails open: what looks at the measures is inconclusive where there are none. No threshold lives here.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from typing import Final, TypeAlias

from verifier.domain.check import Check, Judgement, Thresholds, finding_of
from verifier.domain.face_facts import FaceFacts
from verifier.domain.face_session import Step
from verifier.domain.faces import LiveMeasures
from verifier.domain.finding import Finding, Outcome

FILM_UNMEASURED: Final = "film_unmeasured"

FaceCheck: TypeAlias = Check[FaceFacts]
FilmJudge: TypeAlias = Callable[[FaceFacts, Thresholds], Iterable[Judgement]]
MeasuresJudge: TypeAlias = Callable[[FaceFacts, LiveMeasures, Thresholds], Iterable[Judgement]]


def of_film(name: str, codes: type[StrEnum], judge: FilmJudge, thresholds: tuple[str, ...] = ()) -> FaceCheck:
    """A check that can judge a film of which nothing was measured, too."""
    return Check(name, tuple(codes), _named(name, judge), thresholds)


def of_measures(
    name: str, codes: type[StrEnum], judge: MeasuresJudge, thresholds: tuple[str, ...] = ()
) -> FaceCheck:
    """A check of what was measured on the film; inconclusive where nothing was."""

    def judge_measured(facts: FaceFacts, numbers: Thresholds) -> Iterable[Judgement]:
        live = facts.reading.live
        return (unmeasured(),) if live is None or not live.frames else judge(facts, live, numbers)

    return Check(name, (*codes, FILM_UNMEASURED), _named(name, judge_measured), thresholds)


def unmeasured() -> Judgement:
    """What a check says that needs a measure which was not taken: inconclusive, never a pass."""
    return Judgement(Outcome.INCONCLUSIVE, FILM_UNMEASURED, "No frame of the film could be measured for it.")


def steps_in_film(facts: FaceFacts) -> tuple[Step, ...]:
    """The challenge's steps on the clock of the measures, which begins with the film's first frame.

    The challenge counts from when the recording began; the first frame comes a little later.
    """
    late = min(facts.reading.upload.times, default=0)
    return tuple(
        replace(step, start=step.start - late, end=step.end - late) for step in facts.challenge.steps
    )


def overlaps(step: Step, start: int, end: int) -> bool:
    """Whether something from start to end happened within the step's window, if only in part."""
    return start <= step.end and end >= step.start


def _named(name: str, judge: FilmJudge) -> Callable[[FaceFacts, Thresholds], Iterator[Finding]]:
    def findings(facts: FaceFacts, numbers: Thresholds) -> Iterator[Finding]:
        return (finding_of(name, judgement) for judgement in judge(facts, numbers))

    return findings
