"""What you tell the service of a job and of an employer, where it is more than a word."""

from dataclasses import dataclass, field
from datetime import datetime

from bonafide.answers.resumes import ReadPurpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job as it will be published. A permit is bound to these four texts, to the letter."""

    title: str
    text: str
    industry: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBy:
    """What an employer's account is known by. Compared with your other accounts, kept as digests."""

    code: str | None = None
    person: str | None = None
    address: str | None = None
    phone: str | None = None
    device: str | None = None
    network: str | None = None
    bank_account: str | None = None
    mail_domain: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccount:
    """The firm's account; its holder is the employer and is not asked for."""

    number: str = field(repr=False)
    bank: str
    cnaps: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantOffer:
    """A grant that a seeker may give on their page."""

    employer_id: str
    purpose: ReadPurpose
    resume: str
    expires_at: datetime
    recruiter_id: str | None = None
