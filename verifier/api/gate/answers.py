"""What a client is given by the gate. Every member is always there; no value of a trait ever is."""

from marshmallow import fields

from verifier.api.answers import AdviceAnswer, ReasonAnswer
from verifier.api.schema import Answer as Schema
from verifier.api.schema import told
from verifier.domain.account_traits import TraitKind
from verifier.domain.case import AccountType
from verifier.domain.employer import AccountRisk, EmployerState, Ground, Happening, Paper
from verifier.domain.finding import Outcome
from verifier.domain.permit import Answer, Need


class GateReasonAnswer(ReasonAnswer):
    """Why the answer is not `allow`, for both who ask."""

    applicant = fields.Nested(
        AdviceAnswer, **told("What whoever posts can do about it, to be shown to them; no number is in it.")
    )
    measured = fields.Raw(**told("What was measured.", type=["string", "number", "null"]))
    threshold = fields.Raw(**told("What it was compared with.", type=["string", "number", "null"]))


class GateFindingAnswer(Schema):
    """The judgement of one rule."""

    check = fields.String(**told("The rule."))
    outcome = fields.Enum(Outcome, by_value=fields.String, **told("How it ended."))
    code = fields.String(**told("A stable code.", "face_stale"))
    detail = fields.String(**told("One sentence for the auditor: what was seen, what was expected."))
    measured = fields.Raw(**told("What was measured.", type=["string", "number", "null"]))
    threshold = fields.Raw(**told("What it was compared with.", type=["string", "number", "null"]))


class PermitAnswer(Schema):
    """The gate's answer to one wish, as it was given, and what became of it."""

    id = fields.String(**told("Identifier of the permit.", "pmt_01jtc1m2n4p6q8r0s2t4v6w8xy"))
    url = fields.String(**told("Where to read it."))
    answer = fields.Enum(
        Answer,
        by_value=fields.String,
        **told("allow: publish. step_up: not yet, see `needs`. deny: not now, see `reasons`."),
    )
    needs = fields.List(
        fields.Enum(Need, by_value=fields.String),
        **told(
            "What would turn a step_up into an allow. face_session: the recruiter's face, now. document: a "
            "case with the employer's papers. proof: proofs of control, see the employer's checklist. "
            "review: a person of yours. Then ask anew."
        ),
    )
    employer_id = fields.String(**told("For whom it was asked."))
    recruiter_id = fields.String(**told("Who wished to post."))
    job_sha256 = fields.String(**told("SHA-256, hex, of the job's canonical JSON (RFC 8785)."))
    reasons = fields.List(
        fields.Nested(GateReasonAnswer), **told("Everything that did not pass; nothing for allow.")
    )
    findings = fields.List(fields.Nested(GateFindingAnswer), **told("Every rule's finding, passes included."))
    policy_version = fields.String(**told("The policy that answered."))
    asked_at = fields.AwareDateTime(**told("When it was asked for (UTC)."))
    expires_at = fields.AwareDateTime(**told("Until when the answer holds (UTC)."))
    redeemed_at = fields.AwareDateTime(allow_none=True, **told("When it was used (UTC); null: it was not."))
    revoked_at = fields.AwareDateTime(
        allow_none=True, **told("When it was taken back, by you or by what happened (UTC); null: it was not.")
    )
    text_cleared_at = fields.AwareDateTime(
        allow_none=True, **told("When a person let the employer post this very text (UTC); null: nobody did.")
    )


class NeededSessionAnswer(Schema):
    """The face session that a step-up needs."""

    id = fields.String(**told("Identifier of the session.", "fcs_01jtc1c8e0g2j4m6p8r0t2v4wx"))
    url = fields.String(
        **told(
            "The one-time link: send the recruiter's browser there. It is shown this once; we keep its hash.",
            "https://verify.jobs.example/face/EXAMPLE",
        )
    )
    expires_at = fields.AwareDateTime(**told("Until when it can be followed up (UTC)."))


class NewPermitAnswer(PermitAnswer):
    """A permit that was just asked for."""

    token = fields.String(
        allow_none=True,
        **told("For allow, the signed token (a JWS, `typ` permit+jwt), shown this once; else null."),
    )
    face_session = fields.Nested(
        NeededSessionAnswer,
        allow_none=True,
        **told(
            "Where a face is needed, the session to show it in; null else, and where the recruiter has to "
            "hand in a selfie first."
        ),
    )


