"""The reference's examples of bank payments. Firms and accounts are fictional."""

from typing import Any

from verifier.api.proofs.examples import PROOF

BANK_PROOF: dict[str, Any] = PROOF | {"kind": "bank_payment", "recruiter_id": None, "state": "pending"}
QUESTION: dict[str, Any] = {
    "way": "we_pay",
    "account": {"number": "3305 0161 6127 0000 012", "bank": "样本银行杭州分行", "cnaps": "105100000017"},
}
PAYMENT: dict[str, Any] = {
    "proof": BANK_PROOF,
    "way": "we_pay",
    "payment_state": "ordered",
    "reference": "BF7K29QXM8A",
    "account": "＊＊＊＊＊＊＊＊＊＊＊＊＊＊＊0012",
    "amount": None,
    "pay_to": None,
    "tries_left": 3,
    "due_at": "2026-06-09T03:30:00+00:00",
    "booked_on": None,
    "return_reason": None,
}
AMOUNT_QUESTION: dict[str, Any] = {"amount": "0.37"}
NAMED: dict[str, Any] = {
    "right": False,
    "tries_left": 2,
    "proof": BANK_PROOF | {"state": "open"},
}
