"""The schemas of what a client is given in a sandbox."""

from marshmallow import fields

from verifier.api.proofs.bank_answers import BankPaymentAnswer
from verifier.api.schema import Answer, told
from verifier.domain.decision import DecisionOutcome
from verifier.sandbox.codes import Script


class MagicCodeAnswer(Answer):
    """A code to declare, and what the sandbox decides about a case that declares it."""

    script = fields.Enum(Script, by_value=fields.String, **told("Which decision is scripted."))
    code = fields.String(**told("A code of this script: a new one in every answer.", "91000404000100004R"))
    outcome = fields.Enum(
        DecisionOutcome, by_value=fields.String, **told("What the decision's `outcome` will be.")
    )
    reasons = fields.List(fields.String(), **told("The codes of its reasons.", ["registry_revoked"]))
    after_seconds = fields.Integer(
        **told("How long the case stays `submitted` at least, by the sandbox's clock.")
    )


class MagicCodeListAnswer(Answer):
    """One code of each script."""

    items = fields.List(fields.Nested(MagicCodeAnswer), **told("In the order of the scripts."))


class ClockAnswer(Answer):
    """The clock that the whole sandbox goes by."""

    now = fields.AwareDateTime(**told("The sandbox's time (UTC)."))
    real = fields.AwareDateTime(**told("The real time: that of signatures, tokens and leases (UTC)."))
    ahead_seconds = fields.Integer(**told("By how much it was moved on, in all."))


class SandboxPaymentAnswer(BankPaymentAnswer):
    """A bank payment with what only a sandbox tells."""

    secret_amount = fields.String(**told("What was sent or is to be paid, in yuan.", "0.37"))
