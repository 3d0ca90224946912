"""Answers about employers, permits and blocks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bonafide.answers.cases import Finding, MeasuredReason
from bonafide.answers.enums import AccountType
from bonafide.answers.gate_enums import (
    AccountRisk,
    Answer,
    EmployerState,
    EntryKind,
    Ground,
    Need,
    Paper,
    TraitKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerSummary:
    """An account of an employer, without its papers."""

    id: str
    url: str
    reference: str
    account_type: AccountType
    state: EmployerState
    ground: Ground | None
    since: datetime
    opened_at: datetime
    verified_until: datetime | None
    case_id: str | None
    appealed_at: datetime | None
    risk: AccountRisk


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperHeld:
    """A paper that the law asks for, and whether the latest case holds it."""

    paper: Paper
    handed_in: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer(EmployerSummary):
    """Everything known of an employer."""

    papers: tuple[PaperHeld, ...]
    recruiters: tuple[str, ...]
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """A line of an employer's record."""

    id: str
    at: datetime
    what: EntryKind
    state: EmployerState
    ground: Ground | None
    by: str
    about: str | None
    words: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A recruiter who joined an employer."""

    employer_id: str
    recruiter_id: str
    joined_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What an employer shares with older accounts; `employers` names some, `count` counts all."""

    kind: TraitKind
    employers: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededSession:
    """The face session that a step-up needs. `url` is its one-time link."""

    id: str
    url: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """An answer of the gate. Publish nothing without `allow`."""

    id: str
    url: str
    answer: Answer
    needs: tuple[Need, ...]
    employer_id: str
    recruiter_id: str
    job_sha256: str
    reasons: tuple[MeasuredReason, ...]
    findings: tuple[Finding, ...]
    policy_version: str
    asked_at: datetime
    expires_at: datetime
    redeemed_at: datetime | None
    revoked_at: datetime | None
    text_cleared_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPermit(Permit):
    """An answer of the gate just now; `token` is there where it allows."""

    token: str | None = field(repr=False)
    face_session: NeededSession | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A value on the block list; the value itself is kept as a mark that nobody can read."""

    id: str
    url: str
    kind: TraitKind
    reason: str
    until: datetime
    added_at: datetime
    added_by: str
    employer_id: str | None
    appealed_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySet:
    """The public keys that permits verify with (RFC 7517)."""

    keys: tuple[Mapping[str, Any], ...]
