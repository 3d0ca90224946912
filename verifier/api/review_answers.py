"""What the API tells of the work of people on a case: what waits for them, and what they asked for again."""

from marshmallow import fields

from verifier.api.schema import Answer, told
from verifier.domain.escalation import DecisionGround, Risk, Verdict
from verifier.domain.evidence import EvidenceKind


class DocumentRequestAnswer(Answer):
    """What a person asked the applicant to hand in again. What is of this kind already counts no more."""

    id = fields.String(**told("Identifier of the request."))
    asked_at = fields.AwareDateTime(**told("When (UTC)."))
    wanted = fields.List(
        fields.Enum(EvidenceKind, by_value=fields.String), **told("Which kinds of evidence.")
    )
    grounds = fields.List(fields.Enum(DecisionGround, by_value=fields.String), **told("Why, by a list."))
    words = fields.String(**told("Why, for the applicant."))
    answered_at = fields.AwareDateTime(
        allow_none=True, **told("When the case was submitted again; null until then.")
    )


class FirstWordAnswer(Answer):
    by = fields.String(**told("Who said it."))
    at = fields.AwareDateTime(**told("When (UTC)."))
    verdict = fields.Enum(Verdict, by_value=fields.String, **told("What they said."))


class ReviewAnswer(Answer):
    """An escalated case as it waits for a person, or waited."""

    case_id = fields.String(**told("The case."))
    case_url = fields.String(**told("Where to read it."))
    version = fields.Integer(**told("Grows with what a reviewer ought to see."))
    etag = fields.String(**told("What `If-Match` has to say for a decision on this very version."))
    risk = fields.String(**told("How soon a person should look.", enum=[risk.name.lower() for risk in Risk]))
    reasons = fields.List(fields.String(), **told("The codes of what kept the case from being verified."))
    opened_at = fields.AwareDateTime(**told("Since when it waits (UTC)."))
    due_at = fields.AwareDateTime(**told("By when a person should have decided (UTC)."))
    first_word = fields.Nested(
        FirstWordAnswer, allow_none=True, **told("What the first of two people said; null if none did.")
    )
    ended_at = fields.AwareDateTime(allow_none=True, **told("When a person ended it (UTC); null until then."))
    ended_by = fields.String(allow_none=True, **told("Who did."))
