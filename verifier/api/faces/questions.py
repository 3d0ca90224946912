"""What a client may send about faces. Strict, as every question."""

from marshmallow import fields, validate

from verifier.api.questions import (
    Strict,
    StrictUpload,
    WholeNumber,
    cursor_field,
    identifier_field,
    limit_field,
    lines_field,
    text_field,
)
from verifier.domain.face_session import PortraitKind, Purpose, SessionState
from verifier.intake.limits import PORTRAIT_LONG_SIDE
from verifier.usecases.faces.reviews import OUTCOMES, REVIEWER_MAX, WORDS_MAX

REFERENCE_MAX = 200  # as of a case
DAY = 24 * 60  # minutes


class RecruiterQuestion(Strict):
    """A new recruiter."""

    reference = text_field(
        REFERENCE_MAX,
        "Your own key for the recruiter's account, one of a kind. It is never looked into: use no name and "
        "no telephone number.",
        required=True,
    )
    case_id = identifier_field(
        "case", "The case of the employer that they post for.", error="Not the identifier of a case."
    )


class RecruitersQuestion(Strict):
    """Which recruiter."""

    reference = text_field(REFERENCE_MAX, "Your own key for the recruiter's account.", required=True)


class PortraitQuestion(Strict):
    """One still picture of a recruiter, as multipart/form-data."""

    kind = fields.Enum(
        PortraitKind,
        by_value=fields.String,
        required=True,
        metadata={
            "description": "What the file shows: the recruiter, or their identity document's portrait."
        },
    )
    file = StrictUpload(
        required=True,
        metadata={
            "description": "The original photo, unchanged: JPEG, PNG, WebP, TIFF, BMP or HEIC, at most 20 "
            f"MiB and 60 megapixels, the long side at least {PORTRAIT_LONG_SIDE} pixels, with one face that "
            "looks into the camera."
        },
    )


class FaceSessionQuestion(Strict):
    """What the face is asked for."""

    purpose = fields.Enum(
        Purpose,
        by_value=fields.String,
        required=True,
        metadata={
            "description": "enrol: match the live face with the portraits and remember it. "
            "reauthenticate: match it with the face that is remembered, before a job is posted."
        },
    )
    minutes = WholeNumber(
        validate=validate.Range(1, DAY),
        metadata={
            "description": "For how long the link can be followed up; never longer than the policy says, "
            "which is also what holds when this is absent."
        },
    )


class FaceSessionsQuestion(Strict):
    """Which sessions."""

    recruiter_id = identifier_field(
        "rec", "Only sessions of this recruiter.", error="Not the identifier of a recruiter."
    )
    state = fields.Enum(
        SessionState,
        by_value=fields.String,
        metadata={
            "description": "Only sessions in this state; those in `review` wait for a person of yours."
        },
    )
    cursor = cursor_field("fcs")
    limit = limit_field("sessions")


class FaceReviewQuestion(Strict):
    """A person's word on a session."""

    outcome = fields.String(
        required=True,
        validate=validate.OneOf([outcome.value for outcome in OUTCOMES]),
        metadata={"description": "What the person decided."},
    )
    reviewer = text_field(
        REVIEWER_MAX, "Your own key for who decided; it becomes `decided_by`. Use no name.", required=True
    )
    reason = lines_field(WORDS_MAX, "Why, for whoever asks later. Recruiters do not see it.", required=True)
