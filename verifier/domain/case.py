"""A case: one employer whom a tenant wants verified, and the states it passes through."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AccountType(StrEnum):
    """Who posts jobs (Order 700 Arts. 18 and 24 ask for different papers of each)."""

    DIRECT_EMPLOYER = "direct_employer"
    HR_AGENCY = "hr_agency"
    LABOUR_DISPATCH = "labour_dispatch"
    PUBLIC_BODY = "public_body"


class CaseState(StrEnum):
    """open → submitted → verified, or escalated; only a person rejects an escalated case."""

    OPEN = "open"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    ESCALATED = "escalated"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Declared:
    """What the applicant typed about the employer, before anything was read."""

    name: str
    code: str
    person: str


@dataclass(frozen=True, slots=True)
class Case:
    """One employer to verify. `reference` is the site's own key for it, opaque to us."""

    id: str
    tenant_id: str
    account_type: AccountType
    declared: Declared
    reference: str | None
    state: CaseState
    opened_at: datetime
    submitted_at: datetime | None = None
