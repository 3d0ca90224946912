"""The reader of office films: text in sampled frames, cuts, freezes, hashes, a filmstrip. Judges nothing.

The film itself is looked at in a confined process; here are only frames that this one wrote.
"""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import BinaryIO, Final, Protocol

import cv2
import numpy as np

from models import motion
from models.likeness import hashed
from verifier.confined.peak import Peak
from verifier.confined.process import VideoLook, look_at_video
from verifier.confined.refusal import Refusal, Refused
from verifier.domain.office_video import Sighting, VideoReading
from verifier.domain.reading import Line
from verifier.usecases.proofs.office_video import VideoSeen
from workers.readers.bgr import Bgr

TROUBLE: Final = {
    Refusal.MALFORMED: "video_broken",
    Refusal.UNSUPPORTED: "video_container",
    Refusal.WITHOUT_PAGES: "video_without_picture",
    Refusal.TOO_MANY_PAGES: "video_too_long",
    Refusal.TOO_MANY_PIXELS: "video_frames_too_large",
    Refusal.TOO_COSTLY: "video_too_costly",
}
STRIP_FRAMES: Final = 12
STRIP_HEIGHT: Final = 240  # pixels
STRIP_QUALITY: Final = 80
PLAIN: Final = 14.0  # grey levels of deviation: a bare wall is like every other
NAME: Final = "office_video"


class Engine(Protocol):
    """What reads text: models.ocr.TextEngine."""

    name: str
    version: str

    def read(self, page: Bgr) -> tuple[Line, ...]: ...


class OfficeVideoReader:
    """Reads the film of a proof."""

    name = NAME

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, film: BinaryIO) -> VideoSeen:
        """What was measured; a film that cannot be looked at is a reading, too."""
        started = time.perf_counter()
        try:
            look = look_at_video(film)
        except Refused as refused:
            trouble = TROUBLE.get(refused.refusal, "video_broken")
            return self._seen(None, trouble, b"", started, refused.peak)
        frames = [(at, _decoded(jpeg)) for at, jpeg in look.samples]
        strip = _chosen(frames)
        reading = VideoReading(
            duration=look.times[-1] - look.times[0],
            frames=len(look.times),
            width=look.width,
            height=look.height,
            cuts=motion.cuts(look.times, look.differences),
            freezes=motion.freezes(look.times, look.differences),
            sightings=tuple(self._sightings(frames)),
            marks=tuple(_marks(frames)),
            strip=tuple(at for at, _ in strip),
            created_at=_created(look),
        )
        return self._seen(reading, None, _strip(strip), started, look.peak)

    def _seen(
        self, reading: VideoReading | None, trouble: str | None, strip: bytes, since: float, peak: Peak
    ) -> VideoSeen:
        return VideoSeen(
            reading,
            trouble,
            strip,
            engine=self._engine.name,
            version=self._engine.version,
            milliseconds=round((time.perf_counter() - since) * 1000),
            resident=peak.resident,
            addressed=peak.addressed,
        )

    def _sightings(self, frames: Sequence[tuple[int, Bgr]]) -> Iterator[Sighting]:
        for at, frame in frames:
            for line in self._engine.read(frame):
                ys = [point[1] for point in line.polygon]
                height = round((max(ys) - min(ys)) / frame.shape[0], 4)
                yield Sighting(at, line.text.strip(), round(line.score, 4), height)


def _decoded(jpeg: bytes) -> Bgr:
    frame: Bgr = np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR), dtype=np.uint8)
    return frame


def _marks(frames: Sequence[tuple[int, Bgr]]) -> Iterator[tuple[int, str]]:
    """A hash of every frame that shows something."""
    for at, frame in frames:
        grey: Bgr = np.asarray(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        if float(grey.std()) >= PLAIN:
            yield at, hashed(grey).hex()


def _chosen(frames: Sequence[tuple[int, Bgr]]) -> list[tuple[int, Bgr]]:
    """As many as the strip holds, evenly over the film."""
    if len(frames) <= STRIP_FRAMES:
        return list(frames)
    places = np.linspace(0, len(frames) - 1, STRIP_FRAMES).round().astype(int)
    return [frames[place] for place in places]


def _strip(frames: Sequence[tuple[int, Bgr]]) -> bytes:
    """The frames side by side as one JPEG."""
    if not frames:
        return b""
    small = [
        cv2.resize(one, (round(one.shape[1] * STRIP_HEIGHT / one.shape[0]), STRIP_HEIGHT))
        for _, one in frames
    ]
    _, jpeg = cv2.imencode(".jpg", np.hstack(small), [cv2.IMWRITE_JPEG_QUALITY, STRIP_QUALITY])
    return bytes(jpeg.tobytes())


def _created(look: VideoLook) -> datetime | None:
    """The file's own word, of which phones write UTC; nonsense is none."""
    try:
        made = datetime.fromisoformat((look.created or "").replace("Z", "+00:00"))
    except ValueError:
        return None
    return made if made.tzinfo else made.replace(tzinfo=UTC)
