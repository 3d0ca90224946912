"""A sandbox's bank over HTTP: see what was sent, have firms pay, have a payment sent back."""

from typing import Any

from verifier.api import context
from verifier.api.blueprints import FOR_REPEATABLE
from verifier.api.gate.employers import CREATED
from verifier.api.integration.keys import FOR_BODIES
from verifier.api.presenting import Members
from verifier.api.proofs import bank_presenting as presenting
from verifier.api.proofs.routes import PROOF_ID
from verifier.api.sandbox import examples
from verifier.api.sandbox.answers import SandboxPaymentAnswer
from verifier.api.sandbox.questions import BankActQuestion
from verifier.api.sandbox.routes import blueprint
from verifier.domain.api_key import Scope
from verifier.domain.errors import NotFound
from verifier.domain.proof_errors import PaymentNotSent
from verifier.sandbox.bank import act, show_payment
from verifier.usecases.proofs.bank.reading import read_bank

__all__ = ["blueprint"]

ONE = "/sandbox/proofs/<proof_id>/bank-payment"


@blueprint.route(ONE, scope=Scope.PROOFS_READ, parameters=[PROOF_ID], methods=["GET"])
@blueprint.response(200, SandboxPaymentAnswer, description="With its amount.", example=examples.PAYMENT_SHOWN)
@blueprint.problems(NotFound)
def show_sandbox_payment(proof_id: str) -> Members:
    """See what was sent

    The amount that the firm would find on its account. A sandbox pays at once.
    """
    return _shown(proof_id)


@blueprint.route(ONE, scope=Scope.PROOFS_WRITE, parameters=[PROOF_ID], methods=["POST"])
@blueprint.idempotent
@blueprint.arguments(BankActQuestion, example=examples.ACT_QUESTION)
@blueprint.response(
    201, SandboxPaymentAnswer, description="Done.", headers=CREATED, example=examples.PAYMENT_SHOWN
)
@blueprint.problems(*FOR_REPEATABLE, *FOR_BODIES, NotFound, PaymentNotSent)
def act_as_sandbox_bank(question: dict[str, Any], proof_id: str) -> tuple[Members, dict[str, str]]:
    """Have the bank act

    In place of a firm that pays, or of a bank that sends a payment back. It is imported as a statement is.
    """
    act(context.ports(), context.tenant().id, proof_id, question["act"])
    return _shown(proof_id), {"Location": presenting.payment_url(proof_id)}


def _shown(proof_id: str) -> Members:
    ports, tenant_id = context.ports(), context.tenant().id
    view = read_bank(ports, tenant_id, proof_id, by=context.api_key())
    shown = show_payment(ports, tenant_id, proof_id)
    return presenting.payment(view, ports.clock.now()) | {"secret_amount": str(shown.amount)}
