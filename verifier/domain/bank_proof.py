"""One payment between us and an employer, by which it shows whose account it can read or pay from.

    we_pay    ordered → exported → sent → named          the applicant names the amount that arrived
                    ↘ returned ↙                          by its bank; another account may be entered
    they_pay  awaited → credited                          a statement shows what the firm paid in

`given_up` is a payment whose tries are used up. Amounts and accounts are the firm's: they are kept sealed,
compared here, and shown to nobody but masked.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from verifier.domain.bank import BankAccount
from verifier.domain.money import Money

RANDOM_MIN: Final = 1  # fen
RANDOM_MAX: Final = 99


class BankWay(StrEnum):
    """Who pays whom."""

    WE_PAY = "we_pay"
    THEY_PAY = "they_pay"


class PaymentState(StrEnum):
    ORDERED = "ordered"
    EXPORTED = "exported"  # in a batch that a clerk has
    SENT = "sent"
    NAMED = "named"
    GIVEN_UP = "given_up"
    RETURNED = "returned"
    AWAITED = "awaited"
    CREDITED = "credited"


ON_ITS_WAY: Final = frozenset({PaymentState.EXPORTED, PaymentState.SENT})
"""What may have arrived, so that its amount can be named."""


class ReturnReason(StrEnum):
    """Why a bank sent a payment back, as far as its words tell."""

    WRONG_ACCOUNT = "wrong_account"
    CLOSED_ACCOUNT = "closed_account"
    WRONG_NAME = "wrong_name"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SeenPayment:
    """What a statement shows of a payment to us: who paid, from where, how much, on which day."""

    name: str = field(repr=False)
    number: str = field(repr=False)
    amount: Money = field(repr=False)
    booked_on: date
    by_reference: bool = True  # False: found by the payer's name and the amount alone


@dataclass(frozen=True, slots=True)
class Payment:
    """`reference` travels with it; `account` is where we pay to; `due_at` the end of the days it may take.

    `payee` is the employer's name as it was when the payment was asked for.
    """

    id: str
    tenant_id: str
    employer_id: str
    proof_id: str
    way: BankWay
    state: PaymentState
    reference: str
    made_at: datetime
    due_at: datetime
    payee: str = field(repr=False)
    amount: Money = field(repr=False)
    account: BankAccount | None = field(default=None, repr=False)
    wrong: int = 0  # amounts that were named and are not it
    batch_id: str | None = None
    booked_on: date | None = None
    reason: ReturnReason | None = None
    named_at: datetime | None = None
    seen: SeenPayment | None = field(default=None, repr=False)

    def is_amount(self, named: Money) -> bool:
        """Whether it is this amount; takes as long for any other."""
        return hmac.compare_digest(str(self.amount).encode(), str(named).encode())

    def exported(self, batch_id: str) -> "Payment":
        return replace(self, state=PaymentState.EXPORTED, batch_id=batch_id)

    def sent(self, booked_on: date | None = None) -> "Payment":
        return replace(self, state=PaymentState.SENT, booked_on=booked_on)

    def returned(self, reason: ReturnReason) -> "Payment":
        return replace(self, state=PaymentState.RETURNED, reason=reason)

    def named(self, at: datetime) -> "Payment":
        return replace(self, state=PaymentState.NAMED, named_at=at)

    def missed(self, tries: int) -> "Payment":
        """After an amount that is not it; given up with the last of the tries."""
        missed = replace(self, wrong=self.wrong + 1)
        return replace(missed, state=PaymentState.GIVEN_UP) if missed.wrong >= tries else missed

    def credited(self, seen: SeenPayment) -> "Payment":
        return replace(self, state=PaymentState.CREDITED, seen=seen, booked_on=seen.booked_on)


NOTHING: Final = Money(0)


def random_amount(base: Money = NOTHING) -> Money:
    """The base and 0.01 to 0.99 yuan more, each as likely as any."""
    return Money(base.fen + RANDOM_MIN + secrets.randbelow(RANDOM_MAX - RANDOM_MIN + 1))


@dataclass(frozen=True, slots=True)
class BankFacts:
    """What the checks of a bank payment judge: what was asked for, and what came of it.

    `name` is that of the other account's holder as the bank has it, None where it shows none. `named` is
    whether the right amount was named (we_pay); `paid` and `asked` are compared where they paid (they_pay).
    Days are the bank's, in China. `others` is how many other employers of the site have the account; None
    where the account is not known. `declared` is the account number that the case declares, if it does.
    """

    way: BankWay
    employer: str | None = field(repr=False)
    name: str | None = field(repr=False)
    number: str | None = field(repr=False)
    asked: Money = field(repr=False)
    paid: Money | None = field(repr=False)
    by_reference: bool
    from_day: date
    until_day: date
    day: date | None
    others: int | None
    declared: str | None = field(default=None, repr=False)


RETURN_CODES: Final[Mapping[str, ReturnReason]] = {
    "AC01": ReturnReason.WRONG_ACCOUNT,
    "AC02": ReturnReason.WRONG_ACCOUNT,
    "AC03": ReturnReason.WRONG_ACCOUNT,
    "AC04": ReturnReason.CLOSED_ACCOUNT,
    "AC05": ReturnReason.CLOSED_ACCOUNT,
    "AC06": ReturnReason.CLOSED_ACCOUNT,
    "AC07": ReturnReason.CLOSED_ACCOUNT,
    "BE01": ReturnReason.WRONG_NAME,
    "BE05": ReturnReason.WRONG_NAME,
    "BE19": ReturnReason.WRONG_NAME,
    "RC01": ReturnReason.WRONG_ACCOUNT,
    "RR03": ReturnReason.WRONG_NAME,
}
"""ISO 20022 external return reason codes."""

# The first that is found counts: 户名 before 账号, for 账号户名不符 is a wrong name.
RETURN_WORDS: Final = (
    (("户名", "名称不符", "名称有误", "姓名"), ReturnReason.WRONG_NAME),
    (("销户", "注销", "冻结", "久悬", "不动户", "CLOSED"), ReturnReason.CLOSED_ACCOUNT),
    (("账号", "帐号", "账户不存在", "无此账户", "无此户", "ACCOUNT"), ReturnReason.WRONG_ACCOUNT),
)


def return_reason(code: str, words: str) -> ReturnReason:
    """What a bank's code or words say of why it sent a payment back."""
    if known := RETURN_CODES.get(code.strip().upper()):
        return known
    said = words.upper()
    return next(
        (reason for marks, reason in RETURN_WORDS if any(mark in said for mark in marks)), ReturnReason.OTHER
    )
