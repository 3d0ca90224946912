"""What is written and told of a proof, in the transaction that changes it: identifiers and states alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

from verifier.domain.audit import Action, Actor, ActorKind, Deed
from verifier.domain.decision import POLICY
from verifier.domain.employer import Employer, Happening
from verifier.domain.event import EventType
from verifier.domain.proof import UNSETTLED, ApplicantLink, Proof
from verifier.usecases.audit import record
from verifier.usecases.events import Told, tell_all
from verifier.usecases.gate.recording import Line, noted, noted_all
from verifier.usecases.ports import Transaction

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


def applicant(link: ApplicantLink) -> Actor:
    """Whoever holds the link; more is not known of them."""
    return Actor(ActorKind.APPLICANT, link.id)


def tell_proof(tx: Transaction, proof: Proof, now: datetime) -> None:
    tell_proofs(tx, proof.tenant_id, [proof], now)


def tell_proofs(tx: Transaction, tenant_id: str, proofs: Sequence[Proof], now: datetime) -> None:
    """Of several of a tenant at once, in their order."""
    told = [Told(proof.id, _told(proof)) for proof in proofs]
    tell_all(tx, tenant_id, EventType.PROOF_CHANGED, told, now)


def note_proof(tx: Transaction, employer: Employer, proof: Proof, what: Happening, by: str) -> None:
    """A line of the employer's record; the employer must be held."""
    noted(tx, employer, _line(proof, what, by))


def note_settled(tx: Transaction, tenant_id: str, proofs: Sequence[Proof]) -> None:
    """That these of a tenant ended; all of their employers must be held."""
    employers = tx.employers.some(tenant_id, {proof.employer_id for proof in proofs})
    lines = [
        (employers[proof.employer_id], _line(proof, Happening.PROOF_SETTLED, proof.decided_by or POLICY))
        for proof in proofs
    ]
    noted_all(tx, tenant_id, lines)


@dataclass(frozen=True, slots=True)
class Record:
    """What the audit says of a proof; the action is that of its state unless another is named."""

    proof: Proof
    actor: Actor
    action: Action | None = None
    told: Mapping[str, str] = field(default_factory=dict)

    def deed(self) -> Deed:
        proof = self.proof
        action = self.action or (Action.PROOF_WAITING if proof.state in UNSETTLED else Action.PROOF_SETTLED)
        base = {"employer_id": proof.employer_id, "kind": proof.kind.value, "state": proof.state.value}
        codes = ",".join(dict.fromkeys(one.code for one in proof.findings))
        reasons = {"findings": codes} if codes else {}
        return Deed(action, self.actor, proof.id, base | reasons | dict(self.told))


def audit_proof(
    tx: Transaction,
    proof: Proof,
    actor: Actor,
    now: datetime,
    action: Action | None = None,
    told: Mapping[str, str] = NOTHING,
) -> None:
    """Hang it on the tenant's chain, last of all."""
    record(tx, proof.tenant_id, Record(proof, actor, action, told).deed(), now=now)


def _told(proof: Proof) -> Mapping[str, str]:
    return {
        "proof_id": proof.id,
        "employer_id": proof.employer_id,
        "url": f"/v1/proofs/{proof.id}",
        "kind": proof.kind.value,
        "state": proof.state.value,
    }


def _line(proof: Proof, what: Happening, by: str) -> Line:
    return Line(what, proof.settled_at or proof.opened_at, by, about=proof.id, words=proof.words)
