"""What is written and told of a proof, in the transaction that changes it: identifiers and states alone."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.employer import Employer, Happening
from verifier.domain.event import EventType
from verifier.domain.proof import UNSETTLED, ApplicantLink, Proof
from verifier.usecases.audit import record
from verifier.usecases.events import tell
from verifier.usecases.gate.recording import Line, noted
from verifier.usecases.ports import Transaction

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


def applicant(link: ApplicantLink) -> Actor:
    """Whoever holds the link; more is not known of them."""
    return Actor(ActorKind.APPLICANT, link.id)


def tell_proof(tx: Transaction, proof: Proof, now: datetime) -> None:
    told = {
        "proof_id": proof.id,
        "employer_id": proof.employer_id,
        "url": f"/v1/proofs/{proof.id}",
        "kind": proof.kind.value,
        "state": proof.state.value,
    }
    tell(tx, proof.tenant_id, EventType.PROOF_CHANGED, subject=proof.id, told=told, now=now)


def note_proof(tx: Transaction, employer: Employer, proof: Proof, what: Happening, by: str) -> None:
    """A line of the employer's record; the employer must be held."""
    at = proof.settled_at or proof.opened_at
    noted(tx, employer, Line(what, at, by, about=proof.id, words=proof.words))


def audit_proof(
    tx: Transaction,
    proof: Proof,
    actor: Actor,
    now: datetime,
    action: Action | None = None,
    told: Mapping[str, str] = NOTHING,
) -> None:
    """Hang it on the tenant's chain, last of all; the action is that of the state unless another is named."""
    named = action or (Action.PROOF_WAITING if proof.state in UNSETTLED else Action.PROOF_SETTLED)
    base = {"employer_id": proof.employer_id, "kind": proof.kind.value, "state": proof.state.value}
    codes = ",".join(dict.fromkeys(one.code for one in proof.findings))
    reasons = {"findings": codes} if codes else {}
    record(tx, proof.tenant_id, Deed(named, actor, proof.id, base | reasons | dict(told)), now=now)
