"""Pictures: what a reader draws of evidence to show what it measured. Shown to people, never judged."""

from dataclasses import dataclass
from enum import StrEnum

from verifier.domain.reading import Reading


class PictureKind(StrEnum):
    """What a picture shows; a piece of evidence has at most one of each."""

    PAGE = "page"  # the page that was read, upright, in a form that every browser shows
    THUMBNAIL = "thumbnail"  # the page, small and upright
    TRACES = "traces"  # the page with the fields tinted by the evidence of tampering


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as its reader drew it."""

    kind: PictureKind
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture kept beside its evidence; the bytes are known by their SHA-256."""

    evidence_id: str
    tenant_id: str
    case_id: str
    kind: PictureKind
    media_type: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What one reader makes of one piece of evidence: the reading, and the pictures that show it."""

    reading: Reading
    pictures: tuple[Picture, ...] = ()
