"""What one session costs: processor seconds and memory, in a process of its own that does nothing else."""

import multiprocessing
import resource
import time
from pathlib import Path
from typing import Any

from models.faces.engine import FaceEngine
from models.faces.film import TimedFrame
from tests.bench import faces_films

FRAMES, RATE = 150, 15
TIMES = 3
STATUS = Path("/proc/self/status")


def run(videos: Path) -> dict[str, Any]:
    """Figures of a session of 150 frames, 640 × 480, measured three times after the engine was loaded."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as alone:
        return alone.apply(_measured, (film(videos),))


def film(videos: Path) -> tuple[TimedFrame, ...]:
    """Ten seconds of a face that rests and turns, again and again: no frame twice running."""
    source = faces_films.clip(videos / "lp_d3.mp4")
    taken = faces_films.session("", source, (0, 300), (), RATE).frames
    return tuple(
        TimedFrame(round(index * 1000 / RATE), one.jpeg)
        for index, one in enumerate((*taken, *taken[::-1])[:FRAMES])
    )


def _measured(frames: tuple[TimedFrame, ...]) -> dict[str, Any]:
    before = _megabytes()
    started = time.process_time()
    engine = FaceEngine.load()
    loading, loaded = time.process_time() - started, _megabytes()
    seconds = [_seconds(engine, frames) for _ in range(TIMES)]
    return {
        "frames": len(frames),
        "processor_seconds": seconds,
        "kilobytes_of_frames": round(sum(len(one.jpeg) for one in frames) / 1000),
        "processor_seconds_of_loading": round(loading, 2),
        "megabytes": {"interpreter": before, "engine_loaded": loaded, "peak": _megabytes()},
    }


def _seconds(engine: FaceEngine, frames: tuple[TimedFrame, ...]) -> float:
    started = time.process_time()
    engine.measure(frames)
    return round(time.process_time() - started, 2)


def _megabytes() -> int:
    """The most that the process has had in memory so far.

    Where there is a /proc it is asked, since what `getrusage` says of a child can be its parent's.
    """
    if STATUS.exists():
        lines = STATUS.read_text(encoding="utf-8").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
