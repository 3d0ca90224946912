"""What a client asks about bank payments. Unknown members and wrong types are refused."""

from marshmallow import ValidationError, fields, validates_schema

from verifier.api.questions import Strict, text_field
from verifier.domain.bank_proof import BankWay

NUMBER_MAX = 64  # characters, spaces and dashes included
BANK_MAX = 100
AMOUNT_MAX = 32


class AccountQuestion(Strict):
    """The firm's account. Its holder is the employer and is not asked for."""

    number = text_field(NUMBER_MAX, "Its number; spaces and dashes are no matter.", required=True)
    bank = text_field(BANK_MAX, "The bank and branch, as the account's papers name them.", required=True)
    cnaps = text_field(NUMBER_MAX, "The bank's 12-digit code in CNAPS; makes the payment surer to arrive.")


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
            raise ValidationError("Give the account for we_pay, and for no other way.", "account")


class AmountQuestion(Strict):
    """The amount that arrived."""

    amount = text_field(AMOUNT_MAX, 'In yuan, as text: "0.37".', required=True)
