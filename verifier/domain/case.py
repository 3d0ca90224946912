"""A case: one employer whom a tenant wants verified, and the states it passes through."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class AccountType(StrEnum):
    """Who posts jobs (Order 700 Arts. 18 and 24 ask for different papers of each)."""

    DIRECT_EMPLOYER = "direct_employer"
    HR_AGENCY = "hr_agency"
    LABOUR_DISPATCH = "labour_dispatch"
    PUBLIC_BODY = "public_body"


class CaseState(StrEnum):
    """open → submitted → verified, or escalated; only a person rejects an escalated case.

    A person may also return it to the applicant for more evidence: returned → submitted again. A decided case
    is escalated again when a lead re-opens it.
    """

    OPEN = "open"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    ESCALATED = "escalated"
    REJECTED = "rejected"
    RETURNED = "returned"


TAKES_EVIDENCE: Final = frozenset({CaseState.OPEN, CaseState.RETURNED})
DECIDED: Final = frozenset({CaseState.VERIFIED, CaseState.REJECTED})


@dataclass(frozen=True, slots=True)
class Declared:
    """What the applicant typed about the employer, before anything was read.

    The last five are optional and compared with nothing on the licence: three of them across a site's cases,
    the website, which is public, with the domain of a corporate mailbox, and the agent, who acts for the
    employer as its recruiter, with the papers of people.
    """

    name: str
    code: str
    person: str
    address: str | None = None
    phone: str | None = None
    bank_account: str | None = None
    website: str | None = None
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One employer to verify. `reference` is the site's own key of the account that the employer has there.

    It is opaque to us and only compared: two cases are of one account when both have the same reference.
    `employer_id` is the account itself, where the site opened it with us; its decisions are that account's.
    """

    id: str
    tenant_id: str
    account_type: AccountType
    declared: Declared
    reference: str | None
    state: CaseState
    opened_at: datetime
    submitted_at: datetime | None = None
    employer_id: str | None = None

    def is_of_the_account_of(self, other: "Case") -> bool:
        """Whether the site says so: a case without a reference shares its account with no other."""
        return self.reference is not None and self.reference == other.reference