class EmployerSummary(Schema):
    """An employer as of now."""

    id = fields.String(**told("Identifier of the employer.", "emp_01jtc0r1s2t3v4w5x6y7z8a9bc"))
    url = fields.String(**told("Where to read it."))
    reference = fields.String(**told("Your own key for the employer's account."))
    account_type = fields.Enum(AccountType, by_value=fields.String, **told("Who posts the jobs."))
    state = fields.Enum(
        EmployerState,
        by_value=fields.String,
        **told(
            "pending: no case was verified yet. verified: may post. review: something came up, or the "
            "verification ran out; nobody posts meanwhile. suspended, revoked, closed: a person's word."
        ),
    )
    ground = fields.Enum(
        Ground, by_value=fields.String, allow_none=True, **told("Why it is in review; null in other states.")
    )
    since = fields.AwareDateTime(**told("Since when the state that is written down holds (UTC)."))
    opened_at = fields.AwareDateTime(**told("When it was opened (UTC)."))
    verified_until = fields.AwareDateTime(
        allow_none=True, **told("Until when the verification lasts (UTC); null: there was none.")
    )
    case_id = fields.String(allow_none=True, **told("The case that the verification rests on."))
    appealed_at = fields.AwareDateTime(
        allow_none=True, **told("Since when an appeal waits for a person (UTC); null: none does.")
    )
    risk = fields.Enum(
        AccountRisk,
        by_value=fields.String,
        **told("How closely it is looked at; high, a person's word, asks for proofs of control."),
    )


class EmployerPage(Schema):
    items = fields.List(fields.Nested(EmployerSummary), **told("Employers, newest first."))
    next = fields.String(allow_none=True, **told("The address of the next page; null on the last."))


class PaperAnswer(Schema):
    """One paper that the law asks for."""

    paper = fields.Enum(Paper, by_value=fields.String, **told("Which."))
    handed_in = fields.Boolean(**told("Whether the employer's latest case holds it."))


class EmployerAnswer(EmployerSummary):
    """An employer with all that belongs to it."""

    papers = fields.List(
        fields.Nested(PaperAnswer), **told("What the law asks of this account type (Order 700).")
    )
    recruiters = fields.List(fields.String(), **told("Identifiers of those who post for it now."))
    cases = fields.List(fields.String(), **told("Identifiers of its cases, newest first."))


class EntryAnswer(Schema):
    """One line of an employer's record, which is only added to."""

    id = fields.String(**told("Identifier of the line."))
    at = fields.AwareDateTime(**told("When (UTC)."))
    what = fields.Enum(Happening, by_value=fields.String, **told("What happened."))
    state = fields.Enum(EmployerState, by_value=fields.String, **told("The state from then on."))
    ground = fields.Enum(
        Ground, by_value=fields.String, allow_none=True, **told("The ground of a review, else null.")
    )
    by = fields.String(**told('"policy", "site" (you), or your key for the person.'))
    about = fields.String(
        allow_none=True, **told("Identifier of the case, recruiter, permit or block that it was about.")
    )
    words = fields.String(allow_none=True, **told("A person's words; show them to reviewers alone."))


class TimelineAnswer(Schema):
    items = fields.List(fields.Nested(EntryAnswer), **told("Lines, newest first."))
    next = fields.String(allow_none=True, **told("The address of the next page; null on the last."))


class MembershipAnswer(Schema):
    """A recruiter who posts for an employer."""

    employer_id = fields.String(**told("For whom."))
    recruiter_id = fields.String(**told("Who."))
    joined_at = fields.AwareDateTime(**told("Since when (UTC)."))


class LinkAnswer(Schema):
    """Something that this account shares with accounts that had it before."""

    kind = fields.Enum(TraitKind, by_value=fields.String, **told("What is shared; its value is not told."))
    employers = fields.List(fields.String(), **told("Identifiers of the others, at most ten."))
    count = fields.Integer(**told("How many there are; 100 means that many or more."))


class LinkListAnswer(Schema):
    items = fields.List(fields.Nested(LinkAnswer), **told("What is shared and was not cleared by a person."))


class BlockAnswer(Schema):
    """An entry of the block list. It is met by whoever has the value, under whatever registration."""

    id = fields.String(**told("Identifier of the block.", "blk_01jtc1p3q5r7s9t1v3w5x7y9za"))
    url = fields.String(**told("Where to read it."))
    kind = fields.Enum(TraitKind, by_value=fields.String, **told("What is listed; its value is not told."))
    reason = fields.String(**told("Your own code for why."))
    until = fields.AwareDateTime(**told("When it ends by itself (UTC)."))
    added_at = fields.AwareDateTime(**told("When it was listed (UTC)."))
    added_by = fields.String(**told("Your own key for who listed it."))
    employer_id = fields.String(allow_none=True, **told("Whose it was when it was listed, if that was told."))
    appealed_at = fields.AwareDateTime(
        allow_none=True, **told("Since when an appeal waits for a person (UTC); null: none does.")
    )
    ended_at = fields.AwareDateTime(
        allow_none=True, **told("When a person lifted it (UTC); null: nobody did.")
    )
    ended_by = fields.String(allow_none=True, **told("Your own key for who did."))


class BlockListAnswer(Schema):
    items = fields.List(fields.Nested(BlockAnswer), **told("The entries that were made, one a value."))


class BlockPage(Schema):
    items = fields.List(
        fields.Nested(BlockAnswer), **told("Entries, newest first, also those that are over.")
    )
    next = fields.String(allow_none=True, **told("The address of the next page; null on the last."))


class KeySetAnswer(Schema):
    """A JWK set (RFC 7517)."""

    keys = fields.List(
        fields.Dict(),
        **told(
            "Public Ed25519 keys (RFC 8037): `kty`, `crv`, `x`, `kid`, `alg`, `use`. The next one is "
            "there before it signs."
        ),
    )
