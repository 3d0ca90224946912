"""From bank payments to the members that the answer schemas name. Decides nothing."""

from datetime import datetime

from verifier.api.presenting import Members
from verifier.api.proofs import presenting
from verifier.domain.bank import BankAccount
from verifier.domain.bank_proof import BankWay
from verifier.usecases.proofs.bank.naming import Named
from verifier.usecases.proofs.bank.reading import BankView


def payment_url(proof_id: str) -> str:
    return f"{presenting.proof_url(proof_id)}/bank-payment"


def payment(view: BankView, now: datetime) -> Members:
    last = view.payment
    theirs = last is not None and last.way is BankWay.THEY_PAY
    return {
        "proof": presenting.proof(view.proof, now),
        "way": last.way if last else None,
        "payment_state": last.state if last else None,
        "reference": last.reference if last else None,
        "account": view.masked,
        "amount": str(view.to_pay) if view.to_pay is not None else None,
        "pay_to": _ours(view.ours) if theirs and view.ours else None,
        "tries_left": view.tries_left,
        "due_at": last.due_at if last else None,
        "booked_on": last.booked_on if last else None,
        "return_reason": last.reason if last else None,
    }


def named(said: Named, now: datetime) -> Members:
    return {
        "right": said.right,
        "tries_left": said.tries_left,
        "proof": presenting.proof(said.proof, now),
    }


def _ours(account: BankAccount) -> Members:
    return {name: getattr(account, name) for name in ("holder", "number", "bank", "cnaps")}
