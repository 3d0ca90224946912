"""Facts: all that a check may look at (see verifier.domain.check)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from verifier.domain.case import AccountType, Declared
from verifier.domain.evidence import EvidenceKind
from verifier.domain.paper import PaperReading
from verifier.domain.provenance import Provenance
from verifier.domain.reading import DocumentType, LicenceReading, Reading, Unreadable
from verifier.domain.registry import RegistryExtract
from verifier.domain.relatives import Relatives


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

    def relatives(self) -> tuple[tuple[str, Relatives], ...]:
        """What the search for relatives found, by the evidence that it looked for."""
        return tuple((r.evidence_id, r.body) for r in self.readings if isinstance(r.body, Relatives))

    def unsearched(self) -> tuple[str, ...]:
        """Licences that were handed in and have not been looked for among other cases'."""
        searched = {evidence_id for evidence_id, _ in self.relatives()}
        return tuple(
            evidence_id
            for evidence_id in self.handed_in(EvidenceKind.BUSINESS_LICENCE)
            if evidence_id not in searched
        )

    def provenances(self) -> tuple[tuple[str, Provenance], ...]:
        """What each file says of its origin, by evidence id."""
        return tuple((r.evidence_id, r.body) for r in self.readings if isinstance(r.body, Provenance))

    def papers(self, *kinds: EvidenceKind) -> tuple[tuple[str, PaperReading], ...]:
        """What was read of the pages handed in as these kinds of papers, by evidence id."""
        return tuple(
            (r.evidence_id, r.body)
            for r in self.readings
            if isinstance(r.body, PaperReading) and self.evidence.get(r.evidence_id) in kinds
        )

    def handed_in(self, *kinds: EvidenceKind) -> tuple[str, ...]:
        """The evidence that was handed in as one of these kinds."""
        return tuple(evidence_id for evidence_id, kind in self.evidence.items() if kind in kinds)

    def read(self) -> frozenset[str]:
        """The evidence whose page a reader looked at, readable or not; others look at the file alone."""
        return frozenset(
            r.evidence_id
            for r in self.readings
            if isinstance(r.body, LicenceReading | PaperReading | Unreadable)
        )
