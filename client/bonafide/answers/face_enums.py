"""The closed sets of faces and their sessions; as in enums, new members may come."""

from bonafide.answers.enums import OpenEnum


class PortraitKind(OpenEnum):
    SELFIE = "selfie"
    IDENTITY_DOCUMENT = "identity_document"


class Purpose(OpenEnum):
    ENROL = "enrol"
    REAUTHENTICATE = "reauthenticate"


class SessionState(OpenEnum):
    WAITING = "waiting"
    ACTIVE = "active"
    ANALYSING = "analysing"
    VERIFIED = "verified"
    REVIEW = "review"
    REJECTED = "rejected"
    EXPIRED = "expired"


class OtherWay(OpenEnum):
    VIDEO_CALL = "video_call"
    BANK_AND_MAIL = "bank_and_mail"
    SITE_VISIT = "site_visit"


class FaceOutcome(OpenEnum):
    VERIFIED = "verified"
    RETRY = "retry"
    REVIEW = "review"
    REJECTED = "rejected"


class AssuranceLevel(OpenEnum):
    CHALLENGE = "challenge"
    CHALLENGE_AND_PASSIVE = "challenge_and_passive"
    PERSON = "person"


class ReviewOutcome(OpenEnum):
    VERIFIED = "verified"
    REJECTED = "rejected"
