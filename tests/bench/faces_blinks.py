"""Blinks found and invented on the labelled clips, at the frame rates that browsers send."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from models.faces import actions, film
from models.faces.film import TimedFrame
from models.faces.mediapipe_mesh import Mesh
from tests.bench.faces_films import clip
from tests.bench.figures import share
from verifier.domain.faces import Action, FaceFrame

# The frames of videos.json. One label is left out: in fellway_me the eyes close at 197 and, seen by eye, do
# not open again before 360.
LABELLED: Mapping[str, tuple[int, ...]] = {
    "fellway_me": (108,),
    "lp_d0": (65,),
    "lp_d10": (222, 333),
    "lp_d14": (18, 52, 66, 94, 285, 347, 371, 457),
    "lp_d6": (50, 208, 220, 380, 393, 452, 469, 930, 959),
    "lp_s18": (9, 162),
    "lp_s20": (71, 177, 216, 264),
    "tpsmm_driving": (21, 60, 92, 149),
    "vdotup_face": (82,),
    "wda_aoc": (11, 35, 57, 81, 97, 111, 129, 151, 177),
}
# Lids that come down and up again, seen by eye, where the labels have nothing: neither hits nor false alarms.
UNLABELLED: Mapping[str, tuple[int, ...]] = {
    "lp_d14": (79, 211, 388, 475, 498, 502, 505),
    "lp_d6": (312,),
    "wda_aoc": (26,),
}
CLOSED: Mapping[str, tuple[int, int]] = {"lp_d14": (108, 207), "fellway_me": (197, 516)}  # eyes stay closed
NEAR = 4  # frames of the clip that an event may miss its label by


class NoCount:
    """Counts no faces: blinks need the mesh only."""

    def count(self, frame: object) -> int:
        return 1


def run(videos: Path) -> dict[str, Any]:
    """Recall and false alarms at 30, 15 and 10 frames a second, the last from three first frames."""
    mesh = Mesh(follow=True)
    looked_at = {name: _frames(mesh, videos / f"{name}.mp4") for name in LABELLED}
    report = {}
    for rate, starts in ((30, (0,)), (15, (0, 1)), (10, (0, 1, 2))):
        counts = [_counted(name, looked_at[name], rate, start) for name in LABELLED for start in starts]
        hits, labels, false, unlabelled = (sum(column) for column in zip(*counts, strict=True))
        report[f"{rate} a second"] = {
            "recall": share(hits, labels),
            "false_alarms": false,
            "blinks_without_a_label": unlabelled,
        }
    return report


def _frames(mesh: Mesh, file: Path) -> tuple[float, tuple[FaceFrame, ...]]:
    """Every frame of a clip, in pieces that a session could have."""
    source = clip(file)
    whole: list[FaceFrame] = []
    for first in range(0, len(source.frames), 500):
        part = source.frames[first : first + 500]
        timed = [TimedFrame(round(index * 1000 / source.fps), jpeg) for index, jpeg in enumerate(part)]
        late = round(first * 1000 / source.fps)
        whole += [replace(one.frame, at=one.frame.at + late) for one in film.seen(timed, mesh, NoCount())]
    return source.fps, tuple(whole)


def _counted(
    name: str, looked_at: tuple[float, Sequence[FaceFrame]], rate: int, start: int
) -> tuple[int, ...]:
    fps, frames = looked_at
    step = max(1, round(fps / rate))
    spans = list(_blinks(frames[start::step], fps))
    hits = sum(any(_within(span, label) for span in spans) for label in LABELLED[name])
    rest = [span for span in spans if not any(_within(span, label) for label in LABELLED[name])]
    known = [span for span in rest if _is_known(name, span)]
    return hits, len(LABELLED[name]), len(rest) - len(known), len(known)


def _blinks(frames: Sequence[FaceFrame], fps: float) -> Iterator[tuple[float, float]]:
    for event in actions.events(frames):
        if event.action is Action.BLINK:
            yield event.start * fps / 1000, event.end * fps / 1000


def _is_known(name: str, span: tuple[float, float]) -> bool:
    first, last = CLOSED.get(name, (0, -100))
    closed = span[0] <= last + NEAR and span[1] >= first - NEAR
    return closed or any(_within(span, seen) for seen in UNLABELLED.get(name, ()))


def _within(span: tuple[float, float], label: int) -> bool:
    return span[0] - NEAR <= label <= span[1] + NEAR
