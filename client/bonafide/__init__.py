"""Bonafide from Python: may this recruiter post this job now?

    from bonafide import Bonafide, Job

    with Bonafide("https://verify.jobs.example") as bonafide:  # the key is in BONAFIDE_API_KEY
        permit = bonafide.permits.ask(employer_id=…, recruiter_id=…, job=Job(title=…, text=…))

`AsyncBonafide` has the same methods, awaited. Everything raised is a `BonafideError`.
"""

from bonafide.answers.cases import (
    CardMatch,
    Case,
    CaseSummary,
    Decision,
    Declared,
    DocumentRequest,
    Evidence,
    Review,
)
from bonafide.answers.enums import (
    AccountType,
    CaseOutcome,
    CaseState,
    DecisionGround,
    EvidenceKind,
    Outcome,
    PictureKind,
    Risk,
    Verdict,
)
from bonafide.answers.face_enums import PortraitKind, Purpose, ReviewOutcome, SessionState
from bonafide.answers.faces import (
    FaceSession,
    FaceSessionSummary,
    NewFaceSession,
    Recruiter,
)
from bonafide.answers.gate import (
    Block,
    Employer,
    EmployerSummary,
    NewPermit,
    Permit,
)
from bonafide.answers.gate_enums import (
    Answer,
    EmployerState,
    Ground,
    ListableKind,
    Need,
    StopState,
    TraitKind,
)
from bonafide.answers.integration import (
    Delivery,
    Event,
    Key,
    NewKey,
    NewWebhook,
    Webhook,
)
from bonafide.answers.integration_enums import (
    DeliveryState,
    EventType,
    FilmOutcome,
    SandboxScript,
    Scope,
    ToldEvent,
)
from bonafide.asked import (
    Job,
    KnownBy,
)
from bonafide.client import (
    AsyncBonafide,
    Bonafide,
)
from bonafide.errors import (
    BadRequest,
    BonafideError,
    Conflict,
    FieldError,
    Forbidden,
    Invalid,
    KeysUnavailable,
    NoAnswer,
    NotFound,
    PermitExpired,
    PermitForeign,
    PermitFromSandbox,
    PermitInvalid,
    PermitRefused,
    Problem,
    RateLimited,
    ServerError,
    StillWaiting,
    TooLarge,
    Unauthenticated,
    UnexpectedAnswer,
    UnsupportedMedia,
    WebhookRefused,
)
from bonafide.permits import (
    AsyncPermitVerifier,
    PermitClaims,
    PermitVerifier,
)
from bonafide.webhooks import (
    verify_webhook,
)

__all__ = [
    "AccountType",
    "Answer",
    "AsyncBonafide",
    "AsyncPermitVerifier",
    "BadRequest",
    "Block",
    "Bonafide",
    "BonafideError",
    "CardMatch",
    "Case",
    "CaseOutcome",
    "CaseState",
    "CaseSummary",
    "Conflict",
    "Decision",
    "DecisionGround",
    "Declared",
    "Delivery",
    "DeliveryState",
    "DocumentRequest",
    "Employer",
    "EmployerState",
    "EmployerSummary",
    "Event",
    "EventType",
    "Evidence",
    "EvidenceKind",
    "FaceSession",
    "FaceSessionSummary",
    "FieldError",
    "FilmOutcome",
    "Forbidden",
    "Ground",
    "Invalid",
    "Job",
    "Key",
    "KeysUnavailable",
    "KnownBy",
    "ListableKind",
    "Need",
    "NewFaceSession",
    "NewKey",
    "NewPermit",
    "NewWebhook",
    "NoAnswer",
    "NotFound",
    "Outcome",
    "Permit",
    "PermitClaims",
    "PermitExpired",
    "PermitForeign",
    "PermitFromSandbox",
    "PermitInvalid",
    "PermitRefused",
    "PermitVerifier",
    "PictureKind",
    "PortraitKind",
    "Problem",
    "Purpose",
    "RateLimited",
    "Recruiter",
    "Review",
    "ReviewOutcome",
    "Risk",
    "SandboxScript",
    "Scope",
    "ServerError",
    "SessionState",
    "StillWaiting",
    "StopState",
    "ToldEvent",
    "TooLarge",
    "TraitKind",
    "Unauthenticated",
    "UnexpectedAnswer",
    "UnsupportedMedia",
    "Verdict",
    "Webhook",
    "WebhookRefused",
    "verify_webhook",
]
