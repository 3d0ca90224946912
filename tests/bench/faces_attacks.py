"""Presentation attacks by species, made from clips and pictures with a seed: films that must not pass."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np

from models.faces.engine import FaceEngine
from tests.bench.faces_films import (
    HEIGHT,
    SCRIPTS,
    WIDTH,
    Picture,
    Session,
    clip,
    decoded,
    fitted,
    session,
    timed,
)
from verifier.domain.face_session import Step
from verifier.domain.faces import Action

SEED = 41
LENGTH = 45  # frames, three seconds at 15 a second
REST = 24  # frames in which a turned photograph is first held still: the person's neutral
FOCAL = 700.0  # pixels, of the imagined camera before which photographs are turned
CURVE = 0.45  # radius of a bent photograph, in widths of the frame: under twice the width of the face on it
FACE = 0.45  # of the frame's height: how large a face is on a photograph that is turned
ASKED = (Action.BLINK, Action.TURN_LEFT, Action.OPEN_MOUTH)
SIDES = (Action.TURN_LEFT, Action.TURN_RIGHT)
ONE_SIDE = "turned"  # species so named are two attacks a film: each side is the whole challenge once
BONA_FIDE_AMONG_SPOOFS = "image_T1"


def films(engine: FaceEngine, faces: Path) -> Iterator[tuple[str, Session]]:
    """Every attack with its species."""
    for species, made in _species(engine, faces).items():
        for one in made:
            yield species, one


def _species(engine: FaceEngine, faces: Path) -> Mapping[str, Iterator[Session]]:
    return {
        "still photo": _stills(faces / "bona_fide"),
        "frozen frame, moving crop": _frozen(faces / "videos"),
        "phone replay or print": _replays(faces / "spoof"),
        "flat photo turned (sim)": _simulated(faces, "flat"),
        "bent photo turned (sim)": _simulated(faces, "bend"),
        "flat photo turned (drawn here)": _turned(engine, faces / "bona_fide", bent=False),
        "bent photo turned (drawn here)": _turned(engine, faces / "bona_fide", bent=True),
        "person swapped": _swapped(faces / "videos"),
        "two faces": _two(faces / "videos"),
    }


def _stills(folder: Path) -> Iterator[Session]:
    for name, picture in _pictures(folder):
        yield Session(name, timed([picture] * LENGTH), _steps(ASKED))


def _frozen(videos: Path) -> Iterator[Session]:
    for name, script in SCRIPTS.items():
        still = decoded(clip(videos / f"{name}.mp4").frames[script.opening[0]])
        yield Session(name, timed(_hand_held(still)), _steps(ASKED))


def _replays(folder: Path) -> Iterator[Session]:
    """The pictures of screens and prints, as a hand holds them: no film of a replay was to be had."""
    for name, picture in _pictures(folder):
        if name != BONA_FIDE_AMONG_SPOOFS:
            yield Session(name, timed(_hand_held(picture)), _steps(ASKED))


def _simulated(faces: Path, kind: str) -> Iterator[Session]:
    """Each film is asked for either side alone: see `ONE_SIDE`."""
    for file in sorted((faces / "spoof" / "sim").glob(f"*_{kind}.mp4")):
        pictures = [decoded(jpeg) for jpeg in clip(file).frames]
        frames = timed([*[pictures[0]] * REST, *pictures])
        yield Session(file.stem, frames, _steps(SIDES))


def _turned(engine: FaceEngine, folder: Path, *, bent: bool) -> Iterator[Session]:
    for name, whole in _pictures(folder):
        picture = _portrait(engine, whole)
        if picture is None:
            continue
        angles = np.concatenate([np.zeros(REST), 45 * np.sin(np.linspace(0, 2 * np.pi, LENGTH))])
        frames = timed(photograph(picture, float(angle), bent=bent) for angle in angles)
        yield Session(name, frames, _steps(SIDES))


def _swapped(videos: Path) -> Iterator[Session]:
    """One person opens, the next one acts."""
    names = list(SCRIPTS)
    for first, second in pairwise([*names, names[0]]):
        opening = session("", clip(videos / f"{first}.mp4"), SCRIPTS[first].opening, (), 15)
        script = SCRIPTS[second]
        acting = session("", clip(videos / f"{second}.mp4"), script.opening, script.actions[:2], 15)
        late = len(opening.frames) * 67
        frames = (*opening.frames, *(type(one)(one.at + late, one.jpeg) for one in acting.frames))
        steps = tuple(Step(one.action, one.start + late, one.end + late) for one in acting.steps)
        yield Session(f"{first} then {second}", frames, steps)


def _two(videos: Path) -> Iterator[Session]:
    """Two people side by side."""
    names = list(SCRIPTS)
    for first, second in pairwise([*names, names[0]]):
        script = SCRIPTS[first]
        acting = session("", clip(videos / f"{first}.mp4"), script.opening, script.actions[:1], 15)
        other = decoded(clip(videos / f"{second}.mp4").frames[SCRIPTS[second].opening[0]])
        frames = timed(_beside(decoded(one.jpeg), other) for one in acting.frames)
        yield Session(f"{first} and {second}", frames, acting.steps)


def _portrait(engine: FaceEngine, picture: Picture) -> Picture | None:
    """The picture's face in the middle, as large as on a print that is held up; None without a face."""
    face = engine.portrait(picture).measures.face
    if face is None:
        return None
    left, top, right, bottom = face.box
    scale = FACE * HEIGHT / face.height
    x, y = WIDTH / 2 - scale * (left + right) / 2, HEIGHT / 2 - scale * (top + bottom) / 2
    return cv2.warpAffine(picture, np.array([[scale, 0, x], [0, scale, y]]), (WIDTH, HEIGHT))


