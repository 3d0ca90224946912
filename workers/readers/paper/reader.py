"""The reader of papers: evidence in, one reading out. Bad evidence becomes an Unreadable body."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

import numpy as np

from models.orientation import Page, Reader, read_upright, turned
from models.traces.picture import PAGE_TYPE, page_picture
from verifier.domain.evidence import EvidenceKind
from verifier.domain.paper import PaperField, PaperReading
from verifier.domain.picture import Picture, PictureKind, Seen
from verifier.domain.reading import Frame, Reading, Unreadable
from verifier.domain.written import Field
from workers.readers.pages import Undecodable, pages
from workers.readers.paper import certificate, identity_card, letter, permit
from workers.readers.paper.kinds import kind_of
from workers.readers.paper.red import red_lines
from workers.readers.paper.seals import seals_of
from workers.readers.paper.text import Text, rows

LEAST_SIDE: Final = 700  # pixels of the long side, as of licences
PAGES_MOST: Final = 4  # a card's two sides and a letter of two pages; what is beyond is no paper of people

Fields = Callable[[Text, Text], dict[PaperField, Field | None]]
PARSERS: Final[Mapping[EvidenceKind, Fields]] = MappingProxyType(
    {
        EvidenceKind.IN_SERVICE_CERTIFICATE: certificate.fields,
        EvidenceKind.AUTHORISATION_LETTER: letter.fields,
        EvidenceKind.AGENT_IDENTITY: identity_card.fields,
        EvidenceKind.HR_SERVICE_LICENCE: permit.fields,
        EvidenceKind.DISPATCH_LICENCE: permit.fields,
    }
)


class Engine(Reader, Protocol):
    """What the reader needs of a text engine; see models.ocr.TextEngine."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class PaperReader:
    """Reads a paper of people off a photo, a scan or a PDF."""

    engine: Engine
    name: str = "paper"

    def read(self, evidence_id: str, data: bytes, media_type: str) -> Reading:
        """What the evidence shows; of several pages, the one with the most fields."""
        return self.look(evidence_id, data, media_type).reading

    def look(self, evidence_id: str, data: bytes, media_type: str) -> Seen:
        """The same with a picture of that page, upright, for people who look at it."""
        started = time.perf_counter()
        body, drawn = self._best(data, media_type)
        milliseconds = round((time.perf_counter() - started) * 1000)
        reading = Reading(evidence_id, self.name, self.engine.name, self.engine.version, milliseconds, body)
        return Seen(reading, (Picture(PictureKind.PAGE, PAGE_TYPE, drawn),) if drawn else ())

    def _best(self, data: bytes, media_type: str) -> tuple[PaperReading | Unreadable, bytes]:
        read: list[tuple[PaperReading, bytes]] = []
        try:
            for number, page in enumerate(pages(data, media_type), start=1):
                if number > PAGES_MOST:
                    break
                if max(page.shape[:2]) >= LEAST_SIDE:
                    read.append(self._page(page, number))
        except Undecodable as error:
            return Unreadable(error.code, error.detail), b""
        if not read:
            detail = f"The long side of every page is under {LEAST_SIDE} pixels."
            return Unreadable("evidence_too_small", detail), b""
        return max(read, key=lambda one: (one[0].kind is not None, len(one[0].fields)))

    def _page(self, page: Page, number: int) -> tuple[PaperReading, bytes]:
        upright = read_upright(self.engine, without_seals(page))
        height, width = upright.page.shape[:2]
        frame = Frame(width, height, upright.rotation, number)
        coloured = turned(page, upright.rotation)
        broken, run = rows(upright.lines)
        kind = kind_of(run.text)
        seals = () if kind is EvidenceKind.AGENT_IDENTITY else seals_of(self.engine, coloured)
        red = red_lines(self.engine, coloured, [seal.box for seal in seals], upright.lines)
        kind = kind or kind_of("".join(line.text for line in red))  # a licence's heading may be in red
        read = PARSERS[kind](broken, run) if kind else {}
        found = {name: read[name] for name in PaperField if name in read}
        fields = {name: field for name, field in found.items() if field is not None and field.value}
        reading = PaperReading(
            frame=frame,
            kind=kind,
            lines=upright.lines + red,
            fields=fields,
            seals=seals,
            portrait=identity_card.portrait(fields, frame) if kind is EvidenceKind.AGENT_IDENTITY else None,
        )
        return reading, page_picture(coloured)


def without_seals(page: Page) -> Page:
    """The page as red light shows it (H × W × 3, uint8, BGR): red ink is as bright as paper, print is not."""
    return np.ascontiguousarray(np.repeat(page[:, :, 2:], 3, axis=2))
