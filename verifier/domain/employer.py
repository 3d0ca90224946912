"""An employer as an account at a site: verified for a while, re-opened by events, stopped by people only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from verifier.domain.case import AccountType


class EmployerState(StrEnum):
    """pending → verified ⇄ review; suspended, revoked and closed are a person's word, and can be appealed.

    `review`: verified once, and something has come up that has to be looked at. Nobody posts meanwhile.
    """

    PENDING = "pending"
    VERIFIED = "verified"
    REVIEW = "review"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    CLOSED = "closed"


STOPPED: Final = frozenset({EmployerState.SUSPENDED, EmployerState.REVOKED, EmployerState.CLOSED})
"""A person's word; nothing automatic leads into them, and nothing automatic out of them."""


class AccountRisk(StrEnum):
    """How closely an account is looked at; `high` is a person's word, and asks for more to be proven."""

    ORDINARY = "ordinary"
    HIGH = "high"


class Ground(StrEnum):
    """Why a verified employer is looked at again (Order 44 Arts. 17 and 18: at least every six months)."""

    REGISTRY_CHANGE = "registry_change"
    COMPLAINT = "complaint"
    NEW_DEVICE = "new_device"
    RELATIVE_FOUND = "relative_found"
    CASE_REJECTED = "case_rejected"
    CASE_REOPENED = "case_reopened"
    EXPIRY = "expiry"


class Paper(StrEnum):
    """What Order 700 Arts. 18, 24 and 26 ask of those who recruit."""

    BUSINESS_LICENCE = "business_licence"
    APPROVAL_DOCUMENT = "approval_document"
    AGENT_IDENTITY = "agent_identity"
    AUTHORISATION_LETTER = "authorisation_letter"
    HR_SERVICE_LICENCE = "hr_service_licence"
    DISPATCH_LICENCE = "dispatch_licence"


_AGENT: Final = (Paper.AGENT_IDENTITY, Paper.AUTHORISATION_LETTER)
CHECKLIST: Final[Mapping[AccountType, tuple[Paper, ...]]] = MappingProxyType(
    {
        AccountType.DIRECT_EMPLOYER: (Paper.BUSINESS_LICENCE, *_AGENT),
        AccountType.HR_AGENCY: (Paper.BUSINESS_LICENCE, Paper.HR_SERVICE_LICENCE, *_AGENT),
        AccountType.LABOUR_DISPATCH: (
            Paper.BUSINESS_LICENCE,
            Paper.HR_SERVICE_LICENCE,
            Paper.DISPATCH_LICENCE,
            *_AGENT,
        ),
        AccountType.PUBLIC_BODY: (Paper.APPROVAL_DOCUMENT, *_AGENT),
    }
)


@dataclass(frozen=True, slots=True)
class Employer:
    """One account. `reference` is the site's own key for it, opaque to us, and one account's alone.

    `case_id` is the case that the present verification rests on, `verified_until` that decision's end, and
    `scope` the 经营范围 that its licence names. `links_cleared_at` is when a person last looked at what this
    account shares with others and found it lawful; `appealed_at`, when its stop was appealed.
    """

    id: str
    tenant_id: str
    reference: str
    account_type: AccountType
    state: EmployerState
    since: datetime
    opened_at: datetime
    case_id: str | None = None
    verified_until: datetime | None = None
    ground: Ground | None = None  # of a review
    scope: str | None = field(default=None, repr=False)
    links_cleared_at: datetime | None = None
    appealed_at: datetime | None = None
    risk: AccountRisk = AccountRisk.ORDINARY

    def lapsed(self, now: datetime) -> bool:
        """Whether the verification is over by its date, noted or not."""
        return self.verified_until is None or now >= self.verified_until

    def state_at(self, now: datetime) -> EmployerState:
        """The state, with an end of the verification that nobody has written down."""
        over = self.state is EmployerState.VERIFIED and self.lapsed(now)
        return EmployerState.REVIEW if over else self.state

    def ground_at(self, now: datetime) -> Ground | None:
        """The ground of the review, with an end of the verification likewise."""
        over = self.state is EmployerState.VERIFIED and self.lapsed(now)
        return Ground.EXPIRY if over else self.ground

    def verified(self, case_id: str, *, until: datetime, at: datetime, scope: str | None) -> "Employer":
        """After a case was decided so; what a person stopped stays stopped."""
        rested = replace(self, case_id=case_id, verified_until=until, scope=scope)
        if self.state in STOPPED:
            return rested
        return rested.moved(EmployerState.VERIFIED, at)

    def reopened(self, ground: Ground, at: datetime) -> "Employer":
        """To be looked at again; changes nothing for one that is not verified."""
        if self.state is not EmployerState.VERIFIED:
            return self
        return self.moved(EmployerState.REVIEW, at, ground)

    def restored(self, at: datetime) -> "Employer":
        """As a person lets it go on: verified if ever it was, for as long as that lasts."""
        never = self.case_id is None
        return self.moved(EmployerState.PENDING if never else EmployerState.VERIFIED, at)

    def erased(self, at: datetime) -> "Employer":
        """Without what tells whose account it is, and verified no more; a person's stop stays."""
        bare = replace(
            self, reference=self.id, case_id=None, verified_until=None, scope=None, links_cleared_at=None
        )
        return bare.moved(self.state if self.state in STOPPED else EmployerState.PENDING, at)

    def moved(self, state: EmployerState, at: datetime, ground: Ground | None = None) -> "Employer":
        """In another state; an appeal against the one before is answered by that."""
        since = self.since if state is self.state else at
        return replace(self, state=state, since=since, ground=ground, appealed_at=None)


class Happening(StrEnum):
    """What the record of an employer tells, each with who did it."""

    OPENED = "opened"
    CASE_DECIDED = "case_decided"
    REOPENED = "reopened"
    STOPPED = "stopped"
    RESTORED = "restored"
    APPEALED = "appealed"
    LINKS_CLEARED = "links_cleared"
    TEXT_CLEARED = "text_cleared"
    BLOCKED = "blocked"
    BLOCK_LIFTED = "block_lifted"
    BLOCK_UPHELD = "block_upheld"
    RISK_SET = "risk_set"
    PROOF_OPENED = "proof_opened"
    PROOF_SETTLED = "proof_settled"
    RECRUITER_JOINED = "recruiter_joined"
    RECRUITER_LEFT = "recruiter_left"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an employer's record, which is only added to.

    `by` is a reviewer's id, or SITE or POLICY. `about` is the identifier of the case, recruiter, permit or
    block that it was about; `words` are a person's own, for reviewers and inspectors alone.
    """

    id: str
    tenant_id: str
    employer_id: str
    at: datetime
    what: Happening
    state: EmployerState  # from then on
    by: str
    ground: Ground | None = None
    about: str | None = None
    words: str = field(default="", repr=False)


SITE: Final = "site"
"""Who did it, when the site did."""


@dataclass(frozen=True, slots=True)
class Membership:
    """A recruiter who posts for an employer, until they leave."""

    tenant_id: str
    employer_id: str
    recruiter_id: str
    joined_at: datetime
    left_at: datetime | None = None

    def holds_at(self, now: datetime) -> bool:
        return self.joined_at <= now and (self.left_at is None or now < self.left_at)