def photograph(picture: Picture, degrees: float, *, bent: bool) -> Picture:
    """A print of the picture turned about its upright axis before a grey wall, flat or bent round."""
    rows, columns = np.mgrid[0:HEIGHT:1, 0:WIDTH:1].astype(np.float32)
    x, y = (columns - WIDTH / 2) / FOCAL, (rows - HEIGHT / 2) / FOCAL
    across, down = _hit(x, y, np.deg2rad(degrees), bent=bent)
    where = (across * FOCAL + WIDTH / 2).astype(np.float32), (down * FOCAL + HEIGHT / 2).astype(np.float32)
    return cv2.remap(
        picture, *where, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(127, 127, 127)
    )


def _hit(x: Picture, y: Picture, turn: float, *, bent: bool) -> tuple[Picture, Picture]:
    """Where on the sheet, in its own plane, each ray from the camera meets it; the sheet hangs at distance 1.

    A bent sheet is a cylinder about its upright axis, of `CURVE` times the sheet's width, curved towards the
    camera; the nearer of the two meetings counts.
    """
    sine, cosine = np.sin(turn), np.cos(turn)
    if not bent:
        depth = cosine / (cosine - x * sine)
        return x * depth * cosine - (depth - 1) * -sine, y * depth
    radius = CURVE * WIDTH / FOCAL
    # The cylinder's axis stands behind the sheet's middle, turned with it.
    axis_x, axis_z = radius * -sine, 1 + radius * cosine
    a, b = x**2 + 1, x * axis_x + axis_z
    root = np.sqrt(np.maximum(b**2 - a * (axis_x**2 + axis_z**2 - radius**2), 0))
    depth = (b - root) / a
    angle = np.arctan2(x * depth - axis_x, axis_z - depth) - np.arctan2(sine, cosine)
    return radius * angle, y * depth


def _hand_held(picture: Picture) -> Iterator[Picture]:
    """The same picture, trembling and drawing nearer and away by a little."""
    drawn = np.random.default_rng(SEED)
    x, y, scale = 0.0, 0.0, 1.0
    for _ in range(LENGTH):
        x, y = x + drawn.normal(0, 2), y + drawn.normal(0, 2)
        scale *= 1 + drawn.normal(0, 0.004)
        yield cv2.warpAffine(picture, np.array([[scale, 0, x], [0, scale, y]]), (WIDTH, HEIGHT))


def _beside(one: Picture, other: Picture) -> Picture:
    quarter = WIDTH // 4
    halves = (picture[:, quarter : WIDTH - quarter] for picture in (one, other))
    return np.hstack(list(halves))


def _pictures(folder: Path) -> Iterator[tuple[str, Picture]]:
    for file in sorted(folder.glob("*.jpg")):
        picture = cv2.imread(str(file), cv2.IMREAD_COLOR) if file.stat().st_size else None
        if picture is not None:
            yield file.stem, fitted(picture)


def _steps(actions: tuple[Action, ...]) -> tuple[Step, ...]:
    """Each action at any time of the film: the easiest that a challenge can be."""
    return tuple(Step(action, 0, 60_000) for action in actions)
