"""Answers about proofs of control."""

from dataclasses import dataclass, field
from datetime import datetime

from bonafide.answers.cases import Finding
from bonafide.answers.enums import OpenEnum


class ProofKind(OpenEnum):
    CORPORATE_MAIL = "corporate_mail"
    BANK_PAYMENT = "bank_payment"
    IN_SERVICE_CERTIFICATE = "in_service_certificate"
    AUTHORISATION_LETTER = "authorisation_letter"
    AGENT_IDENTITY = "agent_identity"
    OFFICE_VIDEO = "office_video"
    FIELD_VISIT = "field_visit"


class ProofState(OpenEnum):
    OPEN = "open"
    PENDING = "pending"
    REVIEW = "review"
    PROVEN = "proven"
    UNPROVEN = "unproven"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One attempt at one proof of control."""

    id: str
    url: str
    employer_id: str
    recruiter_id: str | None
    kind: ProofKind
    state: ProofState
    findings: tuple[Finding, ...]
    policy_version: str
    opened_at: datetime
    expires_at: datetime
    settled_at: datetime | None
    valid_until: datetime | None


class MessageState(OpenEnum):
    WAITING = "waiting"
    SENT = "sent"
    CONFIRMED = "confirmed"
    BOUNCED = "bounced"
    FAILED = "failed"
    SPENT = "spent"
    DISOWNED = "disowned"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailMessage:
    """The last message to a mailbox; its address is masked."""

    id: str
    address: str = field(repr=False)
    state: MessageState
    made_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MailStanding:
    """How the proof of a mailbox stands."""

    proof: Proof
    message: MailMessage | None
    messages_left: int
    again_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofStanding:
    """How an employer stands: what is proven and what is asked for."""

    items: tuple[Proof, ...]
    worth: float
    worth_min: float
    lacking: tuple[ProofKind, ...]
    enough: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantLink:
    """A link for whoever of the employer shows it; `url` is shown this once."""

    id: str
    employer_id: str
    recruiter_id: str | None
    url: str = field(repr=False)
    expires_at: datetime
