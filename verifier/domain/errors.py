"""The errors a caller can act on, each with a stable code and an HTTP status.

An error is never a finding: a finding judges evidence, an error refuses a request. Messages hold
no personal data, no path, no SQL; the API copies them to the client as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong at one place of the request; `pointer` is a JSON pointer (RFC 6901)."""

    pointer: str
    detail: str


class VerifierError(Exception):
    """A request that cannot be served as it stands."""

    code: ClassVar[str] = "internal_error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong on our side"

    def __init__(self, detail: str = "", *, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = tuple(errors)


class Unauthenticated(VerifierError):
    code = "unauthenticated"
    status = 401
    title = "A valid API key is needed"


class InsufficientScope(VerifierError):
    code = "insufficient_scope"
    status = 403
    title = "The key is valid and lacks the scope that this needs"


class RightMissing(VerifierError):
    code = "right_missing"
    status = 403
    title = "The role of this member of staff does not allow it"


class NotFound(VerifierError):
    code = "not_found"
    status = 404
    title = "There is no such resource"


class Conflict(VerifierError):
    code = "conflict"
    status = 409
    title = "The resource is not in a state that allows this"


class CaseNotOpen(Conflict):
    code = "case_not_open"
    title = "The case has been submitted and takes no more evidence"


class EvidenceMissing(Conflict):
    code = "evidence_missing"
    title = "The case lacks evidence that it cannot be submitted without"


class TooMuchEvidence(Conflict):
    code = "too_much_evidence"
    title = "The case holds as much evidence as it may"


class RequestInFlight(Conflict):
    code = "request_in_flight"
    title = "A request with this idempotency key is still being served; ask again shortly"


class LimitReached(Conflict):
    code = "limit_reached"
    title = "There are as many of these as there may be; remove one first"


class WebhookDisabled(Conflict):
    code = "webhook_disabled"
    title = "The webhook is disabled; enable it first"


class RecruiterKnown(Conflict):
    code = "recruiter_known"
    title = "There is a recruiter of this reference already"


class SelfieMissing(Conflict):
    code = "selfie_missing"
    title = "The recruiter's selfie is needed before a face can be enrolled"


class NotEnrolled(Conflict):
    code = "not_enrolled"
    title = "The recruiter has no enrolled face to be compared with"


class SessionNotInReview(Conflict):
    code = "session_not_in_review"
    title = "The session does not wait for a reviewer"


class EmployerKnown(Conflict):
    code = "employer_known"
    title = "There is an employer of this reference already"


class EmployerStopped(Conflict):
    code = "employer_stopped"
    title = "The employer was stopped by a person; it has to be restored first"


class EmployerNotStopped(Conflict):
    code = "employer_not_stopped"
    title = "The employer is neither stopped nor under review"


class BlockOver(Conflict):
    code = "block_over"
    title = "The block was lifted or has expired"


class PermitSpent(Conflict):
    code = "permit_spent"
    title = "The permit was used, taken back or has expired, or it never allowed"


class PermitForeign(Conflict):
    code = "permit_foreign"
    title = "The permit was given for another employer, recruiter, job or device"


class CaseNotDecided(Conflict):
    code = "case_not_decided"
    title = "The case was not decided, so there is nothing to look at again"


class EscalationOver(Conflict):
    code = "escalation_over"
    title = "Somebody has decided this case already"


class HeldByAnother(Conflict):
    code = "held_by_another"
    title = "Another reviewer works on this case just now"


class SecondPersonNeeded(Conflict):
    code = "second_person_needed"
    title = "Another person has to say so too; you said it first"


class EscalationChanged(VerifierError):
    code = "escalation_changed"
    status = 412
    title = "The case has changed since you looked at it; read it again"


class PreconditionRequired(VerifierError):
    code = "precondition_required"
    status = 428
    title = "Say with If-Match which version you looked at"


class LinkUnknown(NotFound):
    code = "link_unknown"
    title = "There is no such link"


class LinkUsed(Conflict):
    code = "link_used"
    title = "The link was used in another browser; ask the site for a new one"


class SessionOver(Conflict):
    code = "session_over"
    title = "The session has ended or expired; ask the site for a new link"


class FaceLocked(Conflict):
    code = "face_locked"
    title = "There were too many attempts; choose a way without the camera"


class LinkOver(Conflict):
    code = "link_over"
    title = "The link has expired; ask the recruitment site for a new one"


class ConsentMissing(Conflict):
    code = "consent_missing"
    title = "The consent to the face check has to be given first"


class ConsentChanged(Conflict):
    code = "consent_changed"
    title = "The text of the consent has changed; read it again"


class AttemptOver(Conflict):
    code = "attempt_over"
    title = "This attempt takes no more frames"


class BatchConflict(Conflict):
    code = "batch_conflict"
    title = "Another batch of this number was kept before"


class BatchesMissing(Conflict):
    code = "batches_missing"
    title = "Not all batches of the film have arrived"


class FilmTooLarge(VerifierError):
    code = "film_too_large"
    status = 413
    title = "The film has more frames or bytes than a session takes"


class Invalid(VerifierError):
    code = "invalid_request"
    status = 422
    title = "The request does not fit the schema"


class IdempotencyMismatch(Invalid):
    code = "idempotency_key_reused"
    title = "This idempotency key belongs to another request; use a new key for a new request"


class EvidenceDamaged(VerifierError):
    code = "evidence_damaged"
    title = "The stored bytes of this evidence are lost or damaged"


class StorageUnavailable(VerifierError):
    code = "storage_unavailable"
    status = 503
    title = "The evidence store does not answer; nothing was changed, try again shortly"


class ConfigurationError(VerifierError):
    """The service cannot start as configured; the message says what to change."""

    code = "configuration_error"
    title = "The service cannot start as configured"
