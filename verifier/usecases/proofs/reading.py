"""Proofs as the site sees them, and how an employer stands: what is proven, and what is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from verifier.domain.api_key import ApiKey
from verifier.domain.audit import Action, Deed
from verifier.domain.employer import Employer
from verifier.domain.errors import NotFound
from verifier.domain.proof import Proof, ProofKind
from verifier.usecases.audit import asker, record_before_giving, span, unrecorded
from verifier.usecases.gate.recording import found
from verifier.usecases.ports import Ports, Transaction


@dataclass(frozen=True, slots=True)
class Standing:
    """An employer's proofs, newest first, at most a hundred; what they are worth, and what is asked for.

    `lacking` are the kinds that are asked for in any case and not proven now.
    """

    proofs: tuple[Proof, ...]
    worth: float
    worth_min: float
    lacking: tuple[ProofKind, ...]

    @property
    def enough(self) -> bool:
        return not self.lacking and self.worth >= self.worth_min


def read_proof(ports: Ports, tenant_id: str, proof_id: str, *, by: ApiKey | None = None) -> Proof:
    """Raises NotFound."""
    with ports.view() as tx:
        proof = tx.proofs.get(tenant_id, proof_id)
        if proof is None:
            raise NotFound
        deed = Deed(Action.PROOF_READ, asker(by), proof_id, {"state": proof.state.value})
        new = unrecorded(tx, tenant_id, deed, ports.clock.now())
    record_before_giving(ports, tenant_id, new)
    return proof


def list_proofs(ports: Ports, tenant_id: str, employer_id: str, *, by: ApiKey | None = None) -> Standing:
    """Raises NotFound."""
    now = ports.clock.now()
    with ports.view() as tx:
        standing = standing_of(ports, tx, found(tx.employers.get(tenant_id, employer_id)), now)
        told = span([one.id for one in standing.proofs])
        deed = Deed(Action.PROOFS_LISTED, asker(by), employer_id, told)
        new = unrecorded(tx, tenant_id, deed, now) if standing.proofs else ()
    record_before_giving(ports, tenant_id, new)
    return standing


def standing_of(ports: Ports, tx: Transaction, employer: Employer, now: datetime) -> Standing:
    """As this transaction sees it."""
    policy = ports.proof_policy
    required = policy.requirement(employer.account_type, employer.risk)
    proofs: Sequence[Proof] = tx.proofs.of_employer(employer.tenant_id, employer.id)
    in_force = tx.proofs.in_force(employer.tenant_id, [employer.id], now)
    return Standing(
        proofs=tuple(proofs),
        worth=policy.worth(in_force, now),
        worth_min=required.worth_min,
        lacking=required.lacking(one.kind for one in in_force),
    )
