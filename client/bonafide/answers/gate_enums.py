"""The closed sets of employers, permits and the block list; as in enums, new members may come."""

from bonafide.answers.enums import OpenEnum


class EmployerState(OpenEnum):
    PENDING = "pending"
    VERIFIED = "verified"
    REVIEW = "review"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    CLOSED = "closed"


class Ground(OpenEnum):
    REGISTRY_CHANGE = "registry_change"
    COMPLAINT = "complaint"
    NEW_DEVICE = "new_device"
    RELATIVE_FOUND = "relative_found"
    CASE_REJECTED = "case_rejected"
    EXPIRY = "expiry"
    CASE_REOPENED = "case_reopened"


class Paper(OpenEnum):
    BUSINESS_LICENCE = "business_licence"
    APPROVAL_DOCUMENT = "approval_document"
    AGENT_IDENTITY = "agent_identity"
    AUTHORISATION_LETTER = "authorisation_letter"
    HR_SERVICE_LICENCE = "hr_service_licence"
    DISPATCH_LICENCE = "dispatch_licence"


class EntryKind(OpenEnum):
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


class StopState(OpenEnum):
    CLOSED = "closed"
    REVOKED = "revoked"
    SUSPENDED = "suspended"


class TraitKind(OpenEnum):
    FACE = "face"
    LICENCE_IMAGE = "licence_image"
    CODE = "code"
    PERSON = "person"
    ADDRESS = "address"
    PHONE = "phone"
    DEVICE = "device"
    NETWORK = "network"
    BANK_ACCOUNT = "bank_account"
    MAIL_DOMAIN = "mail_domain"


class Answer(OpenEnum):
    ALLOW = "allow"
    STEP_UP = "step_up"
    DENY = "deny"


class AccountRisk(OpenEnum):
    ORDINARY = "ordinary"
    HIGH = "high"


class Need(OpenEnum):
    FACE_SESSION = "face_session"
    DOCUMENT = "document"
    PROOF = "proof"
    REVIEW = "review"


class ListableKind(OpenEnum):
    ADDRESS = "address"
    BANK_ACCOUNT = "bank_account"
    CODE = "code"
    DEVICE = "device"
    MAIL_DOMAIN = "mail_domain"
    NETWORK = "network"
    PERSON = "person"
    PHONE = "phone"
