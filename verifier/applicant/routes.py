"""The checklist, and where each proof begins. What a proof's own page does is in the module of its kind."""

from typing import Final

from flask import Response, request

from verifier.api import context
from verifier.applicant import pages
from verifier.applicant.blueprint import blueprint
from verifier.applicant.kinds import PAGES
from verifier.domain.errors import FieldError, Invalid
from verifier.domain.proof import ProofKind
from verifier.usecases.proofs import checklist as checklists
from verifier.usecases.proofs import links, opening

__all__ = ["blueprint"]

PROOF: Final = "/proofs/<proof_id>"


@blueprint.get("")
def checklist(token: str) -> str:
    """What is missing, why, and how long it takes. Opening it changes nothing."""
    ports = context.ports()
    shown = checklists.checklist_of(ports, links.follow(ports, token))
    return pages.page("checklist", shown=shown, now=ports.clock.now())


@blueprint.post("/proofs")
def begin(token: str) -> Response:
    """Open a proof and go to its page."""
    ports = context.ports()
    asked = request.form.get("kind", "")
    if asked not in set(ProofKind):
        raise Invalid(errors=[FieldError("/kind", f"One of {', '.join(ProofKind)}")])
    proof = opening.open_by_link(ports, links.follow(ports, token), ProofKind(asked))
    return pages.onward(token, proof.id)


@blueprint.get(PROOF)
def proof(token: str, proof_id: str) -> str:
    """One proof; changes nothing. Raises LinkUnknown, LinkOver, NotFound."""
    ports = context.ports()
    link = links.follow(ports, token)
    found = checklists.proof_of(ports, link, proof_id)
    if found.kind in PAGES and found.state_at(ports.clock.now()) == found.state:
        return PAGES[found.kind](link, found)
    state = found.state_at(ports.clock.now())
    return pages.page("proof", proof=found, state=state, advice=pages.advice(found))
