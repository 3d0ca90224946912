"""Answers about recruiters and their faces."""

from dataclasses import dataclass, field
from datetime import datetime

from bonafide.answers.cases import Advice, Finding, MeasuredReason, Waived, Warning
from bonafide.answers.face_enums import (
    AssuranceLevel,
    FaceOutcome,
    OtherWay,
    PortraitKind,
    Purpose,
    SessionState,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recruiter:
    """A recruiter of yours, by your `reference`."""

    id: str
    reference: str
    case_id: str | None
    added_at: datetime
    portraits: tuple[PortraitKind, ...]
    enrolled_at: datetime | None
    locked_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """A still picture that was just taken."""

    recruiter_id: str
    kind: PortraitKind
    media_type: str
    added_at: datetime
    warnings: tuple[Warning, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceSessionSummary:
    """A face session, without what came of it. `way` names a way without a face, if one was chosen."""

    id: str
    recruiter_id: str
    purpose: Purpose
    state: SessionState
    locked: bool
    way: OtherWay | None
    created_at: datetime
    expires_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFaceSession(FaceSessionSummary):
    """A session that was just asked for. `url` is the one-time link: whoever has it first may film."""

    url: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What the recruiter agreed to."""

    version: str
    language: str
    text_sha256: str
    given_at: datetime
    keeps_frames: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceDecision:
    """What was decided of a film, or of the session by a person."""

    id: str
    attempt_id: str | None
    outcome: FaceOutcome
    reasons: tuple[MeasuredReason, ...]
    advice: tuple[Advice, ...]
    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...]
    policy_version: str
    decided_by: str
    decided_at: datetime
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assurance:
    """What a verified session is worth, and what it does not cover."""

    level: AssuranceLevel
    passive_detector: bool | None
    not_covered: tuple[str, ...]
    conformance: str | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFrame:
    """A frame kept for a reviewer; `at` in milliseconds of the film."""

    attempt_id: str
    at: int
    label: str
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceSession(FaceSessionSummary):
    """Everything known of a face session."""

    attempts: int
    attempts_left: int
    consent: Consent | None
    decision: FaceDecision | None
    earlier: tuple[FaceDecision, ...]
    assurance: Assurance | None
    frames: tuple[KeptFrame, ...]
