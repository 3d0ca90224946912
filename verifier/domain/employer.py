"""An employer as an account at a site: verified for a while, re-opened by events, stopped by people only."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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


class Ground(StrEnum):
    """Why a verified employer is looked at again (Order 44 Arts. 17 and 18: at least every six months)."""

    REGISTRY_CHANGE = "registry_change"
    COMPLAINT = "complaint"
    NEW_DEVICE = "new_device"
    RELATIVE_FOUND = "relative_found"
    EXPIRY = "expiry"
    APPEAL = "appeal"


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

    `case_id` is the case that the present state rests on; `verified_until` is that decision's end.
    """

    id: str
    tenant_id: str
    reference: str
    account_type: AccountType
    state: EmployerState
    since: datetime
    case_id: str | None = None
    verified_until: datetime | None = None
    ground: Ground | None = None  # of a review

    def lapsed(self, now: datetime) -> bool:
        """Whether the verification is over by its date, noted or not."""
        return self.verified_until is None or now >= self.verified_until

    def verified(self, case_id: str, *, until: datetime, at: datetime) -> "Employer":
        """After a case was decided so; what a person stopped stays stopped."""
        if self.state not in (EmployerState.PENDING, EmployerState.VERIFIED, EmployerState.REVIEW):
            return replace(self, case_id=case_id, verified_until=until)
        return replace(
            self, state=EmployerState.VERIFIED, since=at, case_id=case_id, verified_until=until, ground=None
        )

    def reopened(self, ground: Ground, at: datetime) -> "Employer":
        """To be looked at again; changes nothing for one that is not verified."""
        if self.state is not EmployerState.VERIFIED:
            return self
        return replace(self, state=EmployerState.REVIEW, since=at, ground=ground)


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
