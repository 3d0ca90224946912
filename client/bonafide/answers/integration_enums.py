"""The closed sets of events, deliveries, keys and the sandbox; as in enums, new members may come."""

from bonafide.answers.enums import OpenEnum


class EventType(OpenEnum):
    CASE_SUBMITTED = "case.submitted"
    CASE_VERIFIED = "case.verified"
    CASE_ESCALATED = "case.escalated"
    CASE_REJECTED = "case.rejected"
    CASE_RETURNED = "case.returned"
    FACE_SESSION_VERIFIED = "face_session.verified"
    FACE_SESSION_REVIEW = "face_session.review"
    FACE_SESSION_REJECTED = "face_session.rejected"
    FACE_SESSION_EXPIRED = "face_session.expired"
    FACE_WITHDRAWN = "face.withdrawn"
    EMPLOYER_CHANGED = "employer.changed"
    PROOF_CHANGED = "proof.changed"
    READ_STOPPED = "resume.read_stopped"
    GRANT_WITHDRAWN = "resume.grant_withdrawn"
    COMPLAINT_MADE = "resume.complaint_made"
    WEBHOOK_TEST = "webhook.test"


class ToldEvent(OpenEnum):
    """What an endpoint may be told of: every event but a test, which goes to the endpoint that is tested."""

    CASE_SUBMITTED = "case.submitted"
    CASE_VERIFIED = "case.verified"
    CASE_ESCALATED = "case.escalated"
    CASE_REJECTED = "case.rejected"
    CASE_RETURNED = "case.returned"
    FACE_SESSION_VERIFIED = "face_session.verified"
    FACE_SESSION_REVIEW = "face_session.review"
    FACE_SESSION_REJECTED = "face_session.rejected"
    FACE_SESSION_EXPIRED = "face_session.expired"
    FACE_WITHDRAWN = "face.withdrawn"
    EMPLOYER_CHANGED = "employer.changed"
    PROOF_CHANGED = "proof.changed"
    READ_STOPPED = "resume.read_stopped"
    GRANT_WITHDRAWN = "resume.grant_withdrawn"
    COMPLAINT_MADE = "resume.complaint_made"


class DeliveryState(OpenEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    DELIVERED = "delivered"
    DEAD = "dead"


class DeliveryTrouble(OpenEnum):
    NAME_UNKNOWN = "name_unknown"
    ADDRESS_REFUSED = "address_refused"
    UNREACHABLE = "unreachable"
    TLS_FAILED = "tls_failed"
    TIMED_OUT = "timed_out"
    GARBLED = "garbled"
    ENDPOINT_DISABLED = "endpoint_disabled"
    COURIER_LOST = "courier_lost"


class Scope(OpenEnum):
    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"
    FACES_READ = "faces:read"
    FACES_WRITE = "faces:write"
    REVIEWS_WRITE = "reviews:write"
    EMPLOYERS_READ = "employers:read"
    EMPLOYERS_WRITE = "employers:write"
    GATE_ASK = "gate:ask"
    GRANTS_WRITE = "grants:write"
    READS_ASK = "reads:ask"
    PROOFS_READ = "proofs:read"
    PROOFS_WRITE = "proofs:write"
    EVENTS_READ = "events:read"
    WEBHOOKS_WRITE = "webhooks:write"
    KEYS_WRITE = "keys:write"


class SandboxScript(OpenEnum):
    """Which decision a sandbox is asked for."""

    VERIFIED = "verified"
    CODE_DIFFERS = "code_differs"
    REGISTRY_REVOKED = "registry_revoked"
    TRACES_FOUND = "traces_found"
    SAME_LICENCE = "same_licence"
    UNREADABLE = "unreadable"
    REGISTRY_AWAY = "registry_away"
    SLOW = "slow"


class FilmOutcome(OpenEnum):
    """How a film that a sandbox plays is to end."""

    VERIFIED = "verified"
    RETRY = "retry"
    REVIEW = "review"
    LOCKED = "locked"
