"""The bank of a sandbox: it pays at once, its testers see the amounts, and firms pay when they are told to.

The amount is shown by the sandbox's own endpoints alone. All else is the real way: a payment that a tester
makes is a row of a statement that is imported.
"""

import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from verifier.domain.bank import BankAccount
from verifier.domain.bank_proof import BankWay, Payment, PaymentState, ReturnReason
from verifier.domain.errors import NotFound
from verifier.domain.money import Money
from verifier.domain.proof_errors import PaymentNotSent
from verifier.domain.statement import Direction, StatementRow
from verifier.usecases.bank_ports import Bank
from verifier.usecases.evaluation import CHINA
from verifier.usecases.ports import Ports
from verifier.usecases.proofs.bank.following import follow_up
from verifier.usecases.proofs.bank.importing import Imported, import_rows

ACCOUNT: Final = BankAccount("样本招聘平台有限公司（虚构）", "1202020100000000001", "样本银行（虚构）")
PAYER: Final = "6222000100000000001"  # from where firms of a sandbox pay
OTHER_PAYER: Final = "样本他人贸易有限公司（虚构）"


class SandboxBank(Bank):
    """In place of whatever bank is configured: no sandbox moves money."""

    def account(self) -> BankAccount | None:
        return ACCOUNT

    def ordered(self) -> PaymentState:
        return PaymentState.SENT


class BankAct(StrEnum):
    """What a tester has the bank do."""

    PAY = "pay"  # the firm pays what it was asked for
    PAY_OTHER_AMOUNT = "pay_other_amount"
    PAY_IN_OTHER_NAME = "pay_in_other_name"
    RETURN = "return"  # the bank sends our payment back


@dataclass(frozen=True, slots=True)
class ShownPayment:
    """What only a sandbox tells: the amount."""

    payment: Payment
    amount: Money = field(repr=False)


def show_payment(ports: Ports, tenant_id: str, proof_id: str) -> ShownPayment:
    """The newest payment of a proof, with its amount. Raises NotFound."""
    with ports.view() as tx:
        found = next(iter(tx.payments.of_proof(tenant_id, proof_id)), None)
    if found is None:
        raise NotFound
    return ShownPayment(found, found.amount)


def act(ports: Ports, tenant_id: str, proof_id: str, what: BankAct) -> ShownPayment:
    """Have the bank do it, as a statement of one row. Raises NotFound, PaymentNotSent."""
    payment = show_payment(ports, tenant_id, proof_id).payment
    if (payment.way is BankWay.WE_PAY) != (what is BankAct.RETURN):
        raise PaymentNotSent
    import_rows(ports, [_row(ports, payment, what)], Imported())
    follow_up(ports)
    return show_payment(ports, tenant_id, proof_id)


def _row(ports: Ports, payment: Payment, what: BankAct) -> StatementRow:
    amount = Money(payment.amount.fen + 1) if what is BankAct.PAY_OTHER_AMOUNT else payment.amount
    return StatementRow(
        row=1,
        account=ACCOUNT.number,
        reference=f"SANDBOX{secrets.token_hex(8)}",
        direction=Direction.IN,
        amount=amount,
        booked_on=ports.clock.now().astimezone(CHINA).date(),
        name=OTHER_PAYER if what is BankAct.PAY_IN_OTHER_NAME else payment.payee,
        number=payment.account.number if payment.account else PAYER + payment.id[-6:].translate(_DIGITS),
        remark=payment.reference,
        returned=ReturnReason.WRONG_ACCOUNT if what is BankAct.RETURN else None,
    )


_DIGITS: Final = {ord(c): str(ord(c) % 10) for c in "abcdefghijklmnopqrstuvwxyz"}
