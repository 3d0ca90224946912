"""A wish to read a résumé, the answer to it, and all that its rules look at. The site asks each time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Final

from verifier.domain.finding import Finding
from verifier.domain.gate import GateFacts
from verifier.domain.permit import Answer, Need
from verifier.domain.resume_grant import Grant, ReadPurpose

BEIJING: Final = timezone(timedelta(hours=8))
NIGHT_BEGINS: Final = 23  # o'clock in Beijing
NIGHT_ENDS: Final = 6
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
MONTH: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ReadWish:
    """Who wishes to read which résumé, for what; by a grant's id, or by whose résumé it is.

    `device` is the site's fingerprint of the recruiter's device.
    """

    employer_id: str
    recruiter_id: str
    purpose: ReadPurpose
    resume: str = field(repr=False)
    grant_id: str | None = None
    seeker: str | None = field(default=None, repr=False)
    device: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a recruiter has read by now, this wish not counted; reads are those that were allowed.

    `night`: since the night began that it is now, 0 by day. `stopped`: whether one of theirs was stopped for
    its pace within the hour.
    """

    hour: int = 0
    day: int = 0
    week: int = 0
    contacted: int = 0  # of the week's
    night: int = 0
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class ReadFacts:
    """One wish to read, as the rules see it. `gate` is what the gate knows of employer and recruiter.

    `employer_day`: reads of the whole employer within 24 hours. `linked_readers`: recruiters of employers
    linked to this one who read the same résumé within MONTH.
    """

    wish: ReadWish
    gate: GateFacts
    grant: Grant | None
    pace: Pace = field(default_factory=Pace)
    employer_day: int = 0
    linked_readers: int = 0

    @property
    def now(self) -> datetime:
        return self.gate.now


@dataclass(frozen=True, slots=True)
class Face:
    """The face check that a read is bound to: the session's id, and when it ended."""

    session_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ResumeRead:
    """An answer, kept for as long as records must be. `token_id` is the token's `jti`; None unless allowed.

    `stopped`: the pace or a pattern spoke against it. `contacted_at`: the site told that the seeker was
    contacted. `marked_at`, `marked_length`: when its text was marked, and how many characters that had.
    `mail_alias`, `phone_alias`: hashes of the aliases that were given out.
    """

    id: str
    tenant_id: str
    grant_id: str | None
    seeker_id: str | None
    employer_id: str
    recruiter_id: str
    purpose: ReadPurpose
    resume: str = field(repr=False)
    answer: Answer
    needs: tuple[Need, ...]
    findings: tuple[Finding, ...]
    policy_version: str
    asked_at: datetime
    expires_at: datetime
    token_id: str | None = None
    face: Face | None = None
    stopped: bool = False
    contacted_at: datetime | None = None
    marked_at: datetime | None = None
    marked_length: int | None = None
    mail_alias: str | None = field(default=None, repr=False)
    phone_alias: str | None = field(default=None, repr=False)

    def holds_at(self, now: datetime) -> bool:
        """Whether it still allows the read that was asked for."""
        return self.answer is Answer.ALLOW and now < self.expires_at


def night_began(now: datetime) -> datetime | None:
    """When the night began that it is now in Beijing; None by day."""
    there = now.astimezone(BEIJING)
    if NIGHT_ENDS <= there.hour < NIGHT_BEGINS:
        return None
    evening = there if there.hour >= NIGHT_BEGINS else there - DAY
    return evening.replace(hour=NIGHT_BEGINS, minute=0, second=0, microsecond=0)


def claims(read: ResumeRead, issuer: str, sandbox: timedelta | None = None) -> Mapping[str, object]:
    """The token's claims (RFC 7519), as those of a permit: `aud` the tenant, `sub` the recruiter."""
    ahead = sandbox or timedelta(0)
    marked = {} if sandbox is None else {"sandbox": True}
    face = read.face and {"session": read.face.session_id, "at": int((read.face.at - ahead).timestamp())}
    return marked | {
        "iss": issuer,
        "aud": read.tenant_id,
        "sub": read.recruiter_id,
        "jti": read.token_id,
        "iat": int((read.asked_at - ahead).timestamp()),
        "exp": int((read.expires_at - ahead).timestamp()),
        "read": read.id,
        "grant": read.grant_id,
        "seeker": read.seeker_id,
        "employer": read.employer_id,
        "purpose": read.purpose.value,
        "resume": read.resume,
        "face": face,
        "policy": read.policy_version,
    }
