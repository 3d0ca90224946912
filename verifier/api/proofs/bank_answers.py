"""What a client is given of a bank payment: of the firm's account the end, of what we pay no amount."""

from marshmallow import fields

from verifier.api.proofs.answers import ProofAnswer
from verifier.api.schema import Answer as Schema
from verifier.api.schema import told
from verifier.domain.bank_proof import BankWay, PaymentState, ReturnReason


class OurAccountAnswer(Schema):
    """Our account, to which firms pay."""

    holder = fields.String(**told("In whose name it is.", "样本招聘平台有限公司"))
    number = fields.String(**told("Its number.", "1202020109900123456"))
    bank = fields.String(**told("At which bank.", "样本银行杭州分行"))
    cnaps = fields.String(allow_none=True, **told("The bank's code in CNAPS, if it is known."))


class BankPaymentAnswer(Schema):
    """A bank payment, as it stands now."""

    proof = fields.Nested(ProofAnswer, **told("The proof that it is for."))
    way = fields.Enum(
        BankWay, by_value=fields.String, allow_none=True, **told("Who pays whom; null: not chosen yet.")
    )
    payment_state = fields.Enum(
        PaymentState,
        by_value=fields.String,
        allow_none=True,
        **told(
            "we_pay: ordered, exported (with our clerk), sent, named (right), returned (enter an account "
            "again), given_up. they_pay: awaited, credited. null: not chosen yet."
        ),
    )
    reference = fields.String(
        allow_none=True, **told("It travels with the payment as its remark.", "BF7K29QXM8A")
    )
    account = fields.String(
        allow_none=True, **told("The firm's account, all but its end covered.", "＊＊＊＊＊＊＊＊0012")
    )
    amount = fields.String(
        allow_none=True,
        **told("they_pay: what the firm is to pay, in yuan. Else null: it is for them to name."),
    )
    pay_to = fields.Nested(OurAccountAnswer, allow_none=True, **told("they_pay: our account. Else null."))
    tries_left = fields.Integer(**told("How often an amount may still be named."))
    due_at = fields.AwareDateTime(allow_none=True, **told("Until when it has to be done (UTC)."))
    booked_on = fields.Date(allow_none=True, **told("The day on which a statement shows it."))
    return_reason = fields.Enum(
        ReturnReason, by_value=fields.String, allow_none=True, **told("Why a bank sent our payment back.")
    )


class NamedAmountAnswer(Schema):
    """What came of an amount that was named."""

    right = fields.Boolean(**told("Whether it is the amount that arrived."))
    tries_left = fields.Integer(**told("How often another may be named."))
    proof = fields.Nested(ProofAnswer, **told("The proof, as it is from now on."))
