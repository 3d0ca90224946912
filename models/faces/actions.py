"""What a face did over time, from how its openings and its yaw run; standard library only, no pixel.

Every action is told against the person's own neutral, taken from the opening of the film: open eyes of one
person measure as much as half-closed ones of another. Works at 10 to 30 frames a second, on the frames' own
times: no frame rate is assumed, and a gap of up to `BRIDGED` does not cut an action in two.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from verifier.domain.faces import Action, FaceEvent, FaceFrame, FaceView

OPENING = 1500  # ms of neutral face at the start; enough frames for a median that one blink does not move
BRIDGED = 300  # ms: the longest gap between two frames that cameras in browsers were seen to make
# Degrees away from the neutral up to which eyes are looked at: turned further, the far eye is drawn and not
# seen; nodding lowers the lids on the picture without closing them.
FRONTAL = 20.0


@dataclass(frozen=True, slots=True)
class Shape:
    """When an action is on: from `enter` until `leave` again, for no more than `longest` ms.

    `stands_out` is by how much its peak exceeds what lies `AROUND` it, before and after; such an action must
    have an after, too.
    """

    action: Action
    enter: float
    leave: float
    longest: int
    stands_out: float = 0.0


AROUND = 500  # ms before and after an action in which its surroundings are looked at

# Shares of the neutral opening that are gone. Eyes that narrow in a grimace or follow a glance come down as
# far as .4, but not from one frame to the next and back; a blink does (docs/faces.md).
BLINK = Shape(Action.BLINK, 0.40, 0.25, 1000, stands_out=0.25)
# Opening over width, above the neutral: speech stays below .3 in most clips, an open mouth reaches .5 to 1.7.
MOUTH = Shape(Action.OPEN_MOUTH, 0.40, 0.20, 10_000)
# Degrees away from the neutral. The mesh says about three quarters of a head's true turn.
LEFT = Shape(Action.TURN_LEFT, 15.0, 8.0, 10_000)
RIGHT = Shape(Action.TURN_RIGHT, 15.0, 8.0, 10_000)


@dataclass(frozen=True, slots=True)
class Neutral:
    """The person's own resting values."""

    eyes: float
    mouth: float
    yaw: float
    pitch: float


Sample = tuple[int, float]
Measure = Callable[[FaceView], float | None]


def events(frames: Sequence[FaceFrame]) -> tuple[FaceEvent, ...]:
    """Every action in the film by its start, with its strength. Empty where no face opens the film."""
    rest = neutral(frames)
    if rest is None:
        return ()
    found = [event for shape, measure in _measures(rest) for event in _runs(frames, shape, measure)]
    return tuple(sorted(found, key=lambda event: (event.start, event.action)))


def neutral(frames: Sequence[FaceFrame]) -> Neutral | None:
    """Medians over the opening of the film; None where no face is seen in it."""
    faces = [frame.face for frame in frames if frame.face and frame.at - frames[0].at <= OPENING]
    if not faces:
        return None
    return Neutral(
        eyes=median(face.eyes for face in faces),
        mouth=median(face.mouth for face in faces),
        yaw=median(face.pose.yaw for face in faces),
        pitch=median(face.pose.pitch for face in faces),
    )


def _measures(rest: Neutral) -> tuple[tuple[Shape, Measure], ...]:
    def closed(face: FaceView) -> float | None:
        away = max(abs(face.pose.yaw - rest.yaw), abs(face.pose.pitch - rest.pitch))
        return None if away > FRONTAL else 1 - face.eyes / max(rest.eyes, 0.05)

    return (
        (BLINK, closed),
        (MOUTH, lambda face: face.mouth - rest.mouth),
        (LEFT, lambda face: face.pose.yaw - rest.yaw),
        (RIGHT, lambda face: rest.yaw - face.pose.yaw),
    )


def _runs(frames: Sequence[FaceFrame], shape: Shape, measure: Measure) -> Iterator[FaceEvent]:
    """Each stretch that stays over `leave` and rises over `enter`, from its first frame to its last."""
    samples = tuple(_samples(frames, measure))
    start: int | None = None
    for index, (at, value) in enumerate(samples):
        if start is not None and (value < shape.leave or at - samples[index - 1][0] > BRIDGED):
            yield from _event(samples, shape, start=start, end=index)
            start = None
        if start is None and value >= shape.leave:
            start = index
    if start is not None:
        yield from _event(samples, shape, start=start, end=len(samples))


def _samples(frames: Sequence[FaceFrame], measure: Measure) -> Iterator[Sample]:
    for frame in frames:
        value = measure(frame.face) if frame.face else None
        if value is not None:
            yield frame.at, value


def _event(samples: Sequence[Sample], shape: Shape, *, start: int, end: int) -> Iterator[FaceEvent]:
    """The event of the samples from `start` to before `end`, if it is one."""
    run = samples[start:end]
    first, last, strength = run[0][0], run[-1][0], max(value for _, value in run)
    if strength < shape.enter or last - first > shape.longest:
        return
    if shape.stands_out and not _stands_out(samples, shape, start=start, end=end):
        return
    yield FaceEvent(shape.action, first, last, round(strength, 3))


def _stands_out(samples: Sequence[Sample], shape: Shape, *, start: int, end: int) -> bool:
    """Whether the peak exceeds what comes shortly before it and after it; before may be the film's start."""
    first, last = samples[start][0], samples[end - 1][0]
    before = [value for at, value in samples[:start] if first - at <= AROUND]
    after = [value for at, value in samples[end:] if at - last <= AROUND]
    if not after:
        return False
    peak = max(value for _, value in samples[start:end])
    return all(peak - median(side) >= shape.stands_out for side in (before, after) if side)
