"""The licence reader: evidence in, one reading out. Bad evidence becomes an Unreadable body, no exception.

Puts decoding, the text engine, the right way up and the parsing together; each of them lives elsewhere.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from models.orientation import read_upright
from models.quality import measured
from verifier.domain.reading import (
    Box,
    DocumentType,
    FieldName,
    Frame,
    LicenceReading,
    Line,
    Polygon,
    Reading,
    Unreadable,
)
from workers.readers.licence.anchors import anchor_count
from workers.readers.licence.codes import passes
from workers.readers.licence.parsing import read_page
from workers.readers.licence.qr import qr_codes
from workers.readers.licence.seal import with_seals
from workers.readers.licence.second_look import Page, Treatment, View, closer
from workers.readers.pages import Undecodable, pages

LEAST_SIDE: Final = 700  # pixels of the long side; at 500 nothing was read, from 700 on everything


class Engine(Protocol):
    """What the reader needs of a text engine; see models.ocr.TextEngine."""

    name: str
    version: str

    def read(self, page: Page) -> tuple[Line, ...]: ...
    def detect(self, page: Page) -> tuple[Polygon, ...]: ...
    def recognise(self, page: Page, polygons: Iterable[Polygon]) -> tuple[Line, ...]: ...
    def reread(self, page: Page, polygons: Iterable[Polygon]) -> tuple[Line, ...]: ...


class LicenceReader:
    """Reads a business licence off a photo, a scan or a PDF."""

    name = "licence"

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, evidence_id: str, data: bytes, media_type: str) -> Reading:
        """What the evidence shows; of several pages, the one with the most anchor words."""
        started = time.perf_counter()
        body = self._body(data, media_type)
        milliseconds = round((time.perf_counter() - started) * 1000)
        return Reading(evidence_id, self.name, self._engine.name, self._engine.version, milliseconds, body)

    def _body(self, data: bytes, media_type: str) -> LicenceReading | Unreadable:
        best: LicenceReading | None = None
        try:
            for number, page in enumerate(pages(data, media_type), start=1):
                if max(page.shape[:2]) < LEAST_SIDE:
                    continue
                best = _better(best, self._page(page, number))
                if _settled(best):
                    break
        except Undecodable as error:
            return Unreadable(error.code, error.detail)
        detail = f"The long side of every page is under {LEAST_SIDE} pixels."
        return best or Unreadable("evidence_too_small", detail)

    def _page(self, page: Page, number: int) -> LicenceReading:
        upright = read_upright(self._engine, page)
        height, width = upright.page.shape[:2]
        frame = Frame(width, height, upright.rotation, number)
        reading = read_page(frame, upright.lines, _Looks(self._engine, upright.page))
        quality = measured(upright.page, upright.lines)
        sealed = with_seals(self._engine, upright.page, reading)
        return replace(sealed, qr_codes=qr_codes(upright.page), quality=quality)


@dataclass(frozen=True, slots=True)
class _Looks:
    """Second looks at one upright page."""

    engine: Engine
    page: Page

    def reread(self, polygons: Sequence[Polygon]) -> tuple[Line, ...]:
        return self.engine.reread(self.page, polygons)

    def closer(self, box: Box, line_height: float, how: Treatment) -> View:
        return closer(self.engine, self.page, box, line_height, how)


def _better(one: LicenceReading | None, other: LicenceReading) -> LicenceReading:
    return other if one is None or anchor_count(other.lines) > anchor_count(one.lines) else one


def _settled(reading: LicenceReading) -> bool:
    """Whether later pages cannot matter: this is a licence, and its code is right."""
    licence = reading.document_type is DocumentType.BUSINESS_LICENCE
    return licence and passes(reading.fields.get(FieldName.CODE))
