"""Answers about what was read of evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bonafide.answers.enums import (
    Channel,
    Comparison,
    DocumentType,
    EvidenceKind,
    LicenceField,
    ListingKind,
    RegistryOutcome,
    RegistryStatus,
    RegistryTrouble,
    SharedThing,
    SignalKind,
)
from bonafide.answers.geometry import Box
from bonafide.answers.provenance import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFrame:
    """The page that was read: size in pixels, `rotation` in degrees clockwise, `page` from 1."""

    width: int
    height: int
    rotation: int
    page: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadField:
    """A field of the licence. `score` is a mean character probability, 0 to 1."""

    value: str
    normalised: str | None
    score: float
    box: Box
    repairs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How well it can be read: it suffers below a `line_height` of 15 pixels and a `sharpness` of 4."""

    line_height: float
    sharpness: float
    glare: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """A seal on the page. `coverage` of its ring and `score` of its `text` are 0 to 1; `colour` is RGB."""

    box: Box
    coverage: float
    colour: tuple[int, int, int]
    text: str | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A line of text. `polygon` in pixels of the upright page; `score` 0 to 1."""

    polygon: tuple[tuple[float, float], ...]
    text: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Why a file could not be read."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What a registry holds."""

    name: str | None
    code: str | None
    person: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """An entry in a list of abnormal or seriously unlawful firms."""

    kind: ListingKind
    listed: date | None
    removed: date | None
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """What a registry said of what was declared."""

    outcome: RegistryOutcome
    provider: str
    name: Comparison
    code: Comparison
    person: Comparison
    registered: Registered | None
    status: RegistryStatus | None
    raw_status: str | None
    term: str | None
    listings: tuple[Listing, ...]
    data_as_of: date | None
    request_id: str | None
    billable: bool
    reason: RegistryTrouble | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resemblance:
    """How alike two pictures are."""

    inliers: int
    agreement: float
    print: float
    grain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """Another case of yours that shares something with this one."""

    case_id: str
    case_url: str
    evidence_id: str
    thumbnail: str
    same_account: bool
    shared: tuple[SharedThing, ...]
    distance: int | None
    resemblance: Resemblance | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relatives:
    """The relatives that were found; at most 50 are listed, `total` counts all."""

    relatives: tuple[Relative, ...]
    total: int
    compared: int
    unseen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One measurement against its peers on the page."""

    signal: SignalKind
    value: float
    peers: float
    spread: float
    evidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTraces:
    """What stands out in one field."""

    field: LicenceField
    boxes: tuple[tuple[int, ...], ...]
    evidence: float
    signals: tuple[Signal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """Traces of tampering. None found is no proof that a licence is genuine."""

    channel: Channel
    calibration: str
    genuine: int
    fields_evidence: float | None
    values_evidence: float | None
    fields: tuple[FieldTraces, ...]
    page: tuple[Signal, ...]
    unavailable: tuple[SignalKind, ...]
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What a page is, as a paper of people; `portrait` is where a card bears its photograph."""

    kind: EvidenceKind | None
    portrait: tuple[int, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one reader measured on one piece of evidence. `lines` is there where it was asked for."""

    evidence_id: str
    reader: str
    engine: str
    version: str
    milliseconds: int
    document_type: DocumentType | None
    frame: PageFrame | None
    fields: Mapping[str, ReadField]
    quality: Quality | None
    seals: tuple[Seal, ...]
    lines: tuple[TextLine, ...] = ()
    unreadable: Unreadable | None
    registry: Registry | None
    relatives: Relatives | None
    provenance: Provenance | None
    traces: Traces | None
    paper: Paper | None
