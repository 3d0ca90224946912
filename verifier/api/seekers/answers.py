"""What a client is given of grants and reads. Every member is always there; no résumé ever is."""

from marshmallow import fields

from verifier.api.gate.answers import GateFindingAnswer, GateReasonAnswer, NeededSessionAnswer
from verifier.api.schema import Answer as Schema
from verifier.api.schema import told
from verifier.domain.permit import Answer, Need
from verifier.domain.resume_grant import ReadPurpose, Way
from verifier.marking.equivalents import Carrier


class GrantSectionAnswer(Schema):
    """One part of the text."""

    heading = fields.String(**told("Its heading."))
    body = fields.String(**told("What it says."))


class GrantTextAnswer(Schema):
    """The text that a seeker agrees to; show it as it is."""

    version = fields.String(**told("Its version.", "2026-11"))
    language = fields.String(**told("Its language.", "zh"))
    sha256 = fields.String(**told("Its hash: hand it in with the grant."))
    sections = fields.List(fields.Nested(GrantSectionAnswer), **told("What is to be shown, in order."))


class GrantAnswer(Schema):
    """A seeker's word, as of now."""

    id = fields.String(**told("Identifier of the grant.", "grt_01jtc3a4c6e8g0j2m4p6r8t0vw"))
    url = fields.String(**told("Where to read it."))
    seeker_id = fields.String(**told("The seeker, by our identifier.", "skr_01jtc3b4d6f8h0k2n4q6s8t0vx"))
    employer_id = fields.String(**told("Who may read."))
    recruiter_id = fields.String(allow_none=True, **told("Which recruiter; null: any of the employer's."))
    purpose = fields.Enum(ReadPurpose, by_value=fields.String, **told("What for."))
    resume = fields.String(**told("Your own key of the résumé."))
    text_version = fields.String(**told("Which text was agreed to."))
    text_language = fields.String(**told("In which language."))
    text_sha256 = fields.String(**told("Its hash."))
    agreed_at = fields.AwareDateTime(**told("When (UTC)."))
    agreed_way = fields.Enum(Way, by_value=fields.String, **told("site: you told us. page: on our page."))
    expires_at = fields.AwareDateTime(**told("Until when it stands (UTC)."))
    withdrawn_at = fields.AwareDateTime(
        allow_none=True, **told("When it was taken back (UTC); null: it stands.")
    )


class PastReadAnswer(Schema):
    """A read that was allowed before."""

    id = fields.String(**told("Identifier of the read."))
    recruiter_id = fields.String(**told("Who read."))
    asked_at = fields.AwareDateTime(**told("When (UTC)."))


class WithdrawalAnswer(GrantAnswer):
    """A grant that is over."""

    reads = fields.List(
        fields.Nested(PastReadAnswer), **told("What was read by it before, newest first, at most a thousand.")
    )


class ReadAnswer(Schema):
    """The answer to one wish to read a résumé, and what became of it."""

    id = fields.String(**told("Identifier of the read.", "rrd_01jtc3c4d6f8h0k2n4q6s8t0vx"))
    url = fields.String(**told("Where to read it."))
    answer = fields.Enum(
        Answer,
        by_value=fields.String,
        **told("allow: show the résumé. step_up: not yet, see `needs`. deny: not now, see `reasons`."),
    )
    needs = fields.List(
        fields.Enum(Need, by_value=fields.String),
        **told("What would turn a step_up into an allow; then ask anew."),
    )
    grant_id = fields.String(allow_none=True, **told("The grant that it goes by; null: there is none."))
    seeker_id = fields.String(allow_none=True, **told("Whose résumé it is; null: no grant says so."))
    employer_id = fields.String(**told("For whom it was asked."))
    recruiter_id = fields.String(**told("Who wished to read."))
    purpose = fields.Enum(ReadPurpose, by_value=fields.String, **told("What for."))
    reasons = fields.List(
        fields.Nested(GateReasonAnswer), **told("Everything that did not pass; nothing for allow.")
    )
    findings = fields.List(fields.Nested(GateFindingAnswer), **told("Every rule's finding, passes included."))
    policy_version = fields.String(**told("The policy that answered."))
    face_session_id = fields.String(
        allow_none=True, **told("The recruiter's last face check, which it is bound to; null: there is none.")
    )
    face_at = fields.AwareDateTime(allow_none=True, **told("When that was (UTC); null: never."))
    asked_at = fields.AwareDateTime(**told("When it was asked (UTC)."))
    expires_at = fields.AwareDateTime(**told("Until when the answer holds (UTC)."))
    contacted_at = fields.AwareDateTime(
        allow_none=True, **told("When the seeker was contacted (UTC); null: you told of none.")
    )
    marked_at = fields.AwareDateTime(
        allow_none=True, **told("When its text was marked last (UTC); null: it was not.")
    )


class AliasesAnswer(Schema):
    """What to show in place of the seeker's own mail and phone; each leads to this read alone."""

    mail = fields.String(allow_none=True, **told("A mail address; null: the operator has no domain for it."))
    phone = fields.String(
        allow_none=True, **told("A number and, after a comma, an extension; null: there is no pool of them.")
    )


class NewReadAnswer(ReadAnswer):
    """A read that was just asked for."""

    token = fields.String(
        allow_none=True,
        **told("For allow, the signed token (a JWS, `typ` resume-read+jwt), shown this once; else null."),
    )
    aliases = fields.Nested(AliasesAnswer, **told("Shown this once; we keep hashes."))
    face_session = fields.Nested(
        NeededSessionAnswer, allow_none=True, **told("Where a face is needed, the session to show it in.")
    )


class PlacesAnswer(Schema):
    """How many places of a kind carry the mark."""

    carrier = fields.Enum(Carrier, by_value=fields.String, **told("The kind."))
    places = fields.Integer(**told("How many."))


class MarkedTextAnswer(Schema):
    """The text to be shown for this read."""

    text = fields.String(**told("Show this and nothing else; it is not kept."))
    places = fields.List(fields.Nested(PlacesAnswer), **told("What says whose it is."))


class SeekerLinkAnswer(Schema):
    """A link to a seeker's own page."""

    id = fields.String(**told("Identifier of the link.", "skl_01jtc3d4d6f8h0k2n4q6s8t0vx"))
    seeker_id = fields.String(**told("Whose page it is."))
    url = fields.String(
        **told(
            "Send the seeker there. It is shown this once; we keep its hash.",
            "https://verify.jobs.example/seeker/EXAMPLE",
        )
    )
    expires_at = fields.AwareDateTime(**told("Until when it leads there (UTC)."))
