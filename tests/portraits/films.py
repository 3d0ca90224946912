"""Films of the portrait as a camera page sends them: JPEGs with their times, honest ones and attacks.

Every film is drawn from a seed, so the same call gives the same bytes.
"""

from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cache, lru_cache
from itertools import cycle
from typing import TypeAlias

import cv2
import numpy as np

from tests.portraits.acting import Actor, cues
from tests.portraits.disguise import disguised
from tests.portraits.drawing import Held, drawn
from tests.portraits.head import HEIGHT, WIDTH, Head, Picture, head_of, portrait_head
from verifier.domain.face_session import Challenge, SentFrame, Step
from verifier.domain.faces import Action

RATE, QUALITY = 15, 85  # what a camera page is asked for
NOISE = 1.5  # of 255, standard deviation: a phone's sensor indoors, after its own smoothing
SPARE = 64  # pixels by which the noise is larger than a frame, so that each takes another part of it
FLICKER = 0.008  # share of the light by which frames differ
JITTER = 8  # ms by which a browser's times stray from the beat
BACKGROUND = (127, 127, 127)
COVERED = 12  # of 255: a finger lets some light through, and a sensor has its noise all the same
PRINT_TURN = 1.4  # times a head's turn: a print has to be turned further to look as if it had
PRINT_SIZE = 0.85  # of the face before the camera
# Pixels of the lens before which prints are turned. Wide and close by: of a print that is turned before a
# common one (700) the mesh reads 10° at most, of this one 19 to 29, and its corners move as a plane's all the
# same.
FOCAL = 150.0

Pictures: TypeAlias = Iterator[tuple[int, Picture]]


class Species(StrEnum):
    """What is before the camera, or in its place."""

    LIVE = "live"  # does what it is asked for, when it is asked
    STILL = "still"  # the portrait, held by hand
    FLAT = "flat"  # a print that is turned when a turn is asked for; its eyes and mouth move
    WRONG = "wrong"  # a living person who does what another challenge asks for
    FROZEN = "frozen"  # the picture stops half-way, byte for byte
    SWAPPED = "swapped"  # another person from half-way on
    ANOTHER = "another"  # another person, who does all that is asked
    TWO = "two"  # somebody else beside the person
    BLACK = "black"  # a covered lens


