"""The reader of office films: text in sampled frames, cuts, freezes, hashes, a filmstrip. Judges nothing.

The film itself is looked at in a confined process; here are only frames that this one wrote.
"""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import BinaryIO, Final, Protocol, TypeAlias

import cv2
import numpy as np

from models import motion, places
from models.likeness import hashed
from verifier.confined.peak import Peak
from verifier.confined.process import VideoLook, look_at_video
from verifier.confined.refusal import Refusal, Refused
from verifier.domain.office_video import Alike, Sighting, Strip, VideoReading
from verifier.domain.reading import Line
from verifier.domain.wording import comparable
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
STRIP_SIDE: Final = 240  # pixels of a frame's shorter side
STRIP_QUALITY: Final = 80
PLAIN: Final = 14.0  # grey levels of deviation: a bare wall is like every other
SURE: Final = 0.95  # the engine's score, 0 to 1, of a line that need not be read again
SURE_FRAMES: Final = 2
NAME: Final = "office_video"

Sample: TypeAlias = tuple[int, bytes]  # time in ms, JPEG


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

    def read(self, film: BinaryIO, sought: Sequence[str] = ()) -> VideoSeen:
        """What was measured; a film that cannot be looked at is a reading, too.

        Once every sought text was read surely, in SURE_FRAMES frames each, no further frame is read.
        """
        started = time.perf_counter()
        try:
            look = look_at_video(film)
        except Refused as refused:
            trouble = TROUBLE.get(refused.refusal, "video_broken")
            return self._seen(None, trouble, b"", started, refused.peak)
        strip = _chosen(look.samples)
        reading = VideoReading(
            duration=look.times[-1] - look.times[0],
            frames=len(look.times),
            width=look.width,
            height=look.height,
            cuts=motion.cuts(look.times, look.leaps),
            freezes=motion.freezes(look.times, look.differences),
            sightings=self._sightings(look.samples, sought),
            marks=tuple(_marks(look.samples)),
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

    def shared(self, own: Strip, other: Strip, least: Alike) -> int:
        """How many of one's own frames show a place that one of the other's does, mirrored or not."""
        theirs = [places.points(frame) for frame in _frames_of(other)]
        fit = places.Fit(int(least.points_min), least.spread_min)
        mine = _frames_of(own)
        return max(
            places.shared([places.points(one, mirrored=turned) for one in mine], theirs, least=fit)
            for turned in (False, True)
        )

    def _sightings(self, samples: Sequence[Sample], sought: Sequence[str]) -> tuple[Sighting, ...]:
        """In the order of time, though read from both ends: films begin at the sign and end at the word."""
        seen: list[Sighting] = []
        found: Counter[str] = Counter()
        for at, jpeg in _from_both_ends(samples):
            lines = list(self._lines(at, _decoded(jpeg)))
            seen += lines
            found.update({text for text in sought if any(_says(line, text) for line in lines)})
            if sought and all(found[text] >= SURE_FRAMES for text in sought):
                break
        return tuple(sorted(seen, key=lambda one: one.at))

    def _lines(self, at: int, frame: Bgr) -> Iterator[Sighting]:
        for line in self._engine.read(frame):
            ys = [point[1] for point in line.polygon]
            height = round((max(ys) - min(ys)) / frame.shape[0], 4)
            yield Sighting(at, line.text.strip(), round(line.score, 4), height)


def _from_both_ends(samples: Sequence[Sample]) -> Iterator[Sample]:
    for place in range((len(samples) + 1) // 2):
        yield samples[place]
        if place != len(samples) - 1 - place:
            yield samples[-1 - place]


def _says(line: Sighting, text: str) -> bool:
    return line.score >= SURE and comparable(line.text) == comparable(text)


def _decoded(jpeg: bytes) -> Bgr:
    frame: Bgr = np.asarray(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR), dtype=np.uint8)
    return frame


def _marks(samples: Sequence[Sample]) -> Iterator[tuple[int, str]]:
    """A hash of every frame that shows something."""
    for at, jpeg in samples:
        grey: Bgr = np.asarray(cv2.cvtColor(_decoded(jpeg), cv2.COLOR_BGR2GRAY), dtype=np.uint8)
        if float(grey.std()) >= PLAIN:
            yield at, hashed(grey).hex()


def _chosen(samples: Sequence[Sample]) -> Sequence[Sample]:
    """As many as the strip holds, evenly over the film."""
    if len(samples) <= STRIP_FRAMES:
        return samples
    spots = np.linspace(0, len(samples) - 1, STRIP_FRAMES).round().astype(int)
    return [samples[spot] for spot in spots]


def _strip(samples: Sequence[Sample]) -> bytes:
    """The frames side by side as one JPEG, all as large as the first."""
    if not samples:
        return b""
    frames = [_decoded(jpeg) for _, jpeg in samples]
    high, wide = frames[0].shape[:2]
    scale = STRIP_SIDE / min(high, wide)
    size = round(wide * scale), round(high * scale)
    small = [cv2.resize(one, size, interpolation=cv2.INTER_AREA) for one in frames]
    _, jpeg = cv2.imencode(".jpg", np.hstack(small), [cv2.IMWRITE_JPEG_QUALITY, STRIP_QUALITY])
    return bytes(jpeg.tobytes())


def _frames_of(strip: Strip) -> list[Bgr]:
    whole = _decoded(strip.jpeg)
    return [np.ascontiguousarray(one) for one in np.hsplit(whole, strip.frames)]


def _created(look: VideoLook) -> datetime | None:
    """The file's own word, of which phones write UTC; nonsense is none."""
    try:
        made = datetime.fromisoformat((look.created or "").replace("Z", "+00:00"))
    except ValueError:
        return None
    return made if made.tzinfo else made.replace(tzinfo=UTC)
