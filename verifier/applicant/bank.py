"""The page of a bank payment: choose a way, enter the account, name the amount, or see what to pay."""

from typing import Final

from flask import Response, request

from verifier.api import context
from verifier.applicant import pages
from verifier.applicant.blueprint import blueprint
from verifier.domain.bank_proof import ON_ITS_WAY, BankWay, Payment, PaymentState
from verifier.domain.errors import Invalid
from verifier.domain.proof import ApplicantLink, Proof, ProofState
from verifier.usecases.ports import Ports
from verifier.usecases.proofs import checklist as checklists
from verifier.usecases.proofs import links
from verifier.usecases.proofs.bank import asking, naming, reading
from verifier.usecases.proofs.telling import applicant

BANK: Final = "/proofs/<proof_id>/bank-payment"
TAIL: Final = 4  # characters of the account that are shown

Shown = str | tuple[str, int] | Response


def show(_link: ApplicantLink, proof: Proof) -> str:
    """As it stands now."""
    return _page(proof)


@blueprint.post(BANK)
def choose_bank_way(token: str, proof_id: str) -> Shown:
    """Have us pay into the account that was entered, or be told what to pay.

    Raises LinkUnknown, LinkOver, NotFound, ProofOver, BankUnavailable, EmployerUnnamed, PaymentUnderWay,
    PaymentsUsedUp.
    """
    ports = context.ports()
    link, proof = _of(ports, token, proof_id)
    way = request.form.get("way", "")
    if way == BankWay.THEY_PAY:
        asking.ask_to_be_paid(ports, link.tenant_id, proof.id, actor=applicant(link))
        return pages.onward(token, proof.id)
    entered = asking.EnteredAccount(
        request.form.get("number", ""), request.form.get("bank", ""), request.form.get("cnaps") or None
    )
    try:
        asking.ask_us_to_pay(ports, link.tenant_id, proof.id, entered, actor=applicant(link))
    except Invalid as error:
        wrong = error.errors[0].pointer.rpartition("/")[2] if error.errors else ""
        return _page(proof, wrong=wrong, entered=entered), 422
    return pages.onward(token, proof.id)


@blueprint.post(f"{BANK}/amount")
def name_bank_amount(token: str, proof_id: str) -> Shown:
    """Name the amount. Raises LinkUnknown, LinkOver, NotFound, ProofOver, PaymentNotSent."""
    ports = context.ports()
    link, proof = _of(ports, token, proof_id)
    try:
        said = naming.name_amount(
            ports, link.tenant_id, proof.id, request.form.get("amount", ""), actor=applicant(link)
        )
    except Invalid:
        return _page(proof, wrong="no_amount"), 422
    if said.right or said.proof.state is ProofState.UNPROVEN:
        return pages.onward(token, proof.id)
    return _page(said.proof, wrong="amount"), 422


def _of(ports: Ports, token: str, proof_id: str) -> tuple[ApplicantLink, Proof]:
    link = links.follow(ports, token)
    return link, checklists.proof_of(ports, link, proof_id)


def _page(proof: Proof, wrong: str = "", entered: asking.EnteredAccount | None = None) -> str:
    ports = context.ports()
    view = reading.view_of(ports, proof)
    return pages.page(
        "bank_payment",
        proof=proof,
        state=proof.state_at(ports.clock.now()),
        advice=pages.advice(proof),
        view=view,
        payment=view.payment,
        step=_step(view.payment, proof),
        tail=(view.masked or "")[-TAIL:],
        wrong=wrong,
        entered=entered,
    )


def _step(payment: Payment | None, proof: Proof) -> str:
    """What the page offers: choose, wait, name, pay; or nothing, once the proof is settled."""
    if proof.state not in (ProofState.OPEN, ProofState.PENDING):
        return "settled"
    if payment is None or payment.state is PaymentState.RETURNED:
        return "choose"
    if payment.way is BankWay.THEY_PAY:
        return "pay"
    return "name" if payment.state in ON_ITS_WAY else "wait"
