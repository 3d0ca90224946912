"""The people of the operator who use the console: their roles and rights, their sessions, when sign-in waits.

Staff belong to no tenant; a member may be confined to some. No I/O, no library: hashing and codes are the
use cases'.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

NAME_MAX: Final = 100
NAME: Final = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,99}")  # what a member signs in with
DISPLAY_NAME_MAX: Final = 60


class Right(StrEnum):
    """What a page or a deed asks for; each asks for exactly one."""

    SEE_QUEUE = "see_queue"
    SEE_CASE = "see_case"
    CLAIM = "claim"
    REVEAL = "reveal"
    DECIDE = "decide"
    NOTE = "note"
    ASK_DOCUMENTS = "ask_documents"
    REOPEN = "reopen"
    ASSIGN = "assign"
    OVERSEE = "oversee"
    SEE_AUDIT = "see_audit"
    EXPORT_AUDIT = "export_audit"
    REPLAY = "replay"
    MANAGE_STAFF = "manage_staff"
    ORDER_VISIT = "order_visit"
    VISIT = "visit"
    HANDLE_PAYMENTS = "handle_payments"


class Role(StrEnum):
    REVIEWER = "reviewer"
    LEAD = "lead"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    AGENT = "agent"
    FINANCE = "finance"


_REVIEWING: Final = frozenset(
    {
        Right.SEE_QUEUE,
        Right.SEE_CASE,
        Right.CLAIM,
        Right.REVEAL,
        Right.DECIDE,
        Right.NOTE,
        Right.ASK_DOCUMENTS,
        Right.ORDER_VISIT,
    }
)
# Whoever manages staff sees no case, and whoever inspects decides nothing: no role does a whole fraud.
RIGHTS: Final[Mapping[Role, frozenset[Right]]] = MappingProxyType(
    {
        Role.REVIEWER: _REVIEWING,
        Role.LEAD: _REVIEWING | {Right.REOPEN, Right.ASSIGN, Right.OVERSEE, Right.REPLAY, Right.SEE_AUDIT},
        Role.AUDITOR: frozenset(
            {Right.SEE_QUEUE, Right.SEE_CASE, Right.OVERSEE, Right.SEE_AUDIT, Right.EXPORT_AUDIT}
        ),
        Role.ADMINISTRATOR: frozenset({Right.MANAGE_STAFF}),
        # Goes to firms and sees what they were sent for; nothing of a case.
        Role.AGENT: frozenset({Right.VISIT}),
        # Carries files to the bank and back, with accounts in the clear; decides nothing of what they prove.
        Role.FINANCE: frozenset({Right.HANDLE_PAYMENTS}),
    }
)


class RevealReason(StrEnum):
    """Why somebody looks at personal data that is masked. Closed, so that reasons can be counted."""

    COMPARE_DOCUMENT = "compare_document"
    CALL_APPLICANT = "call_applicant"
    SUSPECTED_FRAUD = "suspected_fraud"
    COMPLAINT = "complaint"
    LEGAL_REQUEST = "legal_request"


@dataclass(frozen=True, slots=True)
class StaffMember:
    """One person. `name` is what they sign in with, `tenants` whose cases they see; None is all.

    `joined_at` is None until they have followed their invitation to its end, and nobody signs in before.
    """

    id: str
    name: str
    display_name: str
    role: Role
    tenants: frozenset[str] | None
    language: str
    invited_at: datetime
    joined_at: datetime | None = None
    disabled_at: datetime | None = None
    away_until: datetime | None = None

    @property
    def rights(self) -> frozenset[Right]:
        return RIGHTS[self.role]

    @property
    def signs_in(self) -> bool:
        return self.joined_at is not None and self.disabled_at is None

    def may(self, right: Right) -> bool:
        return right in self.rights

    def serves(self, tenant_id: str) -> bool:
        """Whether this tenant's cases are theirs to see."""
        return self.tenants is None or tenant_id in self.tenants

    def is_away(self, now: datetime) -> bool:
        return self.away_until is not None and now < self.away_until


class Stage(StrEnum):
    """How far a session has come. Only FULL opens the console."""

    JOINING = "joining"  # the link and a new password; a second factor is still to be set up
    PASSWORD = "password"
    FULL = "full"


class Method(StrEnum):
    """What completed a sign-in."""

    TOTP = "totp"
    PASSKEY = "passkey"
    RECOVERY_CODE = "recovery_code"
    OIDC = "oidc"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Wait:
    """How long sign-in rests after `free` failures `within` a time: `first`, doubled each, up to `most`."""

    free: int
    within: timedelta
    first: timedelta
    most: timedelta

    def until(self, failures: Sequence[datetime]) -> datetime | None:
        """Until when it rests after these failures, oldest first; None when it does not."""
        over = len(failures) - self.free
        if over < 0:
            return None
        doublings = min(over, 20)  # more would overflow, and `most` is long reached
        return failures[-1] + min(self.first * (1 << doublings), self.most)


@dataclass(frozen=True, slots=True)
class StaffPolicy:
    """The numbers of sign-in; where each comes from is said in the policy's file."""

    version: str
    password_least: int  # characters
    invitation_life: timedelta
    idle: timedelta
    session_life: timedelta
    second_step: timedelta  # from the password to the second factor
    account: Wait
    address: Wait


_NEVER: Final = timedelta(0)
# Where no policy was given nobody signs in: every session and every link ends as it begins.
NO_STAFF: Final = StaffPolicy(
    version="none",
    password_least=64,
    invitation_life=_NEVER,
    idle=_NEVER,
    session_life=_NEVER,
    second_step=_NEVER,
    account=Wait(0, _NEVER, _NEVER, _NEVER),
    address=Wait(0, _NEVER, _NEVER, _NEVER),
)


@dataclass(frozen=True, slots=True)
class StaffSession:
    """One sign-in of one browser. `failures` is how many tries failed on the account since the one before."""

    id: str
    member_id: str
    stage: Stage
    method: Method | None
    began_at: datetime
    seen_at: datetime
    ended_at: datetime | None = None
    failures: int = 0

    def ends_at(self, policy: StaffPolicy) -> datetime:
        """When it ends by itself, if nothing more happens."""
        if self.stage is not Stage.FULL:
            return self.began_at + (policy.idle if self.stage is Stage.JOINING else policy.second_step)
        return min(self.began_at + policy.session_life, self.seen_at + policy.idle)

    def holds_at(self, now: datetime, policy: StaffPolicy) -> bool:
        return self.ended_at is None and now < self.ends_at(policy)


class Invites(StrEnum):
    """What a one-time link is for."""

    JOIN = "join"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A one-time link, without its token."""

    member_id: str
    purpose: Invites
    expires_at: datetime
    used_at: datetime | None = None

    def holds_at(self, now: datetime) -> bool:
        return self.used_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Passkey:
    """A registered authenticator (WebAuthn); `id` is in base64url, `count` its signatures."""

    id: str
    member_id: str
    public_key: bytes
    count: int
    name: str
    added_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Factors:
    """What a member can complete a sign-in with."""

    totp: bool
    passkeys: Sequence[Passkey]
    recovery_codes: int

    @property
    def enough(self) -> bool:
        """Recovery codes alone are no factor: they run out."""
        return self.totp or bool(self.passkeys)
