"""What reviewers change at a visit that is not sent in yet: who goes and when, or that nobody goes."""

from flask import Response, request

from verifier.api import context
from verifier.console import frame
from verifier.console.access import needs, reviewer
from verifier.console.blueprint import blueprint
from verifier.console.proofs import proof_page
from verifier.console.visit_orders import moment
from verifier.domain.errors import Conflict, Invalid
from verifier.domain.staff import Right
from verifier.usecases.proofs.visits import changing
from verifier.usecases.proofs.visits.ordering import Appointment

Shown = Response | tuple[str, int]


@blueprint.post("/proofs/<proof_id>/visit")
@needs(Right.ORDER_VISIT)
def change_visit(proof_id: str) -> Shown:
    """Another agent, another time."""
    try:
        asked = Appointment(request.form.get("agent", ""), moment("starts_at"), moment("ends_at"))
        changing.change_visit(context.ports(), reviewer(), proof_id, asked)
    except (Invalid, Conflict) as refused:
        return _again(proof_id, refused)
    return frame.onward("console.proof", "visit_changed", proof_id=proof_id)


@blueprint.post("/proofs/<proof_id>/visit/cancel")
@needs(Right.ORDER_VISIT)
def cancel_visit(proof_id: str) -> Shown:
    """Nobody goes."""
    try:
        changing.cancel_visit(context.ports(), reviewer(), proof_id, request.form.get("words", ""))
    except (Invalid, Conflict) as refused:
        return _again(proof_id, refused)
    return frame.onward("console.proof", "visit_cancelled", proof_id=proof_id)


def _again(proof_id: str, refused: Invalid | Conflict) -> Shown:
    """The page with what was typed, and what is wrong with it."""
    wrong = {error.pointer.lstrip("/") for error in refused.errors}
    return proof_page(proof_id, change_trouble=refused.code, change_wrong=wrong), refused.status