@lru_cache(maxsize=24)
def film(
    challenge: Challenge, species: Species = Species.LIVE, *, rate: int = RATE, seed: int = 1
) -> tuple[SentFrame, ...]:
    """The frames that answer the challenge, or fail to."""
    times = _times(challenge.length, rate, seed)
    frames = list(zip(times, map(jpeg, _seen(_shown(species, challenge, times, seed), seed)), strict=True))
    if species is Species.FROZEN:
        frames = [(at, frames[min(index, len(frames) // 2)][1]) for index, (at, _) in enumerate(frames)]
    return tuple(SentFrame(at, data) for at, data in frames)


def pictures(challenge: Challenge, *, rate: int = RATE, seed: int = 1) -> Iterator[Picture]:
    """The live film as pictures at an even pace, from the challenge's beginning to its length."""
    times = [round(index * 1000 / rate) for index in range(challenge.length * rate // 1000)]
    return _seen(_shown(Species.LIVE, challenge, times, seed), seed)


def jpeg(picture: Picture, quality: int = QUALITY) -> bytes:
    """As a browser encodes a frame."""
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()


def _times(length: int, rate: int, seed: int) -> list[int]:
    strays = np.random.default_rng(seed).integers(-JITTER, JITTER + 1, length * rate // 1000)
    return [max(0, round(index * 1000 / rate) + int(stray)) for index, stray in enumerate(strays)]


def _shown(species: Species, challenge: Challenge, times: list[int], seed: int) -> Iterator[Picture]:
    """What is before the lens at each time."""
    actor = Actor(cues(_done(species, challenge.steps), seed), seed)
    draw = _DRAWN.get(species, _person)
    return (draw(actor.at(at), at / challenge.length) for at in times)


def _done(species: Species, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """What is done: the steps asked for, or each at another's time, or none."""
    if species in {Species.STILL, Species.BLACK}:
        return ()
    if species is Species.WRONG:
        asked = [step.action for step in steps]
        others = [*asked[1:], asked[0]] if len(set(asked)) > 1 else [Action.BLINK]
        return tuple(Step(other, step.start, step.end) for other, step in zip(others, steps, strict=True))
    return steps


def _person(held: Held, _: float) -> Picture:
    return drawn(portrait_head(), held)


def _other_person(held: Held, _: float) -> Picture:
    return drawn(_other_head(), held)


def _swapped(held: Held, part: float) -> Picture:
    return _person(held, part) if part < 0.5 else _other_person(held, part)


def _beside(held: Held, part: float) -> Picture:
    """The person, who acts, and another, who looks on, each in one half of the frame."""
    quarter = WIDTH // 4
    onlooker = _other_person(Held(x=-held.x, y=-held.y), part)
    return np.hstack([one[:, quarter : WIDTH - quarter] for one in (_person(held, part), onlooker)])


def _print(held: Held, _: float) -> Picture:
    """A print of the person, whose eyes and mouth move, turned and shaken by hand."""
    face = drawn(portrait_head(), Held(lids=held.lids, mouth=held.mouth))
    return _sized(_turned(face, PRINT_TURN * held.yaw), 1 + held.nearer, (held.x, held.y))


def _still(held: Held, part: float) -> Picture:
    return _print(Held(x=held.x, y=held.y, nearer=held.nearer), part)


def _turned(sheet: Picture, degrees: float) -> Picture:
    """A flat sheet turned about its upright axis, to the left of whom it shows."""
    turn = np.radians(degrees)
    centred = np.array([[1, 0, -WIDTH / 2], [0, 1, -HEIGHT / 2], [0, 0, 1.0]])
    seen = np.array([[np.cos(turn), 0, 0], [0, 1, 0], [np.sin(turn) / FOCAL, 0, 1.0]])
    smaller = np.diag([PRINT_SIZE, PRINT_SIZE, 1.0])
    matrix = np.linalg.inv(centred) @ seen @ smaller @ centred
    return cv2.warpPerspective(
        sheet, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_CONSTANT, borderValue=BACKGROUND
    )


def _sized(picture: Picture, size: float, shift: tuple[float, float]) -> Picture:
    """The picture so many times as large about its middle, and moved, before a grey wall."""
    x, y = shift
    matrix = np.array([[size, 0, x + WIDTH * (1 - size) / 2], [0, size, y + HEIGHT * (1 - size) / 2]])
    return cv2.warpAffine(
        picture, matrix, (WIDTH, HEIGHT), borderMode=cv2.BORDER_CONSTANT, borderValue=BACKGROUND
    )


def _black(_: Held, __: float) -> Picture:
    return np.full((HEIGHT, WIDTH, 3), COVERED, np.uint8)


_DRAWN: dict[Species, Callable[[Held, float], Picture]] = {
    Species.STILL: _still,
    Species.FLAT: _print,
    Species.SWAPPED: _swapped,
    Species.ANOTHER: _other_person,
    Species.TWO: _beside,
    Species.BLACK: _black,
}


@cache
def _other_head() -> Head:
    return head_of(disguised(portrait_head()))


def _seen(shown: Iterator[Picture], seed: int) -> Iterator[Picture]:
    """What a sensor makes of it: light that flickers, and noise, so that no two frames are equal."""
    drawn_by = np.random.default_rng(seed)
    grain = _grain()
    places = drawn_by.permutation(SPARE * SPARE)  # none twice: a covered lens shows nothing but its noise
    for picture, place in zip(shown, cycle(places), strict=False):
        top, left = divmod(int(place), SPARE)
        noise = grain[top : top + HEIGHT, left : left + WIDTH]
        lit = cv2.convertScaleAbs(picture, alpha=1 + FLICKER * float(drawn_by.normal()))
        yield cv2.add(lit, noise, dtype=cv2.CV_8U)


@cache
def _grain() -> np.ndarray:
    """Noise for a somewhat larger frame, of which each frame takes another part."""
    drawn_by = np.random.default_rng(5)
    rough = drawn_by.normal(0, 1, (HEIGHT + SPARE, WIDTH + SPARE, 3)).astype(np.float32)
    soft = cv2.GaussianBlur(rough, (0, 0), 0.7)
    return np.asarray(np.rint(soft * (NOISE / soft.std())), dtype=np.int16)
