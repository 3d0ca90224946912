"""The file of a case as one reviewer is given it: covered already, so that a page can show all of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from verifier.domain.audit_chain import Entry
from verifier.domain.case import Case
from verifier.domain.decision import Decision
from verifier.domain.employer import Employer
from verifier.domain.escalation import DocumentRequest, Escalation, Note
from verifier.domain.event import Event
from verifier.domain.evidence import Evidence
from verifier.domain.face_decision import FaceDecision
from verifier.domain.face_session import Attempt, FaceSession, KeptFrame
from verifier.domain.finding import Finding, Outcome
from verifier.domain.masking import Personal
from verifier.domain.picture import StoredPicture
from verifier.domain.policy import Rule
from verifier.domain.reading import Box, LicenceReading, PaperReading
from verifier.domain.relatives import Relative
from verifier.domain.traces import Traces
from verifier.domain.webhook import Delivery


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with what the policy says of its check; None for a check that it no longer names."""

    finding: Finding
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Row:
    """One thing as declared, as printed, in the QR code and in the registry; None where a source is silent.

    `differs`: two of them say otherwise. `personal`: what would have to be revealed; None where nothing is
    covered.
    """

    field: str
    declared: str | None
    printed: str | None
    qr: str | None
    registry: str | None
    differs: bool
    personal: Personal | None
    boxes: tuple[Box, ...] = ()
    evidence_id: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page that was handed in: what was read of it, and the boxes that its picture has to hide.

    `hidden` is None where the whole picture is covered: nobody knows where its personal data stands.
    """

    evidence: Evidence
    counts: bool  # False: something else was asked for in its place
    licence: LicenceReading | None
    traces: Traces | None
    pictures: tuple[StoredPicture, ...]
    hidden: tuple[Box, ...] | None
    paper: PaperReading | None = None
    rows: tuple[Row, ...] = ()  # of a paper, beside what was declared

    @property
    def page(self) -> LicenceReading | PaperReading | None:
        """What was read of it, as whatever it is."""
        return self.licence or self.paper


@dataclass(frozen=True, slots=True)
class Kin:
    """A relative, with its case if this reviewer may see it."""

    relative: Relative
    case: Case | None


@dataclass(frozen=True, slots=True)
class Filmed:
    """A face session of somebody who recruits for this employer; frames are named, not shown."""

    session: FaceSession
    attempts: tuple[Attempt, ...]
    decisions: tuple[tuple[FaceDecision, tuple[Finding, ...]], ...]
    frames: tuple[KeptFrame, ...]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything that the case page shows to one reviewer."""

    site: str
    case: Case  # what was declared, covered
    employer: Employer | None
    escalation: Escalation | None  # the latest
    rounds: tuple[Decision, ...]
    rows: tuple[Row, ...]
    sheets: tuple[Sheet, ...]
    findings: Mapping[Outcome, tuple[Judged, ...]]
    kin: tuple[Kin, ...]
    films: tuple[Filmed, ...]
    notes: tuple[Note, ...]
    requests: tuple[DocumentRequest, ...]
    timeline: tuple[Entry, ...]  # newest first
    deliveries: tuple[tuple[Event, Delivery], ...]  # what the site was told, and whether it arrived
    revealed: frozenset[Personal]
    may_reveal: tuple[Personal, ...]
