"""What a job seeker grants: that an employer, or one recruiter of it, may read a résumé for one purpose.

A grant is not the consent to the face check, which `consent` has. Giving a résumé to another handler needs a
consent of its own (PIPL Arts. 14, 17, 23), and taking it back is as easy as giving it (Art. 15).
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from verifier.domain.consent import LANGUAGES

VERSION: Final = "2026-11"


class ReadPurpose(StrEnum):
    """What a résumé is read for; another purpose needs another grant."""

    THIS_APPLICATION = "this_application"
    RECRUITMENT_WITH_EMPLOYER = "recruitment_with_employer"
    TALENT_POOL = "talent_pool"


class Way(StrEnum):
    """Where the seeker agreed or withdrew: on the site, which told us, or on our own page."""

    SITE = "site"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Seeker:
    """A job seeker. `reference` is the site's own key for them, opaque to us."""

    id: str
    tenant_id: str
    reference: str = field(repr=False)
    added_at: datetime


@dataclass(frozen=True, slots=True)
class GrantText:
    """The text that is agreed to, as it is shown: sections of a heading and a paragraph."""

    version: str
    language: str
    sections: tuple[tuple[str, str], ...]

    @property
    def sha256(self) -> str:
        """Of version, language and every line, UTF-8, joined by line feeds; hex."""
        lines = [self.version, self.language, *(line for section in self.sections for line in section)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Agreed:
    """Which text was agreed to, and when and where."""

    version: str
    language: str
    text_sha256: str
    at: datetime
    way: Way


@dataclass(frozen=True, slots=True)
class Terms:
    """What is granted: to whom, of which résumé, for what. `resume` is the site's own key, opaque to us.

    `recruiter_id` None: any recruiter of the employer.
    """

    employer_id: str
    recruiter_id: str | None
    purpose: ReadPurpose
    resume: str = field(repr=False)

    def cover(self, employer_id: str, recruiter_id: str, purpose: ReadPurpose, resume: str) -> bool:
        """Whether a read by this recruiter for this purpose is what was granted."""
        whom = self.recruiter_id in (None, recruiter_id)
        return whom and (self.employer_id, self.purpose, self.resume) == (employer_id, purpose, resume)


@dataclass(frozen=True, slots=True)
class Grant:
    """A seeker's word that stands until `expires_at`, or until they take it back."""

    id: str
    tenant_id: str
    seeker_id: str
    terms: Terms
    agreed: Agreed
    expires_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_way: Way | None = None

    def holds_at(self, now: datetime) -> bool:
        return self.withdrawn_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class SeekerLink:
    """Leads a seeker to their page; with `offered` also to a grant that waits for their word."""

    id: str
    tenant_id: str
    seeker_id: str
    made_at: datetime
    expires_at: datetime
    offered: Terms | None = None
    offered_until: datetime | None = None


class ComplaintReason(StrEnum):
    """What a seeker complains of. A closed set, with words beside it."""

    NOT_WHAT_WAS_OFFERED = "not_what_was_offered"
    ASKED_FOR_MONEY = "asked_for_money"
    CONTACT_LEAKED = "contact_leaked"
    UNKNOWN_CALLER = "unknown_caller"
    HARASSED = "harassed"
    SOMETHING_ELSE = "something_else"


@dataclass(frozen=True, slots=True)
class Complaint:
    """A seeker's complaint about an employer that read their résumé; a reviewer settles it with words."""

    id: str
    tenant_id: str
    seeker_id: str
    employer_id: str
    read_id: str | None
    reason: ComplaintReason
    words: str = field(repr=False)
    at: datetime
    settled_by: str | None = None
    settled_at: datetime | None = None
    found: str = field(default="", repr=False)


def grant_text(language: str, site: str, employer: str, purpose: ReadPurpose) -> GrantText:
    """The text in force. Raises KeyError for a language that it is not in."""
    what = _PURPOSES[purpose][LANGUAGES.index(language)]
    sections = tuple(
        (heading, body.format(site=site, employer=employer, purpose=what))
        for heading, body in _TEXT[language]
    )
    return GrantText(VERSION, language, sections)


_PURPOSES: Final = {
    ReadPurpose.THIS_APPLICATION: ("处理您对该职位的这一次应聘", "to handle this one application of yours"),
    ReadPurpose.RECRUITMENT_WITH_EMPLOYER: (
        "该单位当前的招聘，包括您没有投递的职位",
        "the employer's present recruitment, also for jobs that you did not apply for",
    ),
    ReadPurpose.TALENT_POOL: (
        "放入该单位的人才库，供其以后联系您",
        "to be kept in the employer's talent pool, so that it may contact you later",
    ),
}
_TEXT: Final = {
    "zh": (
        ("向谁提供", "{site}将把您的简历提供给“{employer}”查看。该单位是独立的个人信息处理者。"),
        ("目的", "仅用于：{purpose}。用于其他目的需要您另行同意。"),
        ("方式", "每次查看前都要先核对您的同意，并记录是谁、何时、为何查看；您可以随时查阅。"),
        (
            "撤回",
            "您可以随时撤回，与同意同样方便，撤回立即生效；撤回前的查看仍有记录。不同意不影响您使用{site}的其他服务。",
        ),
    ),
    "en": (
        (
            "To whom",
            "{site} will show your résumé to {employer}, which answers for what it does with it by itself.",
        ),
        ("Purpose", "For this alone: {purpose}. Any other purpose needs another word from you."),
        (
            "Method",
            "Before every read your word is looked up, and it is recorded who read, when and why. "
            "You can see that record at any time.",
        ),
        (
            "Withdrawal",
            "You may withdraw at any time, as easily as you agreed, and it takes effect at once; reads from "
            "before stay on record. Saying no takes nothing else from you at {site}.",
        ),
    ),
}
