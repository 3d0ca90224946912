"""Answers about grants and reads of résumés."""

from dataclasses import dataclass, field
from datetime import datetime

from bonafide.answers.cases import Finding, MeasuredReason
from bonafide.answers.enums import OpenEnum
from bonafide.answers.gate import NeededSession
from bonafide.answers.gate_enums import Answer, Need


class ReadPurpose(OpenEnum):
    THIS_APPLICATION = "this_application"
    RECRUITMENT_WITH_EMPLOYER = "recruitment_with_employer"
    TALENT_POOL = "talent_pool"


class Way(OpenEnum):
    SITE = "site"
    PAGE = "page"


class Carrier(OpenEnum):
    ZERO_WIDTH = "zero_width"
    TYPOGRAPHY = "typography"
    DATES = "dates"
    NUMBERS = "numbers"
    WORDING = "wording"
    ORDER = "order"


class TextLanguage(OpenEnum):
    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantSection:
    heading: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantText:
    """What a seeker agrees to; show it whole."""

    version: str
    language: str
    sha256: str
    sections: tuple[GrantSection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A seeker's word."""

    id: str
    url: str
    seeker_id: str
    employer_id: str
    recruiter_id: str | None
    purpose: ReadPurpose
    resume: str = field(repr=False)
    text_version: str
    text_language: str
    text_sha256: str
    agreed_at: datetime
    agreed_way: Way
    expires_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRead:
    id: str
    recruiter_id: str
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal(Grant):
    """A grant that is over, and what was read by it before."""

    reads: tuple[PastRead, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The answer to one wish to read."""

    id: str
    url: str
    answer: Answer
    needs: tuple[Need, ...]
    grant_id: str | None
    seeker_id: str | None
    employer_id: str
    recruiter_id: str
    purpose: ReadPurpose
    reasons: tuple[MeasuredReason, ...]
    findings: tuple[Finding, ...]
    policy_version: str
    face_session_id: str | None
    face_at: datetime | None
    asked_at: datetime
    expires_at: datetime
    contacted_at: datetime | None
    marked_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aliases:
    mail: str | None = field(repr=False)
    phone: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRead(Read):
    """A read that was just asked for; token and aliases are shown this once."""

    token: str | None = field(repr=False)
    aliases: Aliases
    face_session: NeededSession | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    carrier: Carrier
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedText:
    """The text to be shown for one read, and nothing else."""

    text: str = field(repr=False)
    places: tuple[Places, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeekerLink:
    """A link to a seeker's own page; `url` is shown this once."""

    id: str
    seeker_id: str
    url: str = field(repr=False)
    expires_at: datetime
