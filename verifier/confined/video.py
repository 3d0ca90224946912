"""FFmpeg as we want it: a film frame by frame, in a confined process, bounded whatever the file claims.

`python -m verifier.confined.video PATH MEMORY SECONDS` writes "done", a line of JSON and the sampled frames,
each a JPEG; or a refusal. PATH is a file that the parent has open.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Final

import av
import cv2
import numpy as np

from verifier.confined.child import answer, confine
from verifier.confined.refusal import Refusal, Refused

FORMATS: Final = frozenset({"mov", "mp4", "m4a", "3gp", "3g2", "mj2", "matroska", "webm"})
MOST_MILLISECONDS: Final = 300_000
MOST_FRAMES: Final = 20_000  # five minutes at sixty a second, and some
MOST_PIXELS: Final = 3840 * 2160  # of a frame: what phones film
MOST_SAMPLES: Final = 60
SAMPLE_SIDE: Final = 1280  # pixels; the text engine reads no larger ones
THUMBNAIL: Final = (32, 18)
ALIGNED: Final = (64, 36)  # of what is laid over the frame before, to tell a cut from a pan
REACH: Final = (24, 12)  # pixels of that: a larger shift is no hand's
QUALITY: Final = 85


@dataclass(slots=True)
class Look:
    """What is measured: a time and a difference to the frame before for each frame, and which were sampled.

    A difference is the mean of the absolute ones of two thumbnails in grey, 0 to 255; a leap is what is left
    of it once the one was shifted over the other. Width and height are those of an upright frame, in the
    film's own pixels.
    """

    width: int
    height: int
    created: str | None
    times: list[int] = field(default_factory=list)
    differences: list[float] = field(default_factory=list)
    leaps: list[float] = field(default_factory=list)
    samples: list[tuple[int, int]] = field(default_factory=list)  # time and bytes


@dataclass(slots=True)
class _Best:
    """The sharpest frame of the span that is being looked at."""

    at: int = 0
    sharpness: float = -1.0
    picture: Any = None


def look(path: str) -> tuple[Look, list[bytes]]:
    """Every frame's movement, and the sharpest frame of each span as JPEG. Raises Refused."""
    try:
        with av.open(path, mode="r", metadata_errors="ignore") as container:
            return _looked(container)
    except av.error.FFmpegError as error:
        raise Refused(Refusal.MALFORMED) from error


def _looked(container: Any) -> tuple[Look, list[bytes]]:
    if not FORMATS & set(container.format.name.split(",")):
        raise Refused(Refusal.UNSUPPORTED)
    if not container.streams.video:
        raise Refused(Refusal.WITHOUT_PAGES)
    stream = container.streams.video[0]
    _must_be_bearable(stream, container)
    stream.thread_type = "NONE"
    seen = Look(stream.width, stream.height, container.metadata.get("creation_time"))
    span = max(1000, (container.duration or 0) / 1000 / MOST_SAMPLES)
    jpegs: list[bytes] = []
    best, before = _Best(), None
    for at, picture in _frames(container, stream):
        if (picture.shape[0] > picture.shape[1]) != (seen.height > seen.width):  # it was turned
            seen.width, seen.height = seen.height, seen.width
        before = _measure(seen, at, picture, before)
        if at >= span * (len(jpegs) + 1) and best.picture is not None:
            _sample(seen, jpegs, best)
            best = _Best()
        _keep_sharpest(best, at, picture)
    if best.picture is not None:
        _sample(seen, jpegs, best)
    if not seen.times:
        raise Refused(Refusal.WITHOUT_PAGES)
    return seen, jpegs


def _must_be_bearable(stream: Any, container: Any) -> None:
    if stream.width * stream.height > MOST_PIXELS:
        raise Refused(Refusal.TOO_MANY_PIXELS)
    if (container.duration or 0) / 1000 > MOST_MILLISECONDS:
        raise Refused(Refusal.TOO_MANY_PAGES)


def _frames(container: Any, stream: Any) -> Iterator[tuple[int, Any]]:
    """Time and picture of each frame, upright, none larger than a sample. A broken end ends the film."""
    turn = 0
    for count, frame in enumerate(container.decode(stream)):
        if count >= MOST_FRAMES or (frame.time or 0) * 1000 > MOST_MILLISECONDS:
            raise Refused(Refusal.TOO_MANY_PAGES)
        if frame.width * frame.height > MOST_PIXELS:
            raise Refused(Refusal.TOO_MANY_PIXELS)
        turn = int(getattr(frame, "rotation", 0) or 0) % 360
        scale = min(1.0, SAMPLE_SIDE / max(frame.width, frame.height))
        picture = frame.to_ndarray(
            width=max(2, int(frame.width * scale) // 2 * 2),
            height=max(2, int(frame.height * scale) // 2 * 2),
            format="bgr24",
        )
        yield round((frame.time or 0) * 1000), np.rot90(picture, turn // 90).copy() if turn else picture


def _measure(seen: Look, at: int, picture: Any, before: Any) -> Any:
    """Measure the frame against what this returned of the one before; None for the first."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, THUMBNAIL, interpolation=cv2.INTER_AREA).astype(np.float32)
    larger = cv2.resize(grey, ALIGNED, interpolation=cv2.INTER_AREA).astype(np.float32)
    seen.times.append(at)
    seen.differences.append(0.0 if before is None else round(_apart(before[0], small), 3))
    seen.leaps.append(0.0 if before is None else round(_leap(before[1], larger), 3))
    return small, larger


def _apart(one: Any, other: Any) -> float:
    return float(np.abs(one - other).mean())


def _leap(before: Any, now: Any) -> float:
    """How much differs where the two overlap, once the shift between them is taken out."""
    window = cv2.createHanningWindow(ALIGNED, cv2.CV_32F)
    shift, _ = cv2.phaseCorrelate(before.copy(), now.copy(), window)  # it writes into what it is given
    x, y = round(shift[0]), round(shift[1])
    if abs(x) > REACH[0] or abs(y) > REACH[1]:
        return _apart(before, now)
    wide, high = ALIGNED
    was = before[max(0, -y) : high - max(0, y), max(0, -x) : wide - max(0, x)]
    here = now[max(0, y) : high - max(0, -y), max(0, x) : wide - max(0, -x)]
    return min(_apart(before, now), _apart(was, here))


def _keep_sharpest(best: _Best, at: int, picture: Any) -> None:
    grey = cv2.cvtColor(cv2.resize(picture, None, fx=0.5, fy=0.5), cv2.COLOR_BGR2GRAY)
    sharpness = float(cv2.Laplacian(grey, cv2.CV_32F).var())
    if sharpness > best.sharpness:
        best.at, best.sharpness, best.picture = at, sharpness, picture


def _sample(seen: Look, jpegs: list[bytes], best: _Best) -> None:
    if len(jpegs) >= MOST_SAMPLES:
        return
    done, jpeg = cv2.imencode(".jpg", best.picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    if done:
        jpegs.append(jpeg.tobytes())
        seen.samples.append((best.at, len(jpegs[-1])))


def main() -> None:
    """Answer one request, under limits from the first byte of the file on."""
    path, memory, seconds = sys.argv[1:]
    cv2.setNumThreads(1)
    av.logging.set_level(None)
    confine(int(memory), int(seconds))
    try:
        seen, jpegs = look(path)
        answer([b"done\n", json.dumps(asdict(seen)).encode(), b"\n", *jpegs])
    except Refused as refused:
        answer([refused.refusal.encode()])
    except MemoryError:
        answer([Refusal.TOO_COSTLY.encode()])


if __name__ == "__main__":
    main()
