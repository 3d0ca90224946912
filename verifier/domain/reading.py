"""Readings: what a reader measured on one piece of evidence. They measure and never judge.

Coordinates are pixels of the *upright original*: the page as stored, after its EXIF orientation and
after the quarter turns of `Frame.rotation`; x to the right, y downwards, origin top left.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from verifier.domain.paper import PaperReading
from verifier.domain.places import Box, FieldName, Frame, Point, Polygon
from verifier.domain.provenance import Provenance
from verifier.domain.registry import RegistryExtract
from verifier.domain.relatives import Relatives
from verifier.domain.traces import Traces
from verifier.domain.written import Field, Line, Seal

# Places and names of fields are words of a reading too; they live apart for what a reading is made of.
__all__ = [
    "Body", "Box", "DocumentType", "Field", "FieldName", "Frame", "LicenceReading", "Line", "PaperReading",
    "Point", "Polygon", "Printing", "QrCode", "Quality", "Reading", "Seal", "Unreadable",
]  # fmt: skip


class DocumentType(StrEnum):
    """What the page shows, by its anchor words."""

    BUSINESS_LICENCE = "business_licence"
    OTHER = "other"


class Printing(StrEnum):
    """How the page is laid out: forms of before 2014, the portrait one of 2014, the landscape one of 2019."""

    OLDER = "older"
    PORTRAIT_2014 = "portrait_2014"
    LANDSCAPE_2019 = "landscape_2019"


@dataclass(frozen=True, slots=True)
class QrCode:
    """One QR code: its whole content, and of that the host of its link, the code and the name, if any."""

    text: str
    host: str | None
    code: str | None
    name: str | None
    box: Box


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the print on a page can be made out, in numbers that say nothing of what it says.

    `line_height` is the median height of the lines in pixels. `sharpness` is how steep the edges of
    its strokes are, as a share of their contrast over one line's height: from 10, crisp, to 1, illegible.
    `glare` are the places among the lines that are burnt out while the paper is not.
    """

    line_height: float
    sharpness: float
    glare: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class LicenceReading:
    """A page read as a business licence: every line, and the fields found among them.

    `person_label` is what the person is called (法定代表人, 经营者, …), which tells the form of business.
    `quality` is None on a page without a line, and in readings of before it was measured. `reddest` is how
    red the page's upper part, where the emblem is, gets, 0–1; None where seals were not looked for.
    """

    frame: Frame
    document_type: DocumentType
    lines: tuple[Line, ...]
    fields: Mapping[FieldName, Field] = field(default_factory=dict)
    person_label: str | None = None
    printing: Printing | None = None
    qr_codes: tuple[QrCode, ...] = ()
    quality: Quality | None = None
    seals: tuple[Seal, ...] = ()
    reddest: float | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The evidence could not be turned into pixels worth reading; `code` says why (see verifier.intake)."""

    code: str
    detail: str


Body: TypeAlias = (
    LicenceReading | Unreadable | RegistryExtract | Relatives | Provenance | Traces | PaperReading
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader measured on one piece of evidence, with which engine, and how long it took.

    A registry's extract is about the case; it is kept beside the first licence, under the provider's name.
    """

    evidence_id: str
    reader: str
    engine: str
    version: str
    milliseconds: int
    body: Body
