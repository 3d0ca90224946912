"""What a client may send to the gate. Strict, as every question."""

from marshmallow import fields, validate

from verifier.api.questions import (
    Strict,
    Whole,
    cursor_field,
    identifier_field,
    limit_field,
    lines_field,
    moment_field,
    text_field,
)
from verifier.domain.account_traits import OWN, TOLD_BY_SITES, TraitKind
from verifier.domain.case import AccountType
from verifier.domain.employer import STOPPED, Ground
from verifier.usecases.gate.blocks import REASON
from verifier.usecases.gate.permits import FINGERPRINT_MAX, TEXT_MAX
from verifier.usecases.gate.recording import REVIEWER_MAX, WORDS_MAX

REFERENCE_MAX = 200  # as of a case
JOB_FIELD_MAX = 200
NO_EMPLOYER = "Not the identifier of an employer."
NO_RECRUITER = "Not the identifier of a recruiter."
_FINGERPRINT = "as you pass it always: it is compared, never looked into, and kept as a digest alone."


class JobQuestion(Strict):
    """The job, as it will be published. It is weighed and not kept: what stays is its digest."""

    title = text_field(JOB_FIELD_MAX, "Its title.", required=True)
    text = lines_field(TEXT_MAX, "Its whole text.", required=True)
    industry = text_field(JOB_FIELD_MAX, "The industry, in your own words; left out, it is empty.")
    place = text_field(JOB_FIELD_MAX, "Where the work is; left out, it is empty.")


class PermitQuestion(Strict):
    """A wish to post."""

    employer_id = identifier_field("emp", "For whom.", error=NO_EMPLOYER, required=True)
    recruiter_id = identifier_field("rec", "Who posts.", error=NO_RECRUITER, required=True)
    job = fields.Nested(JobQuestion, required=True)
    device = text_field(
        FINGERPRINT_MAX, f"Your fingerprint of the recruiter's device, {_FINGERPRINT}", allow_none=True
    )
    network = text_field(
        FINGERPRINT_MAX, f"Your fingerprint of their network address, {_FINGERPRINT}", allow_none=True
    )


class RedemptionQuestion(Strict):
    """What is about to be published, to be compared with what the permit was given for. `{}`: nothing."""

    employer_id = identifier_field("emp", "For whom it is published.", error=NO_EMPLOYER)
    recruiter_id = identifier_field("rec", "Who publishes.", error=NO_RECRUITER)
    job = fields.Nested(JobQuestion)
    device = text_field(FINGERPRINT_MAX, "The fingerprint of the device that publishes.")


class WordQuestion(Strict):
    """A person's word."""

    reviewer = text_field(REVIEWER_MAX, "Your own key for who says so. Use no name.", required=True)
    words = lines_field(WORDS_MAX, "Why, for whoever asks later.", required=True)


class KnownByQuestion(Strict):
    """What you know of the account. It is kept as marks, which tell who shares it, and never given back."""

    code = text_field(32, "Its unified social credit code.")
    person = text_field(100, "Its legal representative.")
    address = text_field(200, "Where it can be found.")
    phone = text_field(40, "The number that the account was opened with.")
    device = text_field(500, "Your fingerprint of the device that the account was opened from.")
    network = text_field(500, "Your fingerprint of the network address that it was opened from.")
    bank_account = text_field(40, "Its account at its bank.")
    mail_domain = text_field(200, "Its mail domain; free mail says nothing and is left aside.")


class EmployerQuestion(Strict):
    """A new employer."""

    reference = text_field(
        REFERENCE_MAX,
        "Your own key for the employer's account, one of a kind. It is never looked into: use no name and no "
        "telephone number.",
        required=True,
    )
    account_type = fields.Enum(
        AccountType,
        by_value=fields.String,
        required=True,
        metadata={"description": "Who posts the jobs. It decides which papers the law asks for."},
    )
    known_by = fields.Nested(KnownByQuestion)


class EmployersQuestion(Strict):
    """Which employers."""

    reference = text_field(REFERENCE_MAX, "Only the one of your own key.")
    cursor = cursor_field("emp")
    limit = limit_field("employers")


class TimelineQuestion(Strict):
    """Which page of the record."""

    cursor = cursor_field("eml")
    limit = limit_field("lines")


class MemberQuestion(Strict):
    """Who joins."""

    recruiter_id = identifier_field("rec", "The recruiter.", error=NO_RECRUITER, required=True)


class StopQuestion(WordQuestion):
    """A person's word against an employer."""

    state = fields.String(
        required=True,
        validate=validate.OneOf(sorted(STOPPED)),
        metadata={
            "description": "suspended: for the time being. revoked: for good. closed: at its own wish. A "
            "suspended one may still be revoked or closed, not the other way."
        },
    )


class ReopeningQuestion(Strict):
    """Why an employer is looked at again."""

    ground = fields.Enum(
        Ground, by_value=fields.String, required=True, metadata={"description": "What came up."}
    )


class AppealQuestion(Strict):
    """What the employer says."""

    words = lines_field(500, "What the employer says against it, for the reviewer.", required=True)


class WhyQuestion(Strict):
    """Why something is listed, and for how long."""

    reason = fields.String(
        required=True,
        validate=Whole(REASON.pattern, error="A code: small letters, digits and underscores, at most 50."),
        metadata={"description": "A code of your own, such as `forged_licence`; no words."},
    )
    until = moment_field("When it ends by itself; with a time zone, and in the future.", required=True)
    reviewer = text_field(REVIEWER_MAX, "Your own key for who lists it. Use no name.", required=True)


class BlockQuestion(WhyQuestion):
    """One value to be listed."""

    kind = fields.String(
        required=True,
        validate=validate.OneOf(sorted(TOLD_BY_SITES)),
        metadata={"description": "What the value is."},
    )
    value = text_field(500, "The value. It is kept as a mark and never given back.", required=True)


class EmployerBlockQuestion(WhyQuestion):
    """Everything that an employer is known by, to be listed."""

    kinds = fields.List(
        fields.Enum(TraitKind, by_value=fields.String),
        validate=validate.Length(min=1),
        metadata={
            "description": "Only these kinds. Left out, those that are somebody's own: "
            f"{', '.join(f'`{kind}`' for kind in sorted(OWN))}. A name, an address, a network or a mail "
            "domain may hit a crowd."
        },
    )


class BlocksQuestion(Strict):
    """Which page of the block list."""

    cursor = cursor_field("blk")
    limit = limit_field("blocks")
