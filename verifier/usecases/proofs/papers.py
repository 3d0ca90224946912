"""Papers that come with a case: once it is verified, what its checks passed is proven of its employer."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from verifier.domain.audit import Actor
from verifier.domain.case import Case
from verifier.domain.decision import Decision, DecisionOutcome
from verifier.domain.employer import Happening
from verifier.domain.evidence import EvidenceKind
from verifier.domain.finding import Finding, Outcome
from verifier.domain.proof import Proof, ProofKind, ProofState
from verifier.usecases import identifiers
from verifier.usecases.ports import Ports, Transaction
from verifier.usecases.proofs.telling import audit_proof, note_proof, tell_proof

# The check that judges each paper; any other finding on the same evidence must be a pass besides.
JUDGED: Final[Mapping[EvidenceKind, tuple[ProofKind, str]]] = MappingProxyType(
    {
        EvidenceKind.IN_SERVICE_CERTIFICATE: (ProofKind.IN_SERVICE_CERTIFICATE, "paper_in_service"),
        EvidenceKind.AUTHORISATION_LETTER: (ProofKind.AUTHORISATION_LETTER, "paper_authorisation"),
        EvidenceKind.AGENT_IDENTITY: (ProofKind.AGENT_IDENTITY, "paper_identity"),
    }
)
BESIDES: Final = ("paper_seal", "paper_specimen")


def prove_papers(
    ports: Ports, tx: Transaction, case: Case, decision: Decision, findings: Sequence[Finding]
) -> tuple[Proof, ...]:
    """Write and tell what a verified case's papers prove, while its employer is held by `note_decision`.

    Whoever verified it, the policy or a person, it is proven by papers that all their own findings passed:
    a person who verifies a case in spite of a paper proves nothing by that paper.

    The caller hangs them on the tenant's chain, last of all, with `audit_papers`.
    """
    if case.employer_id is None or decision.proposal.outcome is not DecisionOutcome.VERIFIED:
        return ()
    employer = tx.employers.get(case.tenant_id, case.employer_id)
    assert employer is not None, "a case names its employer by a foreign key"
    kinds = {item.id: item.kind for item in tx.evidence.of_case(case.tenant_id, case.id)}
    recruiter_id = _recruiter(tx, case)
    proofs = []
    for kind, found in _passed(findings, kinds):
        terms, now = ports.proof_policy.terms(kind), decision.decided_at
        proof = Proof(
            id=identifiers.new("prf", now),
            tenant_id=case.tenant_id,
            employer_id=employer.id,
            kind=kind,
            state=ProofState.PROVEN,
            opened_at=now,
            expires_at=now + terms.window,
            policy_version=ports.proof_policy.version,
            recruiter_id=recruiter_id,
            settled_at=now,
            valid_until=now + terms.lifetime,
            decided_by=decision.decided_by,
            findings=found,
        )
        tx.proofs.add(proof)
        note_proof(tx, employer, proof, Happening.PROOF_SETTLED, decision.decided_by)
        tell_proof(tx, proof, now)
        proofs.append(proof)
    return tuple(proofs)


def audit_papers(tx: Transaction, proofs: Sequence[Proof], actor: Actor) -> None:
    """Hang them on the chain under who decided the case; nothing but records may follow."""
    for proof in proofs:
        audit_proof(tx, proof, actor, proof.opened_at)


def _passed(
    findings: Sequence[Finding], kinds: Mapping[str, EvidenceKind]
) -> Iterator[tuple[ProofKind, tuple[Finding, ...]]]:
    for evidence_kind, (kind, check) in JUDGED.items():
        mine = {evidence_id for evidence_id, of in kinds.items() if of is evidence_kind}
        found = tuple(
            one for one in findings if one.check in (check, *BESIDES) and mine & set(one.evidence_ids)
        )
        judged = any(one.check == check for one in found)
        if judged and all(one.outcome is Outcome.PASS for one in found):
            yield kind, found


def _recruiter(tx: Transaction, case: Case) -> str | None:
    """The one recruiter of this employer who was added for this very case; None of several or none."""
    assert case.employer_id is not None
    members = {one.recruiter_id for one in tx.memberships.of_employer(case.tenant_id, case.employer_id)}
    named = [one.id for one in tx.recruiters.of_case(case.tenant_id, case.id) if one.id in members]
    return named[0] if len(named) == 1 else None
