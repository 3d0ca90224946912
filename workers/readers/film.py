"""The reader of films: the frames of a face session and the portraits beside it in, measures out.

Judges nothing. Whatever the bytes are, either numbers come out or the statement that there are none; frames
that are no camera's are counted, and a portrait that cannot be decoded is one without a face.
"""

import time
from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from models.faces import frames
from models.faces.engine import Measured
from models.faces.engine import Portrait as Measurement
from models.faces.film import MAX_FRAMES, TimedFrame
from verifier.domain.face_session import SentFrame, Step
from verifier.domain.faces import LiveMeasures, StillMeasures
from verifier.usecases.faces.films import Film, FilmClaim, FilmSeen, StillSeen
from workers.readers.bgr import Bgr
from workers.readers.pages import Undecodable, pages

SHOWN_MAX: Final = 12  # frames for a reviewer, as the consent says
OPENING, DOUBT = "opening", "doubt"  # labels; the others are names of actions


class Engine(Protocol):
    """The face engine, as far as a film needs it."""

    name: str
    version: str
    passive_detector: bool

    def measure(self, frames: Sequence[TimedFrame]) -> Measured: ...
    def portrait(self, picture: Bgr) -> Measurement: ...


class FilmReader:
    """Measures films. The same film gives the same numbers."""

    name = "film"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, claim: FilmClaim, film: Film) -> FilmSeen:
        """All that can be measured. A film of more frames than a session has is not looked at."""
        started = time.perf_counter()
        measured = self._measured(film.frames)
        live = measured.measures if measured and measured.measures.frames else None
        portraits = {kind: self._still(*picture) for kind, picture in film.portraits.items()}
        return FilmSeen(
            live=live,
            templates=measured.templates if measured and live else (),
            portraits=portraits,
            sizes=sizes(film.frames),
            refused=measured.measures.time.refused if measured else len(film.frames),
            passive_detector=self._engine.passive_detector,
            engine=self._engine.name,
            version=self._engine.version,
            milliseconds=round((time.perf_counter() - started) * 1000),
            shown=shown(film.frames, claim.attempt.challenge.steps, live) if live else (),
        )

    def _measured(self, sent: Sequence[SentFrame]) -> Measured | None:
        if not sent or len(sent) > MAX_FRAMES:
            return None
        return self._engine.measure([TimedFrame(one.at, one.jpeg) for one in sent])

    def _still(self, data: bytes, media_type: str) -> StillSeen:
        try:
            picture = pages(data, media_type)[0]
        except Undecodable:
            return StillSeen(StillMeasures(faces=0))
        found = self._engine.portrait(picture)
        return StillSeen(found.measures, found.templates)


def sizes(sent: Sequence[SentFrame]) -> tuple[tuple[int, int], ...]:
    """The distinct widths and heights by the frames' headers, smallest first; those without one left out."""
    return tuple(sorted({size for one in sent if (size := _size(one.jpeg)) is not None}))


def shown(
    sent: Sequence[SentFrame], steps: Sequence[Step], live: LiveMeasures
) -> tuple[tuple[int, str, bytes], ...]:
    """Frames that tell a reviewer the story: time, label and JPEG, at most twelve, in the film's order.

    The opening, the middle of every step, the middle of what was seen to happen, and where the face was least
    like itself.
    """
    ordered = sorted((one for one in sent if _size(one.jpeg)), key=lambda one: one.at)
    chosen: dict[int, tuple[str, bytes]] = {}
    for moment, label in _moments(steps, live, ordered[0].at):
        nearest = min(ordered, key=lambda one: abs(one.at - moment))
        chosen.setdefault(nearest.at, (label, nearest.jpeg))
        if len(chosen) == SHOWN_MAX:
            break
    return tuple((at, *found) for at, found in sorted(chosen.items()))


def _moments(steps: Sequence[Step], live: LiveMeasures, first: int) -> Iterator[tuple[int, str]]:
    """When something is to be seen, the most telling first; the measures count from the first frame."""
    yield first, OPENING
    for step in steps:
        yield (step.start + step.end) // 2, step.action
    if live.likeness:
        yield first + min(live.likeness, key=lambda one: one.value).at, DOUBT
    for event in live.events:
        yield first + (event.start + event.end) // 2, event.action


def _size(jpeg: bytes) -> tuple[int, int] | None:
    try:
        return frames.size(jpeg)
    except frames.FrameRefused:
        return None
