"""Films as a camera page would send them, put together from clips of real people.

A session is an opening with a resting face and then, for each step, a stretch of the same clip in which the
action really occurs, by the clips' labels (turns by eye). As the service's windows do, a stretch lasts up to
three seconds where the clip has so long a one without another step's action. No frame is used twice in a
session. Where two stretches meet the picture jumps, which no live session does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from models.faces.film import TimedFrame
from verifier.domain.face_session import Challenge, Step
from verifier.domain.faces import Action

WIDTH, HEIGHT, QUALITY = 640, 480, 85
Picture = np.ndarray
Stretch = tuple[int, int]  # first frame of the clip, and the one after the last
MIRRORED = {Action.TURN_LEFT: Action.TURN_RIGHT, Action.TURN_RIGHT: Action.TURN_LEFT}


@dataclass(frozen=True, slots=True)
class Session:
    """The frames of a session, the steps that it was asked for, and whom it shows."""

    name: str
    frames: tuple[TimedFrame, ...] = field(repr=False)
    steps: tuple[Step, ...] = ()

    @property
    def challenge(self) -> Challenge:
        return Challenge("", self.steps, self.frames[-1].at)

    def asked(self, steps: Sequence[Step]) -> "Session":
        """The same film as the answer to another challenge."""
        return replace(self, steps=tuple(steps))


@dataclass(frozen=True, slots=True)
class Script:
    """What of a clip is used: its resting face, and stretches with an action."""

    opening: Stretch
    actions: tuple[tuple[Action, Stretch], ...] = ()


BLINK, MOUTH, LEFT = Action.BLINK, Action.OPEN_MOUTH, Action.TURN_LEFT
# In lp_d6, a training of grimaces, blinks are taken where, seen by eye, the mouth is not wide open.
SCRIPTS: Mapping[str, Script] = {
    "fellway_me": Script((0, 90), ((BLINK, (92, 170)),)),
    "lp_d0": Script((0, 12), ((BLINK, (50, 78)),)),
    "lp_d10": Script(
        (120, 165), ((BLINK, (200, 260)), (MOUTH, (60, 120)), (BLINK, (300, 350)), (MOUTH, (350, 410)))
    ),
    "lp_d14": Script((22, 48), ((BLINK, (48, 106)), (BLINK, (255, 330)), (BLINK, (334, 410)))),
    "lp_d3": Script((72, 96), ((LEFT, (104, 206)), (MOUTH, (297, 340)), (LEFT, (208, 297)))),
    "lp_d6": Script(
        (0, 45), ((MOUTH, (222, 246)), (BLINK, (377, 418)), (MOUTH, (760, 802)), (BLINK, (929, 951)))
    ),
    "lp_s18": Script((60, 120), ((BLINK, (130, 210)),)),
    "lp_s20": Script(
        (20, 66), ((BLINK, (66, 140)), (BLINK, (140, 205)), (BLINK, (205, 250)), (BLINK, (250, 297)))
    ),
    "lp_s29": Script((0, 36), ((LEFT, (36, 112)),)),
    "tpsmm_driving": Script((64, 84), ((LEFT, (88, 169)), (BLINK, (8, 60)), (BLINK, (84, 104)))),
    "vdotup_face": Script((0, 60), ((BLINK, (62, 130)),)),
    "wda_aoc": Script((60, 78), ((BLINK, (78, 104)), (BLINK, (104, 144)), (BLINK, (145, 184)))),
}


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip: frames a second, and every frame in 640 × 480 as a JPEG."""

    fps: float
    frames: tuple[bytes, ...] = field(repr=False)


@cache
def clip(file: Path) -> Clip:
    """A film file as frames of a camera."""
    film = cv2.VideoCapture(str(file))
    return Clip(film.get(cv2.CAP_PROP_FPS), tuple(encoded(fitted(picture)) for picture in _read(film)))


def _read(film: cv2.VideoCapture) -> Iterator[Picture]:
    while True:
        there, picture = film.read()
        if not there:
            return
        yield picture


def fitted(picture: Picture) -> Picture:
    """The whole picture in 640 × 480, black around it."""
    scale = min(WIDTH / picture.shape[1], HEIGHT / picture.shape[0])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=way)[:HEIGHT, :WIDTH]
    frame = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    top, left = (HEIGHT - small.shape[0]) // 2, (WIDTH - small.shape[1]) // 2
    frame[top : top + small.shape[0], left : left + small.shape[1]] = small
    return frame


def encoded(picture: Picture) -> bytes:
    """As a browser encodes a frame."""
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()


def decoded(jpeg: bytes) -> Picture:
    """Back to pixels."""
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)


def live_sessions(videos: Path) -> Iterator[Session]:
    """Every script in sessions of up to two steps, at 10, 15 and 30 frames a second, and mirrored at 15."""
    for name, script in SCRIPTS.items():
        source = clip(videos / f"{name}.mp4")
        for first in range(0, len(script.actions), 2):
            part = script.actions[first : first + 2]
            for rate in (10, 15, 30):
                yield session(f"{name} {first} at {rate}", source, script.opening, part, rate)
            yield mirrored(session(f"{name} {first} mirrored", source, script.opening, part, 15))


def session(
    name: str, source: Clip, opening: Stretch, actions: Sequence[tuple[Action, Stretch]], rate: int
) -> Session:
    """The opening and then each action's stretch, at about so many frames a second."""
    frames, steps = list(_sampled(source, opening, rate)), []
    for action, stretch in actions:
        start = len(frames)
        frames += _sampled(source, stretch, rate)
        steps.append((action, start, len(frames) - 1))
    tick = 1000 / rate
    timed = tuple(TimedFrame(round(index * tick), jpeg) for index, jpeg in enumerate(frames))
    return Session(
        name, timed, tuple(Step(action, round(a * tick), round(b * tick)) for action, a, b in steps)
    )


def _sampled(source: Clip, stretch: Stretch, rate: int) -> Iterable[bytes]:
    first, last = stretch
    step = max(1.0, source.fps / rate)
    places = np.arange(first, min(last, len(source.frames)) - 0.5, step)
    return [source.frames[int(place)] for place in places]


def mirrored(original: Session) -> Session:
    """The mirror image, in which a turn to the left is one to the right."""
    frames = tuple(TimedFrame(one.at, encoded(decoded(one.jpeg)[:, ::-1])) for one in original.frames)
    steps = tuple(Step(MIRRORED.get(one.action, one.action), one.start, one.end) for one in original.steps)
    return Session(original.name, frames, steps)


def timed(pictures: Iterable[Picture], rate: int = 15) -> tuple[TimedFrame, ...]:
    """Pictures as the frames of a film."""
    return tuple(TimedFrame(round(index * 1000 / rate), encoded(one)) for index, one in enumerate(pictures))
