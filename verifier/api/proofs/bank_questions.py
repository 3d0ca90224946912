"""What a client asks about bank payments. Unknown members and wrong types are refused."""

from marshmallow import ValidationError, fields, validate, validates_schema

from verifier.api.questions import Strict, Whole
from verifier.domain.bank_proof import BankWay

NUMBER_MAX = 64  # characters, spaces and dashes included
BANK_MAX = 100
NUMBER = r"[ -]*(?:[0-9][ -]*){8,32}"
BANK = r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff()（） ·-]*"
AMOUNT = r"0\.(?:0[1-9]|[1-9][0-9]?)"
NEEDED = "Give the account for we_pay, and for no other way."


class AccountQuestion(Strict):
    """The firm's account. Its holder is the employer and is not asked for."""

    number = fields.String(
        required=True,
        validate=[
            validate.Length(max=NUMBER_MAX),
            Whole(NUMBER, error="An account number has 8 to 32 digits."),
        ],
        metadata={"description": "Its number; spaces and dashes are no matter."},
    )
    bank = fields.String(
        required=True,
        validate=[
            validate.Length(max=BANK_MAX),
            Whole(BANK, error="A bank's name begins with a letter and holds letters, digits and brackets."),
        ],
        metadata={"description": "The bank and branch, as the account's papers name them."},
    )
    cnaps = fields.String(
        validate=Whole(r"[0-9]{12}", error="A bank's code has 12 digits."),
        metadata={"description": "The bank's code in CNAPS; makes the payment surer to arrive."},
    )


class BankPaymentQuestion(Strict):
    """Who pays whom."""

    way = fields.Enum(
        BankWay,
        by_value=fields.String,
        required=True,
        metadata={
            "description": "we_pay: we send a random amount to `account`, which the firm names. "
            "they_pay: the firm pays us what the answer states."
        },
    )
    account = fields.Nested(
        AccountQuestion, metadata={"description": "For `we_pay` alone, and needed for it."}
    )

    @validates_schema
    def _account_for_we_pay(self, data: dict[str, object], **_: object) -> None:
        if (data.get("way") is BankWay.WE_PAY) != ("account" in data):
            raise ValidationError(NEEDED, "account")


class AmountQuestion(Strict):
    """The amount that arrived."""

    amount = fields.String(
        required=True,
        validate=Whole(AMOUNT, error="An amount from 0.01 to 0.99, with a point."),
        metadata={"description": 'In yuan, as text: "0.37".'},
    )
