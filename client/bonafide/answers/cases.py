"""Answers about cases: evidence, findings, decisions."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from bonafide.answers.enums import (
    AccountType,
    CaseOutcome,
    CaseState,
    DecisionGround,
    EvidenceKind,
    Outcome,
    PictureKind,
    Risk,
    Verdict,
)
from bonafide.answers.geometry import Box
from bonafide.answers.readings import Reading

Measure: TypeAlias = str | float | None  # what was measured, or where the line is; the words say which unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What an applicant declares of an employer; you pass it, and get it back.

    `code` is the unified social credit code of 18 characters, or the older registration number of 15 digits.
    """

    name: str
    code: str
    person: str
    address: str | None = None
    phone: str | None = None
    bank_account: str | None = None
    website: str | None = None
    agent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """A case, without what was read of it."""

    id: str
    url: str
    state: CaseState
    account_type: AccountType
    declared: Declared
    reference: str | None
    employer_id: str | None
    opened_at: datetime
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A file of a case: `size` in bytes, `media_type` `content` where its bytes are."""

    id: str
    case_id: str
    kind: EvidenceKind
    media_type: str
    declared_media_type: str | None
    size: int
    sha256: str
    content: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Warning:
    """What may trouble the reading of a file that was taken."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedEvidence(Evidence):
    """A file that was just taken."""

    warnings: tuple[Warning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture that shows what was measured."""

    evidence_id: str
    kind: PictureKind
    media_type: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Words to show to an applicant or a recruiter, in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is not verified: `applicant` to show, `auditor` what was seen and what was expected."""

    check: str
    code: str
    outcome: Outcome
    applicant: Advice
    auditor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredReason(Reason):
    """A reason with what was measured and where the line is."""

    measured: Measure
    threshold: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found."""

    check: str
    outcome: Outcome
    code: str
    detail: str
    measured: Measure
    threshold: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFinding(Finding):
    """What a check of a case found, on which evidence, and where on the upright page."""

    evidence_ids: tuple[str, ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived:
    """A guard that could not look and did not stop the decision."""

    evidence: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the policy or a person decided of a case. `advice`: most useful first, nothing twice.

    `grounds` and `words`, which are for the applicant, are a person's.
    """

    id: str
    outcome: CaseOutcome
    reasons: tuple[Reason, ...]
    advice: tuple[Advice, ...]
    waived: tuple[Waived, ...]
    policy_version: str
    decided_by: str
    grounds: tuple[str, ...]
    words: str | None
    decided_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRequest:
    """What a person wants to be handed in again, and why; what was there of this kind counts no more."""

    id: str
    asked_at: datetime
    wanted: tuple[EvidenceKind, ...]
    grounds: tuple[DecisionGround, ...]
    words: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWord:
    """What the first of two people said."""

    by: str
    at: datetime
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An escalated case as it waits for a person, or waited. Decide with its `etag`."""

    case_id: str
    case_url: str
    version: int
    etag: str
    risk: Risk
    reasons: tuple[str, ...]
    opened_at: datetime
    due_at: datetime
    first_word: FirstWord | None
    ended_at: datetime | None
    ended_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many readings are done. The total may grow."""

    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardMatch:
    """What a film of a recruiter said of the photograph on the case's identity card; `code` says why."""

    recruiter_id: str
    face_session_id: str
    outcome: Outcome
    code: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(CaseSummary):
    """Everything known of a case: `progress` while it is read, `decision` once there is one."""

    evidence: tuple[Evidence, ...]
    readings: tuple[Reading, ...]
    pictures: tuple[Picture, ...]
    findings: tuple[CaseFinding, ...]
    requests: tuple[DocumentRequest, ...]
    card_matches: tuple[CardMatch, ...]
    decision: Decision | None
    progress: Progress | None
