"""A bank that is reached by files: a clerk takes batches to it and brings statements back."""

from verifier.domain.bank import BankAccount
from verifier.domain.bank_proof import PaymentState
from verifier.usecases.bank_ports import Bank


class FileBank(Bank):
    def __init__(self, account: BankAccount) -> None:
        self._account = account

    def account(self) -> BankAccount | None:
        return self._account

    def ordered(self) -> PaymentState:
        return PaymentState.ORDERED
