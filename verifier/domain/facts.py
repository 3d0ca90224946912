"""Facts: all that a check may look at (see verifier.domain.check)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from verifier.domain.case import AccountType, Declared
from verifier.domain.evidence import EvidenceKind
from verifier.domain.reading import DocumentType, LicenceReading, Reading, Unreadable
from verifier.domain.registry import RegistryExtract


@dataclass(frozen=True, slots=True)
class Facts:
    """A case as the checks see it: what was declared, what was handed in, what was read, and the day.

    `declared` is None only for local files that nobody declared anything about (`verifier verify FILE`).
    """

    account_type: AccountType
    declared: Declared | None
    evidence: Mapping[str, EvidenceKind]  # by evidence id
    readings: tuple[Reading, ...]
    today: date

    def licence(self) -> tuple[str, LicenceReading] | None:
        """The first licence that was read, with its evidence id."""
        for reading in self.readings:
            if isinstance(reading.body, LicenceReading):
                return reading.evidence_id, reading.body
        return None

    def licences(self) -> tuple[tuple[str, LicenceReading], ...]:
        """Every page that was recognised as a business licence, with its evidence id."""
        return tuple(
            (reading.evidence_id, reading.body)
            for reading in self.readings
            if isinstance(reading.body, LicenceReading)
            and reading.body.document_type is DocumentType.BUSINESS_LICENCE
        )

    def unreadable(self) -> tuple[tuple[str, Unreadable], ...]:
        """Evidence that no reader could read, by evidence id, with the reason."""
        return tuple((r.evidence_id, r.body) for r in self.readings if isinstance(r.body, Unreadable))

    def registry(self) -> tuple[str, RegistryExtract] | None:
        """What a registry answered, with the evidence that it was asked beside; None when none was asked."""
        for reading in self.readings:
            if isinstance(reading.body, RegistryExtract):
                return reading.evidence_id, reading.body
        return None

    def read(self) -> frozenset[str]:
        """The evidence whose page a reader looked at, readable or not; others look at the file alone."""
        return frozenset(
            r.evidence_id for r in self.readings if isinstance(r.body, LicenceReading | Unreadable)
        )
