"""Evidence: bytes that an applicant handed in, kept unchanged and known by their SHA-256."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class EvidenceKind(StrEnum):
    """What the applicant says the file shows; whether it does is for the readers and checks."""

    BUSINESS_LICENCE = "business_licence"


READERS_FOR: Final[Mapping[EvidenceKind, tuple[str, ...]]] = MappingProxyType(
    {EvidenceKind.BUSINESS_LICENCE: ("licence", "provenance")}
)
"""Which readers read each kind, by name; a task is made for each when the case is submitted."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One stored file. `media_type` is told by content; `declared_media_type` is the client's word."""

    id: str
    tenant_id: str
    case_id: str
    kind: EvidenceKind
    sha256: str
    media_type: str
    declared_media_type: str | None
    size: int
    added_at: datetime
