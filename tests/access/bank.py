"""Bank payments of a proof, and what a sandbox shows of them."""

from dataclasses import replace

from tests.access.proofs import ABSENT_PROOF, QUESTION
from tests.access.row import Row
from tests.sites import Site, serve_sandbox
from verifier.domain.money import Money
from verifier.usecases.proofs.bank.exporting import next_batch

THEY_PAY = {"way": "they_pay"}
WE_PAY = {
    "way": "we_pay",
    "account": {"number": "3305 0161 6127 0000 012", "bank": "样本银行杭州分行", "cnaps": "105100000017"},
}
ABSENT = f"{ABSENT_PROOF}/bank-payment"
BOXED = f"/v1/sandbox{ABSENT.removeprefix('/v1')}"


def address(alice: Site) -> str:
    """The payment of a new proof, whose employer a case names."""
    employer = alice.open_employer()
    alice.open_case(employer_id=employer.rpartition("/")[2])
    opened = alice.post(f"{employer}/proofs", json=QUESTION)
    assert opened.status_code == 201, opened.text
    return f"{opened.headers['Location']}/bank-payment"


def exported(alice: Site) -> str:
    """One of ours, which a clerk took to the bank; where to name its amount."""
    place = address(alice)
    assert alice.post(place, json=WE_PAY).status_code == 201
    assert alice.ports is not None
    leaving = next_batch(alice.ports)
    assert leaving is not None
    with alice.ports.transaction() as tx:  # so that another amount is wrong, by no chance
        tx.payments.keep(replace(leaving.payments[0], amount=Money(38)))
    return f"{place}/amount"


def boxed(alice: Site) -> str:
    """What the firm was asked to pay in a sandbox."""
    place = address(serve_sandbox(alice))
    assert alice.post(place, json=THEY_PAY).status_code == 201
    return f"/v1/sandbox{place.removeprefix('/v1')}"


ROWS = {
    "POST /v1/proofs/<proof_id>/bank-payment": Row(201, address, ABSENT, lambda: {"json": THEY_PAY}),
    "GET /v1/proofs/<proof_id>/bank-payment": Row(200, address, ABSENT),
    "POST /v1/proofs/<proof_id>/bank-payment/amount": Row(
        201, exported, f"{ABSENT}/amount", lambda: {"json": {"amount": "0.37"}}
    ),
    "GET /v1/sandbox/proofs/<proof_id>/bank-payment": Row(200, boxed, BOXED),
    "POST /v1/sandbox/proofs/<proof_id>/bank-payment": Row(
        201, boxed, BOXED, lambda: {"json": {"act": "pay"}}
    ),
}
