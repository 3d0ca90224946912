"""Bank payments over HTTP: choose who pays, name the amount, see how it stands."""

from typing import Any

from verifier.api import context
from verifier.api.blueprints import FOR_REPEATABLE, KeyedBlueprint
from verifier.api.gate.employers import CREATED
from verifier.api.integration.keys import FOR_BODIES
from verifier.api.presenting import Members
from verifier.api.proofs import bank_examples as examples
from verifier.api.proofs import bank_presenting as presenting
from verifier.api.proofs.bank_answers import BankPaymentAnswer, NamedAmountAnswer
from verifier.api.proofs.bank_questions import AmountQuestion, BankPaymentQuestion
from verifier.api.proofs.routes import PROOF_ID
from verifier.domain.api_key import Scope
from verifier.domain.bank_proof import BankWay
from verifier.domain.errors import NotFound
from verifier.domain.proof_errors import (
    BankUnavailable,
    EmployerUnnamed,
    PaymentNotSent,
    PaymentsUsedUp,
    PaymentUnderWay,
    ProofOver,
)
from verifier.usecases.audit import asker
from verifier.usecases.proofs.bank import asking, naming, reading

blueprint = KeyedBlueprint(
    "bank_payments",
    __name__,
    url_prefix="/v1",
    description="Whose bank account it is: a payment from us that the firm names, or one of theirs to us.",
)
ONE = "/proofs/<proof_id>/bank-payment"


@blueprint.route(ONE, scope=Scope.PROOFS_WRITE, parameters=[PROOF_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(BankPaymentQuestion, example=examples.QUESTION)
@blueprint.response(
    201, BankPaymentAnswer, description="Asked for.", headers=CREATED, example=examples.PAYMENT
)
@blueprint.problems(
    *FOR_REPEATABLE,
    *FOR_BODIES,
    NotFound,
    ProofOver,
    BankUnavailable,
    EmployerUnnamed,
    PaymentUnderWay,
    PaymentsUsedUp,
)
def ask_bank_payment(question: dict[str, Any], proof_id: str) -> tuple[Members, dict[str, str]]:
    """Choose who pays

    `we_pay`: a random 0.01 to 0.99 yuan goes to the account, in the employer's own name; it takes one to
    three working days. After a bank sent it back, ask again with another account. `they_pay`: the answer
    says what to pay, where to, and under which reference.
    """
    ports, tenant_id, actor = context.ports(), context.tenant().id, asker(context.api_key())
    if question["way"] is BankWay.WE_PAY:
        entered = asking.EnteredAccount(**question["account"])
        asking.ask_us_to_pay(ports, tenant_id, proof_id, entered, actor=actor)
    else:
        asking.ask_to_be_paid(ports, tenant_id, proof_id, actor=actor)
    view = reading.read_after(ports, tenant_id, proof_id)
    return presenting.payment(view, ports.clock.now()), {"Location": presenting.payment_url(proof_id)}


@blueprint.route(ONE, scope=Scope.PROOFS_READ, parameters=[PROOF_ID], methods=["GET"])
@blueprint.response(200, BankPaymentAnswer, description="As it stands.", example=examples.PAYMENT)
@blueprint.problems(NotFound)
def read_bank_payment(proof_id: str) -> Members:
    """Read a bank payment

    The newest of the proof. Of the firm's account only the end is told, and of what we sent no amount.
    """
    ports = context.ports()
    view = reading.read_bank(ports, context.tenant().id, proof_id, by=context.api_key())
    return presenting.payment(view, ports.clock.now())


@blueprint.route(f"{ONE}/amount", scope=Scope.PROOFS_WRITE, parameters=[PROOF_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(AmountQuestion, example=examples.AMOUNT_QUESTION)
@blueprint.response(201, NamedAmountAnswer, description="Compared.", headers=CREATED, example=examples.NAMED)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound, ProofOver, PaymentNotSent)
def name_bank_amount(question: dict[str, Any], proof_id: str) -> tuple[Members, dict[str, str]]:
    """Name the amount

    What arrived on the firm's account. With the third wrong one the proof is `unproven`; what cannot be an
    amount costs no try.
    """
    ports, actor = context.ports(), asker(context.api_key())
    named = naming.name_amount(ports, context.tenant().id, proof_id, question["amount"], actor=actor)
    return presenting.named(named, ports.clock.now()), {"Location": presenting.payment_url(proof_id)}
