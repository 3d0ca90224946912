"""Proofs of control that wait for a person, one of them, and the person's word on it."""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from flask import Response, request

from verifier.api import context
from verifier.console import frame, proof_bank, proof_mail, proof_video, visit_orders
from verifier.console.access import needs, reviewer
from verifier.console.blueprint import blueprint
from verifier.domain.advice import advice_for
from verifier.domain.errors import Invalid
from verifier.domain.proof import Proof, ProofKind
from verifier.domain.staff import Right
from verifier.usecases.proofs.reviews import (
    PAGE,
    ProofVerdict,
    ProofWord,
    decide_proof,
    list_proofs,
    look_at,
)

Shown = Response | str | tuple[str, int]
Particulars: TypeAlias = Callable[[Proof], Mapping[str, object]]
"""What the partial `console/proof_KIND.html` of a kind shows of one proof, beside its findings."""

PARTICULARS: Final[Mapping[ProofKind, Particulars]] = {
    ProofKind.BANK_PAYMENT: proof_bank.particulars,
    ProofKind.CORPORATE_MAIL: proof_mail.particulars,
    ProofKind.FIELD_VISIT: visit_orders.shown,
    ProofKind.OFFICE_VIDEO: proof_video.particulars,
}


@blueprint.get("/proofs")
@needs(Right.SEE_QUEUE)
def proofs() -> str:
    shown = list_proofs(context.ports(), reviewer(), after=request.args.get("after"))
    return frame.page("proofs", shown=shown, further=shown[-1].id if len(shown) == PAGE else None)


@blueprint.get("/proofs/<proof_id>")
@needs(Right.SEE_CASE)
def proof(proof_id: str) -> str:
    return proof_page(proof_id)


@blueprint.post("/proofs/<proof_id>/decide")
@needs(Right.DECIDE)
def decide_on_proof(proof_id: str) -> Shown:
    verdict, words = request.form.get("verdict", ""), request.form.get("words", "")
    if verdict not in set(ProofVerdict):
        return proof_page(proof_id, wrong="verdict", asked=words), 422
    try:
        decide_proof(context.ports(), reviewer(), proof_id, ProofWord(ProofVerdict(verdict), words))
    except Invalid:
        return proof_page(proof_id, wrong="words", asked=words), 422
    return frame.onward("console.proofs", "proof_decided")


def proof_page(proof_id: str, **more: object) -> str:
    found = look_at(context.ports(), reviewer(), proof_id)
    fill = PARTICULARS.get(found.kind)
    return frame.page(
        "proof",
        proof=found,
        state=found.state_at(context.ports().clock.now()),
        particulars=fill(found) if fill else None,
        verdicts=list(ProofVerdict),
        advice_for=advice_for,
        **more,
    )
