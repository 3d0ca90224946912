"""Answers about bank payments."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bonafide.answers.enums import OpenEnum
from bonafide.answers.proofs import Proof


class BankWay(OpenEnum):
    WE_PAY = "we_pay"
    THEY_PAY = "they_pay"


class BankPaymentState(OpenEnum):
    ORDERED = "ordered"
    EXPORTED = "exported"
    SENT = "sent"
    NAMED = "named"
    GIVEN_UP = "given_up"
    RETURNED = "returned"
    AWAITED = "awaited"
    CREDITED = "credited"


class ReturnReason(OpenEnum):
    WRONG_ACCOUNT = "wrong_account"
    CLOSED_ACCOUNT = "closed_account"
    WRONG_NAME = "wrong_name"
    OTHER = "other"


class BankAct(OpenEnum):
    """What a sandbox's bank is to do."""

    PAY = "pay"
    PAY_OTHER_AMOUNT = "pay_other_amount"
    PAY_IN_OTHER_NAME = "pay_in_other_name"
    RETURN = "return"


@dataclass(frozen=True, slots=True, kw_only=True)
class OurAccount:
    """Where firms pay to."""

    holder: str
    number: str
    bank: str
    cnaps: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BankPayment:
    """A bank payment as it stands; of the firm's account only the end is told."""

    proof: Proof
    way: BankWay | None
    payment_state: BankPaymentState | None
    reference: str | None
    account: str | None = field(repr=False)
    amount: str | None = field(repr=False)
    pay_to: OurAccount | None
    tries_left: int
    due_at: datetime | None
    booked_on: date | None
    return_reason: ReturnReason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAmount:
    """What came of an amount that was named."""

    right: bool
    tries_left: int
    proof: Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxPayment(BankPayment):
    """With what only a sandbox tells."""

    secret_amount: str = field(repr=False)
