"""Which frames of a film a person should see who has to decide, and what each of them shows. Judges nothing.

At most as many as the consent names: how the film opens, the middle of each step, each action at its height,
and what is most doubtful about it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from models.faces import frames
from models.faces.frames import FrameRefused
from verifier.domain.face_session import Challenge, SentFrame
from verifier.domain.faces import Action, FaceEvent, FaceFrame, FaceView, LiveMeasures
from verifier.usecases.faces.films import SHOWN_MAX

OPENING, DOUBT = "opening", "doubt"
SETTLED: Final = 1000  # ms into the film: the light is set and nothing has been asked for

Shown: TypeAlias = tuple[int, str, bytes]  # the time that the page gave it, what it shows, JPEG

HEIGHT: Final[Mapping[Action, Callable[[FaceView], float]]] = {
    Action.BLINK: lambda face: -face.eyes,
    Action.OPEN_MOUTH: lambda face: face.mouth,
    Action.TURN_LEFT: lambda face: face.pose.yaw,
    Action.TURN_RIGHT: lambda face: -face.pose.yaw,
}
"""By which measure an action is at its height."""


def shown(sent: Sequence[SentFrame], live: LiveMeasures, challenge: Challenge) -> tuple[Shown, ...]:
    """The frames in the order of their times, each once; `live` must have been measured on `sent`."""
    first = min(frame.at for frame in sent)
    chosen: dict[int, str] = {}
    for frame, label in _worth(live, challenge, first):
        if len(chosen) < SHOWN_MAX:
            chosen.setdefault(frame.at + first, label)
    found = ((at, label, _jpeg(sent, at)) for at, label in sorted(chosen.items()))
    return tuple((at, label, jpeg) for at, label, jpeg in found if jpeg)


def _worth(live: LiveMeasures, challenge: Challenge, first: int) -> Iterator[tuple[FaceFrame, str]]:
    """Frames worth seeing, the most telling first. `first` is the film's on the challenge's clock."""
    yield _nearest(live, SETTLED), OPENING
    yield from ((frame, DOUBT) for frame in _doubtful(live))
    for step in challenge.steps:
        yield _nearest(live, (step.start + step.end) // 2 - first), step.action
    for event in _strongest_of_each(live.events):
        yield from ((frame, event.action) for frame in _height(live, event))


def _nearest(live: LiveMeasures, at: int) -> FaceFrame:
    return min(live.frames, key=lambda frame: abs(frame.at - at))


def _doubtful(live: LiveMeasures) -> Iterator[FaceFrame]:
    """Where the face is least like the opening's, and where most faces were counted, if several."""
    if live.likeness:
        yield _nearest(live, min(live.likeness, key=lambda one: one.value).at)
    most = max(live.frames, key=lambda frame: frame.faces or 0)
    if (most.faces or 0) > 1:
        yield most


def _strongest_of_each(events: Sequence[FaceEvent]) -> list[FaceEvent]:
    """Of every action the strongest, then of every one the second: strengths of two do not compare."""
    by_action = [[event for event in events if event.action is action] for action in Action]
    ranked = [
        (rank, event)
        for of_one in by_action
        for rank, event in enumerate(sorted(of_one, key=lambda event: -event.strength))
    ]
    return [event for _, event in sorted(ranked, key=lambda pair: pair[0])]


def _height(live: LiveMeasures, event: FaceEvent) -> Iterator[FaceFrame]:
    """The frame in which the action is at its height."""
    within = {
        frame: HEIGHT[event.action](frame.face)
        for frame in live.frames
        if frame.face and event.start <= frame.at <= event.end
    }
    if within:
        yield max(within, key=lambda frame: within[frame])


def _jpeg(sent: Sequence[SentFrame], at: int) -> bytes:
    """The picture of that time; where several frames have it, the first that is a picture at all."""
    return next((frame.jpeg for frame in sent if frame.at == at and _is_picture(frame.jpeg)), b"")


def _is_picture(jpeg: bytes) -> bool:
    try:
        frames.decoded(jpeg)
    except FrameRefused:
        return False
    return True
