"""What a client may send about grants and reads. Strict, as every question."""

from marshmallow import fields, validate

from verifier.api.gate.questions import NO_EMPLOYER, NO_RECRUITER
from verifier.api.questions import Strict, Whole, identifier_field, lines_field, moment_field, text_field
from verifier.domain.consent import LANGUAGES
from verifier.domain.resume_grant import ReadPurpose
from verifier.marking.equivalents import Carrier
from verifier.usecases.seekers.marks import TEXT_MAX
from verifier.usecases.seekers.reads import FINGERPRINT_MAX, REFERENCE_MAX

NO_GRANT = "Not the identifier of a grant."
_SEEKER = "Your own key for the job seeker. Use no name, address or number of theirs."
_RESUME = "Your own key for the résumé. Use nothing of what it says."


def _purpose(**options: object) -> fields.Enum[ReadPurpose]:
    return fields.Enum(
        ReadPurpose,
        by_value=fields.String,
        metadata={"description": "What the résumé is read for; another purpose needs another grant."},
        **options,  # type: ignore[arg-type]  # marshmallow's own options
    )


class GrantTextQuestion(Strict):
    """Which text is to be shown."""

    purpose = _purpose(required=True)
    language = fields.String(
        required=True, validate=validate.OneOf(LANGUAGES), metadata={"description": "In which language."}
    )


class TermsQuestion(Strict):
    """What is granted to whom."""

    employer_id = identifier_field("emp", "Who may read.", error=NO_EMPLOYER, required=True)
    recruiter_id = identifier_field(
        "rec", "This recruiter alone; else any of the employer's.", error=NO_RECRUITER
    )
    purpose = _purpose(required=True)
    resume = text_field(REFERENCE_MAX, _RESUME, required=True)
    expires_at = moment_field("Until when; in the future, within 366 days.", required=True)


class GrantQuestion(TermsQuestion):
    """A grant that the seeker gave on your site."""

    seeker = text_field(REFERENCE_MAX, _SEEKER, required=True)
    text_version = text_field(50, "Version of the text that you showed.", required=True)
    text_language = fields.String(
        required=True, validate=validate.OneOf(LANGUAGES), metadata={"description": "Its language."}
    )
    text_sha256 = fields.String(
        required=True,
        validate=Whole(r"[0-9a-f]{64}", error="A SHA-256 in hex."),
        metadata={"description": "Its hash, as we gave it."},
    )


class ReadQuestion(Strict):
    """A wish to read."""

    grant_id = identifier_field("grt", "The grant; or leave it out and tell `seeker`.", error=NO_GRANT)
    seeker = text_field(REFERENCE_MAX, f"{_SEEKER} Instead of `grant_id`.")
    employer_id = identifier_field("emp", "For whom.", error=NO_EMPLOYER, required=True)
    recruiter_id = identifier_field("rec", "Who reads.", error=NO_RECRUITER, required=True)
    purpose = _purpose(required=True)
    resume = text_field(REFERENCE_MAX, _RESUME, required=True)
    device = text_field(
        FINGERPRINT_MAX,
        "Your fingerprint of the recruiter's device, as you pass it always; it is compared as a digest.",
        allow_none=True,
    )


class MarkQuestion(Strict):
    """The text of the résumé, as it is to be shown."""

    text = lines_field(TEXT_MAX, "It is marked and given back, and not kept.", required=True)
    carriers = fields.List(
        fields.Enum(Carrier, by_value=fields.String),
        validate=validate.Length(min=1),
        metadata={"description": "Only these kinds of marks. Left out: all but `order`."},
    )


class SeekerLinkQuestion(Strict):
    """For whom the link is."""

    seeker = text_field(REFERENCE_MAX, _SEEKER, required=True)
    offer = fields.Nested(
        TermsQuestion, metadata={"description": "A grant that the seeker may give on the page."}
    )
