"""Evidence: bytes that an applicant handed in, kept unchanged and known by their SHA-256."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class EvidenceKind(StrEnum):
    """What the applicant says the file shows; whether it does is for the readers and checks."""

    BUSINESS_LICENCE = "business_licence"
    IN_SERVICE_CERTIFICATE = "in_service_certificate"
    AUTHORISATION_LETTER = "authorisation_letter"
    AGENT_IDENTITY = "agent_identity"
    HR_SERVICE_LICENCE = "hr_service_licence"
    DISPATCH_LICENCE = "dispatch_licence"


PAPERS: Final = tuple(kind for kind in EvidenceKind if kind is not EvidenceKind.BUSINESS_LICENCE)
"""The kinds that the reader of papers reads."""


@dataclass(frozen=True, slots=True)
class ReadingPlan:
    """Which readers look at what, by name.

    `first` are those of each kind of evidence; their tasks are made when the case is submitted. `following`
    are those that look at a page again once the reader that is the key has told where its fields are; their
    tasks are made in the transaction that keeps that reading, so that none is forgotten.
    """

    first: Mapping[EvidenceKind, tuple[str, ...]]
    following: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def after(self, reader: str) -> tuple[str, ...]:
        return self.following.get(reader, ())


PLAN: Final = ReadingPlan(
    first=MappingProxyType(
        {EvidenceKind.BUSINESS_LICENCE: ("licence", "provenance"), **dict.fromkeys(PAPERS, ("paper",))}
    ),
    following=MappingProxyType({"licence": ("traces", "relatives")}),
)


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
