"""The reader of traces: evidence and the reading of its page in, traces of tampering and their picture out.

Turns the page upright as the licence reader did and tells the models how its file stores it. As it is the one
that has the upright page, it draws that too, for people who look at it. Judges nothing;
what cannot be measured is a reading that says so, never an exception.
"""

import time

from models.traces.calibration import Calibration, shipped
from models.traces.grid import Stored
from models.traces.picture import MEDIA_TYPE, PAGE_TYPE, heat_map, page_picture
from models.traces.tracing import traced
from verifier.domain.picture import Picture, PictureKind, Seen
from verifier.domain.reading import LicenceReading, Reading, Unreadable
from verifier.domain.traces import Traces
from verifier.intake import content, pillow
from workers.readers.pages import Undecodable, upright


class TracesReader:
    """Measures the print of a page that was read."""

    name = "traces"

    def __init__(self, calibration: Calibration | None = None) -> None:
        self._calibration = calibration or shipped()

    def read(self, evidence_id: str, data: bytes, media_type: str, page: LicenceReading) -> Seen:
        """The traces of the page, and where there are any numbers the picture of them."""
        started = time.perf_counter()
        try:
            pixels = upright(data, media_type, page.frame)
        except Undecodable as error:
            return Seen(self._reading(evidence_id, started, Unreadable(error.code, error.detail)))
        found = traced(pixels, page, stored(data, media_type), self._calibration)
        shown = Picture(PictureKind.PAGE, PAGE_TYPE, page_picture(pixels))
        if found.reason is not None:
            return Seen(self._reading(evidence_id, started, found), (shown,))
        tinted = Picture(PictureKind.TRACES, MEDIA_TYPE, heat_map(pixels, found))
        return Seen(self._reading(evidence_id, started, found), (shown, tinted))

    def _reading(self, evidence_id: str, started: float, body: Traces | Unreadable) -> Reading:
        milliseconds = round((time.perf_counter() - started) * 1000)
        return Reading(evidence_id, self.name, "traces", self._calibration.version, milliseconds, body)


def stored(data: bytes, media_type: str) -> Stored:
    """How a JPEG lies in its file; other formats have no blocks, and their size does not matter then."""
    if media_type != content.JPEG:
        return Stored(0, 0)
    try:
        with pillow.opened(data, media_type) as (picture, _):
            return Stored(*picture.size, pillow.orientation(picture), pillow.luma_steps(picture))
    except (pillow.BombError, *pillow.BROKEN):
        return Stored(0, 0)
