"""Films for Chromium's fake camera, as uncompressed YUV4MPEG2: `--use-file-for-fake-video-capture=FILE.y4m`.

Chromium plays the file at its own pace from when the camera is opened, and from its start again at its end.
The flags that go with it are `--use-fake-device-for-media-stream` and `--use-fake-ui-for-media-stream`. A
second of film at 30 frames takes 14 MB.

The challenge is random and the camera cannot know it. Either a test pins the challenge, by the random source
of the server that it runs in its own process, and films `answer_file`; or it takes whatever comes of
`round_file`.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import cv2

from tests.portraits.acting import GESTURES
from tests.portraits.films import pictures
from tests.portraits.head import HEIGHT, WIDTH, Picture
from verifier.domain.face_session import Challenge, Step
from verifier.domain.faces import Action

RATE = 30  # frames a second: twice the page's, so that no frame is taken twice
NEUTRAL, PAUSE = 2500, 900  # ms of a resting face: before a round's first action, and after each


def answer_file(path: Path, challenge: Challenge, *, lead: int, tail: int = 3000, rate: int = RATE) -> Path:
    """A film that answers the challenge if its recording begins `lead` ms after the camera was opened.

    Each action may come up to half a second early or late. Before and after it the face rests.
    """
    later = tuple(Step(step.action, step.start + lead, step.end + lead) for step in challenge.steps)
    whole = Challenge(challenge.nonce, later, lead + challenge.length + tail)
    return write(path, pictures(whole, rate=rate), rate)


def round_file(path: Path, *, rounds: int = 2, rate: int = RATE) -> Path:
    """All four actions in turn, again and again."""
    return write(path, chain.from_iterable(_rounds(rounds, rate)), rate)


def write(path: Path, shown: Iterable[Picture], rate: int) -> Path:
    """Pictures of 480 × 640 × 3, uint8, BGR, as YUV4MPEG2, 4:2:0."""
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{rate}:1 Ip A1:1 C420\n".encode())
        for picture in shown:
            file.write(b"FRAME\n")
            file.write(cv2.cvtColor(picture, cv2.COLOR_BGR2YUV_I420).tobytes())
    return path


def _rounds(rounds: int, rate: int) -> Iterator[Iterator[Picture]]:
    """Each round drawn from a seed of its own, so that no frame comes twice."""
    return (pictures(_one_round(), rate=rate, seed=seed) for seed in range(1, rounds + 1))


def _one_round() -> Challenge:
    steps, at = [], NEUTRAL
    for action in Action:
        gesture = GESTURES[action]
        end = at + gesture.rise + gesture.stay + gesture.fall
        steps.append(Step(action, at, end))
        at = end + PAUSE
    return Challenge("", tuple(steps), at)
