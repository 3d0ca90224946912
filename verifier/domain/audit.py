"""What the audit records: who did what to which thing, in identifiers and states alone.

An entry outlives what it tells of and may be shown to an inspector. So it holds nothing that an applicant
typed, that a page shows, or that a site wrote. How entries hang together is in `audit_chain`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

VALUE = re.compile(r"[A-Za-z0-9_.,:/+-]{1,2000}")
NAME = re.compile(r"[\x21-\x7e]{1,200}")  # hosts name our processes, so any printable character may occur


class ActorKind(StrEnum):
    KEY = "key"
    POLICY = "policy"
    WORKER = "worker"
    REVIEWER = "reviewer"
    RECRUITER = "recruiter"  # at their own page, proven by the link and the browser alone
    AGENT = "agent"  # who visits firms, one of our staff
    SEEKER = "seeker"  # at their own page, proven by the link alone
    APPLICANT = "applicant"  # somebody of the employer, proven by the link alone
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a key or recruiter by its id, a policy by its version, a process of ours by its name."""

    kind: ActorKind
    id: str

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.id):
            raise ValueError("an actor is named by an identifier")


class Action(StrEnum):
    """The closed set. A new one is a line here and a call of `record` in the transaction that does it."""

    TENANT_CREATED = "tenant.created"
    KEY_CREATED = "key.created"
    KEY_ROTATED = "key.rotated"
    KEY_REVOKED = "key.revoked"
    CASE_OPENED = "case.opened"
    CASE_SUBMITTED = "case.submitted"
    CASE_DECIDED = "case.decided"
    CASE_RETURNED = "case.returned"
    CASE_FIRST_WORD = "case.first_word"
    CASE_READ = "case.read"
    CASES_LISTED = "cases.listed"
    QUEUE_SEARCHED = "queue.searched"
    ESCALATION_CLAIMED = "escalation.claimed"
    ESCALATION_RELEASED = "escalation.released"
    ESCALATION_HANDED_OVER = "escalation.handed_over"
    NOTE_WRITTEN = "note.written"
    PERSONAL_DATA_REVEALED = "personal_data.revealed"
    EVIDENCE_ADDED = "evidence.added"
    EVIDENCE_FETCHED = "evidence.fetched"
    PICTURE_FETCHED = "picture.fetched"
    REGISTRY_ASKED = "registry.asked"
    RECRUITER_ADDED = "recruiter.added"
    PORTRAIT_ADDED = "portrait.added"
    FACE_SESSION_ASKED = "face_session.asked"
    FACE_SESSION_READ = "face_session.read"
    FACE_SESSION_DECIDED = "face_session.decided"
    FACE_SESSION_REVIEWED = "face_session.reviewed"
    FACE_FRAME_FETCHED = "face_frame.fetched"
    FACE_WITHDRAWN = "face.withdrawn"
    CONSENT_GIVEN = "consent.given"
    OTHER_WAY_TAKEN = "other_way.taken"
    EMPLOYER_OPENED = "employer.opened"
    EMPLOYER_REOPENED = "employer.reopened"
    EMPLOYER_STOPPED = "employer.stopped"
    EMPLOYER_RESTORED = "employer.restored"
    EMPLOYER_APPEALED = "employer.appealed"
    EMPLOYER_LINKS_CLEARED = "employer.links_cleared"
    EMPLOYER_RECORD_READ = "employer.record_read"
    EMPLOYER_LINKS_READ = "employer.links_read"
    EMPLOYER_BLOCKED = "employer.blocked"
    EMPLOYER_RISK_SET = "employer.risk_set"
    GRANT_GIVEN = "resume_grant.given"
    GRANT_READ = "resume_grant.read"
    GRANT_WITHDRAWN = "resume_grant.withdrawn"
    RESUME_READ_ASKED = "resume_read.asked"
    RESUME_READ_READ = "resume_read.read"
    RESUME_CONTACT_TOLD = "resume_read.contacted"
    RESUME_TEXT_MARKED = "resume_read.marked"
    LEAK_TRACED = "leak.traced"
    SEEKER_LINK_MADE = "seeker_link.made"
    COMPLAINT_MADE = "complaint.made"
    COMPLAINT_SETTLED = "complaint.settled"
    COMPLAINTS_LISTED = "complaints.listed"
    SEEKER_ERASED = "seeker.erased"
    APPLICANT_LINK_MADE = "applicant_link.made"
    PROOF_OPENED = "proof.opened"
    PROOF_WAITING = "proof.waiting"
    PROOF_SETTLED = "proof.settled"
    PROOF_MAIL_ASKED = "proof.mail_asked"
    PROOF_MAIL_SENT = "proof.mail_sent"
    PROOF_MAIL_MISSED = "proof.mail_missed"  # a wrong code
    PROOF_MAIL_ENDED = "proof.mail_ended"
    PROOF_READ = "proof.read"
    PROOFS_LISTED = "proofs.listed"
    PAYMENT_ASKED = "payment.asked"
    PAYMENT_MISNAMED = "payment.misnamed"
    PAYMENT_RETURNED = "payment.returned"
    PAYMENTS_EXPORTED = "payments.exported"
    PAYMENTS_FILE_TAKEN = "payments.file_taken"  # a batch's file, accounts in the clear
    STATEMENT_IMPORTED = "statement.imported"
    VISIT_ORDERED = "visit.ordered"
    VISIT_CHANGED = "visit.changed"
    VISIT_CANCELLED = "visit.cancelled"
    VISIT_READ = "visit.read"
    VISIT_ANSWERED = "visit.answered"
    VISIT_PHOTO_ADDED = "visit.photo_added"
    VISIT_PHOTO_SEEN = "visit.photo_seen"
    VISIT_COUNTERSIGNED = "visit.countersigned"
    VISIT_FIRM_LINK_MADE = "visit.firm_link_made"
    VISIT_SUBMITTED = "visit.submitted"
    MEMBER_JOINED = "member.joined"
    MEMBER_LEFT = "member.left"
    PERMIT_ASKED = "permit.asked"
    PERMIT_READ = "permit.read"
    PERMIT_REDEEMED = "permit.redeemed"
    PERMIT_REVOKED = "permit.revoked"
    PERMIT_TEXT_CLEARED = "permit.text_cleared"
    BLOCK_ADDED = "block.added"
    BLOCK_READ = "block.read"
    BLOCKS_LISTED = "blocks.listed"
    BLOCK_APPEALED = "block.appealed"
    BLOCK_UPHELD = "block.upheld"
    BLOCK_LIFTED = "block.lifted"
    SIGNING_KEY_ROTATED = "signing_key.rotated"
    WEBHOOK_CREATED = "webhook.created"
    WEBHOOK_CHANGED = "webhook.changed"
    WEBHOOK_REMOVED = "webhook.removed"
    WEBHOOK_SECRET_ROTATED = "webhook.secret_rotated"
    WEBHOOK_TESTED = "webhook.tested"
    DELIVERY_REPLAYED = "delivery.replayed"
    ANSWER_REPEATED = "answer.repeated"
    DATA_KEY_CHANGED = "data_key.changed"
    MASTER_KEY_CHANGED = "master_key.changed"
    # In a sandbox alone.
    FILM_PLAYED = "sandbox.film_played"
    CLOCK_ADVANCED = "sandbox.clock_advanced"
    STAFF_INVITED = "staff.invited"
    STAFF_JOINED = "staff.joined"
    STAFF_CHANGED = "staff.changed"
    STAFF_DISABLED = "staff.disabled"
    STAFF_ENABLED = "staff.enabled"
    STAFF_RESET = "staff.reset"
    STAFF_SIGNED_IN = "staff.signed_in"
    STAFF_SIGN_IN_FAILED = "staff.sign_in_failed"
    STAFF_SESSION_ENDED = "staff.session_ended"
    STAFF_PASSWORD_CHANGED = "staff.password_changed"
    STAFF_FACTOR_ADDED = "staff.factor_added"
    STAFF_FACTOR_REMOVED = "staff.factor_removed"
    STAFF_CODES_MADE = "staff.recovery_codes_made"
    ALERT_SETTLED = "alert.settled"
    AUDIT_READ = "audit.read"
    AUDIT_VERIFIED = "audit.verified"
    AUDIT_EXPORTED = "audit.exported"
    DATA_PURGED = "data.purged"
    RETENTION_CHOSEN = "retention.chosen"
    CASE_ERASED = "case.erased"
    RECRUITER_ERASED = "recruiter.erased"
    EMPLOYER_ERASED = "employer.erased"
    SUBJECT_EXPORTED = "subject.exported"
    # The first entry of a tenant that is older than the audit, or whose whole chain was removed.
    AUDIT_BEGUN = "audit.begun"
    # The store found the chain's end tampered with and went on from what there was.
    AUDIT_RESUMED = "audit.resumed"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done; `subject` is what it was done to, by its identifier."""

    action: Action
    actor: Actor
    subject: str
    details: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what is no identifier, number or state of ours: a name, say, that got in by mistake."""
        if not all(VALUE.fullmatch(value) for value in (self.subject, *self.details.values())):
            raise ValueError("the audit holds identifiers and states alone")
