"""What a client asks about proofs. Unknown members and wrong types are refused."""

from marshmallow import fields

from verifier.api.gate.questions import NO_RECRUITER, WordQuestion
from verifier.api.questions import Strict, identifier_field, text_field
from verifier.domain.employer import AccountRisk
from verifier.domain.proof import ProofKind


class ProofQuestion(Strict):
    """What is to be proven."""

    kind = fields.Enum(
        ProofKind,
        by_value=fields.String,
        required=True,
        metadata={
            "description": "What is shown. Papers come as evidence of a case, and reviewers order visits."
        },
    )
    recruiter_id = identifier_field(
        "rec", "Whose own it is; needed for `corporate_mail`.", error=NO_RECRUITER
    )


class MailQuestion(Strict):
    """Which mailbox."""

    address = text_field(
        254,
        "An address of the employer's own domain. Free and disposable mailboxes are refused at once.",
        required=True,
    )


class ApplicantLinkQuestion(Strict):
    """For whom the link is."""

    recruiter_id = identifier_field(
        "rec", "A recruiter of the employer, who may then give proofs of their own there.", error=NO_RECRUITER
    )


class RiskQuestion(WordQuestion):
    """How closely the account is looked at from now on."""

    risk = fields.Enum(
        AccountRisk,
        by_value=fields.String,
        required=True,
        metadata={"description": "high: the gate asks for what the policy of proofs asks of such accounts."},
    )
