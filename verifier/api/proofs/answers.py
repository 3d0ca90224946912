"""What a client is given of proofs. Every member is always there; of an address or account nothing is."""

from marshmallow import fields

from verifier.api.gate.answers import GateFindingAnswer
from verifier.api.schema import Answer as Schema
from verifier.api.schema import told
from verifier.domain.mail import MessageState
from verifier.domain.proof import ProofKind, ProofState


class ProofAnswer(Schema):
    """One attempt at one proof of control, as of now."""

    id = fields.String(**told("Identifier of the proof.", "prf_01jtc2a4c6e8g0j2m4p6r8t0vw"))
    url = fields.String(**told("Where to read it."))
    employer_id = fields.String(**told("Whose control is to be shown."))
    recruiter_id = fields.String(
        allow_none=True, **told("Whose own proof it is, such as a mailbox; null: the employer's.")
    )
    kind = fields.Enum(ProofKind, by_value=fields.String, **told("What is shown."))
    state = fields.Enum(
        ProofState,
        by_value=fields.String,
        **told(
            "open: the employer has something to do. pending: a bank, a worker or a visitor is waited for. "
            "review: a person of ours looks. proven: until `valid_until`. unproven, expired: open another."
        ),
    )
    findings = fields.List(
        fields.Nested(GateFindingAnswer), **told("What the checks found, passes included.")
    )
    policy_version = fields.String(**told("The policy that it was opened or judged under."))
    opened_at = fields.AwareDateTime(**told("When it was opened (UTC)."))
    expires_at = fields.AwareDateTime(**told("Until when it has to be done (UTC)."))
    settled_at = fields.AwareDateTime(allow_none=True, **told("When it ended (UTC); null: it has not."))
    valid_until = fields.AwareDateTime(
        allow_none=True, **told("Until when what was proven holds (UTC); null unless proven.")
    )


class MailMessageAnswer(Schema):
    """The last message to a mailbox. Of its address enough for its owner, of its code nothing."""

    id = fields.String(**told("Identifier of the message.", "mml_01jtc2c4d6f8h0k2n4q6s8t0vy"))
    address = fields.String(**told("Where it went, masked.", "h***@example.cn"))
    state = fields.Enum(
        MessageState,
        by_value=fields.String,
        **told(
            "waiting: on its way to the mail server. sent: it took it. confirmed: answered. bounced: "
            "there is no such mailbox. failed: not delivered for other reasons. spent: mistyped too "
            "often. disowned: its reader asked for nothing. replaced: another was asked for."
        ),
    )
    made_at = fields.AwareDateTime(**told("When it was asked for (UTC)."))
    expires_at = fields.AwareDateTime(**told("Until when it can be answered (UTC)."))


class MailAnswer(Schema):
    """How the proof of a mailbox stands."""

    proof = fields.Nested(ProofAnswer, **told("The proof."))
    message = fields.Nested(
        MailMessageAnswer, allow_none=True, **told("The last message; null: none was asked for.")
    )
    messages_left = fields.Integer(**told("How many more may be asked for."))
    again_at = fields.AwareDateTime(
        allow_none=True, **told("From when on another may be asked for (UTC); null: at once.")
    )


class ProofListAnswer(Schema):
    """How an employer stands."""

    items = fields.List(fields.Nested(ProofAnswer), **told("Its proofs, newest first, at most a hundred."))
    worth = fields.Float(**told("What all that holds now is worth, each kind once."))
    worth_min = fields.Float(**told("What an account of its type and risk has to show."))
    lacking = fields.List(
        fields.Enum(ProofKind, by_value=fields.String),
        **told("Kinds that are asked for in any case and not proven now."),
    )
    enough = fields.Boolean(**told("Whether the gate is satisfied."))


class ApplicantLinkAnswer(Schema):
    """A link for whoever of the employer shows it."""

    id = fields.String(**told("Identifier of the link.", "apl_01jtc2b4d6f8h0k2n4q6s8t0vx"))
    employer_id = fields.String(**told("Whose checklist it leads to."))
    recruiter_id = fields.String(
        allow_none=True, **told("Whose own proofs can be given there; null: nobody's.")
    )
    url = fields.String(
        **told(
            "Send the employer's people there. It is shown this once; we keep its hash.",
            "https://verify.jobs.example/apply/EXAMPLE",
        )
    )
    expires_at = fields.AwareDateTime(**told("Until when it leads there (UTC)."))
